"""Eleven hubs and seven outreach points, locality against county, space, and money for services."""

from __future__ import annotations

from family_hub_planner.engine.giving_up import DECIDES_NOTHING
from family_hub_planner.engine.in_words import many, pounds
from family_hub_planner.engine.published import about, rounded, share

from .run import EVERYTHING, Row, Run
from .words import apart, counted, listed, minutes, of, points, said, table

COUNCIL = "Northumberland"
HOME = "Fenmarch"
ROOMS_SHOWN = 10
ASKED = (
    "Northumberland has “11 purpose-built Family Hubs” and “a further seven dedicated outreach "
    "points in "
    "four fire stations, two military bases and a primary school”. Its members asked how the "
    "public "
    "sector estate is mapped, “if some services were wishing to expand and the Family Hub had "
    "space and "
    "vice versa”, where “estate rationalisation could be looked at and money could be diverted "
    "back to "
    "services rather than buildings”, what is “below the Northumberland level”, how locality "
    "links with GP "
    "practices stand, and what to do about digital poverty."
)


def answer(run: Run) -> list[str]:
    """Give the parts of the answer after the question."""
    return [
        "### In short", _in_short(run), DECIDES_PARAGRAPH,
        "### Two tiers", _tiers(run), _outreach(run),
        "### Locality against county", _locality_table(run), _below(run),
        "### Digital poverty", _digital(run),
        "### Who has space", _room(run), _room_table(run), _links(run),
        "### What could be spent on services", _money(run), _option_table(run), _services_move(run),
        "### The same option on foot", _on_foot(run),
        "### What this does not answer", _not_answered(),
    ]  # fmt: skip


DECIDES_PARAGRAPH = said(DECIDES_NOTHING)


def _in_short(run: Run) -> str:
    foot, best = run.by("on_foot", "BY_OFFER"), _last(run)
    free = next(row for row in run.rows("options", "FRONTIER") if row["step"] == 1)
    return said(
        f"On foot with a pram, {share(foot['all hubs counted']['share_20'])} of children aged 0 "
        "to 4 are modelled "
        f"within 20 minutes of a hub or outreach point. Leaving {_count_moves(free)} buildings "
        "in which the register "
        f"names no family service would save {pounds(free['saving_gross'])} a year and cost "
        f"{pounds(free['one_off'])} once, if a place is found for what is in them; with a place "
        f"paid for every service listed it is {pounds(run.number('room', 'SAVING'))} a year, and "
        f"costs {pounds(run.number('room', 'ONE_OFF_COST'))} once. One step more saves "
        f"{pounds(best['saving_gross'])} a year and costs {pounds(best['one_off'])} once: by car "
        f"{about(best['children_worse'])} children have at most "
        f"{minutes(best['max_added_minutes'])} more, on foot "
        f"some have {minutes(run.number('change', 'LONGEST_INCREASE'))} more each way.",
    )


def _count_moves(row: Row) -> int:
    return len(str(row["moves"]).split("; "))


def _last(run: Run) -> Row:
    return max(run.rows("options", "FRONTIER"), key=lambda row: row["step"])


def _tiers(run: Run) -> str:
    foot = run.by("on_foot", "BY_OFFER")
    both, hubs = foot["all hubs counted"], foot["without outreach"]
    gain = both["reached_20"] - hubs["reached_20"]
    sites = run.rows("sites")
    closed = [row["site_name"] for row in sites if row["open_to"] != "public"]
    return said(
        f"{of(hubs['reached_20'], hubs['children']).capitalize()} children are modelled within "
        "20 minutes' walk of a hub "
        f"with a pram; the outreach points add {about(gain)}. {listed(closed)} are on the map "
        "and not in these counts: "
        "they are open to families of the base, or to pupils' families, and not to the public."
    )


def _outreach(run: Run) -> str:
    new = sorted(
        (r for r in run.rows("outreach") if r["decision"] == "open"), key=lambda r: r["order"]
    )
    names = [f"{row['site_name']} ({about(row['children_gained'])})" for row in new]
    return said(
        f"Three more points would reach most from {listed(names)}: the number is of children who "
        "would then be "
        "within 20 minutes of an outreach point and are of no hub. Buildings that might be given "
        "up were left out."
    )


