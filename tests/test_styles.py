"""The styles load onto results and class every value once, in words that are true for any bands."""

from __future__ import annotations

import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from algorithms.runs import layer_of
from patience import SECONDS
from qgis.core import (
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsVectorLayer,
)

from family_hub_planner.engine.sources.facility_types import read_facility_types
from family_hub_planner.processing.styles import STYLES

NAMES = (
    "accessibility", "accessibility_points", "assignment", "candidates", "catchments", "change",
    "change_points", "colocation_pairs", "colocation_plan", "coverage", "coverage_points",
    "demand", "estate", "estate_after", "estate_moves", "estate_options", "finer_demand",
    "gap_cluster_points", "gap_clusters", "hotspots", "hubs", "junctions", "longer_journeys",
    "need", "network_barriers",
    "network_edges", "network_nodes", "outreach", "outreach_assignment", "outreach_links",
    "sites", "thinned", "unrouted", "venues",
)  # fmt: skip
KINDS = {
    "accessibility_points": "Point", "coverage_points": "Point", "demand": "Point",
    "estate_after": "Point", "junctions": "Point", "longer_journeys": "Point",
    "network_barriers": "LineString", "network_edges": "LineString", "network_nodes": "Point",
    "thinned": "Point", "unrouted": "Point", "hubs": "Point", "venues": "Point",
    "gap_cluster_points": "MultiPoint",
    "assignment": "LineString", "candidates": "Point", "change_points": "Point",
    "colocation_pairs": "LineString", "colocation_plan": "LineString", "estate": "Point",
    "estate_moves": "LineString", "estate_options": "Point", "finer_demand": "Point",
    "outreach": "Point", "outreach_assignment": "LineString", "outreach_links": "LineString",
    "sites": "Point",
}  # fmt: skip
SHAPES = {
    "Point": "POINT(0 0)",
    "MultiPoint": "MULTIPOINT((0 0), (9 9))",
    "LineString": "LINESTRING(0 0, 9 9)",
    "MultiPolygon": "MULTIPOLYGON(((0 0, 9 0, 9 9, 0 0)))",
}


def styled(name: str, field: str, values: list) -> QgsVectorLayer:
    """Give a layer with one feature a value, under a style."""
    kind = KINDS.get(name, "MultiPolygon")
    column, _, sort = field.partition(":")
    more = "&field=site_name:string&field=site_id:string&field=order:integer"
    more += "&field=placed_by:string&field=step:integer"
    layer = QgsVectorLayer(f"{kind}?crs=EPSG:27700&field={column}:{sort}{more}", name, "memory")
    features = []
    for value in values:
        feature = QgsFeature(layer.fields())
        feature.setAttribute(0, value)
        feature.setGeometry(QgsGeometry.fromWkt(SHAPES[kind]))
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    said, fine = layer.loadNamedStyle(str(STYLES / f"{name}.qml"))
    assert fine, said
    return layer


