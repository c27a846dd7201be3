"""Why the farthest pairs differ: which single rule of the other engine closes the gap.

Each rule is worked on the extract (ways left out, tags forgotten) or on the speeds, our network is
built anew from it, and the pair is asked again. A rule explains a pair when the ratio comes to
within `CLOSE` of the other engine's median ratio and at least halves the gap. A pair that no
single rule explains is told as such.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from cross_checks import (
    CENTILES,
    ENGINES,
    SHORTEST_MINUTES,
    ArcGraph,
    our_minutes,
    shared_pairs,
)
from driver import DriverError, Results, run_driver
from environment import Peers

from family_hub_planner.engine.network.build import BuildSettings, build_network
from family_hub_planner.engine.network.model import BuiltNetwork
from family_hub_planner.engine.network.rules import DEFAULT_SPEEDS
from family_hub_planner.engine.progress import Progress

CLOSE = 0.04
SEPARATE_PAVEMENT = tuple(
    {key: "separate", "foot": ""}
    for key in ("sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right")
)
UNSAID = tuple({"highway": f"^{name}", "foot": ""} for name in ("trunk", "cycleway", "bridleway"))


@dataclass(frozen=True)
class Speeds:
    """Drivers' speeds of another engine: a share of the limit, and km/h where no limit is posted.

    `unposted` is by class; `share` multiplies the posted limit only.
    """

    share: float
    unposted: Mapping[str, float]


OSRM_CAR = {
    "motorway": 90, "motorway_link": 45, "trunk": 85, "trunk_link": 40, "primary": 65,
    "primary_link": 30, "secondary": 55, "secondary_link": 25, "tertiary": 40,
    "tertiary_link": 20, "unclassified": 25, "residential": 25, "living_street": 10,
    "service": 15,
}  # fmt: skip
"""From the `speeds` of OSRM's car.lua."""

VALHALLA_AUTO = {
    "motorway": 105, "trunk": 90, "primary": 75, "secondary": 60, "tertiary": 50,
    "unclassified": 40, "residential": 35, "service": 25,
}  # fmt: skip
"""Valhalla's default speeds by class, km/h, outside towns."""


@dataclass(frozen=True)
class Rule:
    """One rule: its name, whose it is, and how to change the extract or the drivers' speeds."""

    name: str
    modes: tuple[str, ...]
    engines: tuple[str, ...]
    leave_out: tuple[Mapping[str, str], ...] = ()
    forget: Mapping[str, str] = field(default_factory=dict)
    speeds: Speeds | None = None


ALL = tuple(ENGINES)
BOTH = ("walk", "drive")
WALK, DRIVE = ("walk",), ("drive",)
ACCESS = ("access", "foot", "motor_vehicle", "vehicle", "motorcar")
OWN_SPEEDS = "its own speeds"
RULES = (
    Rule("no walking on cycleways", WALK, ALL, ({"highway": "^cycleway$"},)),
    Rule("no walking along trunk roads", WALK, ("osrm",), ({"highway": "^trunk"},)),
    Rule("no walking on bridleways", WALK, ("osrm",), ({"highway": "^bridleway$"},)),
    Rule("trunk roads, cycleways and bridleways only where a foot tag allows", WALK, ("osrm",),
         UNSAID),
    Rule("trunk roads, cycleways, bridleways and carriageways with a separate pavement only "
         "where a foot tag allows", WALK, ("osrm",), (*UNSAID, *SEPARATE_PAVEMENT)),
    Rule("no cycleways, no carriageways with a separately mapped pavement", WALK, ("osmnx",),
         ({"highway": "^cycleway$"}, *SEPARATE_PAVEMENT)),
    Rule("private ways open to all", BOTH, ("osmnx", "valhalla"),
         forget=dict.fromkeys(ACCESS, "private|no")),
    Rule("no private ways, whatever their foot tag", WALK, ("osmnx", "osrm"),
         ({"access": "^(no|private)$"},)),
    Rule("fast roads tagged as without a pavement walked along all the same", WALK,
         ("osmnx", "valhalla"),
         forget={"sidewalk": "^(no|none)$", "sidewalk:both": "^(no|none)$"}),
    Rule("tracks shunned", WALK, ("valhalla",), ({"highway": "^track$"},)),
    Rule("steps shunned", WALK, ("valhalla",), ({"highway": "^steps$"},)),
    Rule("service roads shunned", BOTH, ("osmnx", "valhalla"), ({"highway": "^service$"},)),
    Rule("gates, stiles and other barriers ignored", BOTH, ALL, forget={"barrier": "."}),
    Rule("one-way streets both ways", DRIVE, ALL, forget={"oneway": ".", "junction": "."}),
    Rule(OWN_SPEEDS + ": the posted limit, else by class", DRIVE, ("valhalla",),
         speeds=Speeds(1.0, VALHALLA_AUTO)),
    Rule(OWN_SPEEDS + ": 0.8 of the posted limit, else by class", DRIVE, ("osrm",),
         speeds=Speeds(0.8, OSRM_CAR)),
)  # fmt: skip
"""What each engine's own profile says, and what is worth trying with all of them."""


