"""The zip of `make package` in a clean profile of QGIS's desktop: it comes, works, goes, returns.

QGIS's own installer unpacks it, on a screen of its own (Xvfb). zip_in_desktop.py is what runs
inside; here its story is judged. QGIS runs in Welsh, so that a translator left behind shows.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from acceptance.qgis_process import ROOT, SYSTEM_PATH

sys.path.insert(0, str(ROOT / "scripts"))
from package import package

pytestmark = pytest.mark.acceptance
NAME = "family_hub_planner"
SETTINGS = """[PythonPlugins]
processing=true
[app]
firstRunVersionFlag=99999
[qgis]
checkVersion=false
showTips=false
hideSplash=true
askToSaveProjectChanges=false
[locale]
overrideFlag=true
userLocale=cy
[UI]
allowMultipleInstances=true
"""
OF_QGIS = ("Cannot use preferred transform", "Plugin installed successfully",
           "Open Sans font installation failed", "Host github.com not found",
           "codecs.open() is deprecated")  # fmt: skip
"""What QGIS itself says: Debian has no grid for EPSG:27700 (OSTN15); the zip was installed; newer
releases fetch their own default font where the computer lacks it; Python 3.14 of QGIS's files."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """The zip, as `make package` packs it (which also refuses files that git does not know)."""
    return package(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def story(archive, sample_county, tmp_path_factory):
    """What happened in the desktop, with the program's exit status and what it printed."""
    if shutil.which("xvfb-run", path=SYSTEM_PATH) is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs xvfb (scripts/install_packages.sh test)")
        pytest.skip("xvfb is not installed: the desktop was not tried")
    folder = tmp_path_factory.mktemp("OneDrive - O'Brien & Söhne Council")
    settings = folder / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS, encoding="utf-8")
    (folder / "runtime").mkdir(mode=0o700)
    environment = {
        "PATH": SYSTEM_PATH, "HOME": str(folder), "LC_ALL": "C.UTF-8",
        "XDG_RUNTIME_DIR": str(folder / "runtime"),
        "FAMILY_HUB_ZIP": str(archive), "FAMILY_HUB_TOLD": str(folder / "told.json"),
        "FAMILY_HUB_NETWORK": sample_county["NETWORK"],
        "FAMILY_HUB_POINTS": sample_county["DEMAND"],
    }  # fmt: skip
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1280x900x24 -nolisten tcp"]
    script = str(Path(__file__).with_name("zip_in_desktop.py"))
    qgis = ["qgis", "--profiles-path", str(folder), "--profile", "default"]
    qgis += ["--nologo", "--noversioncheck", "--code", script]
    done = subprocess.run(
        [*screen, *qgis], env=environment, cwd=folder, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, encoding="utf-8", timeout=180, check=False,
    )  # fmt: skip
    told = folder / "told.json"
    assert told.is_file(), f"exit status {done.returncode}: {done.stdout}{done.stderr}"
    return {
        **json.loads(told.read_text(encoding="utf-8")),
        "status": done.returncode,
        "said": done.stdout + done.stderr,
        "home": folder / "profiles" / "default" / "python" / "plugins" / NAME,
    }


def test_the_zip_brings_everything_each_of_three_times(story):
    assert story["faults"] == []
    assert len(story["up"]) == 3
    for up in story["up"]:
        assert len(up["algorithms"]) == 24, "21 algorithms and three models"
        assert up["dock"] == "FamilyHubPlannerDock"
        assert up["actions"] == ["Agor y cynllunydd", "Agor y sir enghreifftiol"]
        assert up["translated"] == "Agor y cynllunydd"


def test_all_that_runs_is_out_of_the_zip(story):
    for up in story["up"]:
        assert len(up["files"]) > 200
        assert [file for file in up["files"] if story["home"] not in Path(file).parents] == []


def test_no_module_of_an_earlier_life_is_mixed_with_those_of_a_version_installed_meanwhile(story):
    assert [up["old"] for up in story["up"]] == [[], [], []]


def test_sample_tool_example_and_what_if_were_open_when_it_was_switched_off(story):
    assert len(story["used"]) == 2
    for used in story["used"]:
        assert used["map tool"] == "WhatIfTool"
        assert used["windows"] == ["AlgorithmDialog", "ExampleDialog", "QMainWindow"]
        assert len(used["layer tree"]) > 3


def test_nothing_is_left_when_it_is_switched_off_and_what_the_user_opened_stays(story):
    before, *after = story["census"]
    assert len(after) == 2
    for left in after:
        known = {"ours in memory", "modules", "messages", "map tool"}
        changed = {name for name in before if before[name] != left[name]}
        assert changed <= known, {name: (before[name], left[name]) for name in changed - known}
        assert left["map tool"] != "WhatIfTool"
        assert [text for text in left["messages"] if not any(one in text for one in OF_QGIS)] == []
    for names in story["left"]:
        assert names == story["left"][0]
        assert "points" in names
        assert len(names) == 3, names


def test_no_window_plan_or_algorithm_of_it_stays_in_memory_and_nothing_grows(story):
    """QGIS keeps packages that nobody imports by themselves; the next start drops them."""
    _, first, second = story["census"]
    parts = ("gui.", "plugin.", "processing.algorithms.", "processing.provider.")
    ours = tuple(f"an object {NAME}.{part}" for part in parts)
    assert [line for line in second["ours in memory"] if line.startswith(ours)] == []
    assert second["ours in memory"] == first["ours in memory"]
    assert second["modules"] == first["modules"]


def test_the_log_has_no_warning_and_the_program_ends_well_and_in_silence(story):
    warned = [line for line in story["log"] if line[1] in (1, 2)]
    assert [line for line in warned if not any(one in line[2] for one in OF_QGIS)] == []
    assert story["status"] == 0
    for word in ("Traceback", NAME, "QObject", "QThread", "RuntimeWarning", "ResourceWarning"):
        assert word not in story["said"], story["said"]
