"""A project's layers are told apart by their columns and names; what is set is never overruled."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from family_hub_planner.gui.guesses import RESULT, guessed
from family_hub_planner.gui.plan_settings import PlanSettings


@pytest.fixture
def add(qgis_app):
    """Add an empty layer to a project of the test's own; gives the project and the adding."""
    project = QgsProject()

    def layer(name, kind, *columns):
        fields = "".join(f"&field={column}:string" for column in columns)
        made = QgsVectorLayer(f"{kind}?crs=EPSG:27700{fields}", name, "memory")
        project.addMapLayer(made)
        return made

    layer.project = project
    return layer


def guess(add, **settings):
    return guessed(PlanSettings(**settings), add.project)


def test_need_and_demand_are_known_by_their_columns(add):
    areas = add("A", "Polygon", "area_code", "children", "need")
    points = add("B", "Point", "area_code", "children", "need")
    found = guess(add)
    assert (found.areas, found.demand) == (areas.id(), points.id())
    assert found.boundaries == ""


def test_boundaries_and_wards_are_known_by_the_names_that_their_publisher_gives(add):
    areas = add("Boundaries", "Polygon", "FID", "LSOA21CD", "LSOA21NM", "LAD22NM")
    wards = add("Divisions", "Polygon", "FID", "WD25CD", "WD25NM")
    found = guess(add)
    assert (found.boundaries, found.code, found.name) == (areas.id(), "LSOA21CD", "LSOA21NM")
    assert found.authority == "LAD22NM"
    assert (found.wards, found.ward_name) == (wards.id(), "WD25NM")


def test_centroids_are_points_with_an_areas_code_and_no_counts(add):
    points = add("Population weighted", "Point", "FID", "LSOA21CD", "x", "y")
    add("Points of need, weighted", "Point", "lsoa21cd", "area_code", "children", "need")
    add("A postcode directory", "Point", "pcds", "LSOA21CD")
    assert guess(add).centroids == points.id()


def test_hubs_and_venues_are_told_apart_by_their_layers_names(add):
    venues = add("Candidate venues", "Point", "site_id")
    hubs = add("Our children's centres", "Point", "urn")
    found = guess(add)
    assert (found.hubs, found.hub_id) == (hubs.id(), "urn")
    assert (found.venues, found.venue_id) == (venues.id(), "site_id")


def test_a_result_of_a_run_is_not_taken_for_the_hubs(add):
    add("Hubs and outreach points", "Point", "site_id").setCustomProperty(RESULT, True)
    assert guess(add).hubs == ""


def test_points_that_are_neither_are_left_alone(add):
    add("Trees", "Point", "site_id")
    add("Hubs", "Polygon", "site_id")
    assert guess(add) == PlanSettings()


def test_what_is_set_stays(add):
    chosen = add("My own choice", "Point", "code")
    add("Hubs", "Point", "site_id")
    found = guess(add, hubs=chosen.id(), hub_id="code")
    assert (found.hubs, found.hub_id) == (chosen.id(), "code")
