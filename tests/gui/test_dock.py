"""The dock shows each step as it stands, is run by keyboard or mouse, and can be read aloud."""

from __future__ import annotations

import pytest
from qgis.core import QgsApplication, QgsFeatureRequest, QgsProject
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from family_hub_planner.gui import setting_rows
from family_hub_planner.gui.algorithm_dialog import open_algorithm_dialog
from family_hub_planner.gui.flow_layout import FlowLayout
from family_hub_planner.gui.icons import ICONS, icon
from family_hub_planner.gui.place_names import place_names
from family_hub_planner.gui.steps import steps
from family_hub_planner.gui.tool_inputs import INPUTS, files_of, inputs_of, parameters_of

KEYS = ["network", "need", "reach", "sites", "evidence"]


@pytest.fixture
def dock(plugin, qtbot):
    plugin.dock.show()
    plugin.dock.resize(320, 800)
    return plugin.dock


@pytest.fixture
def county(plugin, dock):
    """The dock with the sample county open."""
    plugin.open_sample_county()
    return dock


def words(dock):
    return {key: panel.state.word for key, panel in dock.panels.items()}


def test_the_five_steps_stand_in_a_planners_order():
    assert [step.name for step in steps()] == ["Network", "Need", "Reach", "Sites", "Evidence"]
    assert [step.key for step in steps()] == KEYS


def test_an_empty_project_is_told_step_by_step_what_is_missing_and_how_to_get_it(dock):
    assert set(words(dock).values()) == {"empty"}
    assert "OpenStreetMap file" in dock.panels["network"].state.text
    assert "Drag your LSOAs' boundaries" in dock.panels["need"].state.text
    assert dock.panels["need"].state_text.text() == (
        "Missing: a layer of small areas, the field with the areas' codes, "
        "a table of children by age."
    )
    dock.panels["need"].open()
    assert "Drag your LSOAs' boundaries" in dock.panels["need"].state_text.text()
    assert "children by age" in dock.panels["need"].state.text
    assert "layer of your hubs" in dock.panels["reach"].state.text
    assert "Read your estate" in dock.panels["sites"].state.text
    assert not any(panel.main.isEnabled() for panel in dock.panels.values())


def test_an_empty_project_is_offered_the_sample_county(dock, qtbot):
    assert dock.welcome.isVisible()
    with qtbot.waitSignal(dock.sample_wanted):
        dock.sample.click()
    assert not dock.welcome.isVisible()


def test_the_sample_county_fills_every_step_so_that_each_main_button_works(county):
    assert set(words(county).values()) == {"ready"}
    assert all(panel.main.isEnabled() for panel in county.panels.values())
    assert county.panels["reach"].state.text == "Runs Network and Need first."
    assert county.without.isEnabled()


def test_a_step_unfolds_alone(county):
    county.panels["reach"].open()
    assert [key for key in KEYS if county.panels[key].body.isVisible()] == ["reach"]
    county.panels["sites"].heading.click()
    assert [key for key in KEYS if county.panels[key].body.isVisible()] == ["sites"]


def test_a_step_that_has_run_is_seen_whole_with_the_buttons_of_what_it_found(county, qtbot):
    county.setFloating(True)
    county.resize(320, 760)
    panel, area = county.panels["evidence"], county.widget()
    panel.open()
    qtbot.wait(50)
    panel.show_files([("Open the evidence pack", "/a"), ("Open the comparison", "/b")])
    county._show_whole("evidence")
    qtbot.wait(50)
    first = area.verticalScrollBar().value()
    last = panel.results.itemAt(1).widget()
    assert panel.y() >= first > 0
    bottom = last.mapTo(area.widget(), last.rect().bottomLeft()).y()
    assert bottom < first + area.viewport().height()


def test_the_buttons_of_what_a_step_found_stay_until_it_finds_something_else(county):
    panel = county.panels["reach"]
    panel.show_files([("Open the page", "/a")])
    first = panel.results.itemAt(0).widget()
    panel.show_files([("Open the page", "/a")])
    assert panel.results.itemAt(0).widget() is first
    panel.show_files([("Open the page", "/b")])
    assert panel.results.count() == 1
    assert panel.results.itemAt(0).widget() is not first


