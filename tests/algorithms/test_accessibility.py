"""familyhub:accessibility: capacity per child in the toy town, by hand.

On foot: West 2, Mid 7.5 and East 11 minutes from hub 007; North 1.5 from hub 8; nothing leads to
the Moor. Children: 10, 20, 30, 40, 5. From one bank to the other it is more than 10 minutes.
Hours a week: 007 has 30, 8 has 20.
"""

from __future__ import annotations

import re

import pytest
from algorithms.runs import DEMAND, Log, demand, hubs, layer_of, points, run, square
from qgis.core import (
    QgsExpressionContext,
    QgsFeatureRequest,
    QgsProcessingException,
    QgsWkbTypes,
)

from family_hub_planner.processing.algorithms.accessibility import COLUMNS
from family_hub_planner.processing.base import RESOURCES
from family_hub_planner.processing.styles import STYLES

NOBODYS = [(at, {**told, "authority": ""}) for at, told in DEMAND]


def access(network, **parameters):
    given = {"NETWORK": network, "HUBS": hubs(hours_week=[30.0, 20.0]), "HUB_ID": "site_id",
             "DEMAND": demand(), "BANDS": "5,10", "METHOD": "2sfca", **parameters}  # fmt: skip
    return run("accessibility", **given)


def scores(done):
    return {code: row["score"] for code, row in done.by("OUTPUT", "area_code").items()}


def refused(**parameters):
    log = Log()
    with pytest.raises(QgsProcessingException) as error:
        access(log=log, **parameters)
    return " ".join([*log.errors, str(error.value)])


def test_two_steps_share_the_hours_among_all_within_the_longest_band(network):
    done = access(network)
    assert done.columns("OUTPUT") == list(COLUMNS)
    assert scores(done) == {"West": 1.0, "Mid": 1.0, "East": 0.0, "North": 0.5, "Moor": None}
    rows = done.by("OUTPUT", "area_code")
    assert {code: row["hubs_in_reach"] for code, row in rows.items()} == {
        "West": 1, "Mid": 1, "East": 0, "North": 1, "Moor": 0}  # fmt: skip
    assert rows["North"]["relative"] == pytest.approx(0.5 / (50 / 100))
    assert rows["East"]["minutes"] == pytest.approx(11, abs=2e-3)
    assert "too far" in rows["Moor"]["note"] and rows["East"]["note"] == ""
    assert (rows["West"]["children"], rows["West"]["need"]) == (10, 5)


def test_the_enhanced_form_weighs_the_nearer_band_more(network):
    """007: 30 / (10 + 0.5 * 20) = 1.5 hours; 8: 20 / 40."""
    found = scores(access(network, METHOD="e2sfca", WEIGHTS="1,0.5"))
    assert found == {"West": 1.5, "Mid": 0.75, "East": 0, "North": 0.5, "Moor": None}
    gaussian = 30 / (10 + 0.22 * 20)
    assert scores(access(network, METHOD="e2sfca"))["Mid"] == pytest.approx(0.22 * gaussian)


def test_score_times_children_is_the_capacity_used(network):
    for method in ("2sfca", "e2sfca"):
        done = access(network, METHOD=method, BANDS="3,10,20")
        given = sum((row["score"] or 0) * row["children"] for row in done.rows("OUTPUT"))
        assert given == pytest.approx(50) == done["CAPACITY_USED"]
        assert done["CAPACITY_UNUSED"] == 0


def test_need_may_compete_in_the_childrens_place(network):
    found = access(network, COUNTED="need")
    assert scores(found)["West"] == pytest.approx(30 / 9)
    assert any("hours_week per unit of need" in said for said in found.log.said)


def test_the_numbers_returned_and_the_log_say_who_has_none(network):
    done = access(network)
    assert (done["CHILDREN"], done["CHILDREN_WITHOUT"], done["CHILDREN_UNROUTED"]) == (105, 30, 5)
    assert done["MEAN_SCORE"] == pytest.approx(0.5)
    assert done["UNROUTED_COUNT"] == 1 and done["STATUS"] == "done"
    assert any("hours_week per child within reach: 0.5 on average" in s for s in done.log.said)
    assert any("30 of 105 children have no hub" in said for said in done.log.said)


