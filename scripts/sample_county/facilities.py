"""The county's hubs of today and the venues that could take one, as an asset register has them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from . import plan
from .geometry import Point, distance, towards
from .osm_file import public_nodes
from .street_graph import StreetGraph

COLUMNS = (
    "site_id", "site_name", "uprn", "postcode", "authority", "status", "site_type",
    "colocation_type", "owner", "tenure", "lease_end", "break_date", "floor_area_m2",
    "spare_area_m2", "running_cost_gbp", "backlog_gbp", "one_off_gbp", "clawback_gbp",
    "clawback_until", "condition", "suitability", "services", "hours_week", "sessions_week",
    "term_time_only", "open_to", "step_free", "separate_entrance", "private_room", "owner_agreed",
    "confidential", "easting", "northing", "building_type", "notes",
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """What is usual of a kind of building: floor area, cost a square metre, owner, co-location."""

    floor_m2: tuple[int, int]
    cost_a_m2: float
    owner: str
    colocation: str
    open_to: str = "public"


KINDS = {
    "school": Kind((900, 2600), 38, "Fenmarch Learning Trust", "school", "pupils' families"),
    "library": Kind((260, 1400), 52, "Fenmarch Council", "library"),
    "community centre": Kind((220, 900), 40, "Fenmarch Council", "another LA service"),
    "fire station": Kind((350, 1200), 47, "Fenmarch Fire and Rescue", "other"),
    "GP surgery": Kind((240, 1100), 85, "partnership of doctors", "GP practice"),
    "village hall": Kind((140, 360), 22, "village hall trustees", "other"),
    "church hall": Kind((130, 380), 20, "parochial church council", "other"),
    "leisure centre": Kind((1400, 4200), 66, "Fenmarch Council", "another LA service"),
    "council offices": Kind((400, 2400), 58, "Fenmarch Council",
                            "multi-aspect building for LA services"),
}  # fmt: skip

# id, name, settlement, share of its radius and direction (radians), what differs from the usual.
HUBS = (
    ("H01", "Castle Street Best Start Family Hub", "Fenchester", 0.12, 2.6,
     {"site_type": "Best Start Family Hub", "hours_week": 45, "sessions_week": 22}),
    ("H02", "Northgate Children's Centre", "Fenchester", 0.62, 1.75,
     {"site_type": "Family Hub", "hours_week": 35, "sessions_week": 14}),
    ("H03", "Eastfield Family Hub", "Fenchester", 0.74, 6.1,
     {"site_type": "Working towards", "hours_week": 30, "sessions_week": 11}),
    ("H04", "Saltham Family Hub", "Saltham", 0.15, 2.9,
     {"site_type": "Best Start Family Hub", "hours_week": 40, "sessions_week": 16}),
    ("H05", "Wexbridge Children's Centre", "Wexbridge", 0.30, 0.4,
     {"site_type": "Family Hub", "hours_week": 28, "sessions_week": 9}),
    ("H06", "Harrowick Family Hub", "Harrowick", 0.18, 4.4,
     {"site_type": "Working towards", "hours_week": 24, "sessions_week": 8}),
    ("H07", "Tillingfold Fire Station stay and play", "Tillingfold", 0.35, 5.4,
     {"site_type": "Network Site", "hours_week": 2, "sessions_week": 1, "term_time_only": "yes",
      "building_type": "fire station", "services": "stay and play",
      "notes": "One session of two hours a week in the appliance bay's training room."}),
    ("H08", "Stanmere Camp Community Hub", "Stanmere Camp", 0.25, 3.6,
     {"site_type": "Network Site", "hours_week": 20, "sessions_week": 6, "open_to": "base families",
      "owner": "Ministry (fictional)", "notes": "Inside the wire: families of the camp only."}),
    ("H09", "Aldermoor Family Hub", "Aldermoor", 0.20, 1.2,
     {"site_type": "Best Start Family Hub", "hours_week": 38, "sessions_week": 15,
      "authority": plan.NEIGHBOUR, "owner": "Aldermoor Council"}),
)  # fmt: skip
TOWN_VENUES = {
    "Fenchester": (
        ("Central Library", "library"), ("Westbank Library", "library"),
        ("Ropery Road Library", "library"), ("St Osyn's Primary School", "school"),
        ("Glebe Lane Primary School", "school"), ("Osier Primary Academy", "school"),
        ("Millstone Junior School", "school"), ("Swallow Rise Infant School", "school"),
        ("Foundry Community Centre", "community centre"), ("Kiln Lane Centre", "community centre"),
        ("Westbank Community Centre", "community centre"),
        ("Larch Hill Centre", "community centre"),
        ("Fenchester Fire Station", "fire station"), ("Wendle Surgery", "GP surgery"),
        ("Priory Medical Practice", "GP surgery"), ("Southfield Health Centre", "GP surgery"),
        ("St Botulf's Church Hall", "church hall"), ("Tanner Street Chapel Hall", "church hall"),
        ("Fenchester Pools", "leisure centre"), ("Old Shire Offices", "council offices"),
        ("Saddler House", "council offices"),
    ),
    "Saltham": (
        ("Saltham Library", "library"), ("Common Side Primary School", "school"),
        ("Quarry Primary School", "school"), ("East Saltham Community Centre", "community centre"),
        ("Saltham Fire Station", "fire station"), ("Saltings Surgery", "GP surgery"),
        ("Saltham Leisure Centre", "leisure centre"),
        ("Former District Offices", "council offices"),
    ),
    "Wexbridge": (
        ("Wexbridge Library", "library"), ("Bridge End Primary School", "school"),
        ("Wexbridge Community Centre", "community centre"),
        ("Wexbridge Fire Station", "fire station"),
        ("Corn Exchange Surgery", "GP surgery"), ("St Hilda's Rooms", "church hall"),
    ),
    "Harrowick": (
        ("Harrowick Library", "library"), ("Harrowick Primary School", "school"),
        ("Spinney Centre", "community centre"), ("Harrowick Fire Station", "fire station"),
        ("Harrow Lane Surgery", "GP surgery"),
    ),
    "Tillingfold": (
        ("Tillingfold Library", "library"), ("Tillingfold Primary School", "school"),
        ("Tilling Centre", "community centre"), ("Tillingfold Surgery", "GP surgery"),
        ("Old Council House", "council offices"),
    ),
}  # fmt: skip
VILLAGE_VENUES = (
    "Kelderbourne", "Sedgewater", "Stowmarsh", "Brindlehame", "Owlthorne Magna", "Little Thrussel",
    "Wyckering", "Fernlow St Giles", "Oxley Fen", "Hallowfen", "Nettlethorn", "Ivelthwaite",
    "Brackenhythe", "Great Pellow", "Cawsbeck",
)  # fmt: skip
VILLAGE_KINDS = ("village hall", "church hall", "village hall", "school")


def hubs(graph: StreetGraph) -> list[dict[str, object]]:
    """Give the nine hubs of today."""
    public, chance, rows = public_nodes(graph), plan.dice("hubs"), []
    inside_camp = [n for s in graph.streets if s.tags.get("access") == "private" for n in s.nodes
                   if plan.CAMP.closeness(graph.at[n]) < 0.7]  # fmt: skip
    for number, (site, name, where, share, turn, differs) in enumerate(HUBS):
        place = plan.BY_NAME[where]
        p = towards(place.centre, turn, share * place.radius_m)
        at = beside_street(graph, p, inside_camp if site == "H08" else public, chance, [])
        kind = str(differs.get("building_type", "community centre"))
        row = register_row(site, name, kind, at, 100 + number, chance)
        row.update({"status": "Active", "services": "health visiting; stay and play; parenting; "
                    "infant feeding; SEND advice", "owner_agreed": "yes"})  # fmt: skip
        row["authority"] = plan.COUNTY
        rows.append({**row, **differs, "notes": _remark(str(differs.get("notes", "")))})
    return rows


def venues(graph: StreetGraph) -> list[dict[str, object]]:
    """Give the sixty venues of the asset register."""
    public, chance = public_nodes(graph), plan.dice("venues")
    listed = [(name, kind, town) for town, items in TOWN_VENUES.items() for name, kind in items]
    for k, village in enumerate(VILLAGE_VENUES):
        kind = VILLAGE_KINDS[k % 4]
        ending = {"school": "Primary School"}.get(kind, kind.title())
        listed.append((f"{village} {ending}", kind, village))
    rows: list[dict[str, object]] = []
    taken: list[Point] = []
    for number, (name, kind, where) in enumerate(listed):
        place = plan.BY_NAME[where]
        share = (
            chance.uniform(0.05, 0.3) if kind == "council offices" else chance.uniform(0.1, 0.85)
        )
        p = towards(place.centre, chance.uniform(-3.14, 3.14), share * place.radius_m)
        at = beside_street(graph, _quarter(name, p), public, chance, taken)
        taken.append(at)
        row = register_row(f"V{number + 1:02d}", name, kind, at, 200 + number, chance)
        row["notes"] = _remark("")
        rows.append(row)
    return rows


def _quarter(name: str, p: Point) -> Point:
    """Put venues named after a quarter into it."""
    for word, spot in (
        ("Westbank", (14_900.0, 18_400.0)),
        ("East Saltham", (24_450.0, 6_150.0)),
        ("Southfield", (17_000.0, 15_900.0)),
        ("Common Side", (24_100.0, 6_900.0)),
    ):
        if word in name:
            return spot[0] + p[0] % 300, spot[1] + p[1] % 300
    return p


def _remark(text: str) -> str:
    return f"{text} FICTIONAL sample data.".strip()


def beside_street(graph: StreetGraph, p: Point, nodes: Sequence[int], chance: random.Random,
                  taken: Sequence[Point]) -> Point:  # fmt: skip
    """Give a spot some 15 to 40 m off the street node nearest to p, away from what is taken."""
    free = (n for n in sorted(nodes, key=lambda n: (distance(graph.at[n], p), n))
            if all(distance(graph.at[n], q) > 150 for q in taken))  # fmt: skip
    spot = towards(graph.at[next(free)], chance.uniform(-3.14, 3.14), chance.uniform(15, 40))
    return round(spot[0], 1), round(spot[1], 1)


def register_row(site: str, name: str, kind: str, at: Point, number: int,
                 chance: random.Random) -> dict[str, object]:  # fmt: skip
    """Give a building's row with what is usual of its kind, at a place in local metres."""
    usual = KINDS[kind]
    floor = round(chance.uniform(*usual.floor_m2), -1)
    leased = usual.owner != "Fenmarch Council" or chance.random() < 0.2
    condition = chance.choice("AABBBBCCD")
    row: dict[str, object] = dict.fromkeys(COLUMNS, "")
    row.update({
        "site_id": site, "site_name": name, "uprn": f"9999{number * 7919:08d}",
        "postcode": _postcode(number),
        "authority": plan.COUNTY, "colocation_type": usual.colocation, "owner": usual.owner,
        "tenure": "leasehold" if leased else "freehold", "building_type": kind,
        "lease_end": f"{chance.randint(2027, 2046)}-03-31" if leased else "",
        "floor_area_m2": int(floor),
        "spare_area_m2": int(round(floor * chance.uniform(0.03, 0.3), -1)),
        "running_cost_gbp": int(round(floor * usual.cost_a_m2 * chance.uniform(0.8, 1.25), -2)),
        "backlog_gbp": int(round(floor * {"A": 5, "B": 40, "C": 140, "D": 320}[condition], -2)),
        "one_off_gbp": int(round(chance.uniform(15_000, 160_000), -3)), "condition": condition,
        "suitability": chance.choice(("good", "good", "fair", "fair", "poor")),
        "open_to": usual.open_to, "step_free": "no" if chance.random() < 0.2 else "yes",
        "separate_entrance": chance.choice(("yes", "no")),
        "private_room": "yes" if chance.random() < 0.7 else "no",
        "owner_agreed": chance.choice(("yes", "no", "")), "confidential": "no",
        "easting": round(plan.ORIGIN_E + at[0], 1), "northing": round(plan.ORIGIN_N + at[1], 1),
    })  # fmt: skip
    return row


def _postcode(number: int) -> str:
    letters = "ABDEFGH"[number % 7] + "JLNPQRS"[number // 7 % 7]
    return f"ZZ{1 + number % 9} {number % 10}{letters}"


def table(rows: Sequence[dict[str, object]]) -> list[list[object]]:
    """Give rows as lists under the columns of the contract, headings first."""
    return [list(COLUMNS), *([row[name] for name in COLUMNS] for row in rows)]