def test_what_a_step_found_is_in_sight_where_the_step_is_folded(county, qtbot):
    reach = county.panels["reach"]
    reach.show_files([("Open the page", "/a.html"), ("Open the spreadsheet", "/b.xlsx")])
    county.panels["sites"].open()
    assert not reach.body.isVisible()
    page, spreadsheet = (reach.results.itemAt(at).widget() for at in range(2))
    assert page.isVisible()
    assert spreadsheet.isVisible()
    assert page.accessibleName() == "Reach: Open the page"
    with qtbot.waitSignal(reach.file_wanted) as wanted:
        page.setFocus()
        qtbot.keyClick(page, Qt.Key.Key_Space)
    assert wanted.args == ["/a.html"]
    reach.show_files([])
    assert not reach.found.isVisible()


def test_the_keyboard_goes_from_a_steps_heading_to_what_the_step_found(county):
    reach = county.panels["reach"]
    reach.show_files([("Open the page", "/a.html"), ("Open the spreadsheet", "/b.xlsx")])
    first, second = (reach.results.itemAt(at).widget() for at in range(2))
    assert reach.heading.nextInFocusChain() is first
    assert first.nextInFocusChain() is second


def test_a_step_that_has_just_ended_stays_in_sight_above_the_next_one(county, qtbot):
    county.setFloating(True)
    county.resize(320, 420)
    area, reach = county.widget(), county.panels["reach"]
    reach.show_files([("Open the page", "/a.html"), ("Open the spreadsheet", "/b.xlsx")])
    county.panels["sites"].open()
    county._show_whole("sites", after="reach")
    qtbot.wait(50)
    top = area.verticalScrollBar().value()
    seen = range(top, top + area.viewport().height())
    last = reach.results.itemAt(1).widget()
    assert reach.y() in seen
    assert last.mapTo(area.widget(), last.rect().bottomLeft()).y() in seen


def test_the_dock_grows_with_the_words_of_a_button(county):
    county.panels["evidence"].main.setMinimumWidth(700)
    county.refresh()
    assert county.widget().minimumWidth() > 700


def test_buttons_stand_side_by_side_where_there_is_room_and_else_below(qtbot):
    box = QWidget()
    qtbot.addWidget(box)
    layout = FlowLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    box.setLayout(layout)
    one, two = QPushButton("Open the page"), QPushButton("Open the spreadsheet")
    layout.addWidget(one)
    layout.addWidget(two)
    both = one.sizeHint().width() + 6 + two.sizeHint().width()
    box.show()
    box.resize(both, 200)
    layout.activate()
    assert (two.x(), two.y()) == (one.geometry().right() + 7, one.y())
    assert layout.heightForWidth(both) == one.sizeHint().height()
    box.resize(both - 1, 200)
    layout.activate()
    assert (two.x(), two.y()) == (0, one.geometry().bottom() + 7)
    assert layout.heightForWidth(both - 1) == one.sizeHint().height() * 2 + 6
    assert layout.minimumSize() == one.sizeHint().expandedTo(two.sizeHint())
    layout.setContentsMargins(3, 2, 4, 6)
    box.resize(both + 7, 200)
    layout.activate()
    assert (one.x(), one.y()) == (3, 2)
    assert (two.x(), two.y()) == (one.geometry().right() + 7, 2)
    assert layout.heightForWidth(both + 7) == one.sizeHint().height() + 8
    assert layout.heightForWidth(both + 6) == one.sizeHint().height() * 2 + 6 + 8
    assert layout.minimumSize() == one.sizeHint().expandedTo(two.sizeHint()) + QSize(7, 8)


def test_the_state_is_said_in_words_and_not_in_colour_alone(county):
    for panel in county.panels.values():
        assert panel.state_text.text().startswith(panel.state.title)
        assert panel.state.title
        assert not panel.state_picture.pixmap().isNull()
        assert panel.heading.accessibleDescription() == panel.state_text.text()


def test_every_control_has_a_name_for_a_screen_reader_and_a_label_as_its_buddy(county):
    for key, panel in county.panels.items():
        panel.open()
        for button in panel.findChildren(QAbstractButton):
            inner = isinstance(button.parent(), (QgsFileWidget, QComboBox, QLineEdit))
            if button.isVisible() and not inner:
                assert button.accessibleName() or button.text(), (key, button)
        labels = {label.buddy() for label in panel.findChildren(QLabel) if label.buddy()}
        for row in panel.rows:
            target = row.widget.lineEdit() if row.row.kind == "file" else row.widget
            assert target in labels, row.row.setting
            assert target.accessibleName() == f"{panel.step.name}: {row.row.label}"


