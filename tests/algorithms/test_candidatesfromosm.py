"""familyhub:candidatesfromosm: a town's facilities as candidates, thinned, and into siting."""

from __future__ import annotations

import numpy as np
import pytest
from algorithms.runs import DEGREES, Log, demand, layer_of, points, run, square
from facility_town import square as ring
from facility_town import write_facilities
from qgis.core import QgsProcessingException
from toy_town import ORIGIN, to_degrees

from family_hub_planner.processing.candidates import COLUMNS, THINNED_COLUMNS

LIBRARY, SCHOOL, DOCTORS = ({"amenity": of} for of in ("library", "school", "doctors"))
NODES = {
    1: ((120, 0), {**LIBRARY, "name": "Town Library", "addr:postcode": "ZZ1 1AA"}),
    2: ((660, 0), {**SCHOOL, "name": "Mid School", "access": "private"}),
    3: ((680, 20), {"amenity": "community_centre"}),
    4: ((5000, 0), {**DOCTORS, "name": "Far Surgery", "ref:GB:uprn": "77"}),
    5: ((5400, 0), {"amenity": "clinic", "name": "Far Clinic", "ref:GB:uprn": "77"}),
    6: ((300, 0), {"social_facility": "shelter", "social_facility:for": "abused", "name": "Hid"}),
}


@pytest.fixture
def town(tmp_path):
    ways = {8: (ring(960, -180, 30), {"leisure": "sports_centre", "name": "East Pool"})}
    return str(write_facilities(tmp_path / "town.osm", NODES, ways))


def taken(done, output="OUTPUT"):
    return {row["site_id"] for row in done.rows(output)}


def said_by(**parameters) -> str:
    log = Log()
    with pytest.raises(QgsProcessingException) as error:
        run("candidatesfromosm", log, **parameters)
    return "\n".join([*log.errors, str(error.value)])


def test_the_output_has_the_facility_columns_places_and_credit(town):
    done = run("candidatesfromosm", INPUT=town)
    assert done.columns("OUTPUT") == list(COLUMNS)
    layer = done.layer("OUTPUT")
    assert layer.crs().authid() == "EPSG:27700"
    library = done.by("OUTPUT", "site_id")["node/1"]
    stated = {"site_id", "site_name", "postcode", "venue_type", "colocation_type", "sources"}
    assert {name for name, value in library.items() if value not in (None, "")} == stated
    assert "© OpenStreetMap contributors" in library["sources"]
    (at,) = (f.geometry().asPoint() for f in layer.getFeatures() if f["site_id"] == "node/1")
    np.testing.assert_allclose((at.x(), at.y()), np.add((120, 0), ORIGIN), atol=0.02)


def test_one_uprn_is_one_place_and_the_table_says_which_stays(town):
    done = run("candidatesfromosm", INPUT=town, THINNED="TEMPORARY_OUTPUT")
    assert taken(done) == {"node/1", "node/2", "node/3", "node/4", "way/8"}
    assert done.columns("THINNED") == list(THINNED_COLUMNS)
    (out,) = done.rows("THINNED")
    assert (out["site_id"], out["kept_as"], out["reason"]) == ("node/5", "node/4", "same UPRN")
    assert (done["CANDIDATES_COUNT"], done["THINNED_COUNT"]) == (5, 1)
    assert any("1 same UPRN" in line for line in done.log.said)


def test_the_users_order_of_types_decides_which_stays(town):
    order = "health centre or clinic, Community Centre"
    done = run("candidatesfromosm", INPUT=town, THIN_M=50, TYPE_ORDER=order)
    assert taken(done) == {"node/1", "node/3", "node/5", "way/8"}
    assert taken(run("candidatesfromosm", INPUT=town, THIN_M=50)) == {
        "node/1", "node/2", "node/4", "way/8"
    }  # fmt: skip
    assert taken(run("candidatesfromosm", INPUT=town, THIN_M=0)) == taken(
        run("candidatesfromosm", INPUT=town)
    )


