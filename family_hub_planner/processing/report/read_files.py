"""The files that a run read, found again by name and held to the checksums of its record.

A folder may hold another file of the same name: one exported anew, edited since, or of another
council. What it holds is not what the run counted, and lacks names that the run's own file had.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...engine.provenance import checksum
from ...engine.report.evidence import NOT_LOOKED_UP
from ...engine.scenario.record import content_checksum

_SAMPLE_FOLDER = Path(__file__).parents[2] / "resources" / "sample"
_SAMPLE = "sample:"
_OF_SEVERAL = {".shp", ".tab"}  # formats whose rows stand in other files than the one recorded
_SAME, _OTHER, _UNSURE = "same", "other", "unsure"


class ReadFiles:
    """The files that a record's steps read, looked for in the run's folder, then in `data`.

    Files are named as the record names them: relative, with `|layername=` or without.
    """

    def __init__(self, folder: Path, record: Mapping[str, Any], data: Path | None) -> None:
        self._folders = [folder] if data is None else [folder, data]
        self._sums = _recorded(record)
        steps = record["steps"]
        self._made = {str(one) for step in steps for one in (step.get("outputs") or {}).values()}
        self._known: dict[str, tuple[Path | None, str]] = {}
        self._asked: set[tuple[str, str]] = set()

    def of_that_name(self, given: Any) -> Path | None:
        """Give the file that the run read, else another of its name; None where there is none."""
        return self._found(given)[0]

    def as_read(self, given: Any) -> Path | None:
        """Give the file that the run read; None where it is gone or differs. `doubts` tells it."""
        path, what = self._found(given)
        if path is not None and what != _SAME:
            self._asked.add((path.name, what))
        return None if what == _OTHER else path

    def doubts(self) -> list[str]:
        """Say which files asked for are not the run's own, and which nobody can tell of."""
        other, unsure = (
            ", ".join(sorted(name for name, what in self._asked if what == one))
            for one in (_OTHER, _UNSURE)
        )
        said = []
        if other:
            said.append(
                f"{NOT_LOOKED_UP}: {other}. This is not the file that the run read: its checksum "
                "differs. What it holds now is not shown. A public pack is searched for the "
                "confidential places and owners that it holds now, not for those of the run's own "
                "file. Put that file back or name its folder (DATA), run the scenario again, or "
                "read a public pack before it goes out."
            )
        if unsure:
            said.append(
                f"{NOT_LOOKED_UP} by checksum: {unsure}. The record has none for all of it, or it "
                "is open in another program, so that nobody can tell whether it still holds what "
                "the run read. It is taken as it is now."
            )
        return said

    def _found(self, given: Any) -> tuple[Path | None, str]:
        name = str(given or "").split("|")[0]
        if name not in self._known:
            there = [(path, self._what(name, path)) for path in self._paths(name)]
            same = [one for one in there if one[1] == _SAME]
            self._known[name] = next(iter([*same, *there]), (None, _SAME))
        return self._known[name]

    def _paths(self, name: str) -> list[Path]:
        """Give the files of a name; what the run made stands in its own folder alone."""
        if not name:
            return []
        if name.startswith(_SAMPLE):
            paths = [_SAMPLE_FOLDER / name[len(_SAMPLE) :]]
        else:
            paths = [one / name for one in self._folders[: 1 if name in self._made else None]]
        return [path for path in paths if _is_there(path)]

    def _what(self, name: str, path: Path) -> str:
        """Tell whether a file is the one recorded; what the run made has no checksum."""
        if name in self._made:
            return _SAME
        if name not in self._sums:
            return _UNSURE
        if not _is_of(path, self._sums[name]):
            return _OTHER
        unsure = path.suffix.lower() in _OF_SEVERAL or _has_journal(path)
        return _UNSURE if unsure else _SAME


def _recorded(record: Mapping[str, Any]) -> dict[str, str]:
    """Give each input's checksum by its file's name.

    That of its contents comes before that of the bytes, which opening a GeoPackage changes.
    """
    inputs = [one for step in record["steps"] for one in step.get("inputs") or ()]
    told = {_file_of(one["name"]): str(one["sha256"]) for one in inputs}
    contents = (record.get("scenario") or {}).get("checksums")
    if isinstance(contents, dict):
        told.update({_file_of(name): str(one) for name, one in contents.items() if one})
    return {name: one for name, one in told.items() if one}


def _file_of(name: Any) -> str:
    return str(name).split("|")[0]


def _is_of(path: Path, recorded: str) -> bool:
    try:
        return recorded in (content_checksum(path), checksum(path))
    except OSError:  # not to be read: then it is none that can be looked up
        return False


def _has_journal(path: Path) -> bool:
    """Tell whether rows of an SQLite file stand in the journal beside it, which has no checksum."""
    journal = path.with_name(path.name + "-wal")
    return _is_there(journal) and journal.stat().st_size > 0


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # longer than names may be, or no name at all
        return False
