"""The folder of a run: written beside its place, put there when all is done."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

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
    """Refuse a folder in which results would lie over files that no earlier run wrote."""
    if target.exists() and not target.is_dir():
        raise FileUnreadableError(f"{target} is a file. Choose a folder for the results.")
    ours = set(_earlier(target))
    first = {name.split("/")[0] for name in (*names, RESULTS, AGAIN)}
    astray = sorted(name for name in first - ours if (target / name).exists())
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
    new = sorted(path.name for path in beside.iterdir())
    check_target(target, new)
    with passing_folder(target) as aside:
        moved: list[tuple[Path, Path]] = []
        try:
            for name in sorted({*_earlier(target), *new}):
                if (target / name).exists():
                    _move(target / name, aside / name, moved)
            for name in new:
                _move(beside / name, target / name, moved)
        except OSError as error:
            for source, at in reversed(moved):
                with suppress(OSError):
                    at.rename(source)
            raise FileUnreadableError(
                f"The earlier results in {target} cannot be replaced ({error.strerror}: "
                f"{Path(error.filename or '').name}). Take them out of the project, close what "
                "holds them, or choose another folder; they are as they were."
            ) from error


def _move(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    source.rename(target)
    moved.append((source, target))


def _earlier(target: Path) -> list[str]:
    """Give the names in a folder that an earlier run of a scenario wrote, by its record."""
    try:
        record = json.loads((target / RESULTS).read_text(encoding="utf-8"))
        files = record["files"] if "family_hub_results" in record else []
        return [name for name in files if isinstance(name, str) and Path(name).name == name]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []
