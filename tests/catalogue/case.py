"""One case of the catalogue: how an input is spoilt, and what the planner then must do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from algorithms.runs import Log, layer_of
from qgis.core import QgsCoordinateTransformContext, QgsVectorFileWriter

Parameters = dict[str, Any]
Make = Callable[["Kit"], Parameters]


@dataclass
class Kit:
    """What a case is made with: a folder of its own, and the clean inputs' files by name.

    `meanwhile` is done once, when the run says its first sentence or moves its bar: so a layer
    vanishes or changes while it is being read. `held` is kept for as long as the case runs.
    """

    folder: Path
    clean: Mapping[str, Path]
    meanwhile: Callable[[], object] | None = None
    held: Any = None

    def write(self, name: str, content: bytes | str) -> str:
        """Write a file into the case's folder and give its path."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return str(path)

    def layer(self, name: str, kind: str, rows: Any, crs: str = "EPSG:27700") -> str:
        """Write shapes (WKT) and columns as a layer's file and give its path."""
        path = self.folder / name
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = {".geojson": "GeoJSON", ".csv": "CSV"}.get(path.suffix, "GPKG")
        layer = layer_of(kind, rows, crs, path.stem)
        written = QgsVectorFileWriter.writeAsVectorFormatV3(
            layer, str(path), QgsCoordinateTransformContext(), options
        )
        assert written[0] == QgsVectorFileWriter.WriterError.NoError, written
        return str(path)


class Meddling(Log):
    """A log in which something happens to the inputs as soon as the run is under way."""

    def __init__(self, meanwhile: Callable[[], object] | None):
        super().__init__()
        self.meanwhile = meanwhile
        self.progressChanged.connect(self._now)

    def pushInfo(self, info):
        super().pushInfo(info)
        self._now()

    def _now(self, *_percent):
        if self.meanwhile is not None:
            meddle, self.meanwhile = self.meanwhile, None
            meddle()


@dataclass(frozen=True)
class Case:
    """A fault (what is wrong with the input), the algorithm that meets it, and what it must do.

    Either `says` has words of the one sentence with which the run is refused, or `treated` tells in
    words how the input is taken; then the figures are those of the clean input unless `differs`
    gives those that must come out. `warns` are words that the log must have. `limit` is the
    greatest size of a file that may be written meanwhile, as on a full disk.
    """

    fault: str
    algorithm: str
    make: Make
    says: tuple[str, ...] = ()
    treated: str = ""
    warns: tuple[str, ...] = ()
    differs: Mapping[str, Any] = field(default_factory=dict)
    limit: int = 0
    never: tuple[str, ...] = ()  # words that must stand nowhere in what is said
    stands: bool = True  # whether the inputs must be found as they were

    def __str__(self) -> str:
        return f"{self.algorithm}: {self.fault}"


def refused(fault: str, algorithm: str, make: Make, *says: str, **more: Any) -> Case:
    """Give a case that must be refused in a sentence with these words."""
    assert says, fault
    return Case(fault, algorithm, make, says, **more)


def taken(fault: str, algorithm: str, make: Make, treated: str, **more: Any) -> Case:
    """Give a case that must be taken, and say how."""
    return Case(fault, algorithm, make, treated=treated, **more)
