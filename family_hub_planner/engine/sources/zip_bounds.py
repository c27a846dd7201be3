"""What a zip file would unpack to, asked before anything is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ..errors import FileUnreadableError

MOST_BYTES = 3_000_000_000
"""Largest workbook that is read, unpacked: several times the largest ONS one."""
_SMALL_BYTES = 100_000_000
_MOST_TIMES = 200  # a sheet of one value throughout packs to about a fiftieth


def refuse_bomb(path: Path) -> None:
    """Refuse a zip file that unpacks to far more than a workbook does; what is none may pass.

    Raises `FileUnreadableError`.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (OSError, ValueError, zipfile.BadZipFile):
        return  # what is wrong with the file is said by the one who reads it
    whole, taken = sum(one.file_size for one in parts), sum(one.compress_size for one in parts)
    swollen = whole > _SMALL_BYTES and whole > _MOST_TIMES * taken
    if whole > MOST_BYTES or swollen:
        raise FileUnreadableError(
            f"{path.name} unpacks to {whole // 1_000_000:,d} MB, which no workbook of a council "
            "does. Save the one sheet that is needed as CSV."
        )
