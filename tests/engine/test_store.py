"""The network's file: what is written is what is read, and a failed run destroys nothing."""

from __future__ import annotations

import gc
import sqlite3
import subprocess
import sys
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path, PurePosixPath, PureWindowsPath

import numpy as np
import pytest
from osgeo import gdal, ogr
from rutland_network import rutland
from toy_town import TOY_TOWN

from family_hub_planner.engine.errors import CancelledError, FileUnreadableError
from family_hub_planner.engine.network import store
from family_hub_planner.engine.network.model import Turn
from family_hub_planner.engine.network.store import load_network, save_network
from family_hub_planner.engine.progress import Progress

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return TOY_TOWN.build(tmp_path_factory.mktemp("town"))


@pytest.fixture
def saved(town, tmp_path):
    path = tmp_path / "town.gpkg"
    save_network(town, path, Progress(), version="1.2.3")
    return path


class CancelledAt(Progress):
    """Cancels at the given report."""

    def __init__(self, report: int) -> None:
        self.left = report

    def cancelled(self) -> bool:
        self.left -= 1
        return self.left <= 0


def assert_same(loaded, network) -> None:
    for field in fields(network):
        there, here = getattr(loaded, field.name), getattr(network, field.name)
        if field.name == "about":
            assert here.items() <= there.items()
        elif isinstance(here, dict):
            assert there.keys() == here.keys()
            for mode in here:
                np.testing.assert_array_equal(there[mode], here[mode])
        elif hasattr(here, "start"):
            np.testing.assert_array_equal(there.xy, here.xy)
            np.testing.assert_array_equal(there.start, here.start)
        else:
            np.testing.assert_array_equal(there, here)


def test_a_network_comes_back_as_it_was_saved(town, saved):
    assert_same(load_network(saved), town.network)


def test_rutland_comes_back_as_it_was_saved(shared_data, tmp_path):
    built = rutland(shared_data)
    save_network(built, tmp_path / "rutland.gpkg", Progress())
    assert_same(load_network(tmp_path / "rutland.gpkg"), built.network)


def test_a_network_without_barriers_comes_back_as_it_was_saved(tmp_path):
    town = TOY_TOWN.without("The River")
    built = replace(town, ways=[way for way in town.ways if "ref" not in way[1]]).build(tmp_path)
    save_network(built, tmp_path / "dry.gpkg", Progress())
    assert_same(load_network(tmp_path / "dry.gpkg"), built.network)


def test_the_file_opens_as_ordinary_layers(town, saved):
    dataset = gdal.OpenEx(str(saved), gdal.OF_VECTOR)
    layers = {dataset.GetLayer(i).GetName(): dataset.GetLayer(i) for i in range(5)}
    assert layers.keys() == {"nodes", "edges", "barriers", "restrictions", "about"}
    kinds = {name: layer.GetGeomType() for name, layer in layers.items()}
    assert kinds == {
        "nodes": ogr.wkbPoint,
        "edges": ogr.wkbLineString,
        "barriers": ogr.wkbLineString,
        "restrictions": ogr.wkbNone,
        "about": ogr.wkbNone,
    }
    for name in ("nodes", "edges", "barriers"):
        assert layers[name].GetSpatialRef().GetAuthorityCode(None) == "27700"
    assert layers["nodes"].GetFeatureCount() == len(town.network.node_xy)
    assert layers["edges"].GetFeatureCount() == len(town.network.length_m)


def test_an_edge_carries_what_a_planner_looks_for(town, saved):
    dataset = gdal.OpenEx(str(saved), gdal.OF_VECTOR)
    edges = dataset.GetLayerByName("edges")
    edges.SetAttributeFilter("name = 'One Way Street'")
    edge = edges.GetNextFeature()
    assert edge["class"] == "residential"
    assert edge["osm_id"] == "1007"
    assert edge["length_m"] == pytest.approx(240, abs=0.02)
    assert edge["walk_back"] == pytest.approx(3, abs=1e-3)
    assert edge["drive_forward"] == pytest.approx(0.48, abs=1e-3)
    assert edge["drive_back"] is None
    assert edge["island"] is None
    assert edge.GetGeometryRef().Length() == pytest.approx(edge["length_m"], abs=1e-6)


def test_the_layers_extents_are_known_to_qgis(saved):
    dataset = gdal.OpenEx(str(saved), gdal.OF_VECTOR)
    west, east, south, north = dataset.GetLayerByName("nodes").GetExtent()
    assert (west, north) == pytest.approx((499_390, 300_720), abs=0.05)
    assert (east, south) == pytest.approx((501_560 - 50, 298_560), abs=60)