def test_the_keyboard_walks_down_the_open_step_and_reaches_its_main_button(county, qtbot):
    panel = county.panels["reach"]
    panel.open()
    county.activateWindow()
    panel.heading.setFocus()
    seen = []
    for _ in range(40):
        focus = QgsApplication.focusWidget()
        seen.append(focus)
        if focus is panel.main:
            break
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert seen[-1] is panel.main
    heights = [widget.mapTo(county, widget.rect().topLeft()).y() for widget in seen]
    assert heights == sorted(heights)


def test_a_choice_in_the_dock_is_kept_by_the_project(county, qtbot):
    rows = {row.row.setting: row.widget for row in county.panels["reach"].rows}
    mode, bands = rows["mode"], rows["bands"]
    mode.setCurrentIndex(mode.findData("walk"))
    mode.activated.emit(mode.currentIndex())
    bands.setText("15,30")
    bands.editingFinished.emit()
    project = QgsProject.instance()
    assert project.readEntry("family_hub_planner", "mode")[0] == "walk"
    assert project.readEntry("family_hub_planner", "bands")[0] == "15,30"


def test_the_packs_question_is_kept_by_the_project_once_it_is_typed(county, qtbot):
    panel = county.panels["evidence"]
    panel.open()
    rows = {row.row.setting: row.widget for row in panel.rows}
    assert list(rows) == ["title", "question", "council", "audience", "given_up"]
    county.activateWindow()
    rows["question"].setFocus()
    rows["question"].setPlainText("Where is the next hub\nto stand? ")
    qtbot.keyClick(rows["question"], Qt.Key.Key_Tab)
    kept = QgsProject.instance().readEntry("family_hub_planner", "question")[0]
    assert kept == "Where is the next hub to stand?"
    assert inputs_of("familyhub:report", county.plan.settings)["QUESTION"] == kept


def hubs_to_choose(county):
    row = next(row for row in county.panels["evidence"].rows if row.row.setting == "given_up")
    return [row.widget.itemText(at) for at in range(row.widget.count())]


def test_the_hubs_to_choose_from_follow_the_layer_and_its_edits(county):
    before = hubs_to_choose(county)
    assert before[0] == "Choose a hub"
    hubs = county.plan.layer("hubs").materialize(QgsFeatureRequest())
    QgsProject.instance().addMapLayer(hubs)
    county.plan.set(hubs=hubs.id())
    assert hubs_to_choose(county) == before
    hubs.startEditing()
    first = next(hubs.getFeatures())
    hubs.changeAttributeValue(first.id(), hubs.fields().indexOf("site_name"), "The Old Mill")
    assert hubs.commitChanges()
    assert f"{first['site_id']} The Old Mill" in hubs_to_choose(county)


def test_the_hubs_are_read_when_they_change_and_not_each_time_the_dock_is_shown(
    county, monkeypatch
):
    """They may lie on a server, and a run may be reading them."""
    reads = []
    monkeypatch.setattr(
        setting_rows, "place_names", lambda *of: reads.append(of) or place_names(*of)
    )
    county.refresh()
    county.plan.set(title="Hubs of the fen")
    assert not reads
    county.plan.set(hub_id="site_name")
    assert len(reads) == 1


def test_a_need_without_centroids_says_where_journeys_start(county):
    assert "no centroids" not in county.panels["need"].facts.text()
    county.plan.set(centroids="")
    assert "no centroids: journeys start at a point" in county.panels["need"].facts.text()


def test_a_layer_chosen_in_the_dock_brings_its_own_id_field(county):
    rows = {row.row.setting: row.widget for row in county.panels["reach"].rows}
    venues = county.plan.settings.venues
    rows["hubs"].setLayer(QgsProject.instance().mapLayer(venues))
    assert county.plan.settings.hubs == venues
    assert county.plan.settings.hub_id == "site_id"
    rows["hubs"].setLayer(None)
    assert county.plan.settings.hubs == ""
    assert county.panels["reach"].state.word == "empty"


