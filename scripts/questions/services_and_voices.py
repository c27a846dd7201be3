"""Every service and every voice on one map, the gaps, and reach added with every centre kept."""

from __future__ import annotations

from family_hub_planner.engine.in_words import many
from family_hub_planner.engine.published import about, is_small, rounded

from .run import EVERYTHING, Row, Run
from .words import counted, listed, minutes, of, owner_said, points, said, table

COUNCIL = "Leicester"
CITY = "Fenchester"
GAPS_SHOWN, FEW_VOICES = 3, 10
ASKED = (
    "Leicester's partners set out to put “a detailed map of available services and community "
    "perceptions” together, to join what was heard in engagement with desk research, and to "
    "“pinpoint any gaps”. The city asked the government to pilot early intervention “if Children's "
    "Centres did not need to be closed”, wants services moved forward into local communities, and "
    "says that hubs are “not just about a physical presence” but multi-modal, “with added focus on "
    "online and remote delivery, particularly for hard-to-access families”."
)


def answer(run: Run) -> list[str]:
    """Give the parts of the answer after the question."""
    return [
        "### In short", _in_short(run),
        "### What is offered where", _services(run), _service_table(run), _nowhere(run),
        "### What families say", _voices(run), _voice_table(run), _voices_in_gaps(run),
        "### Where the gaps are", _gaps(run), _gap_table(run),
        "### Reach added, every centre kept", _outreach(run), _outreach_table(run), _kept(run),
        "### Online included", _online(run), _online_table(run),
        "### What this does not answer", _not_answered(),
    ]  # fmt: skip


def _all(run: Run) -> Row:
    return run.by("today", "BY_DECILE")[EVERYTHING]


def _new(run: Run) -> list[Row]:
    new = [row for row in run.rows("outreach") if row["decision"] == "open"]
    return sorted(new, key=lambda row: row["order"])


def _in_short(run: Run) -> str:
    total, new = _all(run), _new(run)
    longer = int(run.number("change", "AREAS_LONGER"))
    return said(
        f"Of {rounded(total['children'])} children aged 0 to 4 in the city, "
        f"{about(total['reached_20'])} "
        "are modelled within 20 minutes' walk of a centre with a pram. With every centre kept and "
        f"{many(len(new), 'outreach point', 'outreach points')} added in buildings that exist, "
        f"{about(run.number('outreach', 'CHILDREN_OUTREACH'))} more are within "
        f"{run.setting('outreach', 'OUTREACH_MINUTES')} minutes of one, and "
        f"journeys grow longer in {many(longer, 'area', 'areas') if longer else 'no area'}. "
        f"{about(run.number('outreach', 'CHILDREN_NEITHER')).capitalize()} are "
        "within reach of neither: for them the online offer, visits at home or a further point "
        "count most.",
        "These are options for testing; no decision has been made.",
    )


def _services(run: Run) -> str:
    offers = run.rows("map")
    kinds = {name.strip() for row in offers for name in str(row["services"]).split(";")}
    places = {row["site_id"] for row in offers}
    return said(
        f"The layer `every_service` is the map: {len(kinds)} services in {len(places)} buildings "
        "of the "
        "county, those of the hubs and those in libraries, surgeries, halls and offices alike. "
        "For each "
        "service it is counted which of the city's children live within reach of it:"
    )


def _by_service(run: Run) -> list[Row]:
    return [row for row in run.rows("offered", "BY_SERVICE") if row["key"] == CITY]


def _service_table(run: Run) -> str:
    there = [row for row in _by_service(run) if row["sites"]]
    there.sort(key=lambda row: (-row["reached_20"], row["service"]))
    rows = [
        [row["service"], f"{row['sites']:.0f}", counted(row["reached_20"], row["children"]),
         counted(row["reached_30"], row["children"]), minutes(row["mean_minutes"])]
        for row in there
    ]  # fmt: skip
    heads = ["Service", "places in the city", "children 0-4 within 20 min", "within 30 min", "mean"]
    return table(heads, rows)


def _nowhere(run: Run) -> str:
    missing = sorted(row["service"] for row in _by_service(run) if not row["sites"])
    return said(
        f"Offered elsewhere in the county, and in no building of the city: {listed(missing)}."
    )


def _voices(run: Run) -> str:
    return said(
        f"Of the voices of the engagement {about(run.number('today', 'VOICES_COUNTED'))} lie in "
        "the city. "
        "They are of those who spoke, and no sample of those who live there. What people wrote "
        "is never "
        "read: a voice is a place, a theme and whether it is praise."
    )


def _heard(run: Run, key: str) -> dict[tuple[str, str], float]:
    return {
        (row["theme"], row["sentiment"]): row["voices"]
        for row in run.rows("today", "BY_VOICE") if row["key"] == key
    }  # fmt: skip


def _voice_table(run: Run) -> str:
    heard = _heard(run, EVERYTHING)
    themes = sorted({t for t, _ in heard if t != "all themes"}, key=lambda t: (-heard[t, "all"], t))
    rows = []
    for theme in themes:
        praise, other = heard[theme, "positive"], heard[theme, "negative"]
        held = is_small(praise, FEW_VOICES) or is_small(other, FEW_VOICES)
        both = ["held back"] * 2 if held else [rounded(praise), rounded(other)]
        rows.append([theme, rounded(heard[theme, "all"]), *both])
    return table(["Theme", "voices, about", "praise", "criticism"], rows)