def _locality_table(run: Run) -> str:
    foot, drive = run.by("on_foot", "BY_LOCALITY"), run.by("today", "BY_LOCALITY")
    whole = foot[EVERYTHING]["share_20"]
    rows = [
        [place, rounded(row["children"]), rounded(row["need"]),
         counted(row["reached_20"], row["children"]),
         "–" if place == EVERYTHING else apart(row["share_20"], whole),
         minutes(row["mean_minutes"]), minutes(drive[place]["mean_minutes"])]
        for place, row in foot.items()
    ]  # fmt: skip
    heads = [
        "Locality",
        "children 0-4",
        "need",
        "within 20 min on foot",
        "beside the county's share",
        "mean walk",
        "mean drive",
    ]
    return table(heads, rows)


def _below(run: Run) -> str:
    foot = run.by("on_foot", "BY_LOCALITY")
    total = foot[EVERYTHING]
    below = [place for place, row in foot.items() if row["share_20"] < total["share_20"]]
    slow = [place for place, row in foot.items() if row["mean_minutes"] > total["mean_minutes"]]
    return said(
        f"Below the county's share within 20 minutes: {listed(below)}. With a longer mean walk "
        "than the county's: "
        f"{listed(slow)}. The two differ: a locality of one town and far villages may have both "
        "a good share and "
        "very long walks."
    )


def _digital(run: Run) -> str:
    rows = run.by("on_foot", "BY_DIGITAL")
    total, neither = rows[EVERYTHING], rows["neither"]
    return said(
        f"{of(neither['children'], total['children']).capitalize()} children live where no hub "
        "or outreach point is "
        "within 30 minutes' walk and the score of digital exclusion is "
        f"{run.setting('on_foot', 'DIGITAL_THRESHOLD')} or more (a choice of this example): the "
        "virtual offer alone may not reach them. They live in "
        f"{many(int(neither['areas']), 'area', 'areas')}, "
        f"{minutes(neither['mean_minutes'])} from a hub on average."
    )


def _room(run: Run) -> str:
    hubs = [row for row in _rooms(run) if row["is_hub"] == 1]
    return said(
        "The register states spare area. The hubs have "
        f"{rounded(sum(row['spare_m2'] or 0 for row in hubs))} m² between "
        "them. Which of the services listed would fit in, by area, kind of building and who must "
        "not meet:"
    )


def _rooms(run: Run) -> list[Row]:
    """Give the rooms of the county's own buildings, without those of its neighbours."""
    others = {row["site_id"] for row in run.rows("sites") if row["authority"] != HOME}
    return [row for row in run.rows("room", "ROOM") if row["site_id"] not in others]


def _room_table(run: Run) -> str:
    names = {row["service_id"]: row["service_name"] for row in run.rows("room", "PLAN")}
    room = [row for row in _rooms(run) if row["spare_m2"] and row["could_come_in"]]
    room.sort(key=lambda row: (-row["spare_m2"], row["site_id"]))
    stay = {row["site_id"] for step in ("sites", "others") for row in run.rows(step)}
    rows = []
    for row in room[:ROOMS_SHOWN]:
        fitting = dict.fromkeys(names[one] for one in row["could_come_in"].split(", "))
        kind = "a hub" if row["is_hub"] == 1 else "no hub"
        kind = kind if row["site_id"] in stay else "may be given up"
        rows.append([row["site_name"], kind, f"{row['spare_m2']:.0f} m²",
                     f"{row['services_fitting']:.0f}", ", ".join(list(fitting)[:3])])  # fmt: skip
    return table(["Building", "is", "to spare", "services that fit", "among them"], rows)


def _links(run: Run) -> str:
    names = {
        row["site_id"]: row["site_name"] for step in ("surgeries", "hubs") for row in run.rows(step)
    }
    pairs = [
        f"{names[row['origin_id']]} – {names[row['destination_id']]}" for row in run.rows("links")
    ]
    return said(f"Each GP surgery's nearest hub by car, for locality links: {'; '.join(pairs)}.")


