"""The page's part on siting: what was found, what was proven, in what time, and beside spopt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from driver import Results
from siting_cases import AREAS, COVER_MINUTES, FLOOR_MINUTES, PEER_PMEDS, VENUES
from siting_outcomes import Outcome, outcomes
from siting_run import PEER_SOLVERS

PMED_GOAL, SJC_GOAL_S, COUNCIL_GOAL_S, PEER_GOAL = 24, 2.0, 5.0, 0.2


def siting_lines(results: Results) -> list[str]:
    """Give the whole part, nothing where nothing was measured."""
    pmed, sjc, council = (outcomes(results, prefix) for prefix in ("pmed", "SJC", "council"))
    if not pmed + sjc + council:
        return []
    plain = [one for one in council if one.ask["floors"] is None]
    ruled = [one for one in council if one.ask["floors"] is not None]
    goals = list(_goals(pmed, sjc, plain, ruled))
    return [
        *_head(results),
        "",
        *_table(("goal", "measured", "met"), [goal[:3] for goal in goals]),
        "",
        *_short([(goal[0], goal[3]) for goal in goals if goal[3]]),
        *_council_lines(plain, ruled),
        *_sjc_lines(sjc),
        *_pmed_lines(pmed),
    ]


def _head(results: Results) -> list[str]:
    kept = [one for key, one in results.kept.items() if key.startswith("siting/")]
    versions = {name: v for one in kept for name, v in one.get("versions", {}).items() if v}
    told = ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
    whens = sorted(one["when"] for one in kept)
    commits = sorted({one["commit"] for one in kept})
    limit = max(one["limit"] for one in kept)
    return [
        "## Siting",
        "",
        f"Measured {whens[0]} to {whens[-1]} on the machine above, siting engine at commit "
        f"{', '.join(commits)}; {told}. At most {limit:g} s by the clock for each problem; "
        '"s" are processor seconds of one thread, "clock" what it took on a machine that others '
        "used at the same time (a problem stopped by the clock may have had fewer processor "
        f"seconds). Ours and the peer's were taken up to {_minutes_apart(results)} minutes apart, "
        "and not all at one priority, which the clock feels and processor seconds hardly do. "
        "Ours is from the arrays to the finished plan. spopt is from its "
        "`from_cost_matrix` to PuLP's answer, one thread, without its tables of who goes where, "
        "once with HiGHS and once with CBC. Its HiGHS is newer than the one inside scipy that "
        "ours has to do with. HiGHS is told to stop at a gap of one millionth, as ours does. "
        "Objectives are worked out alike from the sites opened. The fastest of three runs counts "
        "where one takes less than 2 s.",
    ]


def _minutes_apart(results: Results) -> int:
    """Give the longest time between our turn at a case and the peer's, in minutes."""
    apart = [0.0]
    for key, one in results.kept.items():
        ours = results.kept.get(f"siting/ours/{key.split('/')[-1]}")
        if key.startswith("siting/spopt") and ours:
            turns = [datetime.strptime(turn["when"], "%Y-%m-%d %H:%M") for turn in (one, ours)]
            apart.append(abs((turns[0] - turns[1]).total_seconds()) / 60)
    return round(max(apart))


Goal = tuple[str, str, str, str]
"""What is asked, what was measured, "yes" or "**no**", and what falls short."""


def _goals(
    pmed: Sequence[Outcome],
    sjc: Sequence[Outcome],
    plain: Sequence[Outcome],
    ruled: Sequence[Outcome],
) -> Iterator[Goal]:
    if pmed:
        yield _all("OR-Library's pmed1 to pmed25 found optimal", pmed, Outcome.optimal, 25)
        what = f"at least {PMED_GOAL} of them proven"
        yield _all(what, pmed, lambda one: one.ours.proven, PMED_GOAL)
    known = ((sjc, "SJC324 to SJC500, maximal cover, every S and p", SJC_GOAL_S),)
    known += ((plain, "council's size, every model", COUNCIL_GOAL_S),)
    known += ((ruled, "council's size, every model, floors and budget", COUNCIL_GOAL_S),)
    for these, what, most in known:
        if these:
            yield _all(f"{what}: proven", these, lambda one: one.ours.proven, len(these))
            yield _quick(f"{what}: each in under {most:g} s", these, most)
    every = [*pmed, *sjc, *plain]
    for solver in PEER_SOLVERS:
        beside = [one for one in every if one.ratio(solver) is not None]
        if beside:
            yield _faster(solver, beside)
            both = [one for one in beside if one.agrees(solver) is not None]
            what = f"the same objective as spopt with {solver} where both are proven"
            yield _all(what, both, lambda one, by=solver: bool(one.agrees(by)), len(both))


def _all(what: str, these: Sequence[Outcome], good: Callable[[Outcome], bool], goal: int) -> Goal:
    bad = [one for one in these if not good(one)]
    met = len(these) - len(bad) >= goal
    told = "; ".join(_shortfall(one) for one in bad)
    if not told and not met:
        told = f"more than {len(these)} were measured"
    return what, f"{len(these) - len(bad)} of {len(these)}", _yes(met), told


def _shortfall(one: Outcome) -> str:
    found = one.ours.found
    if one.ours.objective is None:
        return f"{one.name} (no plan: {found.get('failed', 'it was not run')})"
    optimum = one.ask["optimum"]
    said = [] if optimum in (None, one.ours.objective) else [f"optimum {optimum:,.0f}"]
    if not one.ours.proven:
        said.append(f"at most {100 * found['gap']:.2g} % from the best possible")
    said.append(f"stopped or ended after {one.ours.seconds:.1f} s, {one.ours.clock:.0f} by clock")
    return f"{one.name} (found {one.ours.objective:,.6g}, {', '.join(said)})"


