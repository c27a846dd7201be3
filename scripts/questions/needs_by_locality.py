"""What each of six localities needs, first for ages 0 to 11, then 0 to 19 and to 25 with SEND."""

from __future__ import annotations

from math import inf

from family_hub_planner.engine.in_words import many
from family_hub_planner.engine.published import about, rounded, share

from .run import EVERYTHING, Row, Run
from .words import apart, counted, listed, minutes, of, points, said, table

COUNCIL = "Gloucestershire"
HOME = "Fenmarch"
_NEAR = 20  # minutes
ASKED = (
    "Gloucestershire worked in six localities “to develop a shared understanding of local assets "
    "and "
    "outcomes”, chose an “age and stage approach to developing Family Hubs, starting with 0-11 "
    "years”, "
    "as a phase towards “0-19 (up to 25 for SEND)”, and moved to a “needs-led” service "
    "specification "
    "focused on outcomes before it went out to tender."
)


def answer(run: Run) -> list[str]:
    """Give the parts of the answer after the question."""
    places = _localities(run)
    return [
        "### In short", _in_short(run),
        "### First stage: ages 0 to 11", _first(run), _need_table(run),
        "### The specification, locality by locality", _rule(),
        *(_specification(run, place) for place in places),
        "### Second stage: ages 0 to 19, and to 25 with SEND", _second(run), _second_table(run),
        "### By the journey that families have", _by_car(run),
        "### What this does not answer", _not_answered(),
    ]  # fmt: skip


def _localities(run: Run) -> list[str]:
    return [key for key in run.by("reach_0_11", "BY_LOCALITY") if key != EVERYTHING]


def _in_short(run: Run) -> str:
    table_ = run.by("reach_0_11", "BY_LOCALITY")
    total = table_[EVERYTHING]
    worst = min(_localities(run), key=lambda place: table_[place]["share_20"])
    most = max(_localities(run), key=lambda place: table_[place]["need"])
    return said(
        f"Of {rounded(total['children'])} children aged 0 to 11, {about(total['reached_20'])} "
        f"({share(total['share_20'])}) are modelled within 20 minutes' walk of a hub with a pram. "
        f"**{most}** has the most need, {share(table_[most]['need'] / total['need'])} of the "
        "county's; the least "
        f"reach is in **{worst}**, {share(table_[worst]['share_20'])}. "
        "What each locality lacks differs, so the specification is six, not one: it follows."
    )


def _first(run: Run) -> str:
    older = run.by("reach_0_11", "BY_AGE")["5-11"]
    return said(
        "Children are counted by single year of age, so that 0 to 11 is exact. Need is children in "
        "income-deprived families (an estimate: IDACI score × children of these ages). A family "
        "with a child in a pram goes at the pram's pace, and the table takes all children at it; "
        "of those aged 5 to 11, walking without one, "
        f"{of(older['reached_20'], older['children'])} are within 20 minutes."
    )


def _need_table(run: Run) -> str:
    reach = run.by("reach_0_11", "BY_LOCALITY")
    whole = reach[EVERYTHING]["need"]
    rows = [
        [place, rounded(row["children"]), f"{rounded(row['need'])} ({share(row['need'] / whole)})",
         counted(row["reached_20"], row["children"]), rounded(row["beyond"]),
         minutes(row["mean_minutes"])]
        for place, row in reach.items()
    ]  # fmt: skip
    heads = [
        "Locality",
        "children 0-11",
        "need (of the county's)",
        "within 20 min",
        "beyond 30 min",
        "mean walk",
    ]
    return table(heads, rows)


def _rule() -> str:
    return said(
        "What is put first in each follows a plain rule, and a council may put another in its "
        "place: services that no "
        "hub here offers; places nearer to families where fewer are within 20 minutes than in "
        "the county; reach for "
        "those far out where the mean walk is longer than the county's."
    )


def _points(run: Run, step: str, place: str) -> list[Row]:
    """Give the demand points of a locality of the council's own areas."""
    found = run.rows(step, "POINTS")
    return [row for row in found if row["locality"] == place and row["authority"] == HOME]


def _specification(run: Run, place: str) -> str:
    reach = run.by("reach_0_11", "BY_LOCALITY")
    row, total = reach[place], reach[EVERYTHING]
    own = _points(run, "need_0_11", place)
    deprived = sum(one["children"] for one in own if one["idaci_decile"] <= 3)
    send = [sum(one[name] for one in own) for name in ("send_0_4", "send_5_17")]
    offered, lacking = _offer(run, place)
    gaps = _gaps(run, {one["area_code"] for one in own})
    lines = [
        f"**Need:** {about(row['children'])} children aged 0 to 11, "
        f"{share(deprived / row['children'])} of them in "
        f"IDACI deciles 1 to 3; children with SEND: {about(send[0])} aged 0 to 4, "
        f"{about(send[1])} aged 5 to 17.",
        f"**Reach:** {share(row['share_20'])} within 20 minutes' walk with a pram "
        f"({apart(row['share_20'], total['share_20'])} the county's); mean "
        f"walk {minutes(row['mean_minutes'])}.",
        f"**Gaps:** {about(row['beyond'])} children beyond 30 minutes{gaps}.",
        f"**Offered here:** {offered}. **Not offered here:** {listed(lacking)}.",
        f"**To specify first:** {_first_things(row, total, lacking)}.",
    ]
    return f"**{place}**\n\n{points(lines)}"


