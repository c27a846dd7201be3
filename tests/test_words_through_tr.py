"""What people read in the dock and the toolbox goes through `tr()`: it can be translated."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PLUGIN = ROOT / "family_hub_planner"
sys.path.insert(0, str(ROOT / "scripts"))

from translations.words import called  # noqa: E402

# What shows its text whatever the text looks like.
SHOWING = {
    "QLabel", "QPushButton", "QToolButton", "QAction", "QCheckBox", "QRadioButton", "QGroupBox",
    "setText", "setTitle", "setWindowTitle", "setToolTip", "setStatusTip", "setWhatsThis",
    "setAccessibleName", "setAccessibleDescription", "setPlaceholderText", "setPlainText",
    "setSuffix", "setPrefix", "addTab", "addItem", "addMenu", "addAction", "addRow", "addToolBar",
    "pushWarning", "pushMessage", "pushInfo", "pushSuccess", "pushCritical", "createMessage",
    "warning", "information", "question", "critical", "getOpenFileName", "getSaveFileName",
}  # fmt: skip
# What is no text for people, however much it looks like it: styles, expressions, names of ours.
SILENT = {
    "setStyleSheet", "setObjectName", "QgsExpression", "setFilterExpression", "compile",
    "fromString", "joinedload", "value", "setValue", "customProperty", "setCustomProperty",
    "CRS", "QgsCoordinateReferenceSystem", "fromWkt", "addFunction", "setSubsetString",
}  # fmt: skip
LABELLED = {  # the makers of parameters and outputs, with the place of their label
    "points", "lines", "polygons", "table", "layers", "field", "file", "files", "folder",
    "choice", "text", "yes_no", "number", "count", "sink", "html", "text_output",
}  # fmt: skip
# Texts that go into files, which are English whatever QGIS speaks, and the name of a folder.
IN_FILES = {
    "what_if_scenario": {
        "hub of today", "venue switched on", "trial hub",
        ", an option for testing; no decision made",
    },
    "plan": {"Family Hub Planner"},
    "told_by_layer": {"table of times "},  # as a layer says it of itself
    "place_names": {"Site Name"},  # a column of the national return
}  # fmt: skip
CODE = re.compile(r'^select |"\)? IS |^\w+\?$')
WORDS = re.compile(r"[A-Za-z]{2,}[,;:]? [A-Za-z]{2,}|[a-z]{2}[.…?!]$")


def literals(node: ast.AST) -> list[str]:
    """Give the texts of an expression that no `tr()` stands round, those of f-strings too."""
    if isinstance(node, ast.Call) and called(node) in {"tr", *SILENT}:
        return []
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    return [text for child in ast.iter_child_nodes(node) for text in literals(child)]


def without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [one for one in body if not is_docstring(one)]
    return tree


def is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def untranslated_in_gui(code: str) -> list[str]:
    """Give the texts that are shown, or look like sentences, and go through no `tr()`."""
    tree = without_docstrings(ast.parse(code))
    shown = [
        text
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) in SHOWING
        for argument in [*node.args, *(word.value for word in node.keywords)]
        for text in literals(argument)
        if re.search(r"[A-Za-z]{2}", text) and not _a_name(text)
    ]
    found = {*shown, *(text for text in literals(tree) if WORDS.search(text))}
    return sorted(text for text in found if not CODE.search(text))


def untranslated_in_processing(code: str) -> list[str]:
    """Give the titles, tooltips and labels of algorithms that go through no `tr()`."""
    found = []
    for node in ast.walk(without_docstrings(ast.parse(code))):
        if isinstance(node, ast.FunctionDef) and node.name in {"title", "summary", "group"}:
            wanted = [given for given in node.body if isinstance(given, ast.Return)]
            found += [text for given in wanted for text in literals(given) if " " in text]
        elif isinstance(node, ast.Call):
            found += [text for label in labels_of(node) for text in literals(label)]
    return sorted(set(found))


def labels_of(call: ast.Call) -> list[ast.expr]:
    """Give the arguments of a call that are the label or the help of a parameter or an output."""
    name = called(call)
    if name == "explained":
        return call.args[1:2]
    if name == "number_outputs":
        pairs = [one for one in call.args if isinstance(one, ast.Tuple)]
        return [pair.elts[1] for pair in pairs]
    ours = isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)
    maker = name in LABELLED and ours and call.func.value.id in {"make", "self"}
    return call.args[1:2] if maker or name.startswith("QgsProcessingParameter") else []


def _a_name(text: str) -> bool:
    """Tell an object's, column's or file's name, or an address, from words."""
    return bool(re.fullmatch(r"[\w./:#%-]*[_/:#.][\w./:#%-]*|[a-z]\w+|[A-Z]{2,}", text))


def files(*parts: str) -> list[Path]:
    return sorted(path for part in parts for path in (PLUGIN / part).rglob("*.py"))


@pytest.mark.parametrize("path", [PLUGIN / "plugin.py", *files("gui")], ids=lambda path: path.stem)
def test_every_text_of_the_desktop_can_be_translated(path):
    found = set(untranslated_in_gui(path.read_text("utf-8")))
    assert found - IN_FILES.get(path.stem, set()) == set()


def test_every_title_and_label_of_an_algorithm_can_be_translated():
    found = {path.stem: untranslated_in_processing(path.read_text("utf-8"))
             for path in files("processing")}  # fmt: skip
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_a_text_that_was_forgotten_is_found_and_a_name_is_not():
    gui = """
def page(self):
    '''A sentence of the docstring.'''
    self.setObjectName("FamilyHubPlannerDock"); QLabel("Network"); QLabel(tr("Need"))
    label.setText(f"{n} hubs"); self.setStyleSheet("color: red; border: none")
    note = "Nothing is set yet."; QPushButton(icon("need"), ok)
"""
    assert untranslated_in_gui(gui) == [" hubs", "Network", "Nothing is set yet."]
    processing = """
class One:
    def title(self):
        return "Build a network"
    def declare(self):
        self.addParameter(make.text("PLACE", "Place")); make.explained(x, tr("Fine"))
        self.number_outputs(("NODES", "Nodes"), ("EDGES", tr("Edges")))
        make.explained(x, "Empty: all."); job.text("X", "y")
"""
    assert untranslated_in_processing(processing) == [
        "Build a network", "Empty: all.", "Nodes", "Place",
    ]  # fmt: skip