def test_about_says_who_made_the_file(saved, town):
    about = load_network(saved).about
    assert about["made_by"] == "Family Hub Planner 1.2.3"
    assert about["edges"] == str(len(town.network.length_m))
    assert about["source"] == "town.osm"


@pytest.mark.parametrize("report", [1, 2, 3])
def test_a_cancelled_run_leaves_the_old_file_whole_and_nothing_beside_it(town, saved, report):
    before = saved.read_bytes()
    with pytest.raises(CancelledError):
        save_network(town, saved, CancelledAt(report))
    gc.collect()
    assert saved.read_bytes() == before
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]


def test_a_broken_feature_leaves_the_old_file_whole(town, saved, monkeypatch):
    before = saved.read_bytes()

    def refuse(*_args):
        raise OSError("disk full")

    monkeypatch.setattr(store, "_write_barriers", refuse)
    with pytest.raises(FileUnreadableError, match=r"could not be written .*disk full"):
        save_network(town, saved, Progress())
    gc.collect()
    assert saved.read_bytes() == before
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]


FULL_DISK = """
import resource, sys
from pathlib import Path, PurePosixPath, PureWindowsPath
sys.path[:0] = [{root!r}, {tests!r}]
from toy_town import TOY_TOWN
from family_hub_planner.engine.errors import FileUnreadableError
from family_hub_planner.engine.network.store import save_network
from family_hub_planner.engine.progress import Progress
built = TOY_TOWN.build(Path({folder!r}))
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
try:
    save_network(built, Path({path!r}), Progress())
except FileUnreadableError as error:
    print("refused:", error)
else:
    print("saved")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on a file's size there")
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_a_full_disk_is_told_and_leaves_the_old_file_whole(saved, tmp_path_factory, share):
    before = saved.read_bytes()
    script = FULL_DISK.format(
        root=str(ROOT),
        tests=str(ROOT / "tests"),
        folder=str(tmp_path_factory.mktemp("source")),
        path=str(saved),
        limit=int(len(before) * share),
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    assert "refused:" in run.stdout, run.stdout + run.stderr
    assert saved.read_bytes() == before


def test_a_rebuilt_file_is_not_mixed_with_the_journal_of_the_old_one(town, saved):
    """QGIS keeps an open GeoPackage in write-ahead mode: its journal stands beside the file.

    Saving may be refused while that is so, but what is saved must be what is loaded.
    """
    open_elsewhere = sqlite3.connect(saved)
    open_elsewhere.execute("PRAGMA journal_mode = WAL")
    open_elsewhere.execute("PRAGMA wal_autocheckpoint = 0")
    open_elsewhere.execute("UPDATE about SET value = 'stale' WHERE key = 'source'")
    open_elsewhere.commit()
    try:
        with suppress(FileUnreadableError):
            save_network(town, saved, Progress())
            assert_same(load_network(saved), town.network)
        check = sqlite3.connect(saved)
        assert check.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        check.close()
    finally:
        open_elsewhere.close()


def test_a_folder_that_is_not_there_is_refused_in_words(town, tmp_path):
    with pytest.raises(FileUnreadableError, match="There is no folder"):
        save_network(town, tmp_path / "none" / "town.gpkg", Progress())


def test_a_missing_network_is_refused_in_words(tmp_path):
    with pytest.raises(FileUnreadableError, match=r"There is no network file .*none.gpkg"):
        load_network(tmp_path / "none.gpkg")


@pytest.mark.parametrize(
    "content", [b"", b"no database at all" * 100, b"SQLite format 3\x00" + bytes(500)]
)
def test_a_file_of_another_kind_is_refused_in_words(tmp_path, content):
    other = tmp_path / "other.gpkg"
    other.write_bytes(content)
    with pytest.raises(FileUnreadableError, match=r"other\.gpkg is no network file"):
        load_network(other)


def test_a_geopackage_without_a_network_is_refused_in_words(tmp_path):
    path = tmp_path / "hubs.gpkg"
    dataset = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    dataset.CreateLayer("hubs", None, ogr.wkbPoint)
    del dataset
    with pytest.raises(FileUnreadableError, match=r"hubs\.gpkg is no network file"):
        load_network(path)


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE about SET value = '99' WHERE key = 'format'", "layout 99"),
        ("DELETE FROM about WHERE key = 'format'", "layout not stated"),
        ("DELETE FROM about WHERE key = 'crs'", "Build it again"),
        ("DROP TABLE edges", "no network file"),
        ("DELETE FROM edges", "no edges"),
        ("DELETE FROM nodes WHERE node_id = 26", "nodes that are not there"),
        ("DELETE FROM nodes WHERE node_id = 3", "nodes that are not there"),
        ("UPDATE edges SET from_node = -1 WHERE edge_id = 2", "nodes that are not there"),
        ("UPDATE edges SET to_node = NULL WHERE edge_id = 2", "empty places"),
        ("UPDATE edges SET geom = NULL WHERE edge_id = 2", "Build it again"),
        ("UPDATE edges SET length_m = NULL WHERE edge_id = 2", "Build it again"),
    ],
)
def test_a_file_of_another_layout_or_damaged_by_hand_is_refused_in_words(saved, sql, says):
    """Somebody may well have edited the layers in QGIS."""
    dataset = gdal.OpenEx(str(saved), gdal.OF_VECTOR | gdal.OF_UPDATE)
    dataset.ExecuteSQL(sql)
    del dataset
    with pytest.raises(FileUnreadableError, match=says):
        load_network(saved)


def test_a_file_cut_short_is_refused_in_words(saved):
    whole = saved.read_bytes()
    saved.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FileUnreadableError, match=r"town\.gpkg"):
        load_network(saved)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (PureWindowsPath(r"\\server\share\my net.gpkg"), "file:////server/share/my%20net.gpkg"),
        (PureWindowsPath(r"H:\plans\net.gpkg"), "file:///H:/plans/net.gpkg"),
        (PurePosixPath("/data/50 % #1?.gpkg"), "file:///data/50%20%25%20%231%3F.gpkg"),
    ],
)
def test_paths_on_shares_drives_and_with_odd_signs_become_addresses_sqlite_opens(path, address):
    assert store._address(path) == address


def test_a_network_on_a_path_with_odd_signs_loads(tmp_path):
    odd = tmp_path / "50 % #1? ü.gpkg"
    save_network(TOY_TOWN.build(tmp_path), odd, Progress())
    assert load_network(odd).modes


def test_a_county_loads_from_its_arrays_and_an_edit_is_never_overruled(town, saved):
    """Rows count more than the arrays beside them, whoever changed them."""
    with sqlite3.connect(saved) as connection:
        (stored,) = connection.execute("SELECT COUNT(*) FROM planner_arrays").fetchone()
    assert stored > 20
    dataset = gdal.OpenEx(str(saved), gdal.OF_VECTOR | gdal.OF_UPDATE)
    layer = dataset.GetLayerByName("edges")
    edge = layer.GetFeature(3)
    edge.SetField("walk_forward", 99.0)
    assert layer.SetFeature(edge) == 0
    del edge, layer, dataset
    changed = load_network(saved).minutes["walk"]
    expected = town.network.minutes["walk"].copy()
    expected[2, 0] = 99.0
    np.testing.assert_array_equal(changed, expected)


@pytest.mark.parametrize("layer", ["nodes", "edges", "barriers", "restrictions"])
@pytest.mark.parametrize("sql", ["DELETE FROM {}", "UPDATE {} SET fid = fid + 1000"])
def test_any_change_of_a_layers_rows_puts_the_arrays_aside(saved, layer, sql):
    with sqlite3.connect(saved) as connection:
        for trigger in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'rtree%'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {trigger[0]}")  # they call functions of GDAL's own
        rows = connection.execute(f"SELECT COUNT(*) FROM {layer}").fetchone()[0]
        connection.execute(sql.format(layer))
        left = connection.execute("SELECT COUNT(*) FROM planner_arrays").fetchone()[0]
    assert (left == 0) == (rows > 0)


def test_arrays_and_rows_give_the_same_network(town, saved):
    quick = load_network(saved)
    with sqlite3.connect(saved) as connection:
        connection.execute("DELETE FROM planner_arrays")
    assert_same(load_network(saved), quick)
    assert_same(quick, town.network)


def rewritten(path, *statements):
    """Change a file as any GeoPackage program would, its own triggers on spatial indexes aside."""
    with sqlite3.connect(path) as connection:
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'rtree%'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            connection.execute(statement)


def test_a_layer_that_was_replaced_as_a_whole_is_not_overruled_by_the_arrays(town, saved):
    """Dropping a table sets off no trigger, and takes its triggers with it."""
    rewritten(
        saved,
        "CREATE TABLE copied AS SELECT * FROM edges",
        "UPDATE copied SET drive_forward = 2 * drive_forward",
        "DROP TABLE edges",
        "ALTER TABLE copied RENAME TO edges",
    )
    doubled = load_network(saved).minutes["drive"][:, 0]
    np.testing.assert_allclose(doubled, 2 * town.network.minutes["drive"][:, 0])


def test_edges_and_nodes_are_known_by_their_ids_when_rows_are_gone(tmp_path):
    made = restricted_town(tmp_path)
    path = tmp_path / "town.gpkg"
    save_network(made, path, Progress())
    (turn,) = made.network.turns
    gone = next(edge for edge in range(9) if edge not in {turn.from_edge, turn.to_edge})
    rewritten(path, f"DELETE FROM edges WHERE edge_id = {gone}")
    loaded = load_network(path)
    assert len(loaded.length_m) == len(made.network.length_m) - 1
    (found,) = loaded.turns
    before, after = made.network, loaded
    for name in ("from_edge", "to_edge"):
        np.testing.assert_array_equal(
            after.lines.line(getattr(found, name)), before.lines.line(getattr(turn, name))
        )
    rewritten(path, f"DELETE FROM edges WHERE edge_id = {turn.to_edge}")
    assert load_network(path).turns == ()


def restricted_town(folder):
    made = TOY_TOWN.build(folder)
    network = made.network
    node = next(n for n in network.edge_to if (network.edge_from == n).any())
    tail = int(np.flatnonzero(network.edge_to == node)[0])
    head = int(np.flatnonzero(network.edge_from == node)[0])
    turn = Turn("1", "no_left_turn", tail, int(node), head, False)
    return replace(made, network=replace(network, turns=(turn,)))


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO nodes (node_id) VALUES (NULL)",
        "UPDATE nodes SET node_id = 4 WHERE node_id = 5",
        "UPDATE edges SET edge_id = NULL WHERE edge_id = 2",
    ],
)
def test_rows_without_an_id_of_their_own_are_refused_in_words(saved, sql):
    rewritten(saved, sql)
    with pytest.raises(FileUnreadableError, match="of their own"):
        load_network(saved)


def test_a_node_added_shifts_no_edge(town, saved):
    rewritten(
        saved,
        "INSERT INTO nodes (geom, node_id) SELECT geom, -5 FROM nodes WHERE node_id = 0",
    )
    loaded = load_network(saved)
    np.testing.assert_array_equal(
        loaded.node_xy[loaded.edge_from], town.network.node_xy[town.network.edge_from]
    )


def test_a_file_that_is_being_written_is_said_to_be_so(saved):
    writer = sqlite3.connect(saved, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(FileUnreadableError, match="being written by another program"):
            load_network(saved)
    finally:
        writer.execute("ROLLBACK")
        writer.close()


def flipped(path, text: bytes) -> None:
    """Turn one bit in the middle of what stands in a file, as a failing disk does."""
    whole = bytearray(path.read_bytes())
    place = whole.index(text)
    whole[place + len(text) // 2] ^= 1
    path.write_bytes(bytes(whole))


@pytest.mark.parametrize("name", ["length_m", "node_xy"])
def test_one_bit_that_turned_in_an_array_is_found_and_the_file_named(town, saved, name):
    """SQLite sees no harm in it, and a journey would be some minutes longer or shorter."""
    flipped(saved, getattr(town.network, name).astype("<f8").tobytes()[:64])
    with pytest.raises(FileUnreadableError, match=rf"town\.gpkg .*damaged \({name} is not as it"):
        load_network(saved)


def test_a_file_of_a_version_without_checksums_loads_as_before(town, saved):
    rewritten(saved, "ALTER TABLE planner_arrays DROP COLUMN checksum")
    assert_same(load_network(saved), town.network)


def test_another_layout_says_which_version_made_the_file(saved):
    rewritten(saved, "UPDATE about SET value = '2' WHERE key = 'format'")
    with pytest.raises(FileUnreadableError, match=r"Planner 1\.2\.3; layout 2, this one reads 3"):
        load_network(saved)


class BuildsBetween(Progress):
    """Saves another network to the same path while the first is being written."""

    def __init__(self, built, path: Path) -> None:
        self.built, self.path = built, path

    def report(self, share: float) -> None:
        if self.built is not None:
            built, self.built = self.built, None
            save_network(built, self.path, Progress())


def test_two_that_build_the_same_file_at_once_leave_a_whole_one(town, tmp_path):
    path = tmp_path / "town.gpkg"
    save_network(town, path, BuildsBetween(town, path))
    assert_same(load_network(path), town.network)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