def test_the_table_by_hub_shows_what_each_child_of_its_catchment_has(network):
    rows = access(network, METHOD="e2sfca", WEIGHTS="1,0.5", BY_HUB="TEMPORARY_OUTPUT").by(
        "BY_HUB", "hub_id"
    )
    assert rows["007"] == {
        "hub_id": "007", "site_name": "South Hub", "capacity": 30, "children_weighted": 20,
        "per_child": 1.5,
    }  # fmt: skip
    assert rows["8"]["per_child"] == 0.5


def test_a_hub_without_a_child_near_it_is_named_and_its_hours_count_for_nobody(network):
    north = points([row for row in DEMAND if row[1]["area_code"] != "North"])
    done = access(network, DEMAND=north, BY_HUB="TEMPORARY_OUTPUT")
    assert (done["CAPACITY_USED"], done["CAPACITY_UNUSED"]) == (30, 20)
    assert done.by("BY_HUB", "hub_id")["8"]["per_child"] is None
    assert any("first: 8" in said and "counts for nobody" in said for said in done.log.warned)


def test_children_of_a_neighbour_compete_though_only_ones_own_areas_are_shown(network):
    """East, of Nextdoor, is 11 minutes off: within 12 it takes half of hub 007's hours."""
    done = access(network, BANDS="12", HOME_AUTHORITY="Toytown")
    assert scores(done) == {"West": 0.5, "Mid": 0.5, "North": 0.5, "Moor": None}
    assert (done["CHILDREN"], done["CAPACITY_USED"]) == (75, 50)


def test_the_areas_drawn_need_only_be_those_shown(network):
    own = [(square(at), {"area_code": values["area_code"]}) for at, values in DEMAND
           if values["authority"] == "Toytown"]  # fmt: skip
    done = access(network, HOME_AUTHORITY="Toytown", AREAS=layer_of("Polygon", own))
    assert done.layer("OUTPUT").wkbType() == QgsWkbTypes.Type.MultiPolygon
    assert set(scores(done)) == {"West", "Mid", "North", "Moor"}
    north = next(f for f in done.layer("OUTPUT").getFeatures() if f["area_code"] == "North")
    at = next(at for at, values in DEMAND if values["area_code"] == "North")
    drawn = layer_of("Polygon", [(square(at), {})]).getFeature(1).geometry()
    assert north.geometry().boundingBox() == drawn.boundingBox()


@pytest.mark.parametrize(
    "columns",
    [{"status": ["Closed", "Active"]}, {"status": ["planned to be opened", None]},
     {"open_to": ["pupils' families", "public"]}],
)  # fmt: skip
def test_a_hub_that_serves_nobody_yet_counts_for_nobody(network, columns):
    done = access(network, HUBS=hubs(hours_week=[30.0, 20.0], **columns))
    assert scores(done) == {"West": 0, "Mid": 0, "East": 0, "North": 0.5, "Moor": None}
    assert any(said.startswith("007 is not counted") for said in done.log.warned)


def test_a_closed_hub_needs_no_capacity(network):
    hub = hubs(hours_week=[None, 20.0], status=["Closed", "Active"])
    assert scores(access(network, HUBS=hub))["North"] == 0.5


def test_only_hubs_with_the_service_asked_for_count(network):
    hub = hubs(hours_week=[30.0, 20.0], services=["parenting", "stay and play"])
    assert scores(access(network, HUBS=hub, SERVICE="parenting"))["North"] == 0


def test_a_table_of_times_gives_each_direction_its_own_minutes():
    """From home to the hub, as the table has them: Mid can come to 8 though 8 is far from Mid."""
    journeys = [("West", "007", 2.0), ("Mid", "007", 40.0), ("Mid", "8", 3.0), ("North", "8", 1.0)]
    rows = [(None, {"origin_id": a, "destination_id": b, "minutes": m}) for a, b, m in journeys]
    found = access(None, TIMES=layer_of("none", rows))
    assert scores(found) == {"West": 3, "Mid": pytest.approx(20 / 60), "East": None,
                             "North": pytest.approx(20 / 60), "Moor": None}  # fmt: skip
    assert {row["near_edge"] for row in found.rows("OUTPUT")} == {None}


