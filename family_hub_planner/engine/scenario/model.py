"""What a scenario file says, and what an algorithm is to it: plain values without QGIS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Union

VERSION = 1
MAIN = "OUTPUT"
"""The main output of every algorithm of the planner, and what a reference without a name takes."""

INPUT_FILES = frozenset({"file", "folder", "layer"})
"""Kinds of parameters that read one file: its text is a path."""
INPUT_LISTS = frozenset({"files", "layers"})
"""Kinds that read several."""
OUTPUTS = frozenset({"layer_out", "file_out", "folder_out"})
"""Kinds that write: their text is the name of a file in the run's folder."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of an algorithm: `kind` is one of those above, "expression" or "value".

    `extension` (without a dot) is that of the files an output writes.
    """

    name: str
    kind: str
    optional: bool = True
    extension: str = ""


@dataclass(frozen=True)
class Face:
    """An algorithm as a scenario sees it: its parameters by name, and all that it returns."""

    id: str
    parameters: Mapping[str, Parameter]
    returns: frozenset[str]


@dataclass(frozen=True)
class Reference:
    """An output of an earlier step, in the place of a value."""

    step: str
    output: str = MAIN


@dataclass(frozen=True)
class ForEach:
    """A step that is run once for each value: those listed, or those of a layer's field."""

    values: tuple[str, ...] = ()
    layer: str = ""
    field: str = ""


@dataclass(frozen=True)
class Step:
    """One run of an algorithm, as written; a `Reference` stands where an earlier output is taken.

    `each` is the value of this run where the step is repeated, and `of` then the written step's id.
    `load` names the outputs whose layers are loaded into the project, None all of them.
    """

    id: str
    name: str
    algorithm: str
    parameters: Mapping[str, Any]
    for_each: ForEach | None = None
    each: str = ""
    of: str = ""
    load: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Scenario:
    """A scenario file: its words, its steps in order, and `written`, the JSON as it was read.

    `checksums` gives the SHA-256 of the inputs of the run that this file records, by their text.
    """

    title: str
    steps: tuple[Step, ...]
    question: str = ""
    authority: str = ""
    notes: tuple[str, ...] = ()
    checksums: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PointColumns:
    """The columns of a table that place its rows: `x`, `y` and their `crs` (an authority's id).

    `as_text` says that all columns are read as text, see `places`.
    """

    x: str
    y: str
    crs: str
    as_text: bool = False


@dataclass(frozen=True)
class InputFile:
    """A file to read: the text as written, where it stands, and a layer's name in it ("|...").

    `points` names the columns that place the rows of a table taken as a layer, None for none.
    """

    text: str
    path: Path
    suffix: str = ""
    points: PointColumns | None = None


@dataclass(frozen=True)
class Made:
    """A file that a step writes: its name in the run's folder, "/" between folders."""

    name: str


@dataclass(frozen=True)
class Earlier:
    """What an earlier step returns: a file by its name in the folder, or a value (no name)."""

    step: str
    output: str
    name: str = ""


@dataclass(frozen=True)
class Plain:
    """A value that is passed on as it stands."""

    value: Any


@dataclass(frozen=True)
class RunRecord:
    """The record of the run itself, as far as it has come: what a report is made from."""


@dataclass(frozen=True)
class Several:
    """Several values of one parameter."""

    values: tuple[Value, ...]


Value = Union[InputFile, Made, Earlier, Plain, RunRecord, "Several"]


@dataclass(frozen=True)
class PlannedStep:
    """A step with every value known for what it is; ready to run."""

    step: Step
    values: Mapping[str, Value]

    def inputs(self) -> list[InputFile]:
        """Give the files that the step reads and that no step writes."""
        return [value for value in self._flat() if isinstance(value, InputFile)]

    def earlier(self) -> list[Earlier]:
        """Give what the step takes from earlier ones."""
        return [value for value in self._flat() if isinstance(value, Earlier)]

    def _flat(self) -> list[Value]:
        flat: list[Value] = []
        for value in self.values.values():
            flat += value.values if isinstance(value, Several) else (value,)
        return flat

    def made(self) -> dict[str, str]:
        """Give the names of the files that the step writes, by output."""
        return {name: value.name for name, value in self.values.items() if isinstance(value, Made)}
