"""Write docs/performance.md from what was measured: every figure in it comes from the results."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from pathlib import Path

from accuracy_page import accuracy_lines, cross_check_lines
from driver import Results
from jobs import LABELS, SIZES
from rows import GOALS_ALONE, ROWS, Row, figure
from siting_page import siting_lines

HERE = Path(__file__).resolve().parent


def write_page(results: Results, target: Path) -> str:
    """Write the page, and give it."""
    parts = [_head(results), _table(results), _alone(results), _compilation(results)]
    parts += [_not_measured(results), accuracy_lines(results), cross_check_lines(results)]
    parts.append(siting_lines(results))
    outliers = HERE / "outliers.md"
    if outliers.exists():
        parts.append(outliers.read_text().splitlines())
    text = "\n\n".join("\n".join(part) for part in parts if part) + "\n"
    target.write_text(text, encoding="utf-8")
    return text


def _head(results: Results) -> list[str]:
    kept = [one for key, one in results.kept.items() if not key.startswith("siting/")]
    whens = sorted(one["when"] for one in kept)
    span = f"{whens[0]} to {whens[-1]}" if whens else "never"
    versions = {}
    for one in kept:
        versions.update({name: v for name, v in one.get("versions", {}).items() if v})
    told = ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
    return [
        "# How fast, how true",
        "",
        "Written by `make bench`; do not edit. Measured "
        f"{span} on {_processor()}, {platform.system()} {platform.release()}, Python "
        f"{platform.python_version()}; {told}.",
        "",
        "Seconds are processor seconds of one thread, of the fastest of two or three runs, start "
        "of the program left out; the same file and the same seeded places for all. A ratio is "
        "ours divided by the peer's, so below 1 is faster than the peer. On a shared machine "
        'ratios between 0.7 and 1.5 mean "about equal". Rutland is an OpenStreetMap extract of '
        "20 July 2022; the county is SYNTHETIC: Rutland's extract copied 4 by 4 and joined by "
        "made-up roads (`benchmarks/county.py`), about 700,000 highway nodes, no real place.",
    ]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return f"{names[0]} ({len(names)} processors)" if names else platform.machine()


def _table(results: Results) -> list[str]:
    numba = any("/ours+numba/" in key for key in results.kept)
    heads = ["job", "network", "ours, s", *(["ours with numba, s"] if numba else [])]
    heads += ["peer", "peer, s", "ratio", "goal", "met"]
    lines = ["## Fast", "", _line(heads), _line(["---"] * len(heads))]
    for row in ROWS:
        for size in SIZES:
            if size in row.sizes:
                lines += [_line(cells) for cells in _cells(results, row, size, numba)]
    if not numba:
        lines += ["", "The engine does not import numba: what stands here is what every QGIS gets."]
    else:
        lines += ["", "The ratio is of the first column, without numba; what most councils have."]
    return lines


def _cells(results: Results, row: Row, size: str, numba: bool) -> Iterator[list[str]]:
    ours = figure(results, size, row.ours)
    if ours is None:
        return
    quick = figure(results, size, row.ours, numba=True) if numba else None
    first = [row.job, LABELS[size], _seconds(ours), *([_seconds(quick)] if numba else [])]
    for peer in row.peers:
        theirs = figure(results, size, peer.parts)
        if theirs is None:
            continue
        ratio = ours / theirs
        goal = peer.goal if size in peer.goal_sizes else None
        yield [
            *first,
            peer.name,
            _seconds(theirs),
            f"{ratio:.3g}",
            f"at most {goal:g}" if goal else "",
            ("yes" if ratio <= goal else "**no**") if goal else "",
        ]


def _alone(results: Results) -> list[str]:
    lines = ["| goal of its own | measured | goal | met |", "| --- | --- | --- | --- |"]
    for goal in GOALS_ALONE:
        value = goal.measured(results)
        if value is not None:
            met = "yes" if value <= goal.most else "**no**"
            most = f"{'under' if goal.strict else 'at most'} {goal.most:g} {goal.unit}"
            lines.append(_line([goal.what, f"{value:,.3g} {goal.unit}", most, met]))
    return lines


def _compilation(results: Results) -> list[str]:
    """Tell what the first call of a process cost more than the later ones."""
    lines = []
    for key in sorted(results.kept):
        size, engine, what = key.split("/") if key.count("/") == 2 else ("", "", "")
        first = results.seconds(key, "first")
        step = "matrix" if what.startswith("matrix") else what.split(" ")[0]
        later = results.seconds(key, step)
        if engine.startswith("ours") and first is not None and later is not None:
            told = engine.replace("ours+numba first ever", "ours, numba never compiled before")
            lines.append(
                f"- {told}, {what}, {LABELS[size]}: first call {first:.3f} s, later {later:.3f} s"
            )
    return ["### First calls", "", *lines] if lines else []


def _not_measured(results: Results) -> list[str]:
    lines = [
        f"- {key.replace('/', ', ')}: {why}"
        for key in sorted(results.kept)
        if (why := results.failure(key))
    ]
    lines += [
        "- Catchments of OSMnx (ego graphs and buffers) and QNEAT3: not run here; both took forty "
        "to over four hundred times Valhalla's time when they were tried before.",
        "- QGIS's service areas are lines of one band by length; walking only, where length is "
        "time.",
        "- Valhalla's matrix of 500 x 50 is a fortieth of the pairs: it is slow, and its memory "
        "grows with the pairs.",
        "- OSMnx and pandana read from a file filtered by OSMnx's own rules; the filtering of "
        "OSMnx's file is not counted, pandana's reading is.",
        "- Answers are left in each engine's own form: turning them into text or numbers is not "
        "counted, for peers only.",
    ]
    return ["### Not measured, and what to know", "", *lines]


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"