def test_direction_runs_home_to_hub_or_back(network):
    """By car up the one-way street 120 m, back 840 m round: 0.24 and 1.68 minutes."""
    hub = points([((240, -180), {"site_id": "h", "hours_week": 6.0})])
    home = points([((240, -60), {"area_code": "a", "children": 2.0, "need": 1.0})])
    given = {"HUBS": hub, "DEMAND": home, "MODE": "drive", "BANDS": "1"}
    assert scores(access(network, **given))["a"] == 3
    assert scores(access(network, **given, DIRECTION="from"))["a"] == 0


def test_unrouted_places_are_listed_with_the_users_id(network):
    (lost,) = access(network, UNROUTED="TEMPORARY_OUTPUT").rows("UNROUTED")
    assert (lost["id"], lost["role"]) == ("Moor", "demand")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"HUBS": ("hours_week", [30.0, None])}, "1 of 2 hubs of hubs have no usable hours_week"),
        ({"HUBS": ("hours_week", [-1.0, 5.0])}, "first: 007"),
        ({"HUBS": ("hours_week", [0.0, 0.0])}, "All 2 hubs of hubs have a hours_week of 0"),
        ({"HUBS": ("hours_week", ["many", "few"])}, "which is no number"),
        ({"HUBS": ("rooms", [1.0, 2.0])}, "no field 'hours_week' with the hubs' capacity"),
        ({"CAPACITY": "places"}, "no field 'places'"),
        ({"WEIGHTS": "1,0.5"}, "leave them empty for 2sfca"),
        ({"WEIGHTS": "1,0.5,0.2", "METHOD": "e2sfca"}, "each of the 2 bands (5, 10 minutes)"),
        ({"BANDS": "ten"}, '"ten" is not a number of minutes'),
        ({"HOME_AUTHORITY": "Elsewhere"}, "No demand point belongs to 'Elsewhere'"),
        ({"HOME_AUTHORITY": "Toytown", "DEMAND": NOBODYS}, "The points name no authority: set its"),
    ],
)
def test_bad_input_is_refused_in_words_and_nothing_is_written(network, tmp_path, change, sentence):
    target = tmp_path / "access.gpkg"
    target.write_bytes(b"what stood here")
    if "HUBS" in change:
        column, values = change["HUBS"]
        change = {"HUBS": hubs(**{column: values})}
    if "DEMAND" in change:
        change = {**change, "DEMAND": points(change["DEMAND"], name="demand")}
    assert sentence in refused(network=network, OUTPUT=str(target), **change)
    assert target.read_bytes() == b"what stood here"


def test_the_help_names_every_column_of_the_main_output():
    words = set(re.findall(r"[a-z0-9_]+", (RESOURCES / "help" / "accessibility.html").read_text()))
    assert set(COLUMNS) <= words


def test_every_score_is_drawn_once_under_true_words(qgis_app):
    values = [(2.0, 8.0), (1.5, 6.0), (1.0, 4.0), (0.5, 2.0), (0.1, 0.4), (0.0, 0.0), (None, None)]
    made = layer_of("MultiPolygon", [(square((0, 0)), {"relative": r, "score": s})
                                     for r, s in values])  # fmt: skip
    said, fine = made.loadNamedStyle(str(STYLES / "accessibility.qml"))
    assert fine, said
    drawn: dict[int, list[str]] = {feature.id(): [] for feature in made.getFeatures()}
    for rule in made.renderer().rootRule().children():
        request = QgsFeatureRequest().setFilterExpression(rule.filterExpression())
        request.setExpressionContext(QgsExpressionContext())
        for feature in made.getFeatures(request):
            drawn[feature.id()].append(rule.label())
    assert list(drawn.values()) == [
        ["1.5 times the average or more"], ["1.5 times the average or more"],
        ["average to 1.5 times"], ["half the average to average"], ["less than half the average"],
        ["no capacity within reach"], ["no score"],
    ]  # fmt: skip
