"""The files that QGIS writes for an output's name: the ending it adds, and what stands beside."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsVectorFileWriter

_DEFAULT = ".gpkg"  # what QGIS adds to a name without an ending that it knows
# QGIS writes these under another name, which its own list of endings does not tell.
_ODD = {"geojsonl", "geojsons", "itf", "txt", "xml"}
_JOURNALS = ("-wal", "-shm", "-journal")
_DATABASES = {".gpkg", ".sqlite"}
_BESIDE = {".tab": (".dat", ".id", ".map", ".ind"), ".gml": (".xsd", ".gfs")}
_FOLDER = ".gdb"
_SPREADSHEETS = (".csv", ".tsv", ".xlsx", ".xls", ".ods")
_ANY_CAPITALS = ".tab"  # "a.tab" is written over "A.TAB", also where these are two files


def with_ending(name: str) -> str:
    """Give the name under which QGIS writes a layer: a GeoPackage where it knows no ending."""
    if not _driver(_ending(name)):
        return name + _DEFAULT
    return name[: -len(_ANY_CAPITALS)] + _ANY_CAPITALS if in_any_capitals(Path(name)) else name


def keeps_name(path: Path) -> bool:
    """Tell whether QGIS writes a layer as its file is called; "a.json" becomes "a.json.geojson"."""
    ending = path.suffix[1:].lower()
    driver = _driver(ending)
    told = QgsVectorFileWriter.filterForDriver(driver).lower() if driver else ""
    endings = told.rpartition("(")[2].rstrip(")").split()
    return ending not in _ODD and (not endings or f"*.{ending}" in endings)


def known_to_tables(path: Path) -> bool:
    """Tell whether QGIS finds the format of a file named with a table: by all after a first dot."""
    return bool(_driver(path.name.partition(".")[2]))


def in_any_capitals(path: Path) -> bool:
    """Tell whether a file of this kind takes the place of one whose name has other capitals."""
    return path.suffix.lower() == _ANY_CAPITALS


def is_spreadsheet(destination: str) -> bool:
    """Tell whether an output is a file that people open in a spreadsheet."""
    return Path(destination.partition("|")[0]).suffix.lower() in _SPREADSHEETS


def is_folder_of_layers(path: Path) -> bool:
    """Tell whether a layer was written as a folder of files: a file geodatabase."""
    return path.suffix.lower() == _FOLDER and path.is_dir()


def files_of(path: Path) -> list[Path]:
    """Give those files that stand of a layer: its own, a database's journals, further parts."""
    kind = path.suffix.lower()
    wanted = [path]
    wanted += [path.with_name(path.name + more) for more in _JOURNALS if kind in _DATABASES]
    wanted += [path.with_suffix(more) for more in _BESIDE.get(kind, ())]
    if in_any_capitals(path) and path.parent.is_dir():
        names = {one.name.casefold() for one in wanted}
        return [one for one in path.parent.iterdir() if one.name.casefold() in names]
    return [one for one in wanted if one.exists() or one.is_symlink()]


def _ending(name: str) -> str:
    return name.rpartition(".")[2] if "." in name else ""


def _driver(ending: str) -> str:
    return str(QgsVectorFileWriter.driverForExtension(ending)) if ending else ""
