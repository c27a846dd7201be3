"""The live what-if on a real canvas: place, drag, switch, undo, keep; figures as coverage's own."""

from __future__ import annotations

import gc
import math

import numpy as np
import pytest
from algorithms.runs import layer_of, rows_of, run
from gui.what_if_county import make_files, open_plan
from patience import PATIENCE
from qgis.core import QgsApplication, QgsPointXY, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QEvent, QPoint, Qt
from qgis.PyQt.QtGui import QKeyEvent, QMouseEvent
from qgis.PyQt.QtWidgets import QApplication, QPushButton

from family_hub_planner import classFactory
from family_hub_planner.engine.coverage_tables import total_row
from family_hub_planner.gui.held_task import HeldTask
from family_hub_planner.gui.plan_settings import read_settings
from family_hub_planner.gui.what_if_layers import CHANGE, MINUTES
from family_hub_planner.gui.what_if_left_over import MARK
from family_hub_planner.gui.what_if_tasks import AlgorithmRun

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
EMPTY_SPOT = (617_300.0, 449_300.0)  # in Fenchester, away from every hub and venue
OTHER_SPOT = (616_000.0, 448_100.0)


@pytest.fixture(scope="module")
def county(qgis_app, qgis_processing, tmp_path_factory):
    plugin = classFactory(None)
    plugin.initProcessing()
    yield make_files(tmp_path_factory.mktemp("what_if"))
    plugin.unload()


@pytest.fixture
def plugin(county, desktop, qtbot):
    plugin = classFactory(desktop)
    plugin.provider = object()  # the module's own stands already
    plugin.initGui()
    desktop.window.resize(1000, 700)
    yield plugin
    plugin.unload()
    qtbot.wait(10)


@pytest.fixture
def dock(plugin, county, desktop, qtbot):
    """A what-if that has read the county, with the canvas looking at its town."""
    open_plan(county, plugin.dock.plan)
    desktop.canvas.setDestinationCrs(QgsProject.instance().crs())
    desktop.canvas.setExtent(QgsRectangle(614_000, 446_000, 620_000, 451_000))
    plugin.open_what_if()
    dock = plugin._what_if
    qtbot.waitUntil(lambda: dock.session is not None, timeout=PATIENCE)
    return dock


