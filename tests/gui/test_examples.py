"""The menu of examples: a question each, a window that says it, and the run's dialog prefilled."""

from __future__ import annotations

import json

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QFileDialog, QLabel

import family_hub_planner.plugin as plugin_module
from family_hub_planner.gui.examples import (
    FOLDER,
    RUN,
    ExampleDialog,
    examples,
    parameters_of_run,
    save_copy,
)


def opened(desktop):
    return [w for w in desktop.window.findChildren(ExampleDialog) if w.isVisible()]


def texts(dialog):
    return [label.text() for label in dialog.findChildren(QLabel)]


def test_every_scenario_file_shipped_is_in_the_menu_with_its_own_words():
    shipped = {path.stem: json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.json")}
    menu = {one.name: one for one in examples()}
    assert menu.keys() == shipped.keys()
    for name, scenario in shipped.items():
        assert menu[name].title == scenario["title"]
        assert menu[name].question == scenario["question"]


def test_the_menu_stands_in_the_plugins_menu_and_under_the_docks_welcome(plugin, desktop):
    menu = desktop.menus["Family Hub Planner"][-1].menu()
    assert menu.title() == "Examples"
    assert [action.text() for action in menu.actions()] == [one.title for one in examples()]
    assert plugin.dock.examples.menu() is menu


@pytest.mark.parametrize("number", range(4))
def test_choosing_one_says_its_question_and_its_steps(plugin, desktop, number):
    example = examples()[number]
    desktop.menus["Family Hub Planner"][-1].menu().actions()[number].trigger()
    [dialog] = opened(desktop)
    scenario = example.read()
    said = "\n".join(texts(dialog))
    assert example.question in said
    assert all(note in said for note in scenario["notes"])
    assert all(step["name"] in said for step in scenario["steps"])
    assert "FICTIONAL" in said


def test_running_one_fills_the_tools_dialog_and_opens_the_county(plugin, desktop, monkeypatch):
    asked = []
    monkeypatch.setattr(plugin_module, "open_algorithm_dialog", lambda *given: asked.append(given))
    plugin.open_example(examples()[0])
    [dialog] = opened(desktop)
    dialog.start.click()
    [(_, algorithm, parameters)] = asked
    assert algorithm == RUN
    assert parameters["SCENARIO"] == str(FOLDER / "services_and_voices.json")
    assert parameters["OUTPUT"].endswith("services_and_voices")
    assert not opened(desktop)
    assert QgsProject.instance().mapLayersByName("Sample hubs")
    items = [item.text() for item in desktop.bar.items()]
    assert examples()[0].question in items


def test_a_second_run_gets_a_folder_of_its_own(tmp_path):
    example = examples()[3]
    (tmp_path / "next_hub").mkdir()
    (tmp_path / "next_hub_2").mkdir()
    assert parameters_of_run(example, tmp_path)["OUTPUT"] == str(tmp_path / "next_hub_3")


def test_a_copy_is_the_scenario_itself(plugin, desktop, monkeypatch, tmp_path):
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), "Scenario")
    )
    plugin.open_example(examples()[1])
    opened(desktop)[0].copy.click()
    assert (tmp_path / "mine.json").read_bytes() == examples()[1].scenario.read_bytes()
    save_copy(examples()[2], tmp_path / "other.json")
    assert json.loads((tmp_path / "other.json").read_text("utf-8")) == examples()[2].read()


def test_the_menu_goes_with_the_plugin(plugin, desktop):
    plugin.unload()
    assert desktop.menus == {}
