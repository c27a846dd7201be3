"""familyhub:candidatesfromnetwork: the toy town's junctions, spread, and into siting."""

from __future__ import annotations

import pytest
from algorithms.runs import Log, demand, layer_of, run, square
from qgis.core import QgsProcessingException
from toy_town import ORIGIN

from family_hub_planner.processing.candidates import COLUMNS


def at(x, y) -> str:
    return f"junction/{ORIGIN[0] + x:.0f}/{ORIGIN[1] + y:.0f}"


def test_junctions_come_with_their_arms_named_by_where_they_are(network):
    done = run("candidatesfromnetwork", NETWORK=network, SPACING_M=10)
    assert done.columns("OUTPUT") == [*COLUMNS, "arms"]
    rows = done.by("OUTPUT", "site_id")
    assert len(rows) == done["CANDIDATES_COUNT"] == done["JUNCTIONS"] == 14
    assert rows[at(720, 0)]["arms"] == 4 and rows[at(240, 0)]["arms"] == 3
    assert rows[at(720, 0)]["site_name"] == "East Bridge / Field Street / High Street"
    assert {row["venue_type"] for row in rows.values()} == {"road junction"}
    assert all("© OpenStreetMap contributors" in row["sources"] for row in rows.values())
    assert done.layer("OUTPUT").crs().authid() == "EPSG:27700"


def test_the_spacing_the_areas_and_the_mode_narrow_them(network):
    wide = run("candidatesfromnetwork", NETWORK=network, SPACING_M=500)
    assert 0 < wide["CANDIDATES_COUNT"] < 14 and wide["JUNCTIONS"] == 14
    areas = layer_of("Polygon", [(square((720, 0), 30), {"name": "Mid"})])
    inside = run("candidatesfromnetwork", NETWORK=network, SPACING_M=10, BOUNDARY=areas)
    assert [row["site_id"] for row in inside.rows("OUTPUT")] == [at(720, 0)]
    driven = run("candidatesfromnetwork", NETWORK=network, SPACING_M=10, MODE="drive")
    assert driven["CANDIDATES_COUNT"] == 9


def test_areas_without_a_junction_are_refused_in_words(network):
    areas = layer_of("Polygon", [(square((0, 0), 30), {"name": "A has two arms"})])
    log = Log()
    with pytest.raises(QgsProcessingException, match="no junction of three ways"):
        run("candidatesfromnetwork", log, NETWORK=network, BOUNDARY=areas)


def test_junctions_go_straight_into_siting(network):
    candidates = run("candidatesfromnetwork", NETWORK=network, SPACING_M=10).layer("OUTPUT")
    done = run("suggestsites", NETWORK=network, DEMAND=demand(), CANDIDATES=candidates,
               CANDIDATE_ID="site_id", OBJECTIVE="maximal_cover", MINUTES=6, SITES=1)  # fmt: skip
    # Within 6 minutes (480 m) of C: West 260 m, Mid 180 m, East 460 m; North is beyond all of them.
    assert done["OBJECTIVE_VALUE"] == 15 and done["PROVEN"]
