"""One file written in two ways is one file to the dock, on Windows too."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import PureWindowsPath

import pytest
from qgis.core import QgsVectorLayer

from family_hub_planner.gui.file_places import place, sqlite_address
from family_hub_planner.gui.step_record import _last_change
from family_hub_planner.gui.tool_dialogs import _loaded


@pytest.mark.parametrize(
    "other",
    ["C:/Users/zoe/OneDrive - Fenmarch Council/a.gpkg",
     r"c:\users\ZOE\OneDrive - Fenmarch Council\a.gpkg|layername=a"],
)  # fmt: skip
def test_windows_writes_one_file_in_many_ways(other):
    mine = place(r"C:\Users\zoe\OneDrive - Fenmarch Council\a.gpkg", PureWindowsPath)
    assert mine == place(other, PureWindowsPath)
    assert mine in {place(other, PureWindowsPath)}
    assert mine != place(r"D:\Users\zoe\OneDrive - Fenmarch Council\a.gpkg", PureWindowsPath)


@pytest.mark.parametrize(
    ("path", "address"),
    [(r"\\server\plans\a & b.gpkg", "file:////server/plans/a%20%26%20b.gpkg"),
     (r"H:\plans\what?#.gpkg", "file:///H:/plans/what%3F%23.gpkg")],
)  # fmt: skip
def test_a_share_and_a_drive_become_addresses_without_a_host(path, address):
    assert sqlite_address(PureWindowsPath(path)) == address


def test_a_geopackages_own_word_on_its_last_change_is_read_on_odd_paths(tmp_path):
    odd = tmp_path / "OneDrive - O'Brien & Söhne #1" / "a.gpkg"
    odd.parent.mkdir()
    with closing(sqlite3.connect(odd)) as base, base:
        base.execute("CREATE TABLE gpkg_contents (last_change)")
        base.execute("INSERT INTO gpkg_contents VALUES ('2026-11-22')")
    assert _last_change(odd) == "2026-11-22"


def test_the_layer_of_a_run_is_found_however_its_file_is_written(plugin, tmp_path):
    csv = tmp_path / "a.csv"
    csv.write_text("a,b\n1,2\n", encoding="utf-8")
    plan = plugin.dock.plan
    layer = QgsVectorLayer(f"{tmp_path}//./a.csv", "a", "ogr")
    plan.project.addMapLayer(layer)
    assert _loaded(str(csv), plan) is layer
    assert _loaded(str(tmp_path / "b.csv"), plan) is None
