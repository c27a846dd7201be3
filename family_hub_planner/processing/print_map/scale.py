"""The scale bar: round figures, as long as its place allows."""

from __future__ import annotations

from qgis.core import QgsLayoutItemScaleBar, QgsLayoutPoint, QgsUnitTypes

from .paper import Box

_SHARE = 0.8  # of the place's width: the last figure stands half beyond the bar


def fit_scale_bar(bar: QgsLayoutItemScaleBar, place: Box) -> None:
    """Fit the bar to its linked map and its place, in two halves, in metres or kilometres."""
    left, top, width, _ = place
    bar.applyDefaultSize(bar.guessUnits())
    bar.setNumberOfSegmentsLeft(0)
    bar.setNumberOfSegments(2)
    shown = bar.linkedMap()
    per_mm = shown.extent().width() / shown.rect().width()
    units = QgsUnitTypes.fromUnitToUnitFactor(shown.crs().mapUnits(), bar.units())
    bar.setUnitsPerSegment(_round_below(per_mm * units * width * _SHARE / 2))
    bar.update()
    bar.attemptMove(QgsLayoutPoint(left, top))


def _round_below(units: float) -> float:
    """Give the greatest of 1, 2 and 5 times a power of ten that is not above `units`."""
    power = 10.0 ** len(str(int(units))) if units >= 1 else 1.0
    while True:
        for step in (5.0, 2.0, 1.0):
            if step * power <= units:
                return step * power
        power /= 10.0
