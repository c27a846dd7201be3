"""The layers beside a pack: whose data each is, what the public's tell, and how coarsely."""

from __future__ import annotations

from dataclasses import replace

from pack_cases import CODES, EMPTY, EVIDENCE, HUBS, NEED, SHAPES, square

from family_hub_planner.engine.report.evidence import PUBLIC, MapShapes
from family_hub_planner.engine.report.map_tables import COUNCIL, MERGED, OSM, layer_tables
from family_hub_planner.engine.tables import Table

LINES = MapShapes("roads", ["r"], [{"type": "LineString", "coordinates": [[-1, 52], [-1, 53]]}])
GAPS = MapShapes("gaps", ["1"], [square(-1.0, 52.0)])
NOTHING = MapShapes("water", [], [])
ALL = replace(EVIDENCE, shapes=[*SHAPES, LINES, GAPS, NOTHING])


def layers(evidence):
    return {layer.name: layer for layer in layer_tables(evidence)}


def test_minutes_beside_the_areas_are_of_both_and_need_is_the_councils():
    found = {name: layer.whose for name, layer in layers(ALL).items()}
    assert found == {
        "need_by_area": COUNCIL, "minutes_by_area": MERGED, "hubs": COUNCIL, "roads": OSM,
        "gaps": MERGED,
    }  # fmt: skip


def test_nothing_is_openstreetmaps_where_the_network_is_not():
    found = {layer.whose for layer in layers(replace(ALL, from_osm=False)).values()}
    assert found == {COUNCIL}


def test_hubs_that_name_openstreetmap_among_their_sources_are_of_both():
    sources = ["the council", "\N{COPYRIGHT SIGN} OpenStreetMap contributors"]
    hubs = Table({**HUBS.columns, "sources": sources}, "hubs")
    assert layers(replace(ALL, hubs=hubs))["hubs"].whose == MERGED
    own = Table({**HUBS.columns, "sources": ["the council", None]}, "hubs")
    assert layers(replace(ALL, hubs=own))["hubs"].whose == COUNCIL


def test_a_row_goes_to_the_shape_of_its_id_whatever_the_order_and_the_first_of_two_counts():
    turned = [*CODES[::-1], "Z"]
    shapes = [MapShapes("areas", turned, [square(-1.0, 52.0)] * 5)]
    twice = {name: [*values, values[0]] for name, values in NEED.columns.items()}
    twice["children"] = [*NEED.columns["children"], 999.0]
    evidence = replace(EVIDENCE, shapes=shapes, need=Table(twice, "need"), today=None)
    found = layers(evidence)["need_by_area"].columns
    assert found.column("id") == turned
    assert found.column("children") == [4.0, 60.0, 50.0, 100.0, None]


def test_the_publics_areas_have_counts_to_the_ten_and_none_that_is_small():
    children = {"children": [104.0, 45.0, 9.0, 0.0], "children_0_2": [10.0, 14.9, 15.0, None]}
    need = Table({**NEED.columns, **children, "secret": [1.0] * 4, "made_with": [""] * 4}, "need")
    evidence = replace(ALL, need=need, audience=PUBLIC)
    found = layers(evidence)["need_by_area"].columns
    assert found.column("children") == [100.0, 50.0, None, 0.0]
    assert found.column("children_0_2") == [10.0, 10.0, 20.0, None]
    assert found.column("idaci_decile") == [1, 1, 5, 5]
    assert not {"secret", "made_with"} & set(found.columns)
    coarser = layers(replace(evidence, threshold=20))["need_by_area"].columns
    assert coarser.column("children") == [100.0, 40.0, None, 0.0]
    inside = layers(replace(ALL, need=need))["need_by_area"].columns
    assert inside.column("children") == children["children"] and "secret" in inside.columns


def test_the_publics_minutes_are_whole_with_halves_up():
    assert EVIDENCE.today is not None
    areas = Table({"area_code": CODES, "minutes": [4.5, 15.2, 7.9, None]}, "areas")
    today = replace(EVIDENCE.today, areas=areas)
    found = layers(replace(ALL, today=today, audience=PUBLIC))["minutes_by_area"].columns
    assert found.column("minutes") == [5.0, 15.0, 8.0, None]


def test_an_empty_pack_has_no_layers_and_shapes_without_a_table_have_ids_alone():
    assert layers(EMPTY) == {}
    assert layers(ALL)["roads"].columns.columns == {"id": ["r"]}
