"""The county's services and the buildings they are in, for co-location: what each needs and costs.

Drawn by hand, with what real lists hold: a figure that is missing, a service that must stay, two
that must not meet, one name at several places, and offices that only a few services keep open.
"""

from __future__ import annotations

COLUMNS = (
    "service_id", "service_name", "site_id", "area_m2", "hours_week", "fit", "client_group",
    "serves", "running_cost_gbp", "users", "budget", "must_stay", "notes",
)  # fmt: skip

# Which buildings suit: a clinic, an office that people call at, a room for groups, play.
CLINIC = (
    "GP surgery=preferred; community centre=preferred; library=possible; leisure centre=possible; "
    "other=not"
)
DESK = (
    "library=preferred; community centre=preferred; council offices=possible; "
    "leisure centre=possible; GP surgery=possible; village hall=not; church hall=not"
)
GROUPS = "community centre=preferred; library=possible; church hall=possible; other=possible"
PLAY = (
    "community centre=preferred; village hall=preferred; church hall=possible; "
    "faith venue=possible; library=possible"
)
JUSTICE = "council offices=preferred; fire station=possible; leisure centre=possible; school=not"
QUIET = "community centre=preferred; council offices=possible; GP surgery=possible"

HEALTH, COUNCIL = "Fenmarch Community Health (fictional)", "Fenmarch Council"
NORTH_WEST, SOUTH_WEST = "Wexbridge and the North West", "Tillingfold and the South West"
SOUTH_EAST, NORTH_EAST = "Saltham and the South East", "Harrowick and the North East"

# name, building, m2, hours a week, fit, client group, area served, its own cost, users, budget,
# must stay, note
SERVICES = (
    ("health visiting clinic", "H02", 40, 20, CLINIC, "early years", "Fenchester", "", "", HEALTH,
     "", ""),
    ("health visiting clinic", "V22", 40, 18, CLINIC, "early years", SOUTH_EAST, 4200, "", HEALTH,
     "", ""),
    ("health visiting clinic", "V44", 35, 15, CLINIC, "early years", SOUTH_WEST, 6100, "", HEALTH,
     "", ""),
    ("health visiting clinic", "V34", 35, 15, CLINIC, "early years", NORTH_WEST, 5800, "", HEALTH,
     "", ""),
    ("SEND advice", "V20", 60, 35, DESK, "", "", "", 900, COUNCIL, "", ""),
    ("SEND advice", "V29", 40, 21, DESK, "", "", "", 500, COUNCIL, "", ""),
    ("youth justice", "V20", 90, 37, JUSTICE, "young offenders", "", "", 140, COUNCIL, "", ""),
    ("adult learning", "V20", 80, 25, GROUPS, "adults", "", "", 700, COUNCIL, "", ""),
    ("adult learning", "V29", 60, 20, GROUPS, "adults", "", "", 400, COUNCIL, "", ""),
    ("adult learning", "V45", 50, 15, GROUPS, "adults", "", "", 260, COUNCIL, "", ""),
    ("domestic abuse support", "H03", 30, 30, QUIET, "survivors of abuse", "", 2600, 320, COUNCIL,
     "", ""),
    ("perpetrators' programme", "V29", 35, 10, QUIET, "perpetrators", "", "", 90, COUNCIL, "", ""),
    ("speech and language therapy", "V16", 35, 20, CLINIC, "early years", "Fenchester", 7400, 380,
     HEALTH, "", ""),
    ("speech and language therapy", "V40", "", 16, CLINIC, "early years", NORTH_EAST, 5200, 150,
     HEALTH, "", "The area it needs was left empty."),
    ("employment advice", "V21", 45, 30, DESK, "adults", "Fenchester", "", 600, COUNCIL, "", ""),
    ("debt and benefits advice", "V29", 30, 21, DESK, "adults", SOUTH_EAST, "", 450,
     "Fenmarch Advice (fictional)", "", ""),
    ("debt and benefits advice", "V12", 30, 21, DESK, "adults", "Fenchester", 3900, 520,
     "Fenmarch Advice (fictional)", "", ""),
    ("early help for families", "V45", 70, 37, DESK, "", SOUTH_WEST, "", "", COUNCIL, "", ""),
    ("stay and play", "V35", 30, 6, PLAY, "early years", NORTH_WEST, 1200, 160, COUNCIL, "", ""),
    ("stay and play", "V48", 40, 4, PLAY, "early years", NORTH_EAST, 800, 70, COUNCIL, "", ""),
    ("housing options", "V29", 40, 35, DESK, "adults", SOUTH_EAST, "", 380, COUNCIL, "", ""),
    ("supervised family contact", "H06", 60, 20, QUIET, "", NORTH_EAST, "", 80, COUNCIL, "yes",
     "The court's order names the place."),
)  # fmt: skip


def services() -> list[list[object]]:
    """Give the table of services, headings first."""
    rows: list[list[object]] = [list(COLUMNS)]
    for number, service in enumerate(SERVICES, start=1):
        *values, note = service
        rows.append([f"S{number:02d}", *values, f"{note} FICTIONAL sample data.".strip()])
    return rows
