"""What a layer of coverage was made with, carried in the layer itself so that two can be compared.

The minutes of two runs can be set against each other only where mode, direction, network and the
demand points were the same. A layer is copied and renamed, so it tells that itself: the mode and
the bands in columns of their own, the rest as JSON in the column `made_with`.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Travelled = tuple[str, Optional[float]]

COLUMN = "made_with"
TABLE = "table of times "  # before its name, where a network's would stand
_TEXTS = (
    "direction", "network", "demand", "demand_mark", "fast_roads", "no_car", "service", "home",
    "run_on", "estimates",
)  # fmt: skip


@dataclass(frozen=True)
class MadeWith:
    """The parameters of one coverage run; "" or None is not stated.

    `mode` and `direction` take the words of the contract, `bands` are minutes as text. `network`
    names the network's file, or the table of times; `demand` the layer of demand points and
    `demand_mark` what `mark_of` gives of them. `max_snap_m` is in metres, `speed_kph` None where
    it goes by class of road, `fast_roads` "open" or "barred", `no_car` how those without a car
    travel, `service` the one service asked for ("" where all hubs count). `hubs` are the ids of all
    hubs counted, nearest to an area or not; `kinds` those of them that are outreach, open few hours
    (fewer than `full_hours` a week) or another authority's than `home`, None where not stated.
    `ages` and `groups` tell of each row of BY_AGE and BY_GROUP how it travels and its mean minutes
    (None where few are routed), so that a table of another run can be told from its own; None where
    not stated. `run_on` is a date as YYYY-MM-DD. `estimates` are the demand points' own
    (`read_estimates`), and `sources` the sentences on the data sets behind NETWORK, NEED and HUBS.
    """

    mode: str = ""
    bands: str = ""
    direction: str = ""
    network: str = ""
    demand: str = ""
    demand_mark: str = ""
    max_snap_m: float | None = None
    speed_kph: float | None = None
    fast_roads: str = ""
    no_car: str = ""
    service: str | None = None
    hubs: Sequence[str] | None = None
    kinds: Mapping[str, Sequence[str]] | None = None
    full_hours: float | None = None
    home: str = ""
    run_on: str = ""
    estimates: str = ""
    sources: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ages: Mapping[str, Travelled] | None = None
    groups: Mapping[str, Travelled] | None = None
    fictional: bool = False
    from_osm: bool = True

    @property
    def times(self) -> str:
        """The table of times that the minutes come from; "" where they are a network's."""
        return self.network[len(TABLE) :] if self.network.startswith(TABLE) else ""

    def text(self) -> str:
        """Write the column `made_with`: JSON, its keys sorted, without mode and bands."""
        told: dict[str, Any] = {name: getattr(self, name) for name in _TEXTS}
        told |= {
            "max_snap_m": self.max_snap_m,
            "speed_kph": self.speed_kph,
            "hubs": None if self.hubs is None else sorted(self.hubs),
            "full_hours": self.full_hours,
            "kinds": None if self.kinds is None else {k: sorted(v) for k, v in self.kinds.items()},
            "sources": {part: list(said) for part, said in self.sources.items()},
            "ages": None if self.ages is None else dict(self.ages),
            "groups": None if self.groups is None else dict(self.groups),
            "fictional": self.fictional,
            "from_osm": self.from_osm,
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True)


def read_made_with(mode: str, bands: str, text: str) -> MadeWith:
    """Read the columns of one layer back; a text that is not whole (cut by a format) tells nothing.

    `mode` and `bands` are "" where the layer lacks them, as one of an earlier version does.
    """
    try:
        told = json.loads(text) if text else {}
    except (ValueError, RecursionError):  # cut, a number of thousands of digits, or nested on
        told = {}
    if not isinstance(told, dict):
        told = {}
    texts = {name: str(told.get(name) or "") for name in _TEXTS if name != "service"}
    hubs, service = told.get("hubs"), told.get("service")
    return MadeWith(
        mode=mode,
        bands=bands,
        **texts,
        service=service if isinstance(service, str) else None,
        max_snap_m=_number(told.get("max_snap_m")),
        speed_kph=_number(told.get("speed_kph")),
        hubs=tuple(map(str, hubs)) if isinstance(hubs, list) else None,
        kinds=_kinds(told.get("kinds")),
        sources=_kinds(told.get("sources")) or {},
        full_hours=_number(told.get("full_hours")),
        ages=_travelled(told.get("ages")),
        groups=_travelled(told.get("groups")),
        fictional=told.get("fictional") is True,
        from_osm=told.get("from_osm") is not False,
    )


def _kinds(told: Any) -> dict[str, tuple[str, ...]] | None:
    if not isinstance(told, dict) or not all(isinstance(ids, list) for ids in told.values()):
        return None
    return {str(kind): tuple(map(str, ids)) for kind, ids in told.items()}


def _travelled(told: Any) -> dict[str, Travelled] | None:
    if not isinstance(told, dict):
        return None
    pairs = {key: pair for key, pair in told.items() if isinstance(pair, list) and len(pair) == 2}
    return {str(key): (str(mode or ""), _number(mean)) for key, (mode, mean) in pairs.items()}


def _number(value: Any) -> float | None:
    """Give a finite number; None for anything else, as for one beyond all numbers (1e999)."""
    try:
        number = float(value) if isinstance(value, (int, float)) else math.nan
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def mark_of(ids: Sequence[str], xy: Floats, children: Iterable[float]) -> str:
    """Give eight signs that tell one set of demand points from another: ids, places, children.

    `xy` has shape (n, 2), metres, taken to the metre, nan where there is no place. The order of
    the points does not matter. CRC-32: it finds chance differences, it is no safeguard against
    somebody who wants to deceive.
    """
    rows = sorted(
        f"{code}|{_metre(x)}|{_metre(y)}|{count:.3f}"
        for code, (x, y), count in zip(ids, xy.tolist(), children)
    )
    return _mark(rows)


def mark_of_facts(facts: Mapping[str, str], but: Collection[str] = ()) -> str:
    """Give eight signs that tell one set of facts from another, as `mark_of`; `but` leaves out."""
    return _mark(sorted(f"{name}|{said}" for name, said in facts.items() if name not in but))


def network_words(about: Mapping[str, str], dated: str, stretches: int) -> str:
    """Name a network by its source, its `dated()`, its size and a mark of all else it tells.

    The source's name and the planner's version are not in the mark: the network is the same.
    """
    mark = mark_of_facts(about, ("source", "made_by"))
    source = about.get("source") or about.get("dataset", "")
    return f"{source} ({dated}; {stretches:,d} stretches; mark {mark})"


def _mark(rows: Sequence[str]) -> str:
    joined = "\n".join(rows).encode("utf-8")
    return f"{zlib.crc32(joined):08x}"


def _metre(value: float) -> str:
    return f"{value:.0f}" if np.isfinite(value) else "-"