def classes(layer: QgsVectorLayer) -> list[list[str]]:
    """Give for each feature the labels of the rules that draw it."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    found: dict[int, list[str]] = {feature.id(): [] for feature in layer.getFeatures()}
    for rule in layer.renderer().rootRule().children():
        request = QgsFeatureRequest().setFilterExpression(rule.filterExpression())
        request.setExpressionContext(context)
        for feature in layer.getFeatures(request):
            found[feature.id()].append(rule.label())
    return list(found.values())


@pytest.mark.parametrize("name", ["coverage", "coverage_points", "assignment"])
def test_every_journey_is_drawn_once_under_true_words(qgis_app, name):
    minutes = [0.0, 10.0, 10.000000000000004, 10.01, 20.0, 29.9, 30.0, 30.01, 500.0]
    near, middle, far, beyond = (
        "up to 10 minutes", "10 to 20 minutes", "20 to 30 minutes", "more than 30 minutes",
    )  # fmt: skip
    wanted = [near, near, near, middle, middle, far, far, beyond, beyond]
    assert classes(styled(name, "minutes:double", minutes)) == [[words] for words in wanted]


def test_areas_that_are_not_reached_are_hatched_and_those_without_a_route_both_ways(qgis_app):
    layer = styled("coverage", "minutes:double", [None, 5.0, 31.0])
    assert classes(layer) == [["no modelled route"], ["up to 10 minutes"], ["more than 30 minutes"]]
    kinds = {
        rule.label(): [rule.symbol().symbolLayer(i).layerType()
                       for i in range(rule.symbol().symbolLayerCount())]
        for rule in layer.renderer().rootRule().children()
    }  # fmt: skip
    assert kinds["20 to 30 minutes"] == ["SimpleFill"]
    assert kinds["more than 30 minutes"] == ["SimpleFill", "LinePatternFill"]
    assert kinds["no modelled route"] == ["SimpleFill", "LinePatternFill", "LinePatternFill"]


def test_a_catchment_of_any_band_is_drawn_once_and_its_words_hold_for_it(qgis_app):
    layer = styled("catchments", "minutes:double", [5.0, 10.0, 15.0, 20.0, 30.0, 45.0])
    wanted = [10, 10, 20, 20, 30]
    assert classes(layer) == [*([f"within {band} minutes"] for band in wanted), ["a longer band"]]


def test_narrow_catchments_lie_on_top_and_let_the_map_through(qgis_app):
    layer = styled("catchments", "minutes:double", [10.0])
    order = layer.renderer().orderBy().list()[0]
    assert order.expression().expression().strip('"') == "minutes"
    assert not order.ascending()
    assert 0.4 < layer.opacity() < 0.8


@pytest.mark.parametrize("scale", [0.001, 1.0, 1000.0])
def test_need_in_any_unit_falls_into_four_quarters(qgis_app, scale):
    need = [scale * value for value in range(1, 13)]
    found = [labels[0] for labels in classes(styled("need", "need:double", need))]
    quarters = ("quarter with least need", "third quarter", "second quarter",
                "quarter of areas with most need")  # fmt: skip
    assert [found.count(words) for words in quarters] == [3, 3, 3, 3]
    assert found[0] == quarters[0] and found[-1] == quarters[-1]


def test_need_that_is_not_known_is_not_drawn_as_little_need(qgis_app):
    found = classes(styled("need", "need:double", [1.0, 2.0, 3.0, 4.0, None]))
    assert found[-1] == ["need not known"]
    assert all(len(labels) == 1 for labels in found)


def test_areas_without_need_are_no_quarter_and_the_quarters_are_of_the_others(qgis_app):
    need = [*[0.0] * 30, 1.0, 2.0, 3.0, 4.0]
    found = classes(styled("need", "need:double", need))
    assert found[:30] == [["no need"]] * 30
    assert found[30] == ["quarter with least need"]
    assert found[33] == ["quarter of areas with most need"]


def test_each_finer_point_is_drawn_once_and_a_whole_areas_apart(qgis_app):
    children = [0.0, 0.4, 1.0, 9.9, 10.0, 200.0, None]
    few, some, many = "under 1 child", "1 to under 10 children", "10 children or more"
    wanted = [few, few, some, some, many, many, "children not known"]
    layer = styled("finer_demand", "children:double", children)
    assert classes(layer) == [[words] for words in wanted]
    at = layer.fields().indexOf("placed_by")
    changes = {feature.id(): {at: "whole_area"} for feature in layer.getFeatures()}
    assert layer.dataProvider().changeAttributeValues(changes)
    whole = "a whole area: no finer place in it"
    assert classes(layer) == [*[[whole]] * 6, ["children not known"]]


def signs(symbol) -> str:
    """Give the picture of a sign, or the shape of a plain mark."""
    layer = symbol.symbolLayer(0)
    return layer.path() if layer.layerType() == "SvgMarker" else str(layer.shape())


def test_sites_differ_by_shape_and_colour_and_have_names_with_a_halo(qgis_app):
    layer = styled("sites", "decision:string", ["open", "option_to_close", "kept", "not_chosen"])
    assert classes(layer) == [
        ["suggested site"], ["option to close, for testing"], ["existing hub, kept open"],
        ["venue tested, not chosen"],
    ]  # fmt: skip
    symbols = [rule.symbol() for rule in layer.renderer().rootRule().children()]
    assert len({signs(symbol) for symbol in symbols}) == 4
    assert len({symbol.color().name() for symbol in symbols}) == 4
    assert layer.labelsEnabled()
    labels = layer.labeling().rootRule().children()
    assert {rule.filterExpression() for rule in labels} == {
        "\"decision\" = 'open'", "\"decision\" = 'option_to_close'", "\"decision\" = 'kept'",
    }  # fmt: skip
    formats = [rule.settings().format() for rule in labels]  # kept: a buffer dies with its format
    assert all(form.buffer().enabled() for form in formats)


def test_hubs_and_outreach_points_differ_by_shape_and_the_new_from_those_that_run(qgis_app):
    decisions = ["open", "kept", "not_chosen"]
    wanted = {
        "hub": [["suggested new hub"], ["existing hub"], ["venue, not chosen"]],
        "outreach": [["suggested outreach point"], ["outreach point that runs today"],
                     ["venue, not chosen"]],
    }  # fmt: skip
    layer = styled("outreach", "decision:string", decisions)
    for tier, labels in wanted.items():
        rows = [("Point (0 0)", {"decision": one, "tier": tier}) for one in decisions]
        made = layer_of("Point", rows)
        made.setRenderer(layer.renderer().clone())
        assert classes(made) == labels
    rules = layer.renderer().rootRule().children()
    looks = {(signs(r.symbol()), r.symbol().color().name()) for r in rules}
    assert len(looks) == 5


def test_lines_say_of_which_tier_they_are(qgis_app):
    found = classes(styled("outreach_assignment", "tier:string", ["hub", "outreach", "neither"]))
    assert found == [["within reach of a hub"], ["of an outreach point only"], []]
    layer = styled("outreach_links", "linked_hub:string", ["H1"])
    (link,) = layer.renderer().rootRule().children()
    assert link.label() == "staff drive from hub to outreach point"


@pytest.mark.parametrize("name", ["estate_options", "estate_moves"])
def test_a_building_is_drawn_once_by_the_first_option_it_is_in(qgis_app, name):
    kinds = ["merge", "move", "move", "merge"]
    layer = styled(name, "move:string", kinds)
    step, site = (layer.fields().indexOf(field) for field in ("step", "site_id"))
    put = {f.id(): {step: 3 - i % 2, site: f"s{i // 2}"} for i, f in
           enumerate(layer.getFeatures())}  # fmt: skip
    assert layer.dataProvider().changeAttributeValues(put)
    found = classes(layer)
    assert [len(labels) for labels in found] == [0, 1, 0, 1]
    assert "move" in found[1][0] and found[1] != found[3]


@pytest.mark.parametrize("name", ["gap_clusters", "gap_cluster_points", "hotspots"])
def test_places_are_named_on_the_map_without_a_count(qgis_app, name):
    layer = styled(name, "children:double", [5.0, 0.0])
    assert layer.labelsEnabled()
    assert layer.labeling().settings().fieldName == '"cluster"'


def test_every_hotspot_is_ringed_and_lets_the_colour_of_its_need_through(qgis_app):
    layer = styled("hotspots", "children:double", [5.0, 0.0])
    (rule,) = layer.renderer().rootRule().children()
    assert (rule.filterExpression(), rule.label()) == ("", "where need is densest")
    assert rule.symbol().symbolLayer(0).fillColor().alpha() == 0


@pytest.mark.parametrize("name", ["gap_clusters", "gap_cluster_points"])
def test_a_gap_nobody_lives_in_is_drawn_as_such(qgis_app, name):
    found = classes(styled(name, "children:double", [0.0, 0.5]))
    assert found == [["gap without any"], ["gap with children of the ages counted"]]


def test_every_type_of_the_shipped_table_has_a_shape_of_its_kind_and_any_other_place_is_drawn(
    qgis_app,
):
    types = read_facility_types().venue_types()
    found = classes(styled("candidates", "venue_type:string", types))
    assert all(len(labels) == 1 and labels != ["other place"] for labels in found)
    beyond = classes(styled("candidates", "venue_type:string", ["road junction", "bank", None]))
    spot = "road junction: a spot to test, no building known there"
    assert beyond == [[spot], ["other place"], ["other place"]]
    layer = styled("candidates", "venue_type:string", [])
    symbols = [rule.symbol() for rule in layer.renderer().rootRule().children()]
    looks = {(signs(s), s.color().name()) for s in symbols}
    assert len(looks) == len(symbols)
    assert len({signs(s) for s in symbols}) == len(symbols), "told apart by shape alone"


def test_a_register_is_drawn_by_type_and_status_and_nothing_confidential_is(qgis_app):
    columns = ("venue_type", "confidential", "site_type", "status")
    further = "".join(f"&field={name}:string" for name in columns[1:])
    layer = styled("estate", f"venue_type:string{further}", [])
    rows = {
        ("library", "no", None, None): ["library"],
        ("library", None, "Family Hub", "Active"): ["family hub, open"],
        ("school", None, "Best Start Family Hub", None): ["family hub, open"],
        (None, "no", "Working towards", "Active"): ["working towards a hub"],
        (None, "no", "Network Site", "Active"): ["network site"],
        (None, "no", "Family Hub", "Planned to be opened"): ["hub or site, planned"],
        (None, "no", "Network Site", "Closed"): ["hub or site, closed"],
        (None, "no", "Youth club", "Active"): ["site of another type"],
        ("library", "yes", None, None): [],
        ("library", "yes", "Family Hub", "Active"): [],
        (None, "no", None, None): ["other place"],
    }
    features = []
    for row in rows:
        feature = QgsFeature(layer.fields())
        for name, value in zip(columns, row):
            feature.setAttribute(name, value)
        feature.setGeometry(QgsGeometry.fromWkt("POINT(0 0)"))
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    assert classes(layer) == list(rows.values())
    names = layer.labeling().rootRule().children()
    assert all("confidential" in one.filterExpression() for one in names)


def test_signs_stand_within_the_style_and_need_no_file(qgis_app):
    for path in STYLES.glob("*.qml"):
        layers = ElementTree.fromstring(path.read_text("utf-8")).iter("layer")
        pictures = [
            option.get("value", "")
            for one in layers if one.get("class") == "SvgMarker"
            for option in one.iter("Option") if option.get("name") == "name"
        ]  # fmt: skip
        assert all(name.startswith("base64:") or not name for name in pictures), path.name


def test_a_site_after_the_last_option_is_drawn_once_and_none_of_an_earlier_one(qgis_app):
    columns = "site_type:string&field=status:string&field=to_site:string&field=venue_type:string"
    layer = styled("estate_after", columns, ["Family Hub", "Family Hub", "Network Site", None])
    step, to_site = (layer.fields().indexOf(name) for name in ("step", "to_site"))
    put = dict(enumerate(((1, None), (2, None), (2, "V1"), (2, None))))
    changes = {feature.id(): {step: put[number][0], to_site: put[number][1]}
               for number, feature in enumerate(layer.getFeatures())}  # fmt: skip
    assert layer.dataProvider().changeAttributeValues(changes)
    assert classes(layer) == [
        [], ["family hub, open"],
        ["service that would stand elsewhere after the last option, for testing"],
        ["site without a type of hub"],
    ]  # fmt: skip


def test_an_area_with_longer_journeys_is_drawn_by_the_longest_of_any_option(qgis_app):
    layer = styled("longer_journeys", "added_minutes:double&field=area_code:string",
                   [3.0, 7.0, 12.0, None, None])  # fmt: skip
    code = layer.fields().indexOf("area_code")
    codes = ("A", "A", "B", "B", "C")
    changes = {f.id(): {code: one} for f, one in zip(layer.getFeatures(), codes)}
    assert layer.dataProvider().changeAttributeValues(changes)
    longer = "journey {} minutes longer, in some option"
    assert classes(layer) == [
        [], [longer.format("5 to 10")], [longer.format("more than 10")], [],
        ["no modelled route in some option"],
    ]  # fmt: skip


def test_who_is_not_routed_is_drawn_by_role_whoever_it_is(qgis_app):
    roles = ["demand", "demand without a car", "hub", "building", "origin", None]
    found = [labels[0].split(",")[0].split(":")[0] for labels in
             classes(styled("unrouted", "role:string", roles))]  # fmt: skip
    demand, site, other = (
        "demand point not routed", "hub", "origin or destination not routed"
    )  # fmt: skip
    assert found == [demand, demand, site, site, other, other]


def test_the_first_pairs_are_arrows_by_direction_and_the_others_only_close_up(qgis_app):
    layer = styled("colocation_pairs", "rank:integer", [1, 10, 11])
    rules = layer.renderer().rootRule().children()
    assert [rule.minimumScale() for rule in rules] == [0, 0, 0, 25_000, 25_000]
    conditions = [rule.filterExpression() for rule in rules]
    for word, condition in zip(("into_hub", "hub_into", "between_others"), conditions):
        assert condition == f'"feasible" AND "rank" <= 10 AND "direction" = \'{word}\''
    assert conditions[3:] == ['"feasible" AND "rank" > 10', 'NOT "feasible"']
    kinds = [rule.symbol().symbolLayer(0).layerType() for rule in rules]
    assert kinds == ["ArrowLine"] * 4 + ["SimpleLine"]
    assert len({rule.symbol().color().name() for rule in rules[:3]}) == 3


def test_a_move_of_the_plan_is_an_arrow_with_its_service_and_what_is_left_is_not_drawn(qgis_app):
    found = classes(styled("colocation_plan", "decision:string", ["move", "leave"]))
    assert found == [["moves, an option"], []]
    layer = styled("colocation_plan", "decision:string", ["move"])
    assert layer.labelsEnabled()
    assert layer.labeling().settings().fieldName == '"service_name"'


def test_every_style_stands_and_no_other(qgis_app):
    assert sorted(path.stem for path in STYLES.glob("*.qml")) == sorted(NAMES)


@pytest.mark.parametrize("name", ["change", "change_points"])
def test_each_change_of_minutes_is_drawn_once_under_true_words(qgis_app, name):
    layer = QgsVectorLayer(
        f"{KINDS.get(name, 'MultiPolygon')}?crs=EPSG:27700&field=change:double&field=result:string",
        "c", "memory",
    )  # fmt: skip
    rows = [
        (25.0, "longer", "more than 10 minutes longer"),
        (10.01, "lost reach", "more than 10 minutes longer"),
        (10.000000000000002, "longer", "over 5, up to 10 minutes longer"),
        (5.0, "longer", "up to 5 minutes longer"),
        (0.6, "longer", "up to 5 minutes longer"),
        (0.4, "same", "about the same"),
        (0.0, "same", "about the same"),
        (-0.4, "same", "about the same"),
        (-5.0, "shorter", "up to 5 minutes shorter"),
        (-7.0, "gained reach", "over 5, up to 10 minutes shorter"),
        (-10.5, "shorter", "more than 10 minutes shorter"),
        (None, "no longer routed", "no longer routed: no modelled journey under the plan"),
        (None, "newly routed", "newly routed: no modelled journey today"),
        (None, "not routed", "not routed, today or under the plan"),
        (None, "not compared", "not compared: in one coverage alone"),
    ]
    for change, result, _ in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([change, result])
        feature.setGeometry(QgsGeometry.fromWkt(SHAPES[KINDS.get(name, "MultiPolygon")]))
        assert layer.dataProvider().addFeature(feature)
    said, fine = layer.loadNamedStyle(str(STYLES / f"{name}.qml"))
    assert fine, said
    assert classes(layer) == [[words] for _, _, words in rows]


def test_the_styles_shipped_are_those_that_the_script_draws(tmp_path):
    """Colours and rules alone: other releases write other versions and unused settings."""
    script = Path(__file__).parents[1] / "scripts" / "make_styles.py"
    command = ["/usr/bin/python3", str(script), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    drawn = {path.stem: path for path in tmp_path.glob("*.qml")}
    assert set(drawn) == set(NAMES) == {path.stem for path in STYLES.glob("*.qml")}
    for name, path in drawn.items():
        assert gist_of(path) == gist_of(STYLES / path.name), name


def gist_of(style: Path) -> list[tuple[str, ...]]:
    """Give the rules of a style (label and condition) and the opacity of its layer."""
    root = ElementTree.fromstring(style.read_text("utf-8"))
    rules = [(rule.get("label", ""), rule.get("filter", "")) for rule in root.iter("rule")]
    return [*rules, ("opacity", root.findtext("layerOpacity", ""))]


@pytest.mark.parametrize(
    ("name", "field", "from_below"),
    [("sites", "decision:string", ["not_chosen", "kept", "option_to_close", "open"]),
     ("outreach", "decision:string", ["not_chosen", "kept", "open"])],
)  # fmt: skip
def test_what_would_change_lies_over_what_stays_and_both_over_what_was_only_tested(
    qgis_app, name, field, from_below
):
    layer = styled(name, field, list(reversed(from_below)))
    request = QgsFeatureRequest().setOrderBy(layer.renderer().orderBy())
    assert [row["decision"] for row in layer.getFeatures(request)] == from_below
    assert layer.renderer().orderByEnabled()
