"""A layout as a file: PDF, PNG or SVG, written beside its place and then renamed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsLayoutExporter, QgsPrintLayout

from ...engine.errors import FileUnreadableError, InputError, said_by

FORMATS = (".pdf", ".png", ".svg")
_ENDS = {".pdf": b"%%EOF", ".png": b"IEND\xaeB`\x82", ".svg": b"</svg>"}  # of a whole file
_TAIL = 64


def export(layout: QgsPrintLayout, target: Path, dpi: float) -> list[Path]:
    """Write a layout in the format of the file's ending, and give the files.

    PDF holds all pages; of PNG and SVG each page after the first is a file of its own, with `_2`
    before the ending. Raises `InputError` for another ending, `FileUnreadableError` where it cannot
    be written.
    """
    check_ending(target)
    beside = target.with_name(f"~{target.stem}.part{target.suffix}")
    try:
        if _writer(layout, target.suffix.lower(), dpi)(str(beside)) != _success():
            raise _not_written(target)
        written = sorted(target.parent.glob(f"~{_plain(target.stem)}.part*{target.suffix}"))
        if not written or not all(is_whole(one) for one in written):
            raise _not_written(target)
        return [one.replace(_place(one, beside, target)) for one in written]
    except OSError as error:
        if isinstance(error, FileUnreadableError):
            raise
        raise _not_written(target, f" ({said_by(error)})") from error
    finally:
        for left in target.parent.glob(f"~{_plain(target.stem)}.part*"):
            left.unlink()


def is_whole(path: Path) -> bool:
    """Tell whether a file ends as its kind does: on a full disk QGIS reports a success too."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _TAIL))
        return _ENDS[path.suffix.lower()] in stream.read()


def check_ending(target: Path) -> None:
    """Refuse a file that is none of the formats."""
    if target.suffix.lower() not in FORMATS:
        raise InputError(
            f"{target.name}: a map is written as PDF, PNG or SVG. End the file's name in .pdf, "
            ".png or .svg."
        )


def _writer(layout: QgsPrintLayout, ending: str, dpi: float) -> Callable[[str], Any]:
    """Give the function that writes the format, with its settings."""
    exporter = QgsLayoutExporter(layout)
    kinds = {
        ".pdf": (exporter.exportToPdf, QgsLayoutExporter.PdfExportSettings),
        ".png": (exporter.exportToImage, QgsLayoutExporter.ImageExportSettings),
        ".svg": (exporter.exportToSvg, QgsLayoutExporter.SvgExportSettings),
    }
    write, kind = kinds[ending]
    settings = kind()
    settings.dpi = dpi
    if ending == ".png":
        settings.generateWorldFile = False  # beside a page it would place the page, not the map
    if hasattr(settings, "textRenderFormat"):  # words that can be searched and read aloud
        settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
    return lambda path: write(path, settings)


def _not_written(target: Path, why: str = "") -> FileUnreadableError:
    return FileUnreadableError(
        f"{target} could not be written{why}. Is it open in another program, or the disk full?"
    )


def _success() -> Any:
    return QgsLayoutExporter.ExportResult.Success


def _place(written: Path, beside: Path, target: Path) -> Path:
    """Give the place of a page's file: "map_2.png" for "~map.part_2.png"."""
    return target.with_name(target.stem + written.stem[len(beside.stem) :] + target.suffix)


def _plain(stem: str) -> str:
    """Write a file's name so that `glob` takes its brackets for brackets."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in stem)
