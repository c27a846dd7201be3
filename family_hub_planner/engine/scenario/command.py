"""A step as a line of `qgis_process`, to be run in the run's folder by a shell (sh, bash)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .model import (
    Earlier,
    InputFile,
    Made,
    Plain,
    PlannedStep,
    PointColumns,
    RunRecord,
    Several,
    Value,
)
from .places import RESULTS, SAMPLE

SAMPLE_VARIABLE = "SAMPLE"
"""The shell's name for the folder of the sample county."""
_IN_QUOTES = str.maketrans({mark: f"\\{mark}" for mark in '\\"$`'})


def command(planned: PlannedStep, names: Mapping[str, str]) -> str:
    """Give the line; `names` are the record's names of the inputs, by the text written.

    A value that is neither text, number nor yes or no is written as JSON.
    """
    start = f"qgis_process run {planned.step.algorithm} --"
    words = [
        f"{name}={text}" for name, value in planned.values.items() for text in _texts(value, names)
    ]
    return " ".join([start, *words])


def points_address(path: str, columns: PointColumns) -> str:
    """Give QGIS's address of a CSV file's points by the columns that place them."""
    detect = "no" if columns.as_text else "yes"
    return (
        f"delimitedtext://{path}?type=csv&xField={columns.x}&yField={columns.y}&crs={columns.crs}"
        f"&detectTypes={detect}&spatialIndex=no&subsetIndex=no&watchFile=no"
    )


def _texts(value: Value, names: Mapping[str, str]) -> list[str]:
    if isinstance(value, Several):
        return [text for one in value.values for text in _texts(one, names)]
    if isinstance(value, InputFile):
        return [_input(value, names[value.text])]
    if isinstance(value, RunRecord):
        return [RESULTS]
    if isinstance(value, Made):
        return [_quoted(value.name)]
    if isinstance(value, Earlier):
        return [_quoted(value.name or f"{value.step}.{value.output}")]
    return _plain(value)


def _plain(value: Plain) -> list[str]:
    given = value.value
    if isinstance(given, list) and not any(isinstance(one, (list, dict)) for one in given):
        return [_quoted(_word(one)) for one in given]
    return [_quoted(_word(given))]


def _word(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _input(given: InputFile, name: str) -> str:
    """Give a file as the shell takes it; the sample county's folder is a variable."""
    in_sample = name.startswith(SAMPLE)
    path = name[len(SAMPLE) :] if in_sample else name
    inner = path.translate(_IN_QUOTES)
    if in_sample:
        inner = f"${SAMPLE_VARIABLE}/{inner}"
    if given.points:
        whole = inner if in_sample else f"$PWD/{inner}"
        return f'"{points_address(f"file://{whole}", given.points)}"'
    return f'"{inner}"' if in_sample else _quoted(path)


def _quoted(text: str) -> str:
    plain = all(one.isalnum() or one in "_-./,:=@%+" for one in text)
    return text if text and plain else f'"{text.translate(_IN_QUOTES)}"'
