"""What `make coverage` and `make mutants` count, and the page that explains the survivors."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

import line_coverage
import mutants
from mutation.groups import ENGINE, GROUPS

ROOT = Path(__file__).parents[1]


def measured(run, there):
    missing = list(range(1, there - run + 1))
    return {
        "summary": {"covered_lines": run, "num_statements": there},
        "missing_lines": missing,
    }


def test_lines_are_added_up_by_folder_of_the_engine_and_for_all_of_it():
    files = {
        f"{ENGINE}need.py": measured(30, 40),
        f"{ENGINE}siting/plan.py": measured(9, 10),
        f"{ENGINE}siting/outreach/plan.py": measured(41, 50),
    }
    found = line_coverage.by_package(files)
    assert found == {"(itself)": (30, 40), "siting": (50, 60), "engine": (80, 100)}
    assert line_coverage.percent(found["engine"]) == 80


@pytest.mark.parametrize(("run", "status"), [(94, 1), (95, 0)])
def test_less_than_95_of_100_lines_is_a_failure(run, status, tmp_path, capsys):
    lines = tmp_path / "lines.json"
    lines.write_text(line_coverage.json.dumps({"files": {f"{ENGINE}need.py": measured(run, 100)}}))
    assert line_coverage.main(str(lines)) == status
    assert f"{run}.00 %" in capsys.readouterr().out


CHANGE = """--- need.py
+++ need.py
@@ -1 +1 @@
 def _whole(values):
-    return int(value) if value else None
+    return int(value) if not value else None"""


def test_a_mutant_that_lives_or_that_no_test_reaches_has_survived():
    names = ("x__whole__mutmut_1", "xǁReachǁof__mutmut_2", "x_b__mutmut_3", "x_b__mutmut_4")
    outcomes = [
        {"name": f"family_hub_planner.engine.need.{name}", "status": status, "change": CHANGE}
        for name, status in zip(names, (0, 33, 1, -24))
    ]
    found = mutants.tally({"made": 9, "tried": outcomes})
    assert (found.made, found.tried, found.slow, len(found.survivors)) == (9, 4, 1, 2)
    assert [one.place for one in found.survivors] == ["need._whole", "need.Reach.of"]
    assert found.survivors[0].was == "return int(value) if value else None"
    assert found.survivors[0].line == "return int(value) if not value else None"
    assert "2 killed (1 of them by the time limit), 2 survived, 1 explained" in found.text("x", 1)


def test_explanations_are_read_with_the_line_as_it_stands_after_the_change(tmp_path):
    page = tmp_path / "mutants.md"
    page.write_text("Words.\n- `siting.plan.Plan.cost` `return a | b`: never both.\n- no mutant\n")
    assert mutants.explained(page) == {("siting.plan.Plan.cost", "return a | b")}


def functions_of(module):
    """Give the functions of a module of the engine and the methods of its classes."""
    tree = ast.parse((ROOT / ENGINE / f"{module}.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name
        if isinstance(node, ast.ClassDef):
            yield from (f"{node.name}.{one.name}" for one in node.body if hasattr(one, "args"))


def test_every_explained_mutant_is_of_a_function_that_is_there():
    modules = [module for group in GROUPS.values() for module in group.modules]
    places = {
        f"{module.replace('/', '.')}.{name}" for module in modules for name in functions_of(module)
    }
    told = {place for place, _ in mutants.explained()}
    assert told and told <= places


def test_every_group_names_modules_and_tests_that_are_there():
    for group in GROUPS.values():
        assert all((ROOT / ENGINE / f"{module}.py").is_file() for module in group.modules)
        for pattern in group.tests:
            assert list((ROOT / "tests" / "engine").glob(f"test_{pattern}.py"))