def rules_of(results: Results) -> tuple[Rule, ...]:
    """Give all rules; OSMnx's speeds are the means that it worked out from this very file."""
    kph = results.kept.get("cross/osmnx/drive", {}).get("unposted_kph")
    name = OWN_SPEEDS + ": the posted limit, else its class's mean limit"
    own = (Rule(name, DRIVE, ("osmnx",), speeds=Speeds(1.0, kph)),) if kph else ()
    return (*RULES, *own)


def network_under(rule: Rule, peers: Peers, extract: Path) -> BuiltNetwork:
    """Build our network with one rule of another engine followed."""
    with tempfile.TemporaryDirectory() as folder:
        changed = Path(folder) / "changed.osm.pbf"
        request = {
            "job": "edit",
            "osm": str(extract),
            "target": str(changed),
            "leave_out": list(rule.leave_out),
            "forget": dict(rule.forget),
            "untagged_kph": _unposted(rule.speeds),
        }
        run_driver("edit", peers.python, request)
        settings = _by_limit(rule.speeds, Path(folder)) if rule.speeds else BuildSettings()
        return build_network(changed, settings, Progress())


def ways_of(
    built: BuiltNetwork, mode: str, points: dict[str, Any], pairs: Sequence[int]
) -> dict[int, dict[str, float]]:
    """Give for some of the shared pairs the ways of the fastest journey, metres by way's id."""
    reference = ArcGraph(built.network, mode)
    starts, ends = shared_pairs(built.network, mode, points)
    found = {}
    for pair in pairs:
        if not (starts.ok[pair] and ends.ok[pair]):
            continue
        start, end = ((int(at.edge[pair]), float(at.fraction[pair])) for at in (starts, ends))
        metres: Counter[str] = Counter()
        for edge in reference.between(start, end, pair)[1]:
            metres[str(built.osm_id[edge])] += float(built.network.length_m[edge])
        found[pair] = dict(metres)
    return found


def telling_way(
    ours: Mapping[str, float], theirs: Mapping[str, float], name_of: Mapping[str, str]
) -> str:
    """Name the road on which our journey and the one under the rule part for longest."""
    apart: Counter[str] = Counter()
    for mine, other in ((ours, theirs), (theirs, ours)):
        for way, metres in mine.items():
            if way not in other:
                apart[("ours by " if mine is ours else "theirs by ") + name_of[way]] += metres
    return f"{(top := apart.most_common(1)[0])[0]}, {top[1]:,.0f} m" if apart else ""


def _names(built: BuiltNetwork) -> dict[str, str]:
    return {
        str(way): f"{name or 'way ' + str(way)}, {highway}"
        for way, name, highway in zip(built.osm_id, built.name, built.highway)
    }


def _unposted(speeds: Speeds | None) -> dict[str, float]:
    """Give the limits that make our share of them the other engine's speed by class."""
    return {name: kph / speeds.share for name, kph in speeds.unposted.items()} if speeds else {}