def _first_things(row: Row, total: Row, lacking: list[str]) -> str:
    """Say what the figures put first, by the rule that the page states."""
    wanted = []
    if lacking:
        wanted.append(f"the {many(len(lacking), 'service', 'services')} not offered here")
    if row["share_20"] < total["share_20"]:
        wanted.append("places nearer to families, in the largest gap before others")
    if row["mean_minutes"] > total["mean_minutes"]:
        wanted.append("reach for those far out: outreach, visits or online")
    return listed(wanted, "nothing beyond what the county has: keep what is here")


def _offer(run: Run, place: str) -> tuple[str, list[str]]:
    rows = [row for row in run.rows("reach_0_11", "BY_SERVICE") if row["key"] == place]
    there = [
        f"{row['service']} ({many(int(row['sites']), 'place', 'places')})"
        for row in rows
        if row["sites"]
    ]
    return listed(there), [row["service"] for row in rows if not row["sites"]]


def _gaps(run: Run, codes: set[str]) -> str:
    """Say where the largest gap lies of those that have areas here."""
    here = [
        (sum(code in codes for code in row["area_codes"].split(", ")), row)
        for row in run.rows("reach_0_11", "GAP_CLUSTERS")
    ]
    found = [(count, row) for count, row in here if count]
    if not found:
        return ""
    count, row = max(found, key=lambda pair: pair[1]["children"])
    return (
        f"; the largest gap that reaches in is “{row['cluster']}”, "
        f"{many(count, 'area', 'areas')} of it here, on "
        f"average {minutes(row['mean_minutes'])} from a hub"
    )


def _second(run: Run) -> str:
    ages, send = run.by("reach_0_19", "BY_AGE"), run.by("reach_0_19", "BY_GROUP")["send_18_25"]
    older = ages["12-19"]
    return said(
        "The same for ages 0 to 19. Of those aged 12 to 19, who walk without a pram, "
        f"{of(older['reached_20'], older['children'])} are within 20 minutes of a hub; of the "
        "young people aged "
        f"18 to 25 with SEND {of(send['reached_20'], send['children'])}. Those aged 18 and 19 "
        "with SEND are in "
        "both counts, so the two are not added up. A hub's reach does not say that it has "
        "anything to offer at "
        "these ages: the services listed above are for young children, all but the advice on SEND."
    )


def _second_table(run: Run) -> str:
    """Count by locality; each age by its own way to travel, so that no baby walks here."""
    walk = {row["area_code"]: row["minutes"] for row in run.rows("reach_0_19")}
    rows = []
    for place, row in run.by("reach_0_19", "BY_LOCALITY").items():
        own = [one for p in _localities(run) for one in _points(run, "need_0_19", p)]
        own = own if place == EVERYTHING else _points(run, "need_0_19", place)
        near = [one for one in own if (walk[one["area_code"]] or inf) <= _NEAR]
        older, close = (sum(one["children_12_19"] for one in part) for part in (own, near))
        rows.append([
            place, rounded(row["children"]), rounded(older), counted(close, older),
            rounded(sum(one["send_5_17"] for one in own)),
            rounded(sum(one["send_18_25"] for one in own)),
        ])  # fmt: skip
    heads = ["Locality", "aged 0-19", "aged 12-19", "of them within 20 min walking", "SEND 5-17",
             "SEND 18-25"]  # fmt: skip
    return table(heads, rows)


def _by_car(run: Run) -> str:
    kinds = {
        row["travel"]: row for row in run.rows("by_car", "BY_MODE") if row["by"] == "all areas"
    }
    by_car, without = kinds["with a car"], kinds["without a car"]
    return said(
        f"Of the children whose households have a car, {share(by_car['share_20'])} are within 20 "
        "minutes' drive of a "
        f"hub. {about(without['children']).capitalize()} children aged 0 to 11, by the share of "
        "households without one, "
        f"have none: of them {share(without['share_20'])} are within 20 minutes on foot with a "
        "pram. A specification "
        "that goes by car alone would not see them."
    )


def _not_answered() -> str:
    return points([
        "**Outcomes.** Need, reach and offer are counted; what a service achieves is not. An "
        "outcomes framework "
        "takes its baseline from elsewhere.",
        "**What providers could deliver, and at what price.** The tables say what is lacking "
        "where, not who would "
        "bid for it.",
        "**Contracts that run out.** Centres under contract to a date could be phased by lease "
        "ends and breaks in "
        "the register; the planner makes no timetable of contracts.",
        "**Ethnic group, main language, lone parents: not assessed,** for want of a count by area.",
        "IDACI is of ages 0 to 15 and is applied here to all ages counted, as an estimate.",
    ])  # fmt: skip
