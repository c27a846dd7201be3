"""Paths as Windows writes them, worked on without Windows: shares, drives, OneDrive's names."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.scenario.model import Parameter
from family_hub_planner.engine.scenario.places import Homes, checked_name, input_file
from family_hub_planner.engine.scenario.record import way_from
from family_hub_planner.engine.siting import interpreter

ONE_DRIVE = r"C:\Users\zoë.o'brien\OneDrive - Fenmarch & Rutland Council\Family hubs"
HOME = PureWindowsPath(r"C:\Users\zoë.o'brien")


@pytest.mark.parametrize(
    ("start", "path", "way"),
    [
        (rf"{ONE_DRIVE}\run", rf"{ONE_DRIVE}\data\hubs.csv", "../data/hubs.csv"),
        (rf"{ONE_DRIVE}\run", r"c:\USERS\Zoë.O'Brien\OneDrive - Fenmarch & Rutland Council\x.gpkg",
         "../../x.gpkg"),
        (r"\\server\plans\hubs\run", r"\\SERVER\Plans\hubs\areas.gpkg", "../areas.gpkg"),
        (r"H:\plans\run", r"H:\plans\run", "."),
        (r"H:\plans\run", r"H:\plans", ".."),
        (r"H:\plans\run", r"H:\other\hubs.csv", None),
        (r"H:\plans\run", r"C:\plans\hubs.csv", None),
        (r"\\server\plans\run", r"\\server\homes\zoe\hubs.csv", None),
        (r"C:\Users\Public\run", r"C:\Users\zoë.o'brien\hubs.csv", None),
    ],
)  # fmt: skip
def test_the_record_names_files_from_the_runs_folder_and_no_drive_share_or_user(start, path, way):
    found = way_from(PureWindowsPath(start), PureWindowsPath(path), HOME)
    assert (None if found is None else str(found)) == way


@pytest.mark.parametrize(
    ("start", "path", "way"),
    [
        ("/home/zoe/run", "/home/zoe/data/hubs.csv", "../data/hubs.csv"),
        ("/srv/plans/run", "/srv/plans/run/a b.csv", "a b.csv"),
        ("/srv/plans/run", "/mnt/hubs.csv", None),
        ("/home/shared/run", "/home/zoe/hubs.csv", None),
    ],
)
def test_the_same_holds_on_linux(start, path, way):
    found = way_from(PurePosixPath(start), PurePosixPath(path), PurePosixPath("/home/zoe"))
    assert (None if found is None else str(found)) == way


@pytest.mark.parametrize("written", [r"data\hubs & 'co'.gpkg", "data/hubs & 'co'.gpkg"])
def test_a_scenario_written_on_windows_finds_its_files(tmp_path, written):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "hubs & 'co'.gpkg").write_bytes(b"")
    found = input_file(written, "layer", Homes(tmp_path, tmp_path))
    assert found.path == tmp_path / "data" / "hubs & 'co'.gpkg"


@pytest.mark.parametrize("written", [r"C:\plans\hubs.gpkg", r"\\server\plans\hubs.gpkg",
                                     "H:/plans/hubs.gpkg", "//server/plans/hubs.gpkg"])  # fmt: skip
def test_a_drive_or_a_share_is_a_file_and_no_servers_address(tmp_path, written):
    with pytest.raises(InputError, match="there is no file"):
        input_file(written, "layer", Homes(tmp_path, tmp_path))


@pytest.mark.parametrize(
    "name", ["con.gpkg", "maps/NUL.csv", "aux/a.gpkg", "Com1.html", "lpt9.x.csv"]
)
def test_a_name_that_windows_keeps_for_a_device_is_refused_everywhere(name):
    with pytest.raises(InputError, match="for a device"):
        checked_name(name, Parameter("OUTPUT", "layer_out"))


@pytest.mark.parametrize("name", ["control.gpkg", "com10.csv", "null.csv", "maps/auxiliary.gpkg"])
def test_a_name_that_only_begins_so_is_taken(name):
    assert checked_name(name, Parameter("OUTPUT", "layer_out")) == name


def test_the_solvers_python_stands_in_the_folder_it_was_installed_to(monkeypatch):
    """QGIS for Windows: apps/Python312/python.exe, while sys.executable is qgis-bin.exe."""
    prefix = r"C:\Program Files\QGIS 3.40.6\apps\Python312"
    monkeypatch.setattr(interpreter.os, "name", "nt")
    monkeypatch.setattr(interpreter, "Path", PureWindowsPath)
    monkeypatch.setattr(sys, "base_prefix", prefix)
    monkeypatch.setattr(sys, "base_exec_prefix", prefix)
    assert next(iter(interpreter._places())) == PureWindowsPath(prefix, "python.exe")
    assert not any("bin" in place.parts for place in interpreter._places())


def test_a_share_opens_by_the_address_that_sqlite_is_given(tmp_path):
    """On Linux two slashes before a path are one: the form of a share's address opens here too."""
    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as base, base:
        base.execute("CREATE TABLE t (x)")
    address = f"file:////{str(tmp_path / 'a.gpkg').lstrip('/')}"
    with closing(sqlite3.connect(f"{address}?mode=ro", uri=True)) as base:
        assert base.execute("SELECT count(*) FROM t").fetchone() == (0,)
    with pytest.raises(sqlite3.OperationalError, match="authority"):
        sqlite3.connect(f"file://server{Path(tmp_path)}/a.gpkg?mode=ro", uri=True)