def test_every_input_and_output_that_the_dock_fills_is_one_of_the_tools(plugin):
    for algorithm_id, wanted in INPUTS.items():
        known = parameters_of(algorithm_id)
        if known:
            assert set(wanted) <= set(known), algorithm_id
    for step in steps():
        for algorithm_id in step.algorithms():
            known = parameters_of(algorithm_id)
            optional = {"HTML", "PDF", "TABLES"}  # taken where the tool has them
            unknown = set(files_of(algorithm_id)) - set(known) - optional
            assert not known or not unknown, algorithm_id


def test_nothing_is_cut_off_in_a_narrow_dock(county, qtbot, tmp_path):
    county.plan.set(osm=str(tmp_path / "a_very_long_name_that_nobody_would_give_a_file.osm.pbf"))
    assert "not there any more" in county.panels["network"].state.text
    county.setFloating(True)
    county.resize(100, 700)
    assert county.width() < 320
    for panel in county.panels.values():
        panel.open()
        page, area = county.widget().widget(), county.widget()
        qtbot.wait(60)
        assert page.width() <= area.viewport().width(), panel.step.key
        for label in page.findChildren(QLabel):
            if label.isVisible() and label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
        for button in page.findChildren(QPushButton):
            if button.isVisible():
                assert button.width() >= button.minimumSizeHint().width(), button.text()


def test_no_colour_of_its_own_hides_the_text_in_a_dark_theme(dock, qtbot):
    dark = QPalette()
    for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base, QPalette.ColorRole.Button):
        dark.setColor(role, QColor("#2b2b2b"))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        dark.setColor(role, QColor("#f0f0f0"))
    dock.setPalette(dark)
    qtbot.wait(50)
    assert not any(child.styleSheet() for child in dock.findChildren(QLabel))
    picture = dock.widget().widget().grab().toImage()
    lightness = [
        picture.pixelColor(x, y).lightness()
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    ]
    assert sum(value < 70 for value in lightness) > 0.7 * len(lightness), "the page is not dark"
    assert max(lightness) > 200, "no light text on the dark page"


@pytest.mark.parametrize("pixels", [16, 24, 64])
@pytest.mark.parametrize("path", sorted(ICONS.glob("*.svg")), ids=lambda path: path.stem)
def test_every_icon_draws_at_small_and_large_sizes(qgis_app, path, pixels):
    picture = icon(path.stem).pixmap(pixels, pixels).toImage()
    inked = sum(
        picture.pixelColor(x, y).alpha() > 128
        for x in range(picture.width())
        for y in range(picture.height())
    )
    assert inked > 0.15 * picture.width() * picture.height()


def test_every_step_and_every_state_has_a_picture_of_its_own():
    names = [step.icon for step in steps()]
    assert len(set(names)) == len(names)
    states = [f"state_{word}" for word in ["empty", "ready", "busy", "failed", "finished", "stale"]]
    assert all((ICONS / f"{name}.svg").is_file() for name in names + states)


def test_a_tool_that_is_not_there_is_said_in_words(desktop):
    assert open_algorithm_dialog(desktop, "familyhub:no_such_tool", {}) is None
    message = desktop.bar.currentItem()
    assert "familyhub:no_such_tool" in message.text()
    assert "Processing" in message.text()


def test_a_tool_that_cannot_run_gives_its_own_reason(desktop, monkeypatch):
    class Unable:
        def canExecute(self):
            return False, "This tool needs scipy 1.9 or later."

    class Registry:
        def createAlgorithmById(self, _id):
            return Unable()

    monkeypatch.setattr(QgsApplication, "processingRegistry", Registry)
    assert open_algorithm_dialog(desktop, "familyhub:suggestsites", {}) is None
    assert desktop.bar.currentItem().text() == "This tool needs scipy 1.9 or later."


def test_a_long_title_shows_its_beginning_once_the_keyboard_has_left_it(dock, qtbot):
    dock.plan.set(title="Family hubs in the county of Fenmarch, which is fictional, by 2030")
    panel = dock.panels["evidence"]
    panel.open()
    line = next(row.widget for row in panel.rows if row.row.setting == "title")
    dock.activateWindow()
    line.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(line.hasFocus, timeout=2_000)
    line.end(False)
    panel.heading.setFocus(Qt.FocusReason.TabFocusReason)
    assert line.cursorPosition() == 0
    assert not line.hasSelectedText()