def test_a_shelter_is_counted_and_nowhere_named(town):
    done = run("candidatesfromosm", INPUT=town, THINNED="TEMPORARY_OUTPUT", THIN_M=5000)
    assert done["WITHHELD_COUNT"] == 1
    told = " ".join([*done.log.said, *done.log.warned, str(done.rows("THINNED"))])
    assert "Hid" not in told and "node/6" not in told and "1 left out: refuges" in told


def test_only_the_types_asked_for_are_taken_and_an_unknown_one_is_refused(town):
    done = run("candidatesfromosm", INPUT=town, TYPES="GP practice; library")
    assert taken(done) == {"node/1", "node/4"}
    said = said_by(INPUT=town, TYPES="library, brewery")
    assert "'brewery'" in said and "fire station" in said and "GP practice" in said
    assert "names no such type" in said_by(INPUT=town, TYPE_ORDER="brewery")
    assert "no facility of hospital" in said_by(INPUT=town, TYPES="hospital")


def test_only_those_inside_the_areas_are_taken_in_whatever_system_they_come(town):
    areas = layer_of("Polygon", [(square((660, 0), 100), {"name": "Mid"}),
                                 (square((5000, 0), 100), {"name": "Far"})])  # fmt: skip
    done = run("candidatesfromosm", INPUT=town, BOUNDARY=areas)
    assert taken(done) == {"node/2", "node/3", "node/4"}
    corners = to_degrees(np.add([(600, -60), (720, -60), (720, 60), (600, 60), (600, -60)], ORIGIN))
    ring_of = ", ".join(f"{lon} {lat}" for lon, lat in corners)
    degrees = layer_of("Polygon", [(f"Polygon (({ring_of}))", {"name": "Mid"})], DEGREES)
    assert taken(run("candidatesfromosm", INPUT=town, BOUNDARY=degrees)) == {"node/2", "node/3"}
    assert any("lie outside the areas" in line for line in done.log.said)
    nowhere = layer_of("Polygon", [("Polygon ((9 9, 9.1 9, 9.1 9.1, 9 9))", {})], DEGREES)
    assert "none of the 6 places lies inside" in said_by(INPUT=town, BOUNDARY=nowhere)


def test_a_table_of_the_planners_own_takes_the_place_of_the_shipped_one(town, tmp_path):
    rules = tmp_path / "rules"
    rules.mkdir()
    assert "holds no facilities.csv" in said_by(INPUT=town, RULES=str(rules))
    table = "tags,venue_type,colocation_type\nleisure=sports_centre,pool,other\n"
    (rules / "facilities.csv").write_text(table, encoding="utf-8")
    (row,) = run("candidatesfromosm", INPUT=town, RULES=str(rules)).rows("OUTPUT")
    assert (row["site_id"], row["venue_type"], row["colocation_type"]) == ("way/8", "pool", "other")


def test_the_system_asked_for_is_the_outputs(town):
    layer = run("candidatesfromosm", INPUT=town, CRS="EPSG:32630").layer("OUTPUT")
    assert layer.crs().authid() == "EPSG:32630"
    assert "does not count in metres" in said_by(INPUT=town, CRS="EPSG:4326")


def test_candidates_go_straight_into_siting(town, network):
    done = run("candidatesfromosm", INPUT=town, TYPES="library, school, leisure centre")
    given = {"NETWORK": network, "DEMAND": demand(), "CANDIDATES": done.layer("OUTPUT"),
             "CANDIDATE_ID": "site_id", "MINUTES": 5, "SITES": 1}  # fmt: skip
    suggested = run("suggestsites", **given)
    # West (need 5) by the library; East (6) by the pool; Mid and East (10) by the school.
    assert suggested["SITES_CHOSEN"] == "way/8"
    assert any("only some families may enter: node/2" in line for line in suggested.log.warned)
    assert run("suggestsites", **given, PUBLIC_ONLY=False)["SITES_CHOSEN"] == "node/2"


def test_a_boundary_layer_without_areas_is_refused(town):
    dots = points([((0, 0), {"name": "x"})])
    assert "lies inside" in said_by(INPUT=town, BOUNDARY=dots)
