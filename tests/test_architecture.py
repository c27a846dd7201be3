"""The house holds: QGIS stays out of the engine, imports point down, nothing grows too large."""

from __future__ import annotations

from pathlib import Path

import architecture
import pytest

PACKAGE = Path(__file__).parents[1] / "family_hub_planner"
MOST_FLOORS = 9

RULES = [
    architecture.engine_without_qgis,
    architecture.imports_point_down,
    architecture.stages_apart,
    architecture.cycles,
    architecture.long_files,
    architecture.long_functions,
    architecture.broad_excepts,
    architecture.unsafe_qt,
    architecture.undocumented,
]


@pytest.fixture(scope="module", autouse=True)
def sources_read_once():
    """What was read of the sources is kept for the tests of this file, and no longer."""
    yield
    architecture.nodes_of.cache_clear()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_plugin_keeps_the_rule(rule):
    assert rule(PACKAGE) == []


def test_the_longest_chain_of_imports_has_at_most_nine_floors():
    chain = architecture.floors(PACKAGE)
    assert len(chain) <= MOST_FLOORS, " > ".join(chain)


def test_the_checker_reads_the_whole_plugin():
    names = architecture.modules(PACKAGE)
    assert {"", "plugin", "gui.dock", "engine.errors"} <= set(names)
    graph = architecture.import_graph(PACKAGE)
    assert "gui.dock" in graph.inside["plugin"], "the relative import in plugin.py was not read"
    assert any(target.startswith("qgis.core") for target in graph.outside["plugin"])


# Each rule bites: a made-up tree that breaks it, and one beside it that does not.


@pytest.fixture
def tree(tmp_path):
    """Write a made-up package from {file: source}; a file without a docstring gets one."""

    def write(files: dict[str, str]) -> Path:
        root = tmp_path / "plug"
        for name, source in {"__init__.py": "", **files}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source if source.startswith('"""') else f'"""Made up."""\n{source}')
        return root

    return write


@pytest.mark.parametrize(
    "line",
    [
        "import qgis",
        "from qgis.core import QgsProject",
        "import PyQt5.QtCore as core",
        "import processing",
        "def f():\n    from qgis import core",
    ],
)
def test_qgis_in_the_engine_is_found(tree, line):
    assert architecture.engine_without_qgis(tree({"engine/deep/a.py": line}))


def test_qgis_outside_the_engine_is_no_fault(tree):
    root = tree({"gui/a.py": "import qgis, processing", "engine/a.py": "import numpy"})
    assert architecture.engine_without_qgis(root) == []


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("engine/a.py", "from ..processing import b"),
        ("engine/a.py", "from ..gui.b import thing"),
        ("engine/siting/a.py", "import plug.processing.b"),
        ("processing/a.py", "from plug.gui import b"),
        ("processing/algorithms/a.py", "from ...gui.b import thing"),
        ("gui/a.py", "from ..processing.b import thing"),
        ("gui/a.py", "from ..engine import b"),
        ("gui/a.py", "from .. import plugin"),
        ("gui/what_if_tool.py", "from .. import plugin"),
    ],
)
def test_an_import_that_points_up_is_found(tree, file, line):
    rooms = {f"{room}/b.py": "" for room in ("engine", "processing", "gui")}
    inits = {f"{room}/__init__.py": "" for room in ("engine", "processing", "gui")}
    assert architecture.imports_point_down(tree({**rooms, **inits, "plugin.py": "", file: line}))


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("processing/a.py", "from ..engine.b import thing"),
        ("gui/what_if_tool.py", "from ..engine.b import thing"),
        ("gui/a.py", "import processing"),
        ("plugin.py", "from .gui import b\nfrom .processing import b as c"),
    ],
)
def test_an_import_that_points_down_is_no_fault(tree, file, line):
    rooms = {f"{room}/b.py": "" for room in ("engine", "processing", "gui")}
    assert architecture.imports_point_down(tree({**rooms, file: line})) == []


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("engine/siting/p_median.py", "from ..network.store import Network"),
        ("engine/siting/p_median.py", "from .. import travel_time"),
        ("engine/coverage.py", "from .travel_time import minutes"),
        ("engine/need.py", "from plug.engine.coverage import share"),
        ("engine/network/store.py", "from ..scenario import run"),
        ("engine/tables.py", "from .need import need"),
        ("engine/tables.py", "from .coverage_tables import rows"),
        ("engine/coverage_tables.py", "from .need import need"),
        ("engine/reached.py", "from .coverage import share"),
        ("engine/coverage.py", "from .reached import stretches"),
    ],
)
def test_a_stage_that_knows_another_is_found(tree, file, line):
    stages = {
        f"engine/{name}.py": ""
        for name in ("scenario", "travel_time", "coverage", "need", "tables", "network/store")
    }
    stages |= {"engine/coverage_tables.py": "", "engine/reached.py": ""}
    assert architecture.stages_apart(tree({**stages, file: line}))