def _by_limit(speeds: Speeds, folder: Path) -> BuildSettings:
    """Let the limit alone set the speed: no class is slower than its roads' limits."""
    rows = [line.split(",") for line in DEFAULT_SPEEDS.read_text().splitlines()]
    column = rows[0].index("drive_kph")
    for row in rows[1:]:
        if row[column]:
            row[column] = "199"
    table = folder / "speeds.csv"
    table.write_text("\n".join(",".join(row) for row in rows) + "\n")
    return BuildSettings(speeds=table, limit_share=speeds.share)


def explain(
    one: Mapping[str, Any], theirs_to_ours: float, changed: Mapping[str, tuple[float, float]]
) -> str:
    """Name the rule under which one pair's ratio comes closest to the median, "" where none does.

    `changed` gives for each rule our minutes of the pair, and theirs to ours in the median. What
    at least halves the gap but leaves more than `CLOSE` explains the pair in part.
    """
    gap = abs(np.log(one["ratio"] / theirs_to_ours))
    best, left = "", gap / 2
    for name, (minutes, median) in changed.items():
        away = abs(np.log(one["theirs"] / minutes / median)) if np.isfinite(minutes) else np.inf
        if away < left:
            best, left = name, away
    return best if left <= CLOSE or not best else f"in part: {best}"


def explain_outliers(results: Results, peers: Peers, folder: Path, extract: Path) -> None:
    """Try every rule on the farthest pairs of every engine, and keep what explains them."""
    points = json.loads((folder / "points.json").read_text())
    base = build_network(extract, BuildSettings(), Progress())
    changed: dict[tuple[str, str], dict[str, Any]] = {}
    built: dict[str, BuiltNetwork] = {}
    for rule in rules_of(results):
        try:
            built[rule.name] = network_under(rule, peers, extract)
        except DriverError as error:
            print(f"  {rule.name}: it could not be tried: {error}")
            continue
        for mode in rule.modes:
            minutes = our_minutes(built[rule.name].network, mode, points)
            for engine in rule.engines:
                changed.setdefault((engine, mode), {})[rule.name] = minutes
    for (engine, mode), of_rule in changed.items():
        key = f"cross/{engine}/{mode}"
        _explain_engine(results, key, of_rule)
        _name_ways(results, key, mode, points, base, built)


def _name_ways(
    results: Results,
    key: str,
    mode: str,
    points: dict[str, Any],
    base: BuiltNetwork,
    built: Mapping[str, BuiltNetwork],
) -> None:
    """Tell for each explained pair by which road the two journeys differ."""
    found = results.kept.get(key, {})
    for name, one in built.items():
        told = [pair for pair in found.get("worst", ()) if pair.get("rule", "").endswith(name)]
        if not told or OWN_SPEEDS in name:
            continue
        pairs = [pair["pair"] for pair in told]
        ours, theirs = (ways_of(of, mode, points, pairs) for of in (base, one))
        names = {**_names(one), **_names(base)}
        for pair in told:
            number = pair["pair"]
            pair["ways"] = telling_way(ours.get(number, {}), theirs.get(number, {}), names)
    if found:
        results.keep(key, found)


def _explain_engine(results: Results, key: str, of_rule: Mapping[str, Any]) -> None:
    found = results.kept.get(key, {})
    if "worst" not in found:
        return
    theirs = np.array([np.nan if one is None else one for one in found["theirs"]])
    under = {}
    for name, minutes in of_rule.items():
        known = np.isfinite(theirs) & np.isfinite(minutes) & (minutes >= SHORTEST_MINUTES)
        under[name] = np.percentile(theirs[known] / minutes[known], CENTILES)
    for one in found["worst"]:
        at = {name: (float(of_rule[name][one["pair"]]), under[name][2]) for name in of_rule}
        one["rule"] = explain(one, found["centiles"]["50"], at)
    found["under"] = {
        name: dict(zip(map(str, CENTILES), centiles.round(4).tolist()))
        for name, centiles in under.items()
    }
    results.keep(key, found)
    told = Counter(one["rule"] or "no single rule tried" for one in found["worst"])
    print(f"  {key}: {dict(told)}", flush=True)
