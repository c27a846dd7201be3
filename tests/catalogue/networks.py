"""Network files of which somebody has changed a row since they were built."""

from __future__ import annotations

import shutil
import sqlite3

from catalogue.case import Kit, refused


def edited(statement: str):
    """Give a network a row of which somebody has changed, as with a program for databases."""

    def make(kit: Kit) -> dict[str, str]:
        path = shutil.copy(kit.clean["network.gpkg"], kit.folder / "n.gpkg")
        connection = sqlite3.connect(path)
        for trigger in ("gpkg", "rtree"):  # need functions that only GeoPackage programs have
            named = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE ?",
                (f"{trigger}%",),
            )
            for (name,) in named.fetchall():
                connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(statement)
        connection.commit()
        connection.close()
        return {"NETWORK": str(path)}

    return make


CASES = [
    refused(
        "a network of which a stretch's shape is text",
        "coverage",
        edited("UPDATE edges SET geom = 'here' WHERE edge_id = 1"),
        "n.gpkg",
        "do not fit together",
    ),
    refused(
        "a network of which a stretch's length is below zero",
        "coverage",
        edited("UPDATE edges SET length_m = -5 WHERE edge_id = 1"),
        "n.gpkg",
        "length",
    ),
    refused(
        "a network that no longer tells its publisher",
        "coverage",
        edited("DELETE FROM about WHERE key = 'publisher'"),
        "n.gpkg",
        "publisher",
    ),
]
