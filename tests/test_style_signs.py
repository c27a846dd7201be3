"""The signs of hubs, venues and buildings on the shipped styles: told apart by shape and colour."""

from __future__ import annotations

from xml.etree import ElementTree

from algorithms.runs import layer_of
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsGeometry,
    QgsPalLayerSettings,
)
from styled_layers import classes, names, styled

from family_hub_planner.engine.sources.facility_types import read_facility_types
from family_hub_planner.processing.styles import STYLES


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
    form = layer.labeling().settings().format()  # kept: a buffer dies with its format
    assert form.buffer().enabled()


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
        feature["site_name"] = "A name"
        feature.setGeometry(QgsGeometry.fromWkt("POINT(0 0)"))
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    assert classes(layer) == list(rows.values())
    told = [confidential != "yes" for _, confidential, *_ in rows]
    assert [name is not None for name in names(layer, 10_000)] == told
    hubs = [one and site_type is not None for one, (*_, site_type, _) in zip(told, rows)]
    assert [name is not None for name in names(layer, 200_000)] == hubs


def test_no_style_labels_by_rules_which_each_drawing_takes_in_another_order(qgis_app):
    """QGIS sorts rules of labels by their addresses: the same map, its names placed otherwise."""
    for path in STYLES.glob("*.qml"):
        labelled = ElementTree.fromstring(path.read_text("utf-8")).iter("labeling")
        assert all(one.get("type") == "simple" for one in labelled), path.name


def test_places_without_a_name_leave_the_room_to_the_names_beside_them(qgis_app):
    """QGIS keeps names off every place that its labels are asked about, named or not."""
    layer = styled("sites", "decision:string", ["kept", "open", "not_chosen", None])
    settings = QgsPalLayerSettings(layer.labeling().settings())  # kept: its properties die with it
    shown = settings.dataDefinedProperties().property(QgsPalLayerSettings.Property.Show)
    asked = QgsExpression(shown.expressionString())
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    found = []
    for feature in layer.getFeatures():
        context.setFeature(feature)
        found.append(bool(asked.evaluate(context)))
    assert found == [True, True, False, False]


def test_sites_are_named_in_letters_that_say_what_is_decided_of_them(qgis_app):
    layer = styled("sites", "decision:string", ["open", "option_to_close", "kept", "not_chosen"])
    layer.startEditing()
    for number, feature in enumerate(layer.getFeatures(), start=1):
        for name, value in (("site_name", f"Site {number}"), ("order", number)):
            layer.changeAttributeValue(feature.id(), layer.fields().indexOf(name), value)
    layer.commitChanges()
    assert names(layer, 200_000) == ["1  Site 1", "Site 2 (option to close)", "Site 3", None]


def test_signs_stand_within_the_style_and_need_no_file(qgis_app):
    for path in STYLES.glob("*.qml"):
        layers = ElementTree.fromstring(path.read_text("utf-8")).iter("layer")
        pictures = [
            option.get("value", "")
            for one in layers if one.get("class") == "SvgMarker"
            for option in one.iter("Option") if option.get("name") == "name"
        ]  # fmt: skip
        assert all(name.startswith("base64:") or not name for name in pictures), path.name