def _quick(what: str, these: Sequence[Outcome], most: float) -> Goal:
    late = [one for one in these if one.ours.seconds >= most]
    slowest = max(these, key=lambda one: one.ours.seconds)
    measured = f"slowest {slowest.ours.seconds:.2f} s ({slowest.name})"
    told = "; ".join(f"{one.name} took {one.ours.seconds:.1f} s" for one in late)
    return what, measured, _yes(not late), told


def _faster(solver: str, beside: Sequence[Outcome]) -> Goal:
    ratios = {one.name: one.ratio(solver) or 0.0 for one in beside}
    slow = [name for name, ratio in ratios.items() if ratio > PEER_GOAL]
    middle = sorted(ratios.values())[len(ratios) // 2]
    measured = f"{len(ratios) - len(slow)} of {len(ratios)}; median ratio {middle:.3g}"
    told = "; ".join(f"{name} (ratio {ratios[name]:.2g})" for name in slow)
    what = f"at least 5 times faster than spopt with {solver} (ratio at most {PEER_GOAL:g})"
    return what, measured, _yes(not slow), told


def _yes(met: bool) -> str:
    return "yes" if met else "**no**"


def _short(missed: Sequence[tuple[str, str]]) -> list[str]:
    if not missed:
        return ["Nothing falls short of these goals.", ""]
    lines = [f"- {what}: {told}." for what, told in missed]
    return ["What falls short, also of goals that are met on the whole:", "", *lines, ""]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(cells) + " |" for cells in lines]


PEER_HEADS = tuple(f"spopt {s}, {what}" for s in PEER_SOLVERS for what in ("s", "ratio"))


def _beside(one: Outcome) -> list[str]:
    cells = []
    for solver in PEER_SOLVERS:
        peer, ratio = one.peers.get(solver), one.ratio(solver)
        if peer is None:
            cells += ["", ""]
        else:
            late = "" if peer.proven else "over "
            below = "" if peer.proven else "under "
            cells.append(f"{late}{peer.seconds:.3g}")
            cells.append("" if ratio is None else f"{below}{ratio:.2g}")
    return cells


def _own(one: Outcome) -> list[str]:
    return [_yes(one.ours.proven), f"{one.ours.seconds:.3g}", f"{one.ours.clock:.3g}"]


def _council_lines(plain: Sequence[Outcome], ruled: Sequence[Outcome]) -> list[str]:
    if not plain:
        return []
    under = {one.name: one for one in ruled}
    rows = []
    for one in plain:
        other = under.get(f"{one.name}, conditions")
        rows.append([one.name, *_own(one), *(_own(other) if other else [""] * 3), *_beside(one)])
    heads = ("model", "proven", "s", "clock", "conditions: proven", "s", "clock", *PEER_HEADS)
    return [
        f"### A council's size: {AREAS} demand points, {VENUES} venues",
        "",
        "SYNTHETIC and seeded (`benchmarks/siting_cases.py`): no real place. Maximal cover and "
        f"the mix within {COVER_MINUTES:g} minutes; set cover of every point within the minutes "
        "named. Under conditions: a budget, a floor for need in deciles 1 to 3, and one for each "
        f"of 8 towns, within {FLOOR_MINUTES:g} minutes. Our p-center goes on to the next worst "
        "journeys, spopt's ends with the longest. Set cover is timed to its number of hubs, as in "
        "spopt; which plan of so many is taken (fewest changes, most need, shortest journeys) "
        "brings the whole to 0.24 to 1.84 s by the clock in these six. spopt has neither most "
        'equal journeys, nor the mix, nor these conditions. "Over" and "under": the peer was '
        "stopped unproven.",
        "",
        *_table(heads, rows),
        "",
    ]


def _sjc_lines(sjc: Sequence[Outcome]) -> list[str]:
    if not sjc:
        return []
    rows = [[one.name, *_found(one), *_own(one), *_beside(one)] for one in sjc]
    heads = ("problem", "optimum", "found", "proven", "s", "clock", *PEER_HEADS)
    return [
        "### Sao Jose dos Campos: maximal cover",
        "",
        "Every node is demand and venue; the optima were proven beforehand with HiGHS.",
        "",
        *_table(heads, rows),
        "",
    ]


def _pmed_lines(pmed: Sequence[Outcome]) -> list[str]:
    if not pmed:
        return []
    rows = [
        [one.name, str(one.ask["sites"]), *_found(one), _bound(one), *_own(one), *_beside(one)]
        for one in pmed
    ]
    heads = ("problem", "p", "optimum", "found", "bound", "proven", "s", "clock", *PEER_HEADS)
    return [
        "### OR-Library: p-median",
        "",
        "100 to 500 nodes, each of them demand and venue. spopt was given "
        f"{PEER_PMEDS[0]} to {PEER_PMEDS[-1]} only: it makes a column of every pair of nodes, "
        "and beyond 200 nodes there are 90,000 and more.",
        "",
        *_table(heads, rows),
    ]


def _found(one: Outcome) -> list[str]:
    return [_figure(one.ask["optimum"]), _figure(one.ours.objective)]


def _bound(one: Outcome) -> str:
    return _figure(one.ours.found.get("bound"))


def _figure(value: float | None) -> str:
    if value is None:
        return "none"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
