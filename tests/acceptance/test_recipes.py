"""The recipes of docs/recipes.md and the example of docs/scenario.md, run as they stand."""

from __future__ import annotations

import copy
import csv
import json
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest
from acceptance.qgis_process import BYTECODE, PLUGIN, ROOT, SYSTEM_PATH, QgisProcess
from patience import SECONDS

PLUGINS = ".local/share/QGIS/QGIS3/profiles/default/python/plugins"
CONSOLE = """
import sys
sys.path.append("/usr/share/qgis/python/plugins")
sys.path.append({plugins!r})
from qgis.core import QgsApplication
_application = QgsApplication([], False)
_application.initQgis()
from processing.core.Processing import Processing
from family_hub_planner.processing.provider import FamilyHubProvider
Processing.initialize()
_provider = FamilyHubProvider()
QgsApplication.processingRegistry().addProvider(_provider)
{recipe}
del reach, row
_application.exitQgis()
"""


class Block(NamedTuple):
    language: str
    info: str
    text: str

    @property
    def file(self) -> str:
        found = re.search(r"title=(\S+)", self.info)
        return found[1] if found else ""


def sections(page: str) -> list[list[Block]]:
    """Give the fenced blocks of a page of the docs, section by section."""
    texts = re.split(r"^## ", (ROOT / "docs" / page).read_text("utf-8"), flags=re.M)
    fenced = r"^```(\w+)(.*)\n([\s\S]*?)^```$"
    found = [[Block(*one) for one in re.findall(fenced, text, re.M)] for text in texts]
    return [one for one in found if one]


def blocks(page: str) -> list[Block]:
    """Give all fenced blocks of a page."""
    return [block for section in sections(page) for block in section]


