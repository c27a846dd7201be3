"""The planner's own network file, spoilt in its bytes and its rows: sound arrays or a sentence."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress

import numpy as np
import pytest
from fuzz.budget import budget
from fuzz.reading import read_or_refused
from fuzz.sound_network import assert_sound_network
from fuzz.spoiling import HARD_WORDS, spoilt
from hypothesis import given
from hypothesis import strategies as st
from toy_town import TOY_TOWN, places

from family_hub_planner.engine.network.edge import minutes_to_edge
from family_hub_planner.engine.network.snap import Snapper
from family_hub_planner.engine.network.store import (
    load_network,
    network_about,
    refuse_other_file,
    save_network,
)
from family_hub_planner.engine.network.street_names import street_names
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.travel_time import travel_times

COLUMNS = {
    "nodes": ("geom", "blocked", "node_id"),
    "edges": (
        "geom", "edge_id", "from_node", "to_node", "length_m", "class", "name", "fast", "island",
        "local_only", "walk_forward", "walk_back", "drive_forward", "drive_back",
    ),
    "barriers": ("geom",),
    "restrictions": ("from_edge", "via_node", "to_edge", "only"),
    "about": ("key", "value"),
    "planner_arrays": ("name", "kind", "shape", "data", "checksum"),
    "gpkg_contents": ("table_name", "data_type"),
}  # fmt: skip
VALUES = st.one_of(
    st.sampled_from([None, 0, 1, -1, 2**31, 2**63 - 1, -(2**63), 1.5, 1e308, float("inf"), ""]),
    st.sampled_from(HARD_WORDS),
    st.sampled_from(HARD_WORDS).map(lambda word: word.decode("latin-1")),
    st.binary(max_size=80),
)
CHANGES = st.lists(
    st.tuples(
        st.sampled_from([(t, c) for t, names in COLUMNS.items() for c in names]),
        st.sampled_from(["set", "copy", "drop", "all", "lose"]),
        st.integers(0, 200),
        VALUES,
    ),
    min_size=1,
    max_size=3,
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("network")
    save_network(TOY_TOWN.build(folder / "town"), folder / "whole.gpkg", Progress())
    return folder / "whole.gpkg"


def use(path) -> None:
    """Read a network's file in every way, and travel on what it gives."""
    read_or_refused(network_about, path)
    read_or_refused(refuse_other_file, path)
    network = read_or_refused(load_network, path)
    if network is None:
        return
    assert_sound_network(network, built=False)
    read_or_refused(street_names, path, range(min(3, len(network.node_xy))))
    for mode in network.modes:
        read_or_refused(_travel, network, mode)


def _travel(network, mode) -> None:
    snapped = Snapper(network, mode).snap(places((0, 0), (700, 700), (1e7, 0)), 400)
    times = travel_times(network, mode, snapped, snapped)
    assert not np.isnan(times).any()
    assert (times >= 0).all()
    minutes_to_edge(network, mode, places((0, 0)))


@budget(20)
@given(data=st.data())
def test_a_network_file_of_spoilt_bytes_is_read_or_refused(whole, data):
    path = whole.with_name("bytes.gpkg")
    path.write_bytes(data.draw(spoilt(whole.read_bytes(), parted=b"")))
    use(path)


@budget(30)
@given(CHANGES)
def test_a_network_file_of_spoilt_rows_is_read_or_refused(whole, changes):
    path = whole.with_name("rows.gpkg")
    path.write_bytes(whole.read_bytes())
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for change in changes:
            with suppress(sqlite3.Error, OverflowError):
                _change(connection, *change)
    use(path)


def _change(connection, place, how, row, value) -> None:
    table, column = place
    chosen = (
        f"rowid = (SELECT rowid FROM {table} LIMIT 1 OFFSET {row} % "
        f"(SELECT max(1, count(*)) FROM {table}))"
    )
    if how == "set":
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {chosen}", (value,))
    elif how == "copy":
        other = chosen.replace(f"OFFSET {row}", f"OFFSET {row * 7 + 1}")
        connection.execute(
            f"UPDATE {table} SET {column} = (SELECT {column} FROM {table} WHERE {other}) "
            f"WHERE {chosen}"
        )
    elif how == "drop":
        connection.execute(f"DELETE FROM {table} WHERE {chosen}")
    elif how == "all":
        connection.execute(f"UPDATE {table} SET {column} = ?", (value,))
    else:
        connection.execute(f"ALTER TABLE {table} RENAME COLUMN {column} TO lost")
