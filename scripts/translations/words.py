"""Find every text that the plugin puts through `tr()`.

Qt's own pylupdate5 files a text under the class that it stands in, where the plugin looks all of
them up under one name (`CONTEXT`), and does not follow a name to its text: so this reads the syntax
tree itself.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

CONTEXT = "FamilyHubPlanner"
Scope = dict[str, list[str]]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class NotLiteralError(ValueError):
    """A `tr()` is given what no translator can be shown."""


def words_of(plugin: Path) -> list[str]:
    """Give the texts of the plugin's `tr()` calls, each once, sorted."""
    found: set[str] = set()
    for path in python_files(plugin):
        found.update(words_in(ast.parse(path.read_text(encoding="utf-8")), path.name))
    return sorted(found)


def python_files(plugin: Path) -> list[Path]:
    """Give the files in which texts for people may stand, sorted; the engine speaks English."""
    engine = plugin / "engine"
    return [path for path in sorted(plugin.rglob("*.py")) if engine not in path.parents]


def words_in(tree: ast.Module, name: str) -> set[str]:
    """Give the texts of one file's `tr()` calls.

    Raises
    ------
    NotLiteralError
        Where the argument is no text, nor a name that its function or the file gives texts to.
    """
    tables = _tables(tree)
    found: set[str] = set()
    for scope in _scopes(tree):
        given = _names(scope, tables)
        for call in calls_of(scope, "tr"):
            texts = _texts(call.args[0], given) if call.args else []
            if not texts:
                raise NotLiteralError(f"{name}:{call.lineno}: tr() needs the text itself")
            found.update(texts)
    return found


def calls_of(tree: ast.AST, function: str) -> Iterator[ast.Call]:
    """Give the calls of a function, whether by its name or as a module's or object's."""
    for node in within(tree):
        if isinstance(node, ast.Call) and called(node) == function:
            yield node


def within(scope: ast.AST) -> Iterator[ast.AST]:
    """Give the nodes of a function, a class or a file, without the functions inside it."""
    waiting = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, FUNCTIONS):
            waiting.extend(ast.iter_child_nodes(node))


def called(call: ast.Call) -> str:
    """Give the last part of what is called: `make.text(...)` is "text"."""
    name = call.func
    if isinstance(name, ast.Attribute):
        return name.attr
    return name.id if isinstance(name, ast.Name) else ""


def _texts(node: ast.expr, given: Scope) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body, given), *_texts(node.orelse, given)]
    return given.get(node.id, []) if isinstance(node, ast.Name) else []


def _scopes(tree: ast.Module) -> list[ast.AST]:
    return [tree, *(node for node in ast.walk(tree) if isinstance(node, FUNCTIONS))]


def _tables(tree: ast.Module) -> dict[str, ast.expr]:
    """Give what the file's own names stand for, so that a loop over one can be followed."""
    return {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _names(scope: ast.AST, tables: dict[str, ast.expr]) -> Scope:
    """Give the texts that a function's names stand for: set once, or in turn by a loop."""
    given: Scope = {}
    for name, value in tables.items():
        _take(given, ast.Name(id=name), value)
    for node in within(scope):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                _take(given, target, node.value)
        elif isinstance(node, (ast.For, ast.comprehension)):
            for value in _elements(node.iter, tables):
                _take(given, node.target, value)
    return given


def _elements(looped: ast.expr, tables: dict[str, ast.expr]) -> list[ast.expr]:
    """Give what a loop runs over, where it is written out in this file."""
    if isinstance(looped, ast.Call) and called(looped) == "items":
        assert isinstance(looped.func, ast.Attribute)
        table = looped.func.value
        table = tables.get(table.id, table) if isinstance(table, ast.Name) else table
        if not isinstance(table, ast.Dict):
            return []
        pairs = zip(table.keys, table.values)
        return [ast.Tuple(elts=[key, value]) for key, value in pairs if key is not None]
    if isinstance(looped, ast.Name):
        looped = tables.get(looped.id, looped)
    return list(looped.elts) if isinstance(looped, (ast.Tuple, ast.List)) else []


def _take(given: Scope, target: ast.expr, value: ast.expr) -> None:
    if isinstance(target, ast.Name):
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            given.setdefault(target.id, []).append(value.value)
    elif isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
        for one, its in zip(target.elts, value.elts):
            _take(given, one, its)