class Desk:
    """A user's home with the plugin in the default profile, and a folder to work in."""

    def __init__(self, folder: Path, program: str) -> None:
        self.folder, home, programs = folder / "work", folder / "home", folder / "bin"
        plugins = home / PLUGINS
        for made in (self.folder, plugins, programs):
            made.mkdir(parents=True)
        (folder / "runtime").mkdir(mode=0o700)
        (plugins / PLUGIN).symlink_to(ROOT / PLUGIN)
        # Debian 12's wrapper is broken: the program itself under its usual name.
        (programs / "qgis_process").symlink_to(program)
        self.plugins = plugins
        self.environment = {
            "PATH": f"{programs}:{SYSTEM_PATH}",
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_RUNTIME_DIR": str(folder / "runtime"),
            **BYTECODE,
        }

    def beside(self, name: str) -> Desk:
        """Give a desk in the same folder with a home of its own: two may then run at once."""
        desk = copy.copy(self)
        home, runtime = (self.folder.parent / f"{what}_{name}" for what in ("home", "runtime"))
        shutil.copytree(self.environment["HOME"], home, symlinks=True)
        runtime.mkdir(mode=0o700)
        desk.plugins = home / PLUGINS
        desk.environment = {
            **self.environment, "HOME": str(home), "XDG_RUNTIME_DIR": str(runtime)
        }  # fmt: skip
        return desk

    def follow(self, section: list[Block]) -> str:
        """Do all blocks of a section; give what they printed."""
        return "".join(self.do(block) for block in section if block.language != "bat")

    def start(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["env", *command], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=False,
        )  # fmt: skip

    def run(self, *command: str) -> str:
        done = self.start(*command)
        said = done.stdout + done.stderr
        assert done.returncode == 0, f"{command[-1]}\n{said}"
        assert "Traceback" not in said, said
        return done.stdout

    def do(self, block: Block) -> str:
        """Run a block, or write it where it names a file."""
        if block.file:
            (self.folder / block.file).write_text(block.text, encoding="utf-8")
            return ""
        if block.language == "bash":
            return self.run("bash", "-euo", "pipefail", "-c", block.text)
        assert (block.language, block.info.strip()) == ("python", "console"), block
        script = CONSOLE.format(plugins=str(self.plugins), recipe=block.text)
        return self.run("/usr/bin/python3", "-c", script)

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def json(self, name: str) -> dict:
        return json.loads((self.folder / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """The desk after every recipe was followed; what they printed stands in `printed`.

    The first two sections make what the others take; these do not touch one another.
    """
    program = QgisProcess(tmp_path_factory.mktemp("program")).program
    desk = Desk(tmp_path_factory.mktemp("desk"), program)
    once, chain, *others = sections("recipes.md")
    desk.printed = desk.follow(once) + desk.follow(chain)
    desks = [desk.beside(str(number)) for number in range(len(others))]
    with ThreadPoolExecutor(2) as pool:
        desk.printed += "".join(pool.map(Desk.follow, desks, others))
    return desk


def test_every_recipe_runs_as_it_stands(desk):
    kinds = [block.language for block in blocks("recipes.md")]
    assert kinds.count("bash") >= 10 and kinds.count("python") == 2 and kinds.count("bat") == 1
    assert int(float((desk.folder / "reached.txt").read_text())) > 1000
    assert [row["mode"] for row in desk.rows("modes.csv")] == ["walk", "pram", "drive"]
    assert re.search(r"^\d+ of 12251 children$", desk.printed, re.M)


def test_the_record_run_again_gives_the_same_tables_and_other_values_others(desk):
    for name in ("by_decile.csv", "there_and_back.csv"):
        assert desk.rows(f"results/{name}") == desk.rows(f"rerun/{name}")
    first, again = desk.json("results/results.json"), desk.json("rerun/results.json")
    numbers = [step["numbers"] for step in first["steps"]]
    assert [step["numbers"] for step in again["steps"]] == numbers
    assert first["scenario"]["steps"] == again["scenario"]["steps"]
    assert desk.rows("other/by_decile.csv") != desk.rows("results/by_decile.csv")


def test_the_model_and_the_scenario_say_the_same_of_the_way_there_and_back(desk):
    model, scenario = desk.rows("there_and_back.csv"), desk.rows("results/there_and_back.csv")
    assert len(model) == 20, "ten areas, today and under the plan"
    strip = [{k: v for k, v in row.items() if k != "plan"} for row in scenario]
    assert [{k: v for k, v in row.items() if k != "plan"} for row in model] == strip


def test_the_localities_together_count_every_child_once(desk):
    steps = {step["id"]: step for step in desk.json("by_locality/results.json")["steps"]}
    reach = [step["numbers"]["CHILDREN"] for name, step in steps.items() if name[:6] == "reach_"]
    assert len(reach) == 6
    assert sum(reach) == 14126.0


def test_the_scenario_pages_example_runs_names_no_path_and_its_commands_do_the_same(desk):
    example = next(block for block in blocks("scenario.md") if '"title"' in block.text)
    (desk.folder / "example.json").write_text(example.text, encoding="utf-8")
    run = "familyhub:runscenario"
    desk.run("qgis_process", "run", run, "--", "SCENARIO=example.json", "OUTPUT=example")
    record = desk.json("example/results.json")
    assert record["steps"][2]["numbers"]["REACHED"] == 6285.0
    for path in (desk.folder / "example").iterdir():
        assert str(desk.folder).encode() not in path.read_bytes(), path.name
    sample = {"SAMPLE": str(ROOT / PLUGIN / "resources" / "sample")}
    desk.environment.update(sample)
    kept = (desk.folder / "example" / "by_decile.csv").rename(desk.folder / "kept.csv")
    desk.run("bash", "-euc", f"cd example && {record['steps'][2]['command']}")
    assert desk.rows("example/by_decile.csv") == desk.rows(kept.name)


def test_a_scenario_that_cannot_run_ends_with_an_exit_status_and_words(desk):
    (desk.folder / "bad.json").write_text('{"family_hub_scenario": 1}', encoding="utf-8")
    run = "familyhub:runscenario"
    command = ["qgis_process", "run", run, "--", "SCENARIO=bad.json", "OUTPUT=bad"]
    done = desk.start(*command)
    assert done.returncode == 1
    assert '"title" is missing' in done.stdout + done.stderr
    assert not (desk.folder / "bad").exists()
