"""Which streets meet at a junction, from the rows of a network's file."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from ..errors import FileUnreadableError
from .store import opened

_NODES = "SELECT node_id FROM nodes ORDER BY node_id"
_STREETS = "SELECT from_node, to_node, name FROM edges WHERE name <> ''"


def street_names(path: Path, nodes: Sequence[int]) -> list[list[str]]:
    """Give for each node (row of the loaded network) the names of its ways, sorted, each once.

    Raises `FileUnreadableError` for a file that is no network.
    """
    try:
        with opened(path) as connection:
            ids = [node_id for (node_id,) in connection.execute(_NODES)]
            found: dict[int, set[str]] = {ids[row]: set() for row in nodes}
            for tail, head, name in connection.execute(_STREETS):
                for end in (tail, head):
                    if end in found:
                        found[end].add(name)
    except sqlite3.Error as error:
        raise FileUnreadableError(
            f"{path.name} has no street names to read ({error}). Build it again."
        ) from error
    return [sorted(found[ids[row]]) for row in nodes]
