"""Rows of one sheet of a workbook: .xlsx by openpyxl or, without it, by GDAL; .ods by GDAL."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import FileUnreadableError, InputError, MissingPackageError, PlannerError

if TYPE_CHECKING:
    from ..progress import Progress

try:
    from osgeo import gdal
except ImportError:  # a plain Python without GDAL
    gdal = None

Row = list[str]
Score = Callable[[list[Row]], tuple[int, int]]
MOST_BYTES = 3_000_000_000
"""Largest workbook that is read, unpacked: several times the largest ONS one."""
_SMALL_BYTES = 100_000_000
_MOST_TIMES = 200  # a sheet of one value throughout packs to about a fiftieth
_SAMPLE_ROWS = 12
_PROGRESS_ROWS = 2000
# What openpyxl, and Python's zip and XML readers beneath it, raise over a damaged workbook. It
# reads XML by lxml where that is there, whose errors, as Python's own, are syntax errors.
_READ_ERRORS = (
    OSError, EOFError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError,
    RuntimeError, SyntaxError, zipfile.BadZipFile, zlib.error, struct.error,
)  # fmt: skip


def read_workbook_rows(
    path: Path, sheet: str | None, score: Score, progress: Progress
) -> tuple[str, list[Row]]:
    """Read one sheet, of .xlsx or .ods: its name, and its rows as text, blank rows left out.

    Parameters
    ----------
    sheet
        The sheet's name, or None to let `score` choose from the first rows of each sheet (highest
        first; among equals the latest year in the name, then the first in the book).

    Raises
    ------
    FileUnreadableError
        The file is missing, damaged, protected, no workbook, or unpacks to far more than one.
    InputError
        There is no sheet of that name.
    MissingPackageError
        Neither openpyxl nor GDAL is there.
    """
    if not path.is_file():
        raise FileUnreadableError(f"There is no file {path.name}. Check the path.")
    _refuse_bomb(path)
    try:
        with _open_book(path) as book:
            names = book.sheet_names()
            chosen = _choose(names, sheet, path.name, lambda n: score(book.sample(n)))
            return chosen, _all_rows(book.rows(chosen), progress)
    except _READ_ERRORS as error:
        if isinstance(error, PlannerError):
            raise
        raise _not_a_workbook(path) from error


def _refuse_bomb(path: Path) -> None:
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


def _not_a_workbook(path: Path) -> FileUnreadableError:
    ods = path.suffix.lower() == ".ods"
    kind = "an OpenDocument workbook (.ods)" if ods else "an Excel workbook (.xlsx)"
    return FileUnreadableError(
        f"{path.name} cannot be read as {kind}: it is damaged, protected "
        "by a password, or of an older kind. Save it again as .xlsx or CSV."
    )


def _all_rows(rows: Iterable[Row], progress: Progress) -> list[Row]:
    kept: list[Row] = []
    for number, row in enumerate(rows):
        if number % _PROGRESS_ROWS == 0:
            progress.report(1.0 - 1.0 / (1.0 + number / 20_000))  # the sheet's length is not known
        if any(row):
            kept.append(row)
    return kept


def _choose(
    names: list[str], wanted: str | None, file_name: str, score: Callable[[str], tuple[int, int]]
) -> str:
    if wanted is None:
        order = {name: -position for position, name in enumerate(names)}
        return max(names, key=lambda name: (score(name), _year(name), order[name]))
    for name in names:
        if name.strip().lower() == wanted.strip().lower():
            return name
    raise InputError(f"{file_name} has no sheet {wanted!r}. Its sheets: {', '.join(names)}.")


def _year(name: str) -> int:
    return max((int(year) for year in re.findall(r"(?:19|20)\d\d", name)), default=0)


def _openpyxl() -> Any:
    """Give the package, None where this QGIS lacks it; it takes too long to load at each start."""
    try:
        return import_module("openpyxl")
    except ImportError:
        return None


def _open_book(path: Path) -> _OpenpyxlBook | _GdalBook:
    openpyxl = _openpyxl() if path.suffix.lower() == ".xlsx" else None
    if openpyxl is not None:
        return _OpenpyxlBook(openpyxl.load_workbook(path, read_only=True, data_only=True))
    if gdal is not None:
        return _GdalBook(path)
    needed = "GDAL" if path.suffix.lower() == ".ods" else "the Python package openpyxl, or GDAL"
    raise MissingPackageError(
        f"Reading {path.suffix.lower()} needs {needed}. Save the sheet as CSV instead."
    )


def cell_text(value: Any) -> str:
    """Give a cell as text: whole numbers without a decimal point, dates as year-month-day."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


class _OpenpyxlBook:
    """A workbook read row by row, so that an 80 MB one need not stand in memory as cells."""

    def __init__(self, book: Any) -> None:
        self._book = book

    def __enter__(self) -> _OpenpyxlBook:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def sheet_names(self) -> list[str]:
        return [sheet.title for sheet in self._book.worksheets]

    def sample(self, name: str) -> list[Row]:
        return list(islice(self.rows(name), _SAMPLE_ROWS))

    def rows(self, name: str) -> Iterator[Row]:
        sheet = self._book[name]
        sheet.reset_dimensions()  # some exporters write a range that is too small
        seen: dict[str, str] = {}  # counts repeat: one text for all cells of the same value
        for values in sheet.iter_rows(values_only=True):
            texts = [cell_text(value) for value in values]
            yield [seen.setdefault(text, text) if len(text) < 6 else text for text in texts]


class _GdalBook:
    """The same through GDAL's XLSX driver, and .ods through its ODS one; every QGIS has both."""

    # Every row as data and every cell as text; the driver asks for these when it first reads a
    # sheet, long after opening, so that they stay set until the book is closed.
    _OPTIONS = (("HEADERS", "DISABLE"), ("FIELD_TYPES", "STRING"))

    def __init__(self, path: Path) -> None:
        self._path = path
        self._driver = path.suffix.lstrip(".").upper()
        self._book: Any = None
        self._before: list[tuple[str, str | None]] = []

    def __enter__(self) -> _GdalBook:
        for option, value in self._OPTIONS:
            name = f"OGR_{self._driver}_{option}"
            self._before.append((name, gdal.GetThreadLocalConfigOption(name)))
            gdal.SetThreadLocalConfigOption(name, value)
        try:
            self._book = gdal.OpenEx(
                str(self._path), gdal.OF_VECTOR, allowed_drivers=[self._driver]
            )
        except RuntimeError:
            self._book = None  # GDAL's own exceptions are on in this program; told below
        if self._book is None:
            self.__exit__()
            raise _not_a_workbook(self._path)
        return self

    def __exit__(self, *_: object) -> None:
        self._book = None
        for name, value in self._before:
            gdal.SetThreadLocalConfigOption(name, value)

    def sheet_names(self) -> list[str]:
        return [self._book.GetLayer(i).GetName() for i in range(self._book.GetLayerCount())]

    def sample(self, name: str) -> list[Row]:
        return list(islice(self.rows(name), _SAMPLE_ROWS))

    def rows(self, name: str) -> Iterator[Row]:
        layer = self._book.GetLayerByName(name)
        layer.ResetReading()
        count = layer.GetLayerDefn().GetFieldCount()
        for feature in layer:
            yield [feature.GetFieldAsString(position) for position in range(count)]
