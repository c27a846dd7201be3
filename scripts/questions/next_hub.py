"""The next hub, at the centre of highest need, in a building that exists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from family_hub_planner.engine.in_words import many, pounds
from family_hub_planner.engine.published import about, rounded

from .run import EVERYTHING, Row, Run
from .words import counted, listed, minutes, of, owner_said, points, said, table, weighted

COUNCIL = "Westminster"
OF_THE_SAME_CITY = "services_and_voices"  # question 1
ASKED = (
    "Westminster's account of its family hubs speaks of “identifying sites at centre of areas with "
    "highest need”, of a physical building by “repurposing of existing locations”, of local areas "
    "“among the most and least deprived in England”, and of its next step: “open third permanent "
    "Family Hub site”. It is small, densely populated, many of its children speak Arabic or "
    "Bengali "
    "at home, and its hubs worked with families seeking asylum in hotels."
)
IN_SHORT_TAIL = "These are options for testing; no decision has been made."


def answer(run: Run) -> list[str]:
    """Give the parts of the answer after the question."""
    return [
        "### In short", _in_short(run),
        "### Where the need is", _need(run),
        "### Which building", _which(run), _tested(run),
        "### Who gains", _gain(run), _by_decile(run),
        "### What this does not answer", _not_answered(),
    ]  # fmt: skip


def beside(run: Run, runs: Mapping[str, Run]) -> str:
    """Say why the city of this question has other children than that of question 1."""
    other = _children(runs[OF_THE_SAME_CITY])
    every = {row["area_code"]: row for row in run.rows("today")}
    by_hand = {code for code, row in every.items() if row.get("added")}
    mine = _children(run)
    areas = mine.keys() - by_hand
    left, more = other.keys() - areas, areas - other.keys()
    differ = [
        f"{many(len(left), 'area', 'areas')} of that one, with {about(_sum(other, left))} "
        f"children, {'lies' if len(left) == 1 else 'lie'} outside this one" if left else "",
        f"{many(len(more), 'area', 'areas')} here, with {about(_sum(mine, more))} children, "
        f"{'is' if len(more) == 1 else 'are'} no part of that one" if more else "",
        f"{about(_sum(mine, by_hand))} are counted here at "
        f"{many(len(by_hand), 'place', 'places')} added by hand" if by_hand else "",
    ]  # fmt: skip
    joined = listed([one for one in differ if one], "its areas are the same")
    return said(
        f"The city is cut out otherwise than in question 1, whose {rounded(sum(other.values()))} "
        f"children live in the {many(len(other), 'area', 'areas')} of its locality; here it is a "
        f"rectangle on the map, with {rounded(sum(mine.values()))} children. "
        f"{joined[:1].upper()}{joined[1:]}. Figures of the two questions are "
        "not to be set against each other."
    )


def _children(run: Run) -> dict[str, float]:
    return {row["area_code"]: row["children"] for row in run.rows("today")}


def _sum(children: Mapping[str, float], codes: Iterable[str]) -> float:
    return sum(children[code] for code in codes)


def _chosen(run: Run, step: str) -> Row:
    return next(row for row in run.rows(step) if row["decision"] == "open")


def _mean(run: Run, step: str) -> float:
    return weighted((row["minutes"], row["need"]) for row in run.rows(step))


def _in_short(run: Run) -> str:
    third, total = _chosen(run, "nearest"), run.by("today", "BY_DECILE")[EVERYTHING]
    then = run.by("then", "BY_DECILE")[EVERYTHING]
    return said(
        f"Of the {_venues(run)} existing buildings tested, **{third['site_name']}** brings a third "
        "hub nearest to the children in greatest need: the mean walk with a pram, weighted by "
        "need, "
        f"falls from {minutes(_mean(run, 'today'))} to {minutes(_mean(run, 'then'))}, and "
        f"{of(then['reached_20'], then['children'])} children aged 0 to 4 are modelled within 20 "
        f"minutes of a hub, {about(total['reached_20'])} with the two hubs of today.",
        IN_SHORT_TAIL,
    )


def _venues(run: Run) -> int:
    return sum(row["decision"] in ("open", "not_chosen") for row in run.rows("nearest"))


def _need(run: Run) -> str:
    areas = run.rows("city_areas")
    most = [row for row in areas if row["idaci_decile"] <= 2]
    whole = sum(row["need"] for row in areas)
    codes = {row["area_code"] for row in areas}
    spot = next(
        row for row in run.rows("need", "HOTSPOTS") if set(row["area_codes"].split(", ")) & codes
    )
    return said(
        f"{len(most)} of the city's {len(areas)} areas are among the 20 % of England where most "
        "children live in families with low income (IDACI deciles 1 and 2); they hold "
        f"{about(sum(row['need'] for row in most))} of the city's {rounded(whole)} children in "
        f"income-deprived families. Need is densest in {many(int(spot['areas']), 'area', 'areas')} "
        f"of the inner city, {spot['area_km2']:.1f} km² with {about(spot['need'])} of them. A "
        "hotel that "
        f"houses families was added by hand ({about(run.number('need', 'ADDED_CHILDREN_TOTAL'))} "
        "children): no published table counts them yet.",
    )


def _which(run: Run) -> str:
    third, other = _chosen(run, "nearest"), _chosen(run, "most")
    second = run.by("nearest", key="site_id")[third["next_best"]]
    agree = (
        "Asked instead for the most need within 20 minutes, the search gives "
        f"{other['site_name']}: "
        "the two ways of asking part here, and which of them is meant is for the council to say."
        if other["site_id"] != third["site_id"]
        else "Asked for the most need within 20 minutes, the search gives the same building."
    )
    steady = (
        f"By the first measure, {third['site_name']} stayed the choice in {third['stability']:.0%} "
        "of the runs in which minutes, limit or need were moved by up to 20 %."
    ).replace("%", " %", 1)
    return said(
        "Two measures were tried on the same buildings: the fewest minutes for those in need "
        "(p-median), which is what “at the centre of highest need” means, and the most need within "
        f"20 minutes. By the first it is {third['site_name']} ({third['venue_type']}); the next "
        "best "
        f"in its place is {second['site_name']}.", agree, steady,
        "Eastfield, which is working towards a hub, was tested with the others.",
    )  # fmt: skip


def _tested(run: Run) -> str:
    facts = run.by("plain", key="site_id")
    sites = [_chosen(run, "nearest"), _chosen(run, "most")]
    rows = []
    for site in {row["site_id"]: row for row in sites}.values():
        fact = facts[site["site_id"]]
        rows.append([site["site_name"], f"{fact['spare_area_m2']:.0f} m²",
                     pounds(fact["running_cost_gbp"]),
                     fact["owner"], owner_said(fact["owner_agreed"])])  # fmt: skip
    return table(["Building", "to spare", "costs a year", "its owner", "who"], rows)


def _gain(run: Run) -> str:
    shorter, longer = run.number("change", "CHILDREN_SHORTER"), run.number("change", "AREAS_LONGER")
    return said(
        f"Journeys grow shorter for {about(shorter)} children and longer in "
        f"{'no area' if not longer else many(int(longer), 'area', 'areas')}: both hubs of today "
        "stay."
    )


def _by_decile(run: Run) -> str:
    today, then = run.by("today", "BY_DECILE"), run.by("then", "BY_DECILE")
    rows = [
        [key, rounded(row["children"]), counted(row["reached_20"], row["children"]),
         counted(then[key]["reached_20"], row["children"]), minutes(row["mean_minutes"]),
         minutes(then[key]["mean_minutes"])]
        for key, row in today.items() if key in ("1", "2", "3", EVERYTHING)
    ]  # fmt: skip
    heads = [
        "IDACI decile",
        "children 0-4",
        "within 20 min: two hubs",
        "three",
        "mean: two",
        "three",
    ]
    return table(heads, rows)


def _not_answered() -> str:
    return points([
        "**Languages spoken at home, ethnic group, disability: not assessed.** The sample county "
        "has "
        "no count of them by area. Give one as a further table (TABLES, GROUPS) and every page "
        "counts "
        "who is reached of them too.",
        "**Families on the move.** One year's population is used. That the number of children "
        "falls, "
        "and that many families move away within a year, is not in the figures.",
        "**Whether the building can be had and suits.** The register says what is spare, what it "
        "costs "
        "and whether the owner has agreed; design, safeguarding and what families think of it "
        "are not modelled.",
        "**Teams, navigators, shared outcomes** and the other ingredients of integration are no "
        "matter of place.",
        "**Buses.** Journeys are on foot with a pram. Minutes by bus can be given as a table "
        "(TIMES).",
        "A point added by hand may tell where people are housed. Publish a run without it.",
    ])  # fmt: skip
