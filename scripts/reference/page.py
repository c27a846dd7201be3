"""Write the reference as one page of Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from family_hub_planner.processing.base import RESOURCES
from family_hub_planner.processing.help_text import has_default, reason_of

from .kinds import default_of, kind_of, limits_of, unit_of

Columns = Mapping[tuple[str, str], list[str]]
HEAD = """# Algorithm reference

Written by `make docs` from the algorithms themselves: change them, not this page. What each is for,
why its defaults are as they are and what it cannot do stands in its help, in QGIS's panel and in
`family_hub_planner/resources/help`; the formulas stand in [methods.md](methods.md).

Every algorithm is run from the toolbox, in a model, in a batch, or by
`qgis_process run familyhub:ID -- NAME=value ...`. Ids, names and columns never change. A parameter
whose default is "must be given" is the only kind that has to be. Minutes are empty (NULL) where
there is no way. `STATUS` is "done", or "cancelled" after a cancel; `qgis_process` interrupted by
Ctrl+C says "STATUS: cancelled" and ends with status 1.
"""


def reference_page(algorithms: list[Any], columns: Columns) -> str:
    """Give the page; `columns` holds the names that each output layer or table was written with."""
    parts = [HEAD, _contents(algorithms)]
    group = ""
    for algorithm in algorithms:
        if algorithm.group() != group:
            group = algorithm.group()
            parts.append(f"## {group}")
        parts += _algorithm(algorithm, columns)
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _contents(algorithms: list[Any]) -> str:
    rows = []
    for one in algorithms:
        link = f"[{one.displayName()}](#{one.name()})"
        rows.append(f"| {one.group()} | {link} | {_cell(one.shortDescription())} |")
    return "\n".join(["| Group | Algorithm | What it answers |", "|---|---|---|", *rows])


def _algorithm(algorithm: Any, columns: Columns) -> list[str]:
    packages = ", ".join(f"`{name}`" for name in getattr(algorithm, "PACKAGES", ()))
    needs = f"\n\nNeeds the Python package {packages}." if packages else ""
    groups = (
        (False, "#### Parameters"),
        (True, "#### Further parameters (under Advanced)"),
    )
    parts = [
        f'<a id="{algorithm.name()}"></a>',
        f"### {algorithm.displayName()}: `familyhub:{algorithm.name()}`",
        f"{algorithm.shortDescription()}{needs}",
    ]
    inputs = [one for one in algorithm.parameterDefinitions() if not one.isDestination()]
    for advanced, heading in groups:
        chosen = [one for one in inputs if _advanced(one) == advanced]
        if chosen:
            parts += [heading, _parameters(algorithm.name(), chosen, hasattr(algorithm, "ID"))]
    return [*parts, "#### Outputs", *_outputs(algorithm, columns)]


def _advanced(definition: Any) -> bool:
    return bool(definition.flags() & definition.Flag.FlagAdvanced)


def _parameters(algorithm: str, definitions: list[Any], ours: bool) -> str:
    rows = ["| Name | Label | Takes | Unit | Default, and why |", "|---|---|---|---|---|"]
    for one in definitions:
        limits = limits_of(one)
        takes = kind_of(one) + (f", {limits}" if limits else "")
        told = f" {_cell(one.help())}" if one.help() else ""
        label = f"**{_cell(one.description())}.**{told}"
        default = default_of(one)
        reason = reason_of(RESOURCES, algorithm, one.name()) if has_default(one) and ours else ""
        default += f": {_cell(reason)}" if reason else ""
        rows.append(f"| `{one.name()}` | {label} | {takes} | {unit_of(one)} | {default} |")
    return "\n".join(rows)


def _outputs(algorithm: Any, columns: Columns) -> list[str]:
    rows = ["| Name | Label | Written | Columns |", "|---|---|---|---|"]
    for one in algorithm.destinationParameterDefinitions():
        names = columns.get((algorithm.name(), one.name()), [])
        listed = ", ".join(f"`{name}`" for name in names)
        optional = bool(one.flags() & one.Flag.FlagOptional)
        when = "if asked for" if optional else "always"
        rows.append(f"| `{one.name()}` | {_cell(one.description())} | {when} | {listed} |")
    returned = [
        f"`{one.name()}` ({_cell(one.description())})"
        for one in algorithm.outputDefinitions()
        if one.type() in {"outputNumber", "outputString", "outputBoolean"}
    ]
    told = [f"Returns: {', '.join(returned)}."] if returned else []
    return ["\n".join(rows), *told]


def _cell(text: str) -> str:
    """Make a text safe to stand in a table's cell."""
    safe = text.replace("|", "\\|").replace("\n", " ").strip().rstrip(".")
    return safe.replace("<", "&lt;").replace(">", "&gt;")
