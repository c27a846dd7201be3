"""The folder of a run: written beside its place, put there when all is done."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from ...engine.errors import FileUnreadableError
from ...engine.scenario.places import AGAIN, RESULTS


@contextmanager
def passing_folder(target: Path) -> Iterator[Path]:
    """Give a folder beside the target to write in; it is taken away whatever happens."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f"~{target.name}.", dir=target.parent))
    except OSError as error:
        raise FileUnreadableError(
            f"Nothing can be written beside {target} ({error.strerror}). Choose another folder."
        ) from error
    try:
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def check_target(target: Path, names: Collection[str]) -> None:
    """Refuse a folder in which results would lie over files that no earlier run wrote.

    `names` are files and folders to be written, "/" between folders.
    """
    if target.exists() and not target.is_dir():
        raise FileUnreadableError(f"{target} is a file. Choose a folder for the results.")
    ours = set(_earlier(target))
    wanted = {*names, RESULTS, AGAIN}
    astray = sorted({_astray(target, name, ours) for name in wanted} - {""})
    if astray:
        raise FileUnreadableError(
            f"{target} holds {', '.join(astray[:3])} already, not written by a scenario. Choose an "
            "empty or new folder."
        )


def put_in_place(beside: Path, target: Path) -> None:
    """Put the results where they stay, in the place of an earlier run's; what else is there stays.

    If any file cannot be moved (open in another program), everything is as before.
    """
    target.mkdir(parents=True, exist_ok=True)
    new = files_in(beside)
    check_target(target, new)
    earlier = [name for name in _earlier(target) if (target / name).is_file()]
    # A program killed between these moves leaves a record that names files that are gone: whoever
    # reads it refuses it, and the next run may write there. Old files never stand under a new one.
    earlier.sort(key=lambda name: name == RESULTS)
    new.sort(key=lambda name: name != RESULTS)
    with passing_folder(target) as aside:
        moved: list[tuple[Path, Path]] = []
        try:
            for name in earlier:
                _move(target / name, aside / name, moved)
            for name in new:
                _move(beside / name, target / name, moved)
        except OSError as error:
            for source, at in reversed(moved):
                with suppress(OSError):
                    at.rename(source)
            _take_away_empty(target, new)
            raise FileUnreadableError(
                f"The earlier results in {target} cannot be replaced ({error.strerror}: "
                f"{Path(error.filename or '').name}). Take them out of the project, close what "
                "holds them, or choose another folder; they are as they were."
            ) from error
        _take_away_empty(target, earlier)


def files_in(folder: Path) -> list[str]:
    """Give the names of all files in a folder and its folders, "/" between folders, sorted."""
    found = (path for path in folder.rglob("*") if not path.is_dir())
    return sorted(path.relative_to(folder).as_posix() for path in found)


def _astray(target: Path, name: str, ours: Collection[str]) -> str:
    """Give what stands where `name` is to be written and is not an earlier run's, else ""."""
    for part in _folders_of(name):
        if (target / part).is_file() and part.as_posix() not in ours:
            return part.as_posix()
    path = target / name
    if not path.is_dir():
        return name if path.exists() and name not in ours else ""
    inside = [f"{name}/{one}" for one in files_in(path)]
    return "" if not inside or set(inside) & set(ours) else name


def _folders_of(name: str) -> list[PurePosixPath]:
    """Give the folders in which a file stands, the innermost first."""
    return list(PurePosixPath(name).parents)[:-1]


def _move(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.rename(target)
    moved.append((source, target))


def _take_away_empty(target: Path, names: Collection[str]) -> None:
    """Take away the folders of these files that hold nothing any more."""
    folders = {part for name in names for part in _folders_of(name)}
    for folder in sorted(folders, key=lambda one: len(one.parts), reverse=True):
        with suppress(OSError):  # holds a file still
            (target / folder).rmdir()


def _earlier(target: Path) -> list[str]:
    """Give the names of the files in a folder that an earlier run wrote, by its record."""
    try:
        record = json.loads((target / RESULTS).read_text(encoding="utf-8"))
        files = record["files"] if "family_hub_results" in record else []
        return [name for name in files if isinstance(name, str) and _is_inside(name)]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []


def _is_inside(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return bool(parts) and ".." not in parts and not Path(name).is_absolute() and ":" not in name
