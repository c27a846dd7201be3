"""Registers of a few rows, read, and what is said of them."""

from __future__ import annotations

from family_hub_planner.engine.sources.estate import RegisterOptions
from family_hub_planner.engine.sources.venue_words import read_venue_words
from family_hub_planner.engine.tables import Table

OPTIONS = RegisterOptions(duplicate_m=10, shared_m=20, words=read_venue_words())
TOWN = [(486_000 + 300 * k, 308_000 + 200 * (k % 3)) for k in range(8)]


def register(rows=(), **columns):
    """Give a town of eight halls, and more rows (name, easting, northing, postcode)."""
    town = [(f"Hall {k}", x, y, "") for k, (x, y) in enumerate(TOWN)]
    names, east, north, codes = zip(*town, *rows)
    given = {"Name": names, "Easting": east, "Northing": north, "Postcode": codes, **columns}
    cells = {
        heading: [str(value) if value != "" else None for value in values]
        for heading, values in given.items()
    }
    return Table(cells, name="own.csv")


def directory(**places):
    """Give a directory: postcode without its space to x, y and, if it ended, the month."""
    rows = [(code, *place, None)[:4] for code, place in places.items()]
    codes, x, y, ended = zip(*rows)
    return Table({"postcode": list(codes), "x": list(x), "y": list(y), "terminated": list(ended)})