class Hand:
    """A hand on the mouse and the keyboard of a canvas."""

    def __init__(self, canvas):
        self.canvas, self.view = canvas, canvas.viewport()

    def pixel(self, xy) -> QPoint:
        there = self.canvas.getCoordinateTransform().transform(QgsPointXY(*xy))
        return QPoint(round(there.x()), round(there.y()))

    def _send(self, kind, at, button, buttons):
        event = QMouseEvent(kind, at, self.view.mapToGlobal(at), button, buttons,
                            Qt.KeyboardModifier.NoModifier)  # fmt: skip
        QApplication.sendEvent(self.view, event)

    def click(self, xy, button=LEFT):
        at = self.pixel(xy)
        self._send(QEvent.Type.MouseButtonPress, at, button, button)
        self._send(QEvent.Type.MouseButtonRelease, at, button, Qt.MouseButton.NoButton)

    def drag(self, start, end, steps=6, drop=True):
        first, last = self.pixel(start), self.pixel(end)
        self._send(QEvent.Type.MouseButtonPress, first, LEFT, LEFT)
        for step in range(1, steps + 1):
            at = first + (last - first) * step / steps
            self._send(QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton, LEFT)
        if drop:
            self.drop(end)

    def drop(self, xy):
        at = self.pixel(xy)
        self._send(QEvent.Type.MouseButtonRelease, at, LEFT, Qt.MouseButton.NoButton)

    def key(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        QApplication.sendEvent(self.canvas, QKeyEvent(QEvent.Type.KeyPress, key, modifiers))


@pytest.fixture
def hand(dock, desktop):
    return Hand(desktop.canvas)


def minutes_by_area(dock) -> dict:
    return {row["area_code"]: row["minutes"] for row in rows_of(dock.layers.areas)}


def place_of(dock, place_id):
    return dock.session.positions()[place_id]


# What is read


def test_it_starts_as_today_with_the_map_tool_in_hand(dock, desktop):
    assert desktop.canvas.mapTool() is dock.tool
    assert dock.panel.buttons["place"].isChecked()
    assert dock.session.plan is dock.session.what_if.today
    # H08 stands behind a barracks' gate: coverage does not count it, and neither does this.
    assert sorted(dock.session.plan.on) == ["H01", "H02", "H03", "H04", "H05", "H06", "H07", "H09"]
    assert any("1 of 9 hubs" in note for note in dock.session.loaded.notes)
    venues = [one.id for one in dock.session.what_if.places if one.kind == "venue"]
    assert "V01" in venues
    assert "V04" not in venues  # a school: its own pupils' families only


def test_today_is_to_the_last_bit_what_coverage_gives(dock):
    project = QgsProject.instance()
    asked = dock.session.loaded.parameters
    layers = {name: project.mapLayer(asked[name]) for name in ("DEMAND", "AREAS")}
    hubs = project.mapLayer(read_settings(project).hubs)
    whole = run("coverage", **{**asked, **layers}, HUBS=hubs, HUB_ID="site_id", BY_DECILE="memory:")
    assert minutes_by_area(dock) == {r["area_code"]: r["minutes"] for r in whole.rows("OUTPUT")}
    total = total_row(dock.session.figures.coverage.by_decile)
    assert whole.rows("BY_DECILE")[-1]["reached_20"] == total["reached_20"]


def test_what_coverage_would_not_count_takes_no_part(plugin, county, qtbot):
    open_plan(county, plugin.dock.plan)
    project = QgsProject.instance()
    rows = [
        ("POINT(616992.9 448179.1)", {"site_id": "A", "status": "Active", "confidential": "no",
                                      "decision": "", "open_to": "public"}),
        ("POINT(616930.6 449850.7)", {"site_id": "B", "status": "Closed"}),
        ("POINT(616930.6 449850.7)", {"site_id": "C", "confidential": "yes"}),
        ("POINT(616930.6 449850.7)", {"site_id": "D", "decision": "option_to_close"}),
        ("POINT(616930.6 449850.7)", {"site_id": "E", "decision": "not_chosen"}),
        ("POINT(616930.6 449850.7)", {"site_id": "F", "open_to": "referral"}),
    ]  # fmt: skip
    hubs, venues = (layer_of("Point", rows, name=name) for name in ("hubs of six kinds", "venues"))
    project.addMapLayers([hubs, venues])
    plugin.dock.plan.set(hubs=hubs.id(), venues=venues.id())
    plugin.open_what_if()
    dock = plugin._what_if
    qtbot.waitUntil(lambda: dock.session is not None, timeout=PATIENCE)
    assert dock.session.names() == {"A": "A"}
    assert "4 of 5 hubs" in dock.session.loaded.notes[0]


# The hand on the map


def test_a_click_on_the_map_places_a_trial_and_everything_follows(dock, hand):
    before = dock.panel.figures._cells[0][2].text()
    hand.click(EMPTY_SPOT)
    assert [trial.id for trial in dock.session.plan.trials] == ["T1"]
    assert "T1" in dock.session.plan.on
    x, y = dock.session.plan.trials[0].xy
    assert (abs(x - EMPTY_SPOT[0]), abs(y - EMPTY_SPOT[1])) < (20, 20)
    now = dock.session.figures.coverage
    assert minutes_by_area(dock) == {r[0]: r[1] for r in now.areas().rows()}
    assert "T1" in now.hub
    places = {row["place_id"]: row for row in rows_of(dock.layers.places)}
    assert (places["T1"]["kind"], places["T1"]["is_on"]) == ("trial", 1)
    assert dock.panel.figures._cells[0][2].text() != before
    assert "Trial 1" in dock.panel.site.toPlainText()


def test_a_trial_is_dragged_and_one_undo_brings_it_back(dock, hand):
    hand.click(EMPTY_SPOT)
    start = dock.session.plan.trials[0].xy
    hand.drag(start, OTHER_SPOT)
    moved = dock.session.plan.trials[0].xy
    assert (abs(moved[0] - OTHER_SPOT[0]), abs(moved[1] - OTHER_SPOT[1])) < (20, 20)
    assert len(dock.session.plan.trials) == 1
    dock.session.undo()
    assert dock.session.plan.trials[0].xy == start
    dock.session.redo()
    assert dock.session.plan.trials[0].xy == moved


def test_the_figures_follow_while_a_trial_is_dragged_and_escape_lets_it_go(dock, hand, monkeypatch):
    monkeypatch.setattr("family_hub_planner.gui.what_if_tool.EACH_MS", 0)
    hand.click(EMPTY_SPOT)
    start = dock.session.plan.trials[0]
    hand.drag(start.xy, OTHER_SPOT, drop=False)
    shown = dock.session.plan.trials[0]
    assert shown.xy != start.xy
    assert dock.session.figures.coverage.minutes.tolist() != start.minutes.tolist()
    hand.key(Qt.Key.Key_Escape)
    assert dock.session.plan.trials[0] is start
    assert dock.session.history.present.trials[0] is start


def test_a_trial_dropped_where_no_way_is_goes_back_and_the_reason_stays_to_be_read(
    dock, hand, desktop, monkeypatch
):
    monkeypatch.setattr("family_hub_planner.gui.what_if_tool.EACH_MS", 0)
    hand.click(EMPTY_SPOT)
    start = dock.session.plan.trials[0]
    x, y = dock.session.loaded.search._snapper.network.node_xy.min(axis=0) - 2000
    desktop.canvas.setExtent(QgsRectangle(x - 500, y - 500, start.xy[0] + 500, start.xy[1] + 500))
    hand.drag(start.xy, (x, y), steps=40, drop=False)
    assert dock.session.plan.trials[0] is not start
    hand.drop((x, y))
    assert dock.session.plan.trials[0] is start
    assert "No trial hub can stand here" in dock.panel.told.text()


def test_a_picked_trial_that_is_undone_is_picked_no_more(dock, hand):
    hand.click(EMPTY_SPOT)
    assert dock.session.place == "T1"
    dock.session.undo()
    assert dock.session.place == ""
    assert "Click a place" in dock.panel.site.toPlainText()


def test_a_click_on_a_hub_switches_it_off_and_on(dock, hand):
    hand.click(place_of(dock, "H01"))
    assert "H01" not in dock.session.plan.on
    assert "H01" not in dock.session.figures.coverage.hub
    assert "longer" in dock.panel.figures.longer.text()
    hand.click(place_of(dock, "H01"))
    assert dock.session.plan.on == dock.session.what_if.today.on


def test_the_other_button_opens_the_card_and_changes_nothing(dock, hand):
    hand.click(place_of(dock, "V01"), RIGHT)
    assert dock.session.plan is dock.session.what_if.today
    assert dock.panel.tabs.currentWidget() is dock.panel.site
    card = dock.panel.site.toPlainText()
    assert "Central Library" in card
    assert "A venue that may be tried (V01)" in card
    assert "£44,500" in card
    assert "no decision has been made" in card


def test_delete_takes_the_picked_trial_away_but_never_a_hub(dock, hand):
    hand.click(EMPTY_SPOT)
    hand.key(Qt.Key.Key_Delete)
    assert dock.session.plan.trials == ()
    hand.click(place_of(dock, "H02"), RIGHT)
    hand.key(Qt.Key.Key_Delete)
    assert dock.session.plan.on == dock.session.what_if.today.on


def test_undo_and_redo_answer_to_the_keyboard_of_the_map(dock, hand):
    hand.click(place_of(dock, "H01"))
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert dock.session.plan is dock.session.what_if.today
    hand.key(Qt.Key.Key_Z,
             Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)  # fmt: skip
    assert "H01" not in dock.session.plan.on


def test_a_trial_far_from_any_way_is_refused_in_words(dock, desktop, hand):
    network = dock.session.loaded.search._snapper.network
    low = network.node_xy.min(axis=0) - 5000
    desktop.canvas.setExtent(QgsRectangle(low[0] - 500, low[1] - 500, low[0] + 500, low[1] + 500))
    hand.click(tuple(low))
    assert dock.session.plan.trials == ()
    assert "No trial hub can stand here" in dock.panel.told.text()
    assert dock.panel.told.isVisibleTo(dock.panel)


def test_the_canvas_may_have_another_system_than_the_network(dock, desktop, hand, qtbot):
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform

    web = QgsCoordinateReferenceSystem("EPSG:3857")
    to = QgsCoordinateTransform(dock.session.loaded.crs, web, QgsProject.instance())
    desktop.canvas.setDestinationCrs(web)
    desktop.canvas.setExtent(
        to.transformBoundingBox(QgsRectangle(614_000, 446_000, 620_000, 451_000))
    )
    there = to.transform(QgsPointXY(*place_of(dock, "H01")))
    hand.click((there.x(), there.y()))
    assert "H01" not in dock.session.plan.on
    spot = to.transform(QgsPointXY(*EMPTY_SPOT))
    hand.click((spot.x(), spot.y()))
    x, y = dock.session.plan.trials[0].xy
    assert (abs(x - EMPTY_SPOT[0]), abs(y - EMPTY_SPOT[1])) < (25, 25)


# The panel


def test_the_keyboard_switches_places_in_the_list(dock, qtbot):
    places = dock.panel.places
    places.search.setText("central lib")
    shown = [places.list.item(row) for row in range(places.list.count())]
    [item] = [one for one in shown if not one.isHidden()]
    dock.panel.tabs.setCurrentWidget(places)
    places.list.setCurrentItem(item)
    assert dock.session.place == "V01"
    dock.panel.tabs.setCurrentWidget(places)
    qtbot.keyClick(places.list, Qt.Key.Key_Space)
    assert "V01" in dock.session.plan.on
    assert item.checkState() == Qt.CheckState.Checked


def cells(table):
    """Give the rows of the table of journeys as shown."""
    model = table.model
    return [
        [model.data(model.index(row, column)) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_table_of_times_shows_every_area_now_and_today_longest_first(dock):
    table, moves = dock.panel.times, dock.session.figures.change.moves
    dock.panel.tabs.setCurrentWidget(table)
    found = cells(table)
    assert len(found) == len(dock.session.what_if.demand)
    assert all(row[1] == row[2] and row[3] == "no change" for row in found)
    longest = max(float(one) for one in moves.plan)
    assert found[0][1] == f"{round(longest)} min"
    dock.session.toggle("H02")
    moves = dock.session.figures.change.moves
    table.order.setCurrentIndex(1)
    table.order.activated.emit(1)
    most = max(float(one) for one in moves.change)
    assert cells(table)[0][3] == f"+{math.floor(most + 0.5)} min"  # rounded once, as in the pack
    assert cells(table)[-1][3] == "no change"
    row = int(moves.change.argmax())
    assert cells(table)[0][0] == dock.session.loaded.area_names[row]


def test_the_table_of_times_is_ordered_by_its_headings_and_kept_in_order_by_a_step(dock, qtbot):
    table = dock.panel.times
    dock.panel.tabs.setCurrentWidget(table)
    table.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    names = [row[0] for row in cells(table)]
    assert names == sorted(names, key=str.casefold)
    dock.session.toggle("H02")
    assert [row[0] for row in cells(table)] == names
    table.view.setFocus()
    table.view.selectRow(0)
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    assert table.view.currentIndex().row() == 1


def test_the_table_of_times_catches_up_when_it_is_looked_at_again(dock):
    table = dock.panel.times
    dock.panel.tabs.setCurrentWidget(table)
    dock.panel.tabs.setCurrentIndex(0)
    dock.session.toggle("H02")
    dock.panel.tabs.setCurrentWidget(table)
    table.order_by(1)
    assert cells(table)[0][3].startswith("+")


def test_an_area_without_a_route_is_the_longest_and_says_what_became_of_it(dock):
    class Moves:
        plan = np.array([10.0, np.inf, 5.0, np.inf])
        base = np.array([8.4, 20.0, np.inf, np.inf])

    model = dock.panel.times.model
    model._names, model._by_name = ["a", "b", "c", "d"], [0, 1, 2, 3]
    with np.errstate(invalid="ignore"):
        model._columns = (None, Moves.plan, Moves.base, Moves.plan - Moves.base)
    model.sort(1)
    shown = [[model.data(model.index(row, n)) for n in range(4)] for row in range(4)]
    assert shown == [
        ["b", "no route", "20 min", "route lost"],
        ["d", "no route", "no route", "–"],
        ["a", "10 min", "8 min", "+2 min"],
        ["c", "5 min", "no route", "route found"],
    ]
    model.sort(3)
    assert [model.data(model.index(row, 0)) for row in range(4)] == ["b", "a", "c", "d"]


def test_the_last_place_that_is_on_stays_on_and_its_box_stays_ticked(dock):
    dock.session.switch({"H01"})
    [item] = [
        dock.panel.places.list.item(row)
        for row in range(dock.panel.places.list.count())
        if dock.panel.places.list.item(row).data(Qt.ItemDataRole.UserRole) == "H01"
    ]
    item.setCheckState(Qt.CheckState.Unchecked)
    assert dock.session.plan.on == {"H01"}
    assert item.checkState() == Qt.CheckState.Checked
    assert "at least one place" in dock.panel.told.text()


def test_the_minutes_of_a_much_longer_journey_can_be_set(dock):
    dock.session.toggle("H09")
    few = dock.session.figures.much_longer.sum()
    dock.panel.figures.much.setValue(1)
    more = dock.session.figures.much_longer.sum()
    assert more >= few
    assert "more than 1 minutes longer" in dock.panel.figures.longer.text()


def test_small_counts_and_empty_deciles_are_told_as_elsewhere(dock):
    dock.session.toggle("H05")
    words = [bar.words for bar in dock.panel.deciles.bars]
    table = dock.session.figures.coverage.by_decile
    empty = [row for row, areas in enumerate(table.column("areas")[:-1]) if not areas]
    assert all(words[row] == "no areas" for row in empty)
    assert "today" in dock.panel.deciles.accessibleDescription()
    for cells in dock.panel.figures._cells[:3]:
        for cell in cells[1:]:
            assert cell.text().startswith(("about", "fewer than", "none", "all but"))


def test_the_map_can_show_the_change_instead(dock):
    rules = dock.layers.areas.renderer().rootRule().children()
    assert rules[1].label() == "10 to 20 minutes' walk with a pram"
    dock.panel.map.setCurrentIndex(dock.panel.map.findData(CHANGE))
    rules = dock.layers.areas.renderer().rootRule().children()
    assert any("longer" in rule.label() for rule in rules)
    dock.panel.map.setCurrentIndex(dock.panel.map.findData(MINUTES))


def test_what_a_trial_costs_is_not_known_and_says_so(dock, hand):
    hand.click(EMPTY_SPOT)
    assert "running cost of Trial 1; cost once of Trial 1" in dock.panel.figures.missing.text()
    [once] = [cells for cells in dock.panel.figures._cells if cells[0].text() == "£ once"]
    assert once[2].text() == "not known"


def test_a_neighbours_hub_serves_and_its_pounds_are_not_counted(plugin, county, qtbot):
    open_plan(county, plugin.dock.plan)
    plugin.dock.plan.set(home_authority="Fenmarch")
    plugin.open_what_if()
    dock = plugin._what_if
    qtbot.waitUntil(lambda: dock.session is not None, timeout=PATIENCE)
    assert "H09" in dock.session.plan.on
    assert dock.session.figures.money.yearly_today.total == 187_000 - 31_000
    assert (
        "Another authority's, not counted in £: Aldermoor Family Hub." in dock.session.loaded.notes
    )
    assert any("whole running cost" in note for note in dock.session.loaded.notes)


def test_a_grant_whose_claim_has_ended_is_not_paid_back(plugin, county, qtbot):
    open_plan(county, plugin.dock.plan)
    rows = [
        (
            "POINT(616992.9 448179.1)",
            {"site_id": one, "clawback_gbp": 900.0, "clawback_until": until},
        )
        for one, until in (("A", "2020-01-31"), ("B", "2999-01-31"), ("C", ""), ("D", "spring"))
    ]
    hubs = layer_of("Point", rows, name="hubs with grants")
    QgsProject.instance().addMapLayer(hubs)
    plugin.dock.plan.set(hubs=hubs.id())
    plugin.open_what_if()
    dock = plugin._what_if
    qtbot.waitUntil(lambda: dock.session is not None, timeout=PATIENCE)
    places = {one.id: one.costs.clawback for one in dock.session.what_if.places}
    assert [places[one] for one in "ABCD"] == [0, 900, 900, 900]


def test_back_to_today_can_be_undone(dock, hand):
    hand.click(EMPTY_SPOT)
    dock.panel.buttons["today"].click()
    assert dock.session.plan.trials == ()
    dock.panel.buttons["undo"].click()
    assert len(dock.session.plan.trials) == 1


# A plan kept


def test_a_plan_kept_measures_to_the_very_figures_of_the_panel(
    dock, desktop, hand, qtbot, tmp_path
):
    hand.click(EMPTY_SPOT)
    dock.session.toggle("H01")
    dock.session.toggle("V22")
    now = dock.session.figures.coverage
    with qtbot.waitSignal(dock.keeper.kept, timeout=PATIENCE) as done:
        dock.keep("Plan <A>", tmp_path / "plan_a_hubs.gpkg")
    today, plan = (QgsProject.instance().mapLayer(one) for one in done.args)
    assert {r["area_code"]: r["minutes"] for r in rows_of(plan)} == {
        r[0]: r[1] for r in now.areas().rows()
    }
    assert {r["area_code"]: r["hub_id"] for r in rows_of(plan)} == dict(zip(now.area_ids, now.hub))
    base = dock.session.what_if.base
    assert {r["area_code"]: r["minutes"] for r in rows_of(today)} == {
        r[0]: r[1] for r in base.areas().rows()
    }
    assert read_settings(QgsProject.instance()).coverage == today.id()
    hubs = rows_of(QgsVectorLayer(str(tmp_path / "plan_a_hubs.gpkg"), "hubs", "ogr"))
    assert {row["site_id"] for row in hubs} == set(now.hub_ids)
    by_id = {row["site_id"]: row for row in hubs}
    assert by_id["V22"]["what_if"].startswith("venue switched on, an option for testing")
    assert by_id["H02"]["running_cost_gbp"] == 28200
    assert by_id["T1"]["running_cost_gbp"] is None
    assert not list(tmp_path.glob("~*"))
    demand = QgsProject.instance().mapLayer(read_settings(QgsProject.instance()).demand)
    compared = run("comparescenarios", BASE=today, PLAN=[plan], DEMAND=demand, WORSE_MINUTES=5)
    longer = [r["area_code"] for r in compared.rows("OUTPUT") if (r["change"] or 0) > 5]
    rows = dock.session.figures.much_longer
    assert sorted(longer) == sorted(code for code, much in zip(now.area_ids, rows) if much)
    button = desktop.bar.currentItem().findChildren(QPushButton)
    assert any("Compare with today" in one.text() for one in button)


def test_a_coverage_by_another_mode_is_not_taken_for_today(dock, plugin):
    codes = dock.session.what_if.demand.ids
    rows = [(None, {"area_code": code, "mode": "walk", "bands": "10,20,30"}) for code in codes]
    other = layer_of("None", rows, crs="")
    rows = [(None, {**row, "mode": "pram"}) for _, row in rows]
    same = layer_of("None", rows, crs="")
    QgsProject.instance().addMapLayers([other, same])
    plugin.dock.plan.set(coverage=other.id())
    assert dock.keeper._today() is None
    plugin.dock.plan.set(coverage=same.id())
    assert dock.keeper._today().id() == same.id()


def test_a_file_that_cannot_be_written_is_said_before_anything_runs(dock, tmp_path):
    dock.keep("Plan", tmp_path / "nowhere" / "plan.gpkg")
    assert "There is no folder" in dock.panel.told.text()
    assert dock.panel.buttons["keep"].isEnabled()


def test_it_can_be_closed_while_a_plan_is_being_kept(dock, qtbot, tmp_path):
    dock.session.toggle("V22")
    keeper = dock.keeper
    dock.keep("Plan A", tmp_path / "a_hubs.gpkg")
    assert keeper.busy
    with qtbot.captureExceptions() as raised, qtbot.waitSignal(keeper.failed, timeout=PATIENCE):
        dock.close()
    assert raised == []
    assert dock.panel is None and not keeper.busy


# Its life


def test_what_is_missing_is_named_before_it_starts(plugin, county):
    open_plan(county, plugin.dock.plan)
    plugin.dock.plan.set(hubs="", demand="")
    plugin.open_what_if()
    words = plugin._what_if.waiting.words.text()
    assert "demand points (step 2), hubs (step 3)" in words
    assert plugin._what_if.session is None


def test_a_reading_that_fails_says_why_and_can_be_started_again(plugin, county, qtbot):
    open_plan(county, plugin.dock.plan)
    plugin.dock.plan.set(hub_id="authority")
    plugin.open_what_if()
    dock = plugin._what_if
    qtbot.waitUntil(lambda: "more than once" in dock.waiting.words.text(), timeout=PATIENCE)
    assert not dock.waiting.again.isHidden()
    plugin.dock.plan.set(hub_id="site_id")
    dock.waiting.again.click()
    qtbot.waitUntil(lambda: dock.session is not None, timeout=PATIENCE)


def test_a_run_that_qgis_refuses_before_it_begins_is_told(plugin, county, qtbot, tmp_path):
    open_plan(county, plugin.dock.plan)
    plugin.dock.plan.set(network=str(tmp_path / "moved.gpkg"))
    plugin.open_what_if()
    dock = plugin._what_if
    assert "moved.gpkg" in dock.waiting.words.text()
    assert dock.waiting.again.isVisible()
    plugin.dock.plan.set(network=str(county / "network.gpkg"))
    dock.waiting.again.click()
    qtbot.waitUntil(lambda: dock.session is not None, timeout=PATIENCE)
    (county / "network.gpkg").rename(county / "away.gpkg")
    dock.keep("Plan A", tmp_path / "a_hubs.gpkg")
    (county / "away.gpkg").rename(county / "network.gpkg")
    assert "network.gpkg" in dock.panel.told.text()
    assert dock.panel.buttons["keep"].isEnabled()
    assert not dock.keeper.busy


def test_it_can_be_cancelled_while_it_reads(plugin, county, qtbot):
    open_plan(county, plugin.dock.plan)
    plugin.open_what_if()
    dock = plugin._what_if
    dock.waiting.cancel.click()
    qtbot.waitUntil(lambda: "Stopped" in dock.waiting.words.text(), timeout=PATIENCE)
    assert dock.session is None


def test_the_plugin_may_go_while_it_reads(plugin, county, qtbot):
    open_plan(county, plugin.dock.plan)
    plugin.open_what_if()
    qtbot.wait(30)
    (held,) = HeldTask.running.values()
    assert {type(one).__name__ for one in held.used} > {"WhatIfReading", "QgsProcessingContext"}
    del held
    plugin.unload()
    gc.collect()
    qtbot.waitUntil(lambda: not QgsApplication.taskManager().activeTasks(), timeout=PATIENCE)
    assert not HeldTask.running


def test_a_run_that_has_ended_is_kept_no_longer(dock, qtbot):
    qtbot.wait(20)
    assert dock.findChildren(AlgorithmRun) == []


def test_the_end_leaves_no_layer_tool_or_group(dock, plugin, desktop, hand, qtbot):
    hand.click(EMPTY_SPOT)
    before = len(QgsProject.instance().mapLayers())
    plugin.unload()
    qtbot.wait(10)
    project = QgsProject.instance()
    assert len(project.mapLayers()) == before - 2
    assert not [
        group for group in project.layerTreeRoot().findGroups() if "what-if" in group.name()
    ]
    assert desktop.canvas.mapTool() is None


def test_results_are_unticked_meanwhile_for_their_names_would_stand_over_the_map(
    plugin, county, qtbot
):
    project = QgsProject.instance()
    results = project.layerTreeRoot().insertGroup(0, "Family Hub Planner")
    results.setCustomProperty("family_hub_planner/group", "plan")
    open_plan(county, plugin.dock.plan)
    plugin.open_what_if()
    qtbot.waitUntil(lambda: plugin._what_if.session is not None, timeout=PATIENCE)
    assert not results.itemVisibilityChecked()
    plugin._what_if.close()
    qtbot.wait(10)
    assert results.itemVisibilityChecked()


def test_a_hub_has_the_sign_of_the_results_filled_if_it_is_on(dock):
    rules = dock.layers.places.renderer().rootRule().children()
    signs = {rule.label(): rule.symbol().symbolLayer(0) for rule in rules}
    on, off = signs["hub, switched on"], signs["hub, switched off"]
    assert on.path() == off.path() and on.path().endswith("sites/hub.svg")
    assert on.fillColor() == off.strokeColor() and on.fillColor() != off.fillColor()


def test_what_a_saved_project_kept_of_an_older_one_is_taken_away(plugin, county, qtbot):
    open_plan(county, plugin.dock.plan)
    old = layer_of("Point", [("POINT(0 0)", {"place_id": "H01"})])
    old.setCustomProperty(MARK, True)
    key = QgsProject.instance().addMapLayer(old).id()
    plugin.open_what_if()
    qtbot.waitUntil(lambda: plugin._what_if.session is not None, timeout=PATIENCE)
    assert key not in QgsProject.instance().mapLayers()


def test_what_it_draws_itself_is_unticked_while_it_goes_on(plugin, county, desktop, qtbot):
    open_plan(county, plugin.dock.plan)
    desktop.canvas.setExtent(QgsRectangle(614_000, 446_000, 620_000, 451_000))
    root, settings = QgsProject.instance().layerTreeRoot(), plugin.dock.plan.settings
    hubs, venues = (root.findLayer(one) for one in (settings.hubs, settings.venues))
    venues.setItemVisibilityChecked(False)
    plugin.open_what_if()
    qtbot.waitUntil(lambda: plugin._what_if.session is not None, timeout=PATIENCE)
    assert not hubs.itemVisibilityChecked()
    with qtbot.waitSignal(desktop.canvas.mapCanvasRefreshed, timeout=PATIENCE):
        plugin._what_if.end()
    assert hubs.itemVisibilityChecked()
    assert not venues.itemVisibilityChecked()


def test_all_ten_deciles_are_seen_at_once_on_a_small_screen(dock, hand, desktop, qtbot):
    hand.click(EMPTY_SPOT)
    dock.panel.tabs.setCurrentIndex(0)
    dock.setFloating(True)
    line = dock.fontMetrics().height() / 17  # of the desktop's own font
    # What QGIS leaves of 1280 by 720, with the dock's title.
    dock.resize(round(400 * line), round(515 * line))
    qtbot.wait(50)
    seen = dock.panel.deciles.visibleRegion().boundingRect()
    assert seen.height() >= dock.panel.deciles.sizeHint().height() - 4
    assert not dock.panel.hint.isVisible()


def test_a_project_saved_while_it_goes_on_comes_back_as_it_was(dock, plugin, qtbot, tmp_path):
    project, hubs = QgsProject.instance(), plugin.dock.plan.settings.hubs
    project.write(str(tmp_path / "plan.qgs"))
    assert project.read(str(tmp_path / "plan.qgs"))
    qtbot.wait(10)
    assert not [one for one in project.mapLayers().values() if "What-if" in one.name()]
    assert not [one for one in project.layerTreeRoot().findGroups() if "what-if" in one.name()]
    assert project.layerTreeRoot().findLayer(hubs).itemVisibilityChecked()


def test_a_new_project_ends_it(dock, qtbot):
    QgsProject.instance().clear()
    qtbot.wait(10)
    assert dock.session is None
    assert dock.widget() is dock.waiting


def test_a_layer_that_somebody_removes_stops_nothing(dock, hand):
    QgsProject.instance().removeMapLayer(dock.layers.areas.id())
    hand.click(place_of(dock, "H01"))
    assert "H01" not in dock.session.plan.on
    assert dock.layers.areas is None
