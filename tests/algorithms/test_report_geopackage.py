"""The GeoPackages beside a pack: whole, or refused in words with nothing of them left."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from faults.disks import files_up_to

from family_hub_planner.engine.errors import FileUnreadableError
from family_hub_planner.engine.report.evidence import MapShapes
from family_hub_planner.engine.report.map_tables import COUNCIL, LayerTable
from family_hub_planner.engine.tables import Table
from family_hub_planner.processing.report.geopackage import write_geopackage

ROWS = {"table_long": 1500, "table_short": 100, "hubs": 300}
TABLES = {
    "long": Table({"number": list(range(1500)), "words": ["word " * 8] * 1500}, "long"),
    "short": Table({"number": list(range(100))}, "short"),
}
_IDS = [f"H{number}" for number in range(300)]
_POINTS = [{"type": "Point", "coordinates": [-1 + n / 1000, 52.0]} for n in range(300)]
HUBS = LayerTable(
    "hubs", COUNCIL, MapShapes("hubs", _IDS, _POINTS), Table({"site_id": _IDS}, "hubs"), "hubs"
)


def rows_of(file) -> dict[str, int]:
    with closing(sqlite3.connect(file)) as book:
        names = [name for (name,) in book.execute("SELECT table_name FROM gpkg_contents")]
        assert book.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        indexed = book.execute("SELECT count(*) FROM rtree_hubs_geom").fetchone()
        assert indexed == (ROWS["hubs"],)
        counts = (book.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names)
        return dict(zip(names, counts))


@pytest.mark.usefixtures("gdals_errors")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # GDAL on closing
def test_wherever_the_disk_fills_the_file_is_whole_or_refused_and_gone(tmp_path):
    whole = tmp_path / "whole.gpkg"
    write_geopackage(whole, TABLES, [HUBS])
    assert rows_of(whole) == ROWS
    size = whole.stat().st_size
    for limit in range(0, size + 16_384, 8192):
        file = tmp_path / f"{limit}.gpkg"
        try:
            with files_up_to(limit):
                write_geopackage(file, TABLES, [HUBS])
        except FileUnreadableError as error:
            assert str(error) == f"{limit}.gpkg is not whole: disk I/O error"
            assert not list(tmp_path.glob(f"{limit}.gpkg*"))
        else:
            assert rows_of(file) == ROWS and limit >= size


@pytest.mark.usefixtures("gdals_errors")
def test_a_folder_that_is_not_there_is_told_in_words(tmp_path):
    with pytest.raises(FileUnreadableError, match=r"^tables\.gpkg is not whole: unable"):
        write_geopackage(tmp_path / "nowhere" / "tables.gpkg", TABLES, [])


@pytest.mark.usefixtures("gdals_errors")
def test_a_number_that_no_column_holds_is_written_out(tmp_path):
    file = tmp_path / "tables.gpkg"
    write_geopackage(file, {"big": Table({"number": [1, 2**63]}, "big")}, [])
    with closing(sqlite3.connect(file)) as book:
        found = book.execute("SELECT number FROM table_big").fetchall()
    assert found == [("1",), ("9223372036854775808",)]
