"""The sample county that is shipped: whole, fictional, and just what its script writes."""

from __future__ import annotations

import bz2
import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from needed_package import needed
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

ogr = needed("osgeo.ogr")
osr = needed("osgeo.osr")
gdal = pytest.importorskip("osgeo.gdal")

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "family_hub_planner" / "resources" / "sample"
DEPRIVATION = "File_7_IoD2025_FICTIONAL_All_Ranks_Scores_Deciles_Population_Denominators.csv"
POPULATION = "sapelsoasyoa_FICTIONAL_mid2024.csv"
TABLES = (
    "hubs.csv", "venues.csv", "services.csv", "voices_FICTIONAL.csv", "added_points_FICTIONAL.csv",
    "two_tier_estate_FICTIONAL.csv",
)  # fmt: skip
RANK, DECILE = "Rank (where 1 is most deprived)", "Decile (where 1 is most deprived 10% of LSOAs)"
IDACI = "Income Deprivation Affecting Children Index (IDACI)"


def rows_of(name):
    with (SHIPPED / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def osm():
    """Positions in EPSG:27700 by node, tags by node, and ways as (nodes, tags)."""
    root = ElementTree.fromstring(bz2.decompress((SHIPPED / "county.osm.bz2").read_bytes()))
    nodes = root.findall("node")
    degrees = [(float(n.get("lon")), float(n.get("lat"))) for n in nodes]
    grid, globe = osr.SpatialReference(), osr.SpatialReference()
    grid.ImportFromEPSG(27700)
    globe.ImportFromEPSG(4326)
    for reference in (grid, globe):
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    metres = osr.CoordinateTransformation(globe, grid).TransformPoints(degrees)
    at = {n.get("id"): p[:2] for n, p in zip(nodes, metres)}
    ways = [([m.get("ref") for m in w.findall("nd")], tags_of(w)) for w in root.findall("way")]
    return root, at, {n.get("id"): tags_of(n) for n in nodes}, ways


def tags_of(element):
    return {tag.get("k"): tag.get("v") for tag in element.findall("tag")}


@pytest.fixture(scope="module")
def layers():
    """Each GeoPackage layer as a list of (values, geometry)."""
    source = ogr.Open(str(SHIPPED / "areas.gpkg"))
    return {
        layer.GetName(): [(f.items(), f.GetGeometryRef().Clone()) for f in layer]
        for layer in (source.GetLayer(i) for i in range(source.GetLayerCount()))
    }


def crossings(line, other):
    """Count where two lines of points cross."""
    found = 0
    for (x1, y1), (x2, y2) in zip(line, line[1:]):
        for (x3, y3), (x4, y4) in zip(other, other[1:]):
            if max(x1, x2) < min(x3, x4) or max(x3, x4) < min(x1, x2):
                continue
            det = (x2 - x1) * (y4 - y3) - (y2 - y1) * (x4 - x3)
            if det:
                t = ((x3 - x1) * (y4 - y3) - (y3 - y1) * (x4 - x3)) / det
                u = ((x3 - x1) * (y2 - y1) - (y3 - y1) * (x2 - x1)) / det
                found += 0 <= t <= 1 and 0 <= u <= 1
    return found


def test_shipped_files_are_what_the_script_writes(tmp_path):
    script = ROOT / "scripts" / "make_sample_county.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True, capture_output=True)
    names = sorted(path.name for path in SHIPPED.iterdir())
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    for name in names:
        if name.endswith(".bz2"):
            made, kept = (bz2.decompress((f / name).read_bytes()) for f in (tmp_path, SHIPPED))
            assert made == kept, name
        elif not name.endswith(".gpkg"):
            assert (tmp_path / name).read_bytes() == (SHIPPED / name).read_bytes(), name


def test_the_files_together_stay_within_the_size_budget():
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) < 1_500_000


def test_every_file_says_that_it_is_fictional():
    assert "FICTIONAL" in (SHIPPED / "README.txt").read_text(encoding="utf-8")
    register = (SHIPPED / "estate_register.csv").read_text(encoding="cp1252")
    assert all("FICTIONAL" in line for line in register.splitlines()[1:])
    assert all("FICTIONAL" in r["notes"] for n in TABLES for r in rows_of(n))
    head = bz2.decompress((SHIPPED / "county.osm.bz2").read_bytes())[:200].decode()
    assert 'generator="Family Hub Planner sample county (fictional)"' in head
    source = ogr.Open(str(SHIPPED / "areas.gpkg"))
    for i in range(source.GetLayerCount()):
        assert "FICTIONAL" in source.GetLayer(i).GetMetadataItem("DESCRIPTION")


