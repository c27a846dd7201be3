"""All that an evidence pack is made from: results as they were saved, before anything is printed.

The figures here are exact. What an audience must not see is taken out of the evidence (rows of
confidential places, columns of money) before a document is made of it; what is printed of the rest
is rounded and held back when the document is written. The tables have the columns of the contract
and hold only what was given: a part without data is None or empty, never made up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Union

from ..errors import InputError
from ..estimates import read_estimates
from ..made_with import MadeWith
from ..provenance import Provenance
from ..published import THRESHOLD
from ..tables import Table

NOT_LOOKED_UP = "Not looked up"  # begins the sentence on registers that are gone
INTERNAL, PUBLIC = "internal", "public"
AUDIENCES = (INTERNAL, PUBLIC)

COVERAGE_TABLES = (
    "BY_DECILE", "BY_QUINTILE", "BY_LOCALITY", "BY_WARD", "BY_HUB", "BY_GROUP", "BY_AGE",
    "BY_MODE", "BY_RURAL_URBAN", "BY_OFFER", "BY_DIGITAL", "BY_SERVICE", "EQUITY",
)  # fmt: skip
COMPARISON_TABLES = (
    "BY_DECILE", "BY_QUINTILE", "BY_LOCALITY", "BY_AGE", "BY_GROUP", "BY_CAR", "BY_OFFER",
    "THERE_AND_BACK",
)  # fmt: skip
ESTATE_TABLES = ("FRONTIER", "BY_OWNER", "BY_GROUP", "WORSE", "MOVES", "SITES")
COLOCATION_TABLES = ("PLAN", "BY_BUILDING", "BY_BUDGET")

POLYGONS, LINES, POINTS = "polygons", "lines", "points"
MAP_LAYERS = {
    "areas": POLYGONS,
    "gaps": POLYGONS,
    "water": LINES,
    "rail": LINES,
    "roads": LINES,
    "hubs": POINTS,
    "sites": POINTS,
    "outreach": POINTS,
    "estate": POINTS,
}
"""The layers a map may have, from the lowest to the highest, and what shapes each holds."""

AGE_COLUMNS = {
    "0-2": ("children_0_2",),
    "3-4": ("children_3_4",),
    "0-4": ("children_0_2", "children_3_4"),
    "5-17": ("children_5_17",),
    "18-25": ("young_18_25",),
}
"""The columns of the need that count each age group of the tables."""

Source = Union[Provenance, str]
Box = tuple[float, float, float, float]
"""West, south, east and north of a shape, in degrees (WGS84)."""


@dataclass(frozen=True)
class Step:
    """One step of a run: what was asked of which algorithm, and what it returned.

    `algorithm` is its id without the provider; `parameters` are texts, paths in them relative;
    `command` is a line of qgis_process; `inputs` are (file's name, SHA-256); `outputs` file names
    by the names of outputs; `numbers` what the algorithm returned; `seconds` None if not recorded.
    """

    id: str
    name: str
    algorithm: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    command: str = ""
    inputs: Sequence[tuple[str, str]] = ()
    outputs: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, Any] = field(default_factory=dict)
    seconds: float | None = None


@dataclass(frozen=True)
class Origin:
    """Where a result was read from: its file, the step that made it ("" if unknown), the date."""

    file: str = ""
    step: str = ""
    date: str = ""


@dataclass(frozen=True)
class Coverage:
    """One run of coverage: "today" or one option. `areas` has a row an area, as `coverage` writes.

    `tables` has those of `COVERAGE_TABLES` that were given; `gaps` the named clusters of areas
    beyond reach; `made` what the run was made with; `origins` tell of tables of another step.
    """

    name: str
    areas: Table
    tables: Mapping[str, Table] = field(default_factory=dict)
    gaps: Table | None = None
    made: MadeWith = field(default_factory=MadeWith)
    origin: Origin = field(default_factory=Origin)
    origins: Mapping[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """One plan beside today: a row an area (`change` in minutes), and tables by group.

    `tables` has those of `COMPARISON_TABLES` that were given, with the rows of this plan alone;
    a journey more than `much` minutes longer is counted as much longer there.
    """

    areas: Table | None = None
    tables: Mapping[str, Table] = field(default_factory=dict)
    much: float = 5.0
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True)
class Option:
    """One option set beside today; either of its parts may be missing."""

    name: str
    coverage: Coverage | None = None
    comparison: Comparison | None = None


@dataclass(frozen=True)
class Sites:
    """Sites suggested: a row a site with its decision and reason; who goes where; the frontier.

    `proven` and `bound` say how sure the plan is, None where nobody said; `status` is the solver's
    own sentence.
    """

    sites: Table
    assignment: Table | None = None
    frontier: Table | None = None
    proven: bool | None = None
    bound: float | None = None
    gap: float | None = None
    status: str = ""
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True)
class Estate:
    """Options for the estate, a row a move; `tables` has those of `ESTATE_TABLES` given."""

    moves: Table
    tables: Mapping[str, Table] = field(default_factory=dict)
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True)
class Colocation:
    """Services and buildings that might be shared, ranked; `tables` as `COLOCATION_TABLES`."""

    pairs: Table
    tables: Mapping[str, Table] = field(default_factory=dict)
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True)
class Consultation:
    """What people said: voices counted (`by`, `key`, `theme`, `sentiment`, `voices`), comments.

    `texts` are sentences that the council gave of its consultation, printed as they stand;
    `comments` are single people's words (a public pack has none).
    """

    voices: Table | None = None
    texts: Sequence[str] = ()
    comments: Table | None = None
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True)
class MapShapes:
    """One layer of the map: an id and a GeoJSON geometry (WGS84, simplified) a row.

    What a click shows comes from the tables by id: areas by `area_code`, gaps by `cluster`, all
    points by `site_id`; lines have the class of the road or the kind of barrier for an id.
    """

    key: str
    ids: Sequence[str]
    geometries: Sequence[Mapping[str, Any]]

    def __post_init__(self) -> None:
        """Refuse a layer that no map has, and one whose ids do not match its shapes."""
        if self.key not in MAP_LAYERS:
            raise InputError(
                f"The map has no layer {self.key}. Its layers: {', '.join(MAP_LAYERS)}."
            )
        if len(self.ids) != len(self.geometries):
            raise InputError(f"The map's layer {self.key} has not as many ids as shapes.")


@dataclass(frozen=True)
class FurtherNeed:
    """Another layer of need than the one shown: other ages, another weighting."""

    name: str
    need: Table
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True)
class Told:
    """What one run told beside its answer: the name of its result, and sentences.

    `texts` is None where the layer does not tell (one of an earlier version).
    """

    of: str
    texts: Sequence[str] | None


@dataclass(frozen=True)
class Unnamed:
    """What the registers behind a run hold that no public text may tell: never printed.

    `ids` and `names` (addresses too) are those of confidential places, `count` how many there are;
    `owners` who owns buildings; `not_read` names the files that could not be looked up for them.
    """

    ids: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    count: int = 0
    owners: frozenset[str] = frozenset()
    not_read: Sequence[str] = ()


@dataclass(frozen=True)
class Evidence:
    """The whole of it. Every part but title and date may be missing, and the pack then says so.

    `question` is the council's own; `notes` are sentences given with the scenario; `run_on` is
    a date as YYYY-MM-DD; `versions` names programs with their versions; `scenario_file` is the
    file that reruns it, `scenario_text` what it holds. `need` has a row an area, `hubs` a row a
    site with the facility columns, `venues` and `register` likewise (places that might be used;
    the estate register). `unrouted` has `id`, `role`, `reason`. `withheld` are sentences on
    what an audience lacks. `sources_of` tells which of the sources stand behind NETWORK, NEED,
    HUBS, VENUES and REGISTER; `told` what each run told beside its answer. `beside` are coverages
    that are neither today's nor an option's, `needs` further layers of need. `confidential` are the
    rows of registers that no part has: the public's words avoid theirs. `boxes` tell where
    the areas (COVERAGE, NEED) and layers of places lie, a box a row: for checks, never printed.
    `network` names the network's file as a coverage does (`network_words`), "" for none.
    """

    title: str
    run_on: str
    question: str = ""
    authority: str = ""
    notes: Sequence[str] = ()
    audience: str = INTERNAL
    threshold: float = THRESHOLD
    fictional: bool = False
    from_osm: bool = True
    versions: Mapping[str, str] = field(default_factory=dict)
    steps: Sequence[Step] = ()
    scenario_file: str = ""
    scenario_text: str = ""
    sources: Sequence[Source] = ()
    sources_of: Mapping[str, Sequence[Source]] = field(default_factory=dict)
    speeds: Table | None = None
    need: Table | None = None
    need_origin: Origin = field(default_factory=Origin)
    hubs: Table | None = None
    hubs_origin: Origin = field(default_factory=Origin)
    venues: Table | None = None
    register: Table | None = None
    today: Coverage | None = None
    options: Sequence[Option] = ()
    beside: Sequence[Coverage] = ()
    needs: Sequence[FurtherNeed] = ()
    sites: Sites | None = None
    outreach: Sites | None = None
    estate: Estate | None = None
    colocation: Colocation | None = None
    consultation: Consultation = field(default_factory=Consultation)
    unrouted: Table | None = None
    told: Sequence[Told] = ()
    shapes: Sequence[MapShapes] = ()
    withheld: Sequence[str] = ()
    confidential: Sequence[Mapping[str, Any]] = ()
    unnamed: Unnamed = field(default_factory=Unnamed)
    boxes: Mapping[str, Sequence[Box]] = field(default_factory=dict)
    network: str = ""

    def __post_init__(self) -> None:
        """Refuse an audience that there is not, and options that cannot be told apart."""
        if self.audience not in AUDIENCES:
            raise InputError(
                f"The audience {self.audience!r} is unknown. Choose one of {', '.join(AUDIENCES)}."
            )
        names = [option.name for option in self.options]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise InputError(f"Two options are called {twice[0]!r}. Give each a name of its own.")

    def shape(self, key: str) -> MapShapes | None:
        """Give one layer of the map, None where there is none."""
        return next((layer for layer in self.shapes if layer.key == key), None)


def estimates_of(evidence: Evidence) -> dict[str, str]:
    """Give each column of the need that is no count, with how it was estimated."""
    return estimates_in(evidence.need)


def estimates_in(need: Table | None) -> dict[str, str]:
    """Give each column of a layer of need that is no count, with how it was estimated."""
    columns = {} if need is None else need.columns
    return read_estimates(next((str(text) for text in columns.get("estimates", []) if text), ""))


def age_said(key: str, estimates: Mapping[str, str]) -> str:
    """Name an age group (or a group by its column), marked where its number is an estimate."""
    columns = AGE_COLUMNS.get(key, (key,))
    return f"{key} (estimate)" if any(name in estimates for name in columns) else key


def every_run(evidence: Evidence) -> list[Coverage]:
    """Give today's coverage, those of the options, and those that stand beside them."""
    return [*runs_of(evidence), *evidence.beside]


def runs_of(evidence: Evidence) -> list[Coverage]:
    """Give today's coverage and those of the options."""
    runs = [evidence.today, *(option.coverage for option in evidence.options)]
    return [run for run in runs if run is not None]