def _money(run: Run) -> str:
    return said(
        "Only the buildings marked so in the register were tried. Each option saves what "
        "it saves with the fewest minutes added to families' journeys (by car), and nothing "
        "changes is one of them:"
    )


def _option_table(run: Run) -> str:
    rows = []
    for row in run.rows("options", "FRONTIER"):
        what = (
            str(row["moves"]).replace("; ", ", ").replace(" is given up", "") or "nothing changes"
        )
        rows.append([what, pounds(row["saving_gross"]), pounds(row["one_off"]),
                     pounds(row["saving_net"]),
                     rounded(row["children_worse"]),
                     minutes(row["max_added_minutes"])])  # fmt: skip
    return table(
        [
            "Option for testing",
            "saved a year",
            "costs once",
            "net a year, over 5 years",
            "children with longer drives",
            "most added",
        ],
        rows,
    )


def _services_move(run: Run) -> str:
    moves = [row for row in run.rows("room", "PLAN") if row["decision"] == "move"]
    budgets = [
        f"{row['budget']} {pounds(row['saving_gbp_year'])}" for row in run.rows("room", "BY_BUDGET")
    ]
    return said(
        "Those offices hold services. When every service listed is given a place first, "
        f"{many(len(moves), 'service moves', 'services move')} into buildings with room, "
        f"{pounds(run.number('room', 'SAVING'))} "
        "a year is saved after what they pay there, and "
        f"{pounds(run.number('room', 'ONE_OFF_COST'))} is spent once. By whose "
        f"budget, a year: {listed(budgets)}. That is what could go to services instead of "
        "buildings; whether it does is "
        "for those who hold the budgets to agree. Some journeys to these services grow longer: "
        "`space.html` tells whose."
    )


def _on_foot(run: Run) -> str:
    change = run.by("change", "BY_LOCALITY")[EVERYTHING]
    trips = run.rows("change", "THERE_AND_BACK")
    moved = {
        row["area_code"]: row["minutes_both_ways"] for row in trips if row["scenario"] == "plan"
    }
    hubs = {row["area_code"]: row["hub_id"] for row in trips if row["scenario"] == "plan"}
    before = {
        row["area_code"]: row["minutes_both_ways"] for row in trips if row["scenario"] == "today"
    }
    worst = max(moved, key=lambda code: (moved[code] - before[code], code))
    return said(
        "By car the option that saves most looks small. On foot with a pram "
        f"{about(change['longer'])} children in "
        f"{many(int(run.number('change', 'AREAS_LONGER')), 'area', 'areas')} walk longer, "
        f"{about(change['much_longer'])} by more than {run.setting('change', 'WORSE_MINUTES')} "
        "minutes. For the families of one area the way there and back grows from "
        f"{minutes(before[worst])} to {minutes(moved[worst])}, and what they "
        f"then come to is {_what_it_is(run, hubs[worst])}. Of all children "
        f"{about(change['lost_20'])} fall beyond 20 minutes and "
        f"{about(change['lost_30'])} beyond 30."
    )


def _what_it_is(run: Run, site: str) -> str:
    row = run.by("sites", key="site_id")[site]
    kind = "an outreach point" if row["site_type"] == "Network Site" else "a hub"
    return f"{row['site_name']}, {kind} open {float(row['hours_week']):g} hours a week"


def _not_answered() -> str:
    return points([
        "**Need against wish.** Whether the offer meets what people need in the long term is a "
        "matter of outcomes "
        "and voice. Voices can be set beside the map (see Leicester's question).",
        "**Fathers, virtual groups, the pathway from GPs.** Groups that meet online have no "
        "place; referrals are "
        "not in the data, only which hub is nearest to a surgery.",
        "**What else is in a building.** The saving holds if a place is found for everything in "
        "it, not only for "
        "the services listed. Rents, covenants and what a sale brings are not in the register.",
        "**Buses.** Minutes by bus can be given as a table (TIMES); without it families without "
        "a car walk.",
        "The sample county has bases and fire stations, and no real distances of a county as "
        "large as yours.",
    ])  # fmt: skip
