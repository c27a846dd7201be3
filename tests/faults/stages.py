"""Runs stopped in the middle: every moment counted, and what must stand as it stood."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from algorithms.runs import Log
from catalogue.clean import RUNS, clean_run
from qgis.core import QgsApplication


class Moments(Log):
    """A feedback that counts the moments in which a run speaks or asks whether to stop.

    `pressed` is the moment in which the cancel button is pressed, 0 for never; `last` the last one
    in which the run asked; `gap_s` the most processor time between two questions, in seconds.
    """

    def __init__(self, pressed: int = 0):
        super().__init__()
        self.pressed, self.now, self.last, self.gap_s = pressed, 0, 0, 0.0
        self._asked_at = time.process_time()
        self.progressChanged.connect(self._moment)

    def isCanceled(self):
        self._moment()
        self.last = self.now
        self.gap_s, self._asked_at = self._gap(), time.process_time()
        return super().isCanceled()

    def pushInfo(self, info):
        super().pushInfo(info)
        self._moment()

    def _gap(self) -> float:
        return max(self.gap_s, time.process_time() - self._asked_at)

    def _moment(self, *_percent):
        self.now += 1
        if self.now == self.pressed:
            self.cancel()


def every_output(algorithm: str, folder: Path, given: dict) -> dict:
    """Give a place in the folder for every output that needs no further input."""
    asked = QgsApplication.processingRegistry().algorithmById(f"familyhub:{algorithm}")
    return {
        one.name(): str(folder / f"{one.name()}{ending_of(one)}")
        for one in asked.destinationParameterDefinitions()
        if one.name() not in given and one.name() in WRITTEN.get(algorithm, {"OUTPUT", "HTML"})
    }


WRITTEN = {
    "report": {"OUTPUT", "PDF", "TABLES"},
    "coverage": {"OUTPUT", "HTML", "BY_HUB", "BY_DECILE", "UNROUTED"},
    "importestate": {"OUTPUT", "REJECTED", "MAPPING_OUT"},
}


def ending_of(definition) -> str:
    """Give the ending of an output's file, "" for a folder."""
    if definition.type() == "folderDestination":
        return ""
    if definition.type() == "fileDestination":
        return f".{definition.defaultFileExtension()}"
    return ".gpkg"


def parameters(algorithm: str, clean, folder: Path) -> dict:
    """Give the parameters of an algorithm's clean run, its outputs in a folder."""
    given = clean_run(algorithm, clean)
    return {**given, **every_output(algorithm, folder, given)}


def untouched(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Give what changes when a file is written anew with the very same content, by name."""
    return {
        path.relative_to(folder).as_posix(): (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        for path in sorted(folder.rglob("*"))
        for stat in [path.stat()]
    }


def standing(folder: Path) -> dict[str, str]:
    """Give a checksum of every file in a folder and its folders, by name."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


ALGORITHMS = [name for name in RUNS if name != "downloadnetwork"]
"""All but the one that needs a server: see tests/algorithms/test_downloadnetwork.py."""