def test_every_service_stands_in_a_building_and_serves_a_locality_that_is_there(layers):
    buildings = {row["site_id"] for name in ("hubs.csv", "venues.csv") for row in rows_of(name)}
    localities = {values["locality"] for values, _ in layers["localities"]}
    services = rows_of("services.csv")
    assert 15 <= len(services) <= 25
    assert {row["site_id"] for row in services} <= buildings
    assert {row["serves"] for row in services} - {""} <= localities
    assert {"survivors of abuse", "perpetrators"} <= {row["client_group"] for row in services}


def test_exactly_two_bridges_cross_the_river_and_nothing_else_does(osm):
    _, at, _, ways = osm
    river = [at[n] for nodes, tags in ways if tags.get("waterway") == "river" for n in nodes]
    over = []
    for nodes, tags in ways:
        if "highway" in tags or "railway" in tags:
            over += [tags] * crossings([at[n] for n in nodes], river)
    assert [(t.get("bridge"), t.get("layer")) for t in over] == [("yes", "1")] * 2
    assert {t["bridge:name"] for t in over} == {"Bishop's Bridge", "Town Bridge"}


def test_roads_pass_the_motorway_only_on_bridges_that_share_no_node_with_it(osm):
    _, at, _, ways = osm
    motorway = [nodes for nodes, tags in ways if tags.get("highway") == "motorway"]
    assert len(motorway) == 2
    bridges = 0
    for nodes, tags in ways:
        if tags.get("highway") in (None, "motorway", "motorway_link"):
            continue
        assert not set(nodes) & {n for line in motorway for n in line}
        if any(crossings([at[n] for n in nodes], [at[n] for n in line]) for line in motorway):
            assert tags.get("bridge") == "yes"
            bridges += 1
    assert bridges >= 6


def test_the_road_graph_is_one_piece_but_for_a_walk_in_a_park(osm):
    _, _, _, ways = osm
    number: dict[str, int] = {}
    pairs = [
        (number.setdefault(a, len(number)), number.setdefault(b, len(number)))
        for nodes, tags in ways
        if "highway" in tags
        for a, b in zip(nodes, nodes[1:])
    ]
    i, j = np.array(pairs).T
    size = len(number)
    assert 12_000 < size < 25_000
    graph = coo_matrix((np.ones(len(i)), (i, j)), (size, size))
    sizes = np.bincount(connected_components(graph, directed=False)[1])
    assert sizes.max() / size > 0.97
    assert 1 < len(sizes) <= 4


