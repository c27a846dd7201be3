"""A coverage run as its chapters see it, and what they add to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qgis.core import QgsFields

    from ...engine.coverage import Coverage
    from ...engine.journeys import Journeys, Unrouted
    from ...engine.method_note import Method
    from ...engine.page import Html
    from ...engine.tables import Table
    from ..demand import DemandPlaces
    from ..job import Job, Row
    from ..layers import Places
    from ..own_modes import WithoutCar
    from ..pictures import Shapes
    from .second_allocation import BothAllocations


NOT_SAID = "publisher and licence not stated"


@dataclass(frozen=True)
class Run:
    """What has been worked out so far; `both` and `without` are None where they were not given.

    `route(mode="pram")` gives the journeys of the same demand to the same hubs by another mode; a
    run on a table of times has its minutes alone, whatever the mode. `crs` is the system of all
    places and shapes, such as "EPSG:27700".
    """

    job: Job
    demand: DemandPlaces
    hubs: Places
    shapes: Shapes
    journeys: Journeys
    found: Coverage
    method: Method
    route: Callable[..., Journeys]
    both: BothAllocations | None
    without: WithoutCar | None
    crs: str


@dataclass(frozen=True)
class Layer:
    """A layer to write: fields, rows with their shapes, the kind of shape; `style` "" is none."""

    fields: QgsFields
    rows: Sequence[Row]
    kind: Any
    style: str = ""


@dataclass
class Further:
    """What the chapters add: tables and layers by the name of their sink, parts of the page.

    `columns` stand beside those of the main output; `answer` stands in the page's headline's
    place; `parameters` are printed beside the figures; `sources` name further data; `unrouted` are
    places of the roles in `places`. `gaps` names the gap that each area belongs to, "" for none;
    None where no gaps were worked out.
    """

    tables: dict[str, Table] = field(default_factory=dict)
    layers: dict[str, Layer] = field(default_factory=dict)
    sections: list[Html] = field(default_factory=list)
    columns: dict[str, Sequence[Any]] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    answer: str = ""
    unrouted: list[Unrouted] = field(default_factory=list)
    places: dict[str, Places] = field(default_factory=dict)
    gaps: Sequence[str] | None = None


class Chapter:
    """One thing that a coverage run says beside its main tables; a child overrides what it has."""

    def inputs(self) -> list[Any]:
        """Give the definitions of the parameters that it reads."""
        return []

    def tables(self) -> dict[str, str]:
        """Give the name of each table's sink and its label."""
        return {}

    def numbers(self) -> dict[str, str]:
        """Give the name of each number that it returns and its label."""
        return {}

    def layers(self) -> dict[str, str]:
        """Give the name of each layer's sink and its label."""
        return {}

    def check(self, job: Job) -> None:
        """Refuse, before anything is routed, what was asked for and cannot be worked out."""

    def add(self, further: Further, run: Run) -> None:
        """Work it out and add it."""
        raise NotImplementedError
