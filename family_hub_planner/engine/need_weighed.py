"""What a weighting of need takes and gives, and the words that they share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .tables import Table

if TYPE_CHECKING:
    from .need_ages import ChildrenCounted

Floats = npt.NDArray[np.float64]
Known = npt.NDArray[np.bool_]

# The IDACI is of children aged 0 to 15 (MHCLG, English Indices of Deprivation, technical report).
IDACI_AGES = (0, 15)


@dataclass(frozen=True)
class NeedExpression:
    """A formula of the user's own over the need table's columns.

    `columns` are those it names; `evaluate` takes the table without `need` and gives its value for
    each row, None for no value.
    """

    text: str
    columns: tuple[str, ...]
    evaluate: Callable[[Table], Sequence[Any]]


@dataclass(frozen=True)
class ToWeigh:
    """What a weighting may use of n areas; every array has shape (n,), nan where missing.

    `measures` are the deprivation measures by name, `indices` what their table is called and
    `index` what the `imd_...` among them are of ("" for the English IMD);
    `columns` the need table so far, with the groups, and `how` its estimated columns.
    """

    codes: Sequence[str]
    children: ChildrenCounted
    measures: Mapping[str, Floats]
    indices: str
    groups: Mapping[str, Floats]
    columns: Table
    how: Mapping[str, str]
    decile_weights: str
    expression: NeedExpression | None = None
    index: str = ""

    @property
    def counted(self) -> str:
        """Say whose count is weighed: "children aged 0-4"."""
        return f"children aged {self.children.said}"


@dataclass(frozen=True)
class Weighed:
    """Need of n areas, shape (n,), nan where missing; in words what it is and what was noted.

    `estimate` says why it is an estimate, "" where it is a plain count or its multiple.
    """

    need: Floats
    words: str
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    estimate: str = ""


def applied_note(areas: ToWeigh, what: str) -> str:
    """Say that the IDACI is of other ages than those weighed; "" where it is of the same."""
    if areas.children.ages == IDACI_AGES:
        return ""
    label = areas.children.label
    return f"; {what} of ages 0-15 and is applied here to ages {label}"


def shared_note(areas: ToWeigh) -> str:
    """Say how the children weighed were estimated; "" where they were counted."""
    how = areas.children.how
    return f"; ages {areas.children.label} {how}" if how else ""


def without_note(known: Known, what: str) -> str:
    """Say for how many areas need is empty, and for want of what; "" where for none."""
    missing = np.count_nonzero(~known)
    return f"Need is empty for {missing:,} areas without {what}." if missing else ""
