"""Write the fictional sample county anew: python scripts/make_sample_county.py [OUTFOLDER].

The text and bz2 files come out byte for byte the same on every run; see sample_county/plan.py for
the seed and for what is drawn by hand.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from sample_county import (
    area_tables,
    engagement,
    estate_register,
    facilities,
    hotel,
    plan,
    readme,
    services,
    tables,
    two_tiers,
)
from sample_county.areas import Area, areas
from sample_county.countryside import roads
from sample_county.geopackage import write_areas
from sample_county.main_roads import lay_roads, make_roundabouts
from sample_county.osm_file import AMENITY_TAGS, gather
from sample_county.paths import lay_approaches, lay_paths
from sample_county.street_graph import StreetGraph
from sample_county.town_streets import grow_streets, open_gates
from sample_county.ways import street_ways, turn_bans

SHIPPED = Path(__file__).parents[1] / "family_hub_planner" / "resources" / "sample"
DEPRIVATION = "File_7_IoD2025_FICTIONAL_All_Ranks_Scores_Deciles_Population_Denominators.csv"
POPULATION = "sapelsoasyoa_FICTIONAL_mid2024.csv"
Rows = list[list[object]]
Places = list[dict[str, object]]


def draw_streets() -> StreetGraph:
    """Draw the streets of the whole map, from motorway to field path."""
    graph = StreetGraph()
    lay_roads(graph, roads())
    open_gates(graph)
    make_roundabouts(graph)
    grow_streets(graph)
    lay_paths(graph)
    return graph


def write_county(folder: Path) -> None:
    """Write every file of the sample county into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    graph = draw_streets()
    found = areas(graph)
    people = tables.population(found)
    hubs, venues = facilities.hubs(graph), facilities.venues(graph)
    write_areas(folder / "areas.gpkg", found)
    tables.write_csv(folder / DEPRIVATION, tables.deprivation(found, people))
    tables.write_csv(folder / POPULATION, tables.population_rows(found, people))
    tables.write_csv(folder / "hubs.csv", facilities.table(hubs))
    tables.write_csv(folder / "venues.csv", facilities.table(venues))
    estate = estate_register.estate_register(graph, hubs, venues)
    estate_register.write_register(folder / "estate_register.csv", estate)
    tables.write_csv(folder / "services.csv", services.services())
    for name, rows in further_tables(graph, found, people, hubs, venues).items():
        tables.write_csv(folder / name, rows)
    (folder / "README.txt").write_text(readme.TEXT, encoding="utf-8")
    spots = [(row["easting"] - plan.ORIGIN_E, row["northing"] - plan.ORIGIN_N) for row in venues]
    lay_approaches(graph, spots)
    ways = street_ways(graph)
    osm = gather(graph, ways, turn_bans(graph, ways, 3))
    for row, spot in zip(venues, spots):
        key, value = AMENITY_TAGS[str(row["building_type"])]
        osm.point(spot, {key: value, "name": str(row["site_name"]), "note": plan.REMARK})
    osm.write(folder / "county.osm.bz2")


def further_tables(
    graph: StreetGraph, found: list[Area], people: list[list[int]], hubs: Places, venues: Places
) -> dict[str, Rows]:
    """Give what the examples ask of the county besides, by the name of the file."""
    return {
        "voices_FICTIONAL.csv": engagement.voices(found, hubs),
        "send_FICTIONAL.csv": area_tables.send(found, people),
        "cars_FICTIONAL.csv": area_tables.cars(found),
        "digital_exclusion_FICTIONAL.csv": area_tables.digital(found),
        "six_localities_FICTIONAL.csv": area_tables.six_localities(found),
        "two_tier_estate_FICTIONAL.csv": two_tiers.two_tier_estate(graph, hubs, venues),
        "added_points_FICTIONAL.csv": hotel.added_points(),
    }


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED
    write_county(target)
    for path in sorted(target.iterdir()):
        print(f"{path.stat().st_size:>9,}  {path.name}")
