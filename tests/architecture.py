"""The rules of the house, as functions over a source tree: each gives the faults it finds.

`root` is always the package's folder. Faults are sentences; no fault is an empty list.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

QT_AND_QGIS = ("qgis", "PyQt4", "PyQt5", "PyQt6", "PySide2", "PySide6", "processing")
QVARIANT_TYPES = {"Int", "Double", "String", "Bool", "LongLong", "Date", "DateTime", "UInt"}

# What each stage of the engine may know besides the foundations (errors, tables, demand ...).
# A file beside a stage with its name in front (coverage_tables) belongs to it, and so does what
# BELONGS names. Any other module is a foundation, and may know foundations only.
STAGES: dict[str, set[str]] = {
    "sources": set(),
    "network": {"sources"},
    "travel_time": {"network"},
    "catchment": {"network", "travel_time"},
    "need": {"sources"},
    "coverage": {"equity"},
    "equity": set(),
    "accessibility": set(),
    "siting": set(),
    "comparison": {"coverage", "equity"},
    "report": {"coverage", "comparison", "equity"},
    # The live what-if answers at once what coverage and comparescenarios would, with their own
    # functions, and routes a freshly placed point on the network that it holds in memory.
    "what_if": {"coverage", "comparison", "equity", "network", "travel_time"},
}
BELONGS = {"reached": "catchment", "journeys": "travel_time", "journey_lengths": "travel_time"}
CHAINS = "scenario"


@dataclass(frozen=True)
class Graph:
    """Modules of the package by dotted name ("" is the package itself) and what each imports."""

    inside: dict[str, set[str]]
    outside: dict[str, set[str]]


def modules(root: Path) -> dict[str, Path]:
    """Give the package's modules by dotted name below `root`, sorted."""
    found = {}
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def import_graph(root: Path, lazy: bool = True) -> Graph:
    """Read every import, relative or by the package's full name; `lazy` ones in functions too."""
    known = modules(root)
    inside: dict[str, set[str]] = {name: set() for name in known}
    outside: dict[str, set[str]] = {name: set() for name in known}
    for name, path in known.items():
        for target in _imports(name, path, root.name, lazy):
            if target == root.name or target.startswith(root.name + "."):
                found = _module_of(target[len(root.name) + 1 :], known)
                if found is not None and found != name:
                    inside[name].add(found)
            else:
                outside[name].add(target)
    return Graph(inside, outside)


def engine_without_qgis(root: Path) -> list[str]:
    """Nothing under engine/ imports QGIS, Qt or Processing."""
    return [
        f"{name} imports {target}"
        for name, targets in import_graph(root).outside.items()
        if _part(name) == "engine"
        for target in sorted(targets)
        if target.split(".")[0] in QT_AND_QGIS
    ]


def imports_point_down(root: Path) -> list[str]:
    """The engine knows neither processing nor gui, and processing does not know the gui.

    The gui reaches the algorithms through QGIS, so it imports neither of them; the live what-if,
    which must answer at once, is the exception.
    """
    return [
        f"{name} imports {target}"
        for name, targets in import_graph(root).inside.items()
        for target in sorted(targets)
        if _part(target) in _forbidden(name)
    ]


def stages_apart(root: Path) -> list[str]:
    """The engine's stages do not know one another but where STAGES says so; scenario chains."""
    return [
        f"{name} imports {target}"
        for name, targets in import_graph(root).inside.items()
        if _part(name) == "engine" and _stage(name) not in ("", CHAINS)
        for target in sorted(targets)
        if _part(target) == "engine" and not _may_know(_stage(name), _stage(target))
    ]


def cycles(root: Path) -> list[str]:
    """No module imports itself round a corner; each knot of modules is told once."""
    graph = import_graph(root).inside
    reach = {name: _reached(name, graph) for name in graph}
    knots = {
        tuple(sorted(other for other in reach[name] if name in reach[other]))
        for name in graph
        if name in reach[name]
    }
    return [f"cycle: {', '.join(knot)}" for knot in sorted(knots)]


def floors(root: Path) -> list[str]:
    """Give the longest chain of imports made on loading, from the top down; needs no cycles.

    What a function imports when it is called (the plugin its provider) starts a house of its own.
    """
    graph = import_graph(root, lazy=False).inside

    @cache
    def chain(name: str) -> tuple[str, ...]:
        below = [chain(target) for target in sorted(graph[name])]
        return (name, *max(below, key=len, default=()))

    return list(max((chain(name) for name in sorted(graph)), key=len, default=()))