def _voices_in_gaps(run: Run) -> str:
    inside: dict[str, float] = {}
    for row in run.rows("today", "BY_VOICE"):
        if row["by"] == "gap" and row["key"] != "not in a gap" and row["sentiment"] == "all":
            inside[row["theme"]] = inside.get(row["theme"], 0) + row["voices"]
    outside = _heard(run, "not in a gap")
    whole, rest = inside["all themes"], outside["all themes", "all"]
    theme = max(
        (t for t in inside if t != "all themes"),
        key=lambda t: inside[t] / whole - outside.get((t, "all"), 0) / rest,
    )
    return said(
        f"{about(whole).capitalize()} of them live in the gaps below, {about(rest)} outside. "
        "What is said "
        f"more often in the gaps than outside, of all themes, is “{theme}”: "
        f"{about(inside[theme])} voices in "
        f"the gaps beside {about(outside[theme, 'all'])} outside. A gap on the map and a "
        "complaint that "
        "point the same way are a stronger reason to act than either."
    )


def _gaps(run: Run) -> str:
    total = _all(run)
    return said(
        f"{of(total['beyond'], total['children']).capitalize()} children are modelled beyond 30 "
        "minutes of a "
        f"centre. They live in {many(len(run.rows('today', 'GAP_CLUSTERS')), 'gap', 'gaps')}; "
        "those with most "
        "children:"
    )


def _gap_table(run: Run) -> str:
    gaps = sorted(run.rows("today", "GAP_CLUSTERS"), key=lambda row: -row["children"])[:GAPS_SHOWN]
    rows = [
        [row["cluster"], rounded(row["children"]), rounded(row["children_decile_1_3"]),
         minutes(row["mean_minutes"])]
        for row in gaps
    ]  # fmt: skip
    return table(["Gap", "children 0-4", "of these in IDACI deciles 1 to 3", "mean walk"], rows)


def _outreach(run: Run) -> str:
    status = "proven" if run.number("outreach", "PROVEN") else "not proven"
    return said(
        "All hubs stand as kept. Outreach points were looked for among the city's public "
        "buildings, "
        "community centres and libraries before halls, none further than "
        f"{run.setting('outreach', 'STAFF_DRIVE')} minutes' drive for a hub's staff. The choice "
        f"is {status} best of the venues tested on this measure:"
    )


def _outreach_table(run: Run) -> str:
    names = run.by("outreach", key="site_id")
    agreed = {row["site_id"]: row["owner_agreed"] for row in run.rows("fit")}
    rows = [
        [row["site_name"], str(row["venue_type"]), rounded(row["children_gained"]),
         names[row["linked_hub"]]["site_name"],
         owner_said(agreed[row["site_id"]])]
        for row in _new(run)
    ]  # fmt: skip
    heads = ["Outreach point", "kind", "children gained", "staff from", "its owner"]
    return table(heads, rows)


def _kept(run: Run) -> str:
    closed, shorter = (
        run.number("change", "HUBS_GIVEN_UP"),
        run.number("change", "CHILDREN_SHORTER"),
    )
    longer = int(run.number("change", "AREAS_LONGER"))
    return said(
        f"Sites given up: {closed or 'none'}. Areas with longer journeys: {longer or 'none'}. For "
        f"{about(shorter)} children the walk to the nearest centre or outreach point grows "
        "shorter. An "
        "outreach point of a few hours a week is not a centre, so every page counts the two apart."
    )


def _online(run: Run) -> str:
    return said(
        "Who could be served online in the place of a walk? Areas without reach are parted by a "
        "score of "
        f"digital exclusion: where it is {run.setting('today', 'DIGITAL_THRESHOLD')} or more (a "
        "choice of this "
        "example, no standard), families have "
        "neither a centre in reach nor, as far as the score tells, a safe way to an online "
        "offer. A family "
        "that is not flagged still has no physical reach."
    )


def _online_table(run: Run) -> str:
    today, then = run.by("today", "BY_DIGITAL"), run.by("then", "BY_DIGITAL")
    rows = [
        [key, rounded(row["children"]), rounded(then[key]["children"])]
        for key, row in today.items() if row["areas"] and key != EVERYTHING
    ]  # fmt: skip
    return table(["Children aged 0-4", "today", "with outreach"], rows)


def _not_answered() -> str:
    return points([
        "**Whether the online offer works.** The planner knows whom a walk does not reach and "
        "where "
        "digital exclusion is likely; it knows no clicks, calls or outcomes of an online service.",
        "**What people mean.** Voices are counted by theme. Reading them, and hearing those who "
        "did not "
        "speak, is the engagement's own work.",
        "**Languages, ethnic group, disability: not assessed.** There is no count of them by "
        "area in the "
        "sample county; children with SEND aged 0 to 4 are counted (`by_group.csv`).",
        "**Whether a service has room** for more families, and how good it is.",
        "**Portage, training, the DfE's hundred requirements** and what comes after the two "
        "years' funding.",
    ])  # fmt: skip
