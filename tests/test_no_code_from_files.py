"""No code comes out of data, no shell is called, and one algorithm alone speaks to a network."""

from __future__ import annotations

from pathlib import Path

import no_code_from_files
import pytest

PACKAGE = Path(__file__).parents[1] / "family_hub_planner"


def test_the_plugin_runs_no_code_out_of_data_calls_no_shell_and_is_silent_on_networks():
    assert no_code_from_files.faults(PACKAGE) == []


def test_the_places_that_may_are_there_so_that_the_test_reads_what_it_should():
    for name in no_code_from_files.MAY_START_A_PROGRAM | no_code_from_files.MAY_SPEAK:
        assert (PACKAGE / name).is_file(), name
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "sources.download import" in path.read_text("utf-8")
        or "sources.servers import" in path.read_text("utf-8")
        or "from .download import" in path.read_text("utf-8")
    }
    assert users == {
        "engine/network/from_graph.py",
        "processing/algorithms/downloadnetwork.py",
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("import pickle", "pickle"),
        ("from marshal import loads", "marshal"),
        ("eval('1')", "eval"),
        ("exec(text)", "exec"),
        ("import os\nos.system('ls')", "os.system"),
        ("run(['ls'], shell=True)", "shell"),
        ("run(['ls'], shell=asked)", "shell"),
        ("import subprocess", "subprocess"),
        ("np.load(path)", "allow_pickle"),
        ("np.load(path, allow_pickle=True)", "pickle"),
        ("pd.read_pickle(path)", "pickle"),
        ("import urllib.request", "network"),
        ("from urllib import request", "network"),
        ("def f():\n    import socket", "network"),
        ("need('requests', 'Downloads')", "network"),
        ("from qgis.core import QgsNetworkAccessManager", "network"),
        ("from qgis.PyQt import QtNetwork", "network"),
        ("session.get(address, verify=False)", "TLS"),
        ("QgsExpression.replaceExpressionText(text, context)", "replaceExpressionText"),
    ],
)
def test_what_is_forbidden_is_found(tmp_path, line, said):
    (tmp_path / "bad.py").write_text(line, encoding="utf-8")
    assert any(said in fault for fault in no_code_from_files.faults(tmp_path))


@pytest.mark.parametrize(
    "line",
    [
        "from urllib.parse import quote",
        "np.load(path, allow_pickle=False)",
        "expression.evaluate(context)",
        "re.compile('a')",
        "program.exec()",
    ],
)
def test_what_is_no_danger_is_no_fault(tmp_path, line):
    (tmp_path / "good.py").write_text(line, encoding="utf-8")
    assert no_code_from_files.faults(tmp_path) == []