def test_one_way_streets_cut_no_street_off_for_cars(osm):
    _, _, _, ways = osm
    kinds = ("trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "service")
    number: dict[str, int] = {}
    pairs = []
    for nodes, tags in ways:
        if tags.get("highway") in kinds:
            line = [number.setdefault(n, len(number)) for n in nodes]
            pairs += zip(line, line[1:])
            if tags.get("oneway") != "yes" and "junction" not in tags:
                pairs += zip(line[1:], line)
    i, j = np.array(pairs).T
    graph = coo_matrix((np.ones(len(i)), (i, j)), (len(number), len(number)))
    assert connected_components(graph, directed=True, connection="strong")[0] == 1


def test_the_streets_hold_what_a_planner_meets(osm):
    root, _, tags_at, ways = osm
    kinds = Counter(tags.get("highway") for _, tags in ways)
    for kind in ("motorway", "motorway_link", "trunk", "primary", "secondary", "tertiary",
                 "unclassified", "residential", "service", "footway", "path", "track", "cycleway",
                 "bridleway", "steps"):  # fmt: skip
        assert kinds[kind], kind
    barriers = Counter(tags.get("barrier") for tags in tags_at.values())
    for kind in ("gate", "bollard", "stile", "kissing_gate"):
        assert barriers[kind], kind
    tags = [tags for _, tags in ways]
    assert sum(t.get("junction") == "roundabout" for t in tags) >= 3
    assert sum(t.get("oneway") == "yes" for t in tags) > 40
    assert any(t.get("oneway:bicycle") == "no" for t in tags)
    assert {"20 mph", "30 mph", "60 mph", "GB:nsl_single"} <= {t.get("maxspeed") for t in tags}
    roles = [tuple(m.get("role") for m in r.findall("member")) for r in root.findall("relation")
             if tags_of(r).get("type") == "restriction"]  # fmt: skip
    assert roles
    assert set(roles) == {("from", "via", "to")}


def test_the_gated_estate_has_one_way_in_and_that_is_a_private_gate(osm):
    _, _, tags_at, ways = osm
    private = {n for nodes, tags in ways
               if tags.get("access") == "private" and "highway" in tags for n in nodes}  # fmt: skip
    public = {n for nodes, tags in ways
              if tags.get("access") != "private" and "highway" in tags for n in nodes}  # fmt: skip
    shared = private & public
    assert len(shared) == 2
    for node in shared:
        assert tags_at[node]["barrier"] == "gate"
        assert tags_at[node]["access"] == "private"


def test_gdal_opens_the_streets_with_its_osm_driver(tmp_path):
    plain = tmp_path / "county.osm"
    plain.write_bytes(bz2.decompress((SHIPPED / "county.osm.bz2").read_bytes()))
    source = gdal.OpenEx(str(plain), allowed_drivers=["OSM"])
    assert sum(1 for _ in source.GetLayerByName("lines")) > 3000


def test_codes_are_none_that_the_statistics_offices_give(layers):
    codes = [r["LSOA code (2021)"] for r in rows_of(DEPRIVATION)]
    codes += [r["Local Authority District code (2024)"] for r in rows_of(DEPRIVATION)]
    codes += [v for values, _ in layers["lsoa"] for k, v in values.items() if k.endswith("CD")]
    assert all(code.startswith("X") for code in codes)
    assert not any(code[0] in "EWSN" for code in codes)


def test_the_tables_have_the_literal_headings():
    deprivation, people = rows_of(DEPRIVATION), rows_of(POPULATION)
    expected = ["LSOA code (2021)", "LSOA name (2021)", "Local Authority District code (2024)",
                "Local Authority District name (2024)",
                "Index of Multiple Deprivation (IMD) Score",
                f"Index of Multiple Deprivation (IMD) {RANK}",
                f"Index of Multiple Deprivation (IMD) {DECILE}", "Income Score (rate)",
                f"Income {RANK}", f"Income {DECILE}", f"{IDACI} Score (rate)", f"{IDACI} {RANK}",
                f"{IDACI} {DECILE}", "Education, Skills and Training Score",
                "Total population: mid 2022", "Dependent Children aged 0-15: mid 2022",
                "Older population aged 60 and over: mid 2022",
                "Working age population 18-66 (for use with Employment Deprivation Domain): "
                "mid 2022"]  # fmt: skip
    assert set(expected) <= set(deprivation[0])
    assert len(deprivation[0]) == 4 + 3 * 16 + 4
    ages = [f"{sex}{age}" for sex in "FM" for age in range(91)]
    assert list(people[0]) == ["LAD 2023 Code", "LAD 2023 Name", "LSOA 2021 Code",
                               "LSOA 2021 Name", "Total", *ages]  # fmt: skip


def test_deprivation_agrees_with_itself():
    rows = rows_of(DEPRIVATION)
    stems = [name[: -len(RANK)] for name in rows[0] if name.endswith(RANK)]
    assert len(stems) == 16
    for stem in stems:
        score = next(name for name in rows[0] if name.startswith(f"{stem}Score"))
        ordered = sorted(rows, key=lambda r: int(r[stem + RANK]))
        ranks = [int(r[stem + RANK]) for r in ordered]
        assert len(set(ranks)) == len(ranks)
        assert 1 <= ranks[0] <= ranks[-1] <= 33_755
        scores = [float(r[score]) for r in ordered]
        assert scores == sorted(scores, reverse=True), stem
        deciles = [int(r[stem + DECILE]) for r in ordered]
        assert deciles == [-(-rank * 10 // 33_755) for rank in ranks], stem
    assert {int(r[f"{IDACI} {DECILE}"]) for r in rows} == set(range(1, 11))
    assert all(0 <= float(r[f"{IDACI} Score (rate)"]) <= 0.6 for r in rows)


def test_population_sums_and_stays_near_the_denominators(layers):
    people, deprivation = rows_of(POPULATION), rows_of(DEPRIVATION)
    codes = [values["LSOA21CD"] for values, _ in layers["lsoa"]]
    assert [r["LSOA 2021 Code"] for r in people] == codes
    assert [r["LSOA code (2021)"] for r in deprivation] == codes
    for now, then in zip(people, deprivation):
        ages = {a: int(now[f"F{a}"]) + int(now[f"M{a}"]) for a in range(91)}
        assert sum(ages.values()) == int(now["Total"])
        assert 1_000 <= int(now["Total"]) <= 2_500
        young = sum(ages[a] for a in range(16))
        assert abs(int(then["Total population: mid 2022"]) / int(now["Total"]) - 1) < 0.04
        assert abs(int(then["Dependent Children aged 0-15: mid 2022"]) / young - 1) < 0.06


def test_areas_tile_the_land_without_gap_or_overlap(layers):
    shapes = [shape for _, shape in layers["lsoa"]]
    assert 140 <= len(shapes) <= 160
    assert all(shape.IsValid() for shape in shapes)
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for shape in shapes:
        whole.AddGeometry(shape)
    land = whole.UnionCascaded()
    assert land.GetGeometryName() == "POLYGON"
    assert land.GetGeometryCount() == 1
    assert abs(sum(shape.GetArea() for shape in shapes) - land.GetArea()) < 1
    assert len(layers["localities"]) == 6
    parts = sum(shape.GetArea() for _, shape in layers["localities"])
    assert abs(parts - land.GetArea()) < 1


def test_wards_are_whole_areas_of_one_authority_and_of_a_wards_size(layers):
    wards = [(values["WD24NM"], values["LAD24NM"], shape) for values, shape in layers["wards"]]
    assert len({name for name, _, _ in wards}) == len(wards)
    held = dict.fromkeys((name for name, _, _ in wards), 0)
    for (values, point), (_, area) in zip(layers["centroids"], layers["lsoa"]):
        mine = [(name, home) for name, home, shape in wards if shape.Contains(point)]
        assert [home for _, home in mine] == [values["LAD24NM"]]
        held[mine[0][0]] += 1
        ward = next(shape for name, _, shape in wards if name == mine[0][0])
        assert abs(ward.Intersection(area).GetArea() - area.GetArea()) < 1
    assert min(held.values()) >= 3
    assert max(held.values()) <= 5


def test_every_centroid_lies_in_its_area_and_near_a_road(layers, osm):
    _, at, _, ways = osm
    spots = []
    for nodes, tags in ways:
        if "highway" in tags:
            line = np.array([at[n] for n in nodes])
            for a, b in zip(line, line[1:]):
                spots.append(np.linspace(a, b, 2 + int(np.hypot(*(b - a)) // 50)))
    points = [(shape.GetX(), shape.GetY()) for _, shape in layers["centroids"]]
    gaps, _ = cKDTree(np.vstack(spots)).query(points)
    assert gaps.max() < 300
    for (values, point), (area, shape) in zip(layers["centroids"], layers["lsoa"]):
        assert values["LSOA21CD"] == area["LSOA21CD"]
        assert shape.Contains(point)


def test_there_are_nine_hubs_of_which_three_do_not_count_like_the_rest():
    hubs = rows_of("hubs.csv")
    assert len({h["site_id"] for h in hubs}) == 9
    session = [h for h in hubs if h["hours_week"] == "2"]
    assert [(h["site_type"], h["sessions_week"], h["building_type"]) for h in session] == [
        ("Network Site", "1", "fire station")
    ]
    assert [h["site_id"] for h in hubs if h["open_to"] == "base families"] == ["H08"]
    assert [h["site_id"] for h in hubs if h["authority"] == "Aldermoor"] == ["H09"]


def test_there_are_sixty_venues_with_impossible_addresses():
    venues, hubs = rows_of("venues.csv"), rows_of("hubs.csv")
    assert len({v["site_id"] for v in venues}) == len({v["site_name"] for v in venues}) == 60
    places = [*venues, *hubs]
    assert len({v["uprn"] for v in places}) == len(places)
    assert all(v["uprn"].startswith("9999") and len(v["uprn"]) == 12 for v in places)
    assert all(v["postcode"].startswith("ZZ") for v in places)
    assert len({v["building_type"] for v in venues}) >= 9
    assert all(float(v["spare_area_m2"]) < float(v["floor_area_m2"]) for v in places)


def test_the_further_tables_hold_each_area_once_and_call_themselves_fictional():
    codes = {row["LSOA 2021 Code"] for row in rows_of(next(SHIPPED.glob("sape*")).name)}
    for name in ("send", "cars", "digital_exclusion", "six_localities"):
        rows = rows_of(f"{name}_FICTIONAL.csv")
        assert len(rows) == len(codes)
        assert {row["LSOA code (2021)"] for row in rows} == codes
    for row in rows_of("cars_FICTIONAL.csv"):
        total, *kinds = [int(value) for value in list(row.values())[2:]]
        assert total == sum(kinds)
    six = {row["Locality"] for row in rows_of("six_localities_FICTIONAL.csv")}
    assert len(six - {"Aldermoor (neighbour)"}) == 6


def test_the_second_estate_is_the_first_with_one_base_more_and_other_uses():
    first = {row["site_id"]: row for name in ("hubs.csv", "venues.csv") for row in rows_of(name)}
    second = {row["site_id"]: row for row in rows_of("two_tier_estate_FICTIONAL.csv")}
    assert set(second) - set(first) == {"B01"}
    assert all(second[site]["easting"] == row["easting"] for site, row in first.items())
    assert {row["may_give_up"] for row in second.values()} == {"yes", "no"}
    assert [row["may_give_up"] for row in second.values()].count("yes") == 6


def test_voices_have_a_theme_and_a_sentiment_and_some_have_no_place():
    voices = rows_of("voices_FICTIONAL.csv")
    assert len({voice["voice_id"] for voice in voices}) == len(voices) == 900
    assert {voice["sentiment"] for voice in voices} == {"positive", "negative"}
    assert len({voice["theme"] for voice in voices}) == 8
    assert sum(not voice["easting"] for voice in voices) == 12
