"""The parts of the page that tell how true polygons and minutes are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cross_checks import CENTILES, ENGINES, EXACT_MINUTES
from driver import Results
from polygon_accuracy import PLACES

MODES = ("walk", "pram", "cycle", "drive")
GOAL_PERCENT = 1.0
SHOWN = 5


def accuracy_lines(results: Results) -> list[str]:
    """Give the table of covered places falsely in and of places missed."""
    rows = []
    for engine in ("ours", "valhalla"):
        for mode in MODES:
            bands = results.kept.get(f"accuracy/{engine}/{mode}", {}).get("bands", {})
            rows += [_accuracy_row(engine, mode, band, one) for band, one in bands.items()]
    if not rows:
        return []
    return [
        "## Polygons against counts",
        "",
        f"{PLACES:,} seeded places a mode around 18 hubs of Rutland, a third in each band's box. "
        "*Falsely in*: covered, though the count (place snapped within 500 m, access walks "
        "counted) says later than the band; *clearly*: more than half a minute later, or never. "
        "*Missed*: within the band by the count and no further from a way than the drawing goes "
        "off the road, yet not covered. Valhalla's polygons are held against Valhalla's own "
        "matrix, which counts no access walk. "
        f"The goal is under {GOAL_PERCENT:g} % of both at every band.",
        "",
        "| polygons of | mode | minutes | covered places | falsely in | clearly | "
        "places within | missed | both under 1 % |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        *rows,
    ]


def _accuracy_row(engine: str, mode: str, band: str, one: dict[str, float]) -> str:
    falsely, missed = one["falsely_percent"], one["missed_percent"]
    met = "yes" if max(falsely, missed) < GOAL_PERCENT else "**no**"
    cells = [
        {"ours": "ours", "valhalla": "Valhalla"}[engine],
        mode,
        band,
        f"{one['covered']:,}",
        f"{falsely:.2f} %",
        f"{one['clearly_percent']:.2f} %",
        f"{one['within']:,}",
        f"{missed:.2f} %",
        met,
    ]
    return "| " + " | ".join(cells) + " |"


def cross_check_lines(results: Results) -> list[str]:
    """Give the exact check, and the distribution of the other engines' minutes to ours."""
    exact = [
        f"- {mode}: {one['pairs']} pairs, largest difference {one['largest_minutes']:.1e} minutes, "
        f"{one['disagree_on_reachable']} disagree on whether there is a way"
        for mode in MODES
        if "pairs" in (one := results.kept.get(f"cross/networkx/{mode}", {}))
    ]
    if not exact:
        return []
    return [
        "## Against other engines",
        "",
        "networkx on our own graph, searched over its arcs, random places on Rutland's ways (must "
        f"agree within {EXACT_MINUTES:g} minutes):",
        "",
        *exact,
        "",
        "300 random pairs of junctions a mode on Rutland; minutes of the other engine divided by "
        "ours. Walking at 4.8 km/h (OSRM's 5 km/h rescaled); driving by each engine's own speeds, "
        "among which there is no true one.",
        "",
        "| engine | mode | compared | only we find a way | only they | "
        + " | ".join(f"{centile}th" if centile != 50 else "median" for centile in CENTILES)
        + " |",
        "| --- " * (5 + len(CENTILES)) + "|",
        *_ratio_rows(results),
        "",
        *_town_speed(results),
        *_under_lines(results),
        "",
        *_worst_lines(results),
    ]


def _town_speed(results: Results) -> list[str]:
    """Tell the mean drive speed on A roads in towns beside the measured one, where it is known."""
    facts = results.kept.get("rutland/ours/load", {}).get("facts", {})
    if not facts.get("mean_a_road_town_mph"):
        return []
    return [
        f"Our mean drive speed on A roads in Rutland's towns: {facts['mean_a_road_town_mph']} mph "
        f"over {facts['a_road_town_km']} km; the Department for Transport measured "
        f"{facts['dft_local_a_roads_mph']} mph on England's local A roads, delays included.",
        "",
    ]


def _compared(results: Results) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give the engine's name, the mode and what was found, for all that was compared."""
    for mode in MODES:
        for engine, name in ENGINES.items():
            one = results.kept.get(f"cross/{engine}/{mode}", {})
            if "centiles" in one:
                yield name, mode, one


def _shares(centiles: dict[str, float]) -> list[str]:
    return [f"{centiles[str(centile)]:.3f}" for centile in CENTILES]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _ratio_rows(results: Results) -> list[str]:
    counted = ("compared", "ours_only", "theirs_only")
    return [
        _row([name, mode, *(str(one[key]) for key in counted), *_shares(one["centiles"])])
        for name, mode, one in _compared(results)
    ]


def _spread(centiles: dict[str, float]) -> float:
    return centiles[str(CENTILES[-1])] / centiles[str(CENTILES[0])]


def _under_lines(results: Results) -> list[str]:
    """Give for each engine the rule under which its minutes come closest to ours."""
    rows = []
    for name, mode, one in _compared(results):
        under = one.get("under", {})
        # Of rules that do as much the one that says less is told.
        ranked = sorted((round(_spread(under[rule]), 3), len(rule), rule) for rule in under)
        best = ranked[0][2] if ranked else ""
        if best and _spread(under[best]) < _spread(one["centiles"]):
            rows.append(_row([name, mode, best, *_shares(under[best])]))
    heads = [f"{centile}th" if centile != 50 else "median" for centile in CENTILES]
    return [
        "The same ratios once our network follows the one rule of the other engine that brings "
        "both closest (`benchmarks/outliers.py` tries the rules of each engine's own profile, one "
        "by one, on the extract or on the speeds):",
        "",
        _row(["engine", "mode", "our network with its rule", *heads]),
        "| --- " * (3 + len(CENTILES)) + "|",
        *rows,
    ]


def _worst_lines(results: Results) -> list[str]:
    """Give the farthest pairs, and the rule that explains each."""
    rows = []
    for name, mode, one in _compared(results):
        for pair in one["worst"][:SHOWN]:
            ends = " to ".join(f"{lat:.4f}, {lon:.4f}" for lon, lat in (pair["from"], pair["to"]))
            minutes = [f"{pair[key]:.1f}" for key in ("ours", "theirs")]
            why = pair.get("rule") or "no single rule that was tried"
            why += f" ({pair['ways']})" if pair.get("ways") else ""
            rows.append(_row([name, mode, ends, *minutes, f"{pair['ratio']:.2f}", why]))
    return [
        f"The {SHOWN} pairs of each that lie farthest from the median, and what explains them: a "
        "rule does when under it the pair comes within 4 % of the median, in part when it halves "
        "the gap. In brackets the road on which the two journeys part for longest, and whose takes "
        "it (theirs: ours under their rule).",
        "",
        "| engine | mode | pair (latitude, longitude) | ours, min | theirs, min | ratio | "
        "explained by |",
        "| --- " * 7 + "|",
        *rows,
    ]
