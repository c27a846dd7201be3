"""Opening an OpenStreetMap file of any form with GDAL's OSM driver, and who is to be credited."""

from __future__ import annotations

import bz2
import gzip
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from osgeo import gdal

from ..errors import FileUnreadableError, InputError, said_by

LICENCE = "Open Data Commons Open Database License (ODbL) 1.0"
PUBLISHER = "OpenStreetMap contributors"
OSM_CREDIT = (f"© {PUBLISHER}", LICENCE)
UNPACKED_LIMIT_BYTES = 16 * 2**30
_NO_STAMP = "1970-01-01"  # what GDAL gives for an object without a date


def credit_of(path: Path) -> tuple[str, str]:
    """Give publisher and licence: those in an XML file's root where another than OSM is named.

    The API and its mirrors state them there; binary extracts do not.
    """
    openers: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open}
    try:
        with openers.get(path.suffix.lower(), open)(path, "rb") as stream:
            head = stream.read(4096).decode("utf-8", "replace")
    except (OSError, EOFError, zlib.error):
        return OSM_CREDIT  # what is wrong with the file is said when it is read whole
    root = re.search(r"<osm\b([^>]*)>", head)
    stated = dict(re.findall(r'(\w+)="([^"]*)"', root.group(1))) if root else {}
    copyright_holder = stated.get("copyright", "")
    if not copyright_holder or "openstreetmap" in copyright_holder.lower():
        return OSM_CREDIT
    return f"© {copyright_holder}", stated.get("license", "licence not stated in the file")


@contextmanager
def openable(path: Path) -> Iterator[str]:
    """Give a name that GDAL opens: gzip is read as it is, bzip2 is unpacked to a temporary file."""
    suffix = path.suffix.lower()
    if suffix == ".gz":
        with _nothing_beside():
            yield f"/vsigzip/{path}"
    elif suffix == ".bz2":
        with tempfile.TemporaryDirectory(prefix="familyhub-") as folder:
            unpacked = Path(folder) / "extract.osm"
            _unpack_bzip2(path, unpacked)
            yield str(unpacked)
    else:
        yield str(path)


@contextmanager
def _nothing_beside() -> Iterator[None]:
    """Keep GDAL from writing a file of what it learnt (.properties) beside a gzip file."""
    option = "CPL_VSIL_GZIP_WRITE_PROPERTIES"
    before = gdal.GetThreadLocalConfigOption(option)
    gdal.SetThreadLocalConfigOption(option, "NO")
    try:
        yield
    finally:
        gdal.SetThreadLocalConfigOption(option, before)


def _unpack_bzip2(path: Path, target: Path) -> None:
    written = 0
    try:
        with bz2.open(path, "rb") as packed, target.open("wb") as unpacked:
            for block in iter(lambda: packed.read(1 << 22), b""):
                written += len(block)
                if written > UNPACKED_LIMIT_BYTES:
                    raise InputError(
                        f"{path.name} unpacks to more than {UNPACKED_LIMIT_BYTES >> 30} GiB. "
                        "Use a smaller extract, or one in .osm.pbf."
                    )
                unpacked.write(block)
    except (OSError, EOFError) as error:
        raise FileUnreadableError(
            f"{path.name} cannot be unpacked ({said_by(error)}). The file may be cut short or "
            "damaged: fetch it again."
        ) from error


@contextmanager
def collected_errors() -> Iterator[list[str]]:
    """Keep GDAL's errors in a list for as long as the block runs."""
    errors: list[str] = []

    def keep(level: int, _number: int, message: str) -> None:
        if level >= gdal.CE_Failure:
            errors.append(message)

    gdal.PushErrorHandler(keep)
    try:
        yield errors
    finally:
        gdal.PopErrorHandler()


@contextmanager
def whole_file(path: Path) -> Iterator[str]:
    """Give a name that GDAL opens; on leaving, refuse a file that could not be read to its end.

    Raises `FileUnreadableError` for a file that is missing or damaged.
    """
    if not path.is_file():
        raise FileUnreadableError(f"There is no file {path}. Choose an OpenStreetMap extract.")
    with openable(path) as name, collected_errors() as errors:
        yield name
        if errors:
            raise FileUnreadableError(
                f"{path.name} cannot be read to its end ({_first_line(errors[0])}). "
                "The file may be cut short or damaged: fetch it again."
            )


def _first_line(said: str) -> str:
    """Give what GDAL says: newer ones add all that may have caused it, a line each."""
    return said_by(said).partition("\n")[0]


def next_feature(dataset: Any, path: Path) -> tuple[Any, Any, float]:
    """Give the next feature, its layer and the share of the file read; no feature at the end."""
    try:
        feature, layer, share = dataset.GetNextFeature(include_pct=True)
    except RuntimeError as error:  # raised only where somebody switched GDAL's exceptions on
        what = _first_line(str(error).strip()) or "it breaks off"
        raise FileUnreadableError(
            f"{path.name} cannot be read to its end ({what}). The file may be cut short or "
            "damaged: fetch it again."
        ) from error
    return feature, layer, float(share or 0)


def open_extract(name: str, path: Path, config: Path) -> Any:
    """Open an extract with GDAL; `config` names the tags wanted. Raises `FileUnreadableError`."""
    options = [f"CONFIG_FILE={config}", "INTERLEAVED_READING=YES"]
    try:
        dataset = gdal.OpenEx(name, gdal.OF_VECTOR, allowed_drivers=["OSM"], open_options=options)
    except RuntimeError:
        dataset = None
    if dataset is None:
        raise FileUnreadableError(
            f"{path.name} is no OpenStreetMap file. "
            "Choose an .osm.pbf, .osm, .osm.gz or .osm.bz2 extract."
        )
    return dataset


class TagColumns:
    """Where each tag stands in one layer's features."""

    def __init__(self, layer: Any) -> None:
        definition = layer.GetLayerDefn()
        names = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
        self.index = {name: i for i, name in enumerate(names)}

    def tags(self, feature: Any) -> dict[str, str]:
        """Give the tags that a feature has."""
        known = feature.IsFieldSetAndNotNull
        return {name: feature.GetFieldAsString(i) for name, i in self.index.items() if known(i)}

    def tag(self, feature: Any, name: str) -> str:
        """Give one tag, "" where the feature lacks it."""
        return str(feature.GetFieldAsString(self.index[name]))


def dated(stamp: str) -> str:
    """Give the day of a feature's `osm_timestamp` (YYYY-MM-DD), "" where it has none."""
    day = stamp[:10].replace("/", "-")
    return day if day > _NO_STAMP else ""