def long_files(root: Path, most: int = 400) -> list[str]:
    """No file has more than `most` lines."""
    lengths = {
        name: len(path.read_text(encoding="utf-8").splitlines())
        for name, path in modules(root).items()
    }
    return [f"{name} has {length} lines" for name, length in lengths.items() if length > most]


def long_functions(root: Path, most: int = 60) -> list[str]:
    """No function has more than `most` lines, its docstring and decorators included."""
    return [
        f"{name}.{node.name} has {length} lines"
        for name, node in _nodes(root)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        for length in [_last_line(node) - node.lineno + 1]
        if length > most
    ]


def broad_excepts(root: Path) -> list[str]:
    """Nothing catches everything: no bare except, no Exception, no BaseException."""
    return [
        f"{name} line {node.lineno} catches {ast.unparse(node.type) if node.type else 'all'}"
        for name, node in _nodes(root)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type)
    ]


def unsafe_qt(root: Path) -> list[str]:
    """Qt comes through qgis.PyQt only, and no QVariant type that Qt 6 lacks is named."""
    direct = [
        f"{name} imports {target}"
        for name, targets in import_graph(root).outside.items()
        for target in sorted(targets)
        if target.split(".")[0].startswith(("PyQt", "PySide"))
    ]
    variants = [
        f"{name} line {node.lineno} uses QVariant.{node.attr}"
        for name, node in _nodes(root)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "QVariant"
        and node.attr in QVARIANT_TYPES
    ]
    return direct + variants


def undocumented(root: Path) -> list[str]:
    """Every module, public class and public function says what it is for."""
    faults = []
    for name, path in modules(root).items():
        tree = nodes_of(path.read_text(encoding="utf-8"))[0]
        if not ast.get_docstring(tree):
            faults.append(f"{name or root.name} has no docstring")
        faults += [f"{name}.{thing} has no docstring" for thing in _bare(tree)]
    return faults


def _imports(name: str, path: Path, package: str, lazy: bool) -> Iterator[str]:
    home = f"{package}.{name}".rstrip(".").split(".")
    if path.name != "__init__.py":
        home = home[:-1]
    nodes = nodes_of(path.read_text(encoding="utf-8"))
    for node in nodes if lazy else nodes[0].body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = home[: len(home) - node.level + 1] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{start}.{alias.name}" for alias in node.names)


def _module_of(target: str, known: dict[str, Path]) -> str | None:
    """Give the module that `target` names, be it a module or a name inside one; None if neither."""
    if "." not in target and target not in known:
        return ""
    while target and target not in known:
        target = target.rpartition(".")[0]
    return target or None


def _part(name: str) -> str:
    return name.partition(".")[0]


def _forbidden(name: str) -> set[str]:
    if _part(name) == "engine":
        return {"processing", "gui", "plugin"}
    if _part(name) == "processing":
        return {"gui", "plugin"}
    if _part(name) == "gui":
        what_if = name.rpartition(".")[2].startswith("what_if")
        return {"plugin"} if what_if else {"plugin", "processing", "engine"}
    return set()


def _stage(name: str) -> str:
    part = [*name.split("."), ""][1]
    if part in STAGES or part in BELONGS:
        return BELONGS.get(part, part)
    return max((stage for stage in STAGES if part.startswith(f"{stage}_")), key=len, default=part)


def _may_know(stage: str, target: str) -> bool:
    if target in ("", stage):
        return True
    if target == CHAINS:
        return False
    return target not in STAGES or target in STAGES.get(stage, set())


def _reached(start: str, graph: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(graph[name])
    return seen


def _nodes(root: Path) -> Iterator[tuple[str, ast.AST]]:
    for name, path in modules(root).items():
        for node in nodes_of(path.read_text(encoding="utf-8")):
            yield name, node


@cache
def nodes_of(source: str) -> tuple[ast.AST, ...]:
    """Give a module and all that is in it; kept, since every rule asks for it."""
    return tuple(ast.walk(ast.parse(source)))


def _last_line(node: ast.AST) -> int:
    return max(getattr(child, "end_lineno", None) or 0 for child in ast.walk(node))


def _is_broad(caught: ast.expr | None) -> bool:
    if caught is None:
        return True
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(ast.unparse(name).split(".")[-1] in ("Exception", "BaseException") for name in names)


def _bare(tree: ast.Module | ast.ClassDef) -> Iterator[str]:
    """Give the public functions, classes and methods of `tree` that have no docstring."""
    for node in tree.body:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        if node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            yield node.name
        if isinstance(node, ast.ClassDef):
            yield from (f"{node.name}.{name}" for name in _bare(node))
