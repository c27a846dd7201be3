"""Minutes on a map in words that people know, by the mode and the bands of the run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..engine.bands import band_number

SLACK = 1e-6  # the planner's own: a walk of 20 minutes may be stored as 20.000000000000004
USUAL = (10.0, 20.0, 30.0)
"""The bands of a style as it is shipped, for a layer whose own bands are not known."""

_MINUTES = {
    "walk": "minutes' walk",
    "pram": "minutes' walk with a pram",
    "cycle": "minutes' cycle ride",
    "drive": "minutes' drive",
}
_MODES = {
    "walk": "walk",
    "pram": "walk with a pram",
    "cycle": "cycle ride",
    "drive": "drive",
}
_DIRECTIONS = {"to": "from home to the hub", "from": "from the hub to home"}
NO_ROUTE = "no modelled route"


@dataclass(frozen=True)
class MinutesWords:
    """The mode, direction and bands of a run; "" and () where they are not known."""

    mode: str = ""
    direction: str = ""
    bands: tuple[float, ...] = ()

    def said(self) -> str:
        """Say the run in a layer's name: "walk with a pram, 10/20 minutes, from home to the hub".

        "" where nothing of it is known.
        """
        bands = "/".join(map(band_number, self.bands))
        parts = (
            _MODES.get(self.mode, self.mode),
            f"{bands} minutes" if bands else "",
            _DIRECTIONS.get(self.direction, ""),
        )
        return ", ".join(part for part in parts if part)

    def classes(self) -> list[tuple[str, str]]:
        """Give label and condition of each band, and of what lies beyond the longest."""
        bands = sorted(self.bands or USUAL)
        ends = [band_number(band) for band in bands]
        unit = _MINUTES.get(self.mode, "minutes")
        edges = [f'"minutes" <= {band + SLACK:.6f}' for band in bands]
        first = (f"up to {ends[0]} {_one(ends[0], unit)}", edges[0])
        middle = [
            (f"{low} to {high} {unit}", f'"minutes" > {start + SLACK:.6f} AND {edge}')
            for low, high, start, edge in zip(ends, ends[1:], bands, edges[1:])
        ]
        beyond = f"more than {ends[-1]} {_one(ends[-1], unit)}"
        return [first, *middle, (beyond, f'"minutes" > {bands[-1] + SLACK:.6f}')]

    def within(self, band: float, start: float) -> tuple[str, str]:
        """Give label and condition of a band's catchment; the band below it ends at `start`."""
        number = band_number(band)
        unit = _one(number, _MINUTES.get(self.mode, "minutes"))
        inside = f'"minutes" > {start + SLACK:.6f} AND "minutes" <= {band + SLACK:.6f}'
        return f"within {number} {unit}", inside


def _one(number: str, unit: str) -> str:
    """Say "1 minute's walk", not "1 minutes' walk"."""
    if number != "1":
        return unit
    return unit.replace("minutes'", "minute's").replace("minutes", "minute")


def plain_classes() -> Sequence[tuple[str, str]]:
    """Give the classes of a style as it is shipped."""
    return MinutesWords().classes()