def test_the_scenario_may_chain_and_every_stage_may_use_the_foundations(tree):
    root = tree(
        {
            "engine/tables.py": "",
            "engine/coverage.py": "from .tables import Table\nfrom .coverage_tables import rows",
            "engine/coverage_tables.py": "",
            "engine/siting/__init__.py": "",
            "engine/siting/p_median.py": "from ..tables import Table\nfrom . import problem",
            "engine/siting/problem.py": "",
            "engine/scenario.py": "from . import coverage\nfrom .siting import p_median",
        }
    )
    assert architecture.stages_apart(root) == []


def test_a_cycle_round_three_modules_is_found_once(tree):
    root = tree(
        {
            "a.py": "from . import b",
            "b.py": "from .c import thing",
            "c.py": "def f():\n    import plug.a",
            "d.py": "from . import a",
        }
    )
    assert architecture.cycles(root) == ["cycle: a, b, c"]


def test_floors_are_the_modules_of_the_longest_chain(tree):
    root = tree(
        {
            "a.py": "from . import b, d",
            "b.py": "from . import c",
            "c.py": "from .d import x",
            "d.py": "",
        }
    )
    assert architecture.floors(root) == ["a", "b", "c", "d"]


def test_a_file_and_a_function_over_their_measure_are_found(tree):
    body = "def f():\n" + "    x = 1\n" * 59
    root = tree({"a.py": body, "b.py": body + "    x = 1\n", "c.py": "x = 1\n" * 400})
    assert architecture.long_functions(root) == ["b.f has 61 lines"]
    assert architecture.long_files(root) == ["c has 401 lines"]


@pytest.mark.parametrize(
    "caught", ["", " Exception", " BaseException as error", " (ValueError, Exception)"]
)
def test_a_broad_except_is_found(tree, caught):
    root = tree({"a.py": f"try:\n    pass\nexcept{caught}:\n    pass\n"})
    assert len(architecture.broad_excepts(root)) == 1


def test_a_narrow_except_is_no_fault(tree):
    root = tree({"a.py": "try:\n    pass\nexcept (OSError, MyException):\n    pass\n"})
    assert architecture.broad_excepts(root) == []


@pytest.mark.parametrize(
    "line", ["from PyQt5.QtCore import Qt", "import PyQt6", "kind = QVariant.Double"]
)
def test_qt_that_breaks_on_the_next_release_is_found(tree, line):
    assert len(architecture.unsafe_qt(tree({"gui/a.py": line}))) == 1


def test_qt_through_qgis_is_no_fault(tree):
    root = tree({"gui/a.py": "from qgis.PyQt.QtCore import Qt, QVariant\nx = QVariant()"})
    assert architecture.unsafe_qt(root) == []


def test_what_is_public_and_says_nothing_is_found(tree):
    source = '"""Made up."""\nclass A:\n    def b(self): ...\n    def _c(self): ...\ndef d(): ...\n'
    faults = architecture.undocumented(tree({"a.py": source}))
    assert faults == [f"a.{name} has no docstring" for name in ("A", "A.b", "d")]
