"""Coverage by rural-urban class, and which classes are rural."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .coverage_html import coverage_html
from .coverage_tables import Reach, by_text
from .demand import Demand
from .method_note import Method
from .page import Html, paragraph, section
from .tables import Table

if TYPE_CHECKING:
    from .coverage import Coverage

Bools = npt.NDArray[np.bool_]

_RURAL_CODE = re.compile(r"[DEF]\d|R[A-Z]{1,2}\d?")
_TOLD = (
    "Rural-urban classes as the demand points state them. In rural classes an area is large, and "
    "one point stands for all its families: their figures are less certain than those of towns."
)
_ONE_PLACING = (
    "The children were placed in one way only. Give a second placing of them (DEMAND_2) to see how "
    "far these figures move."
)


def is_rural(name: str) -> bool:
    """Tell whether a class of the official classifications is rural, by its name or its code.

    2021: names "Larger rural: ...", "Smaller rural: ...", codes that begin with R. 2011: names
    with "Rural", codes D1 to F2 (ONS and Defra, Rural Urban Classification, user guides).
    """
    kind = name.split(":", maxsplit=1)[0].strip()
    return "rural" in kind.lower() or _RURAL_CODE.fullmatch(kind.upper()) is not None


def rural_areas(classes: Sequence[str]) -> Bools:
    """Give for each area's class whether it is rural, shape (n,)."""
    return np.array([is_rural(name) for name in classes], dtype=bool)


def by_rural_urban(coverage: Coverage, demand: Demand, classes: Sequence[str]) -> Table:
    """Tabulate by class in the columns of the other tables; `classes` has one text an area.

    Areas whose class is "" stand in the row "not known". `PlannerError` as in `coverage_table`.
    """
    reach = Reach(demand.children, demand.need, coverage.minutes, coverage.bands)
    return by_text("BY_RURAL_URBAN", classes, reach)


def rural_section(rows: Table, coverage: Coverage, method: Method, ranges: str = "") -> Html:
    """Write "By rural-urban class"; `ranges` says the rural count by two allocations.

    Where it is "" and children live in rural classes, they were placed in one way only, and the
    section says so.
    """
    counts = zip(rows.column("key"), rows.column("children"))
    rural = any(children and is_rural(key) for key, children in counts)
    said = [paragraph(text) for text in (_TOLD, ranges or _ONE_PLACING * rural) if text]
    caption = "Children by rural-urban class"
    shown = coverage_html(caption, "Class", rows, coverage.bands, method)
    return section("By rural-urban class", *said, shown)
