"""Sites whose address must not be known: they stay in the register and in nothing made from it."""

from __future__ import annotations

COLUMN = "confidential"
_CUT_BY_SHAPEFILES = COLUMN[:10]
NOT_CONFIDENTIAL = frozenset({"", "no", "n", "false", "f", "0", "none"})


def marks_confidential(column: str) -> bool:
    """Tell whether a column of this name says which sites are confidential.

    A shapefile keeps ten characters of a name: what it has left of this one counts all the same.
    """
    return column.strip().lower() in {COLUMN, _CUT_BY_SHAPEFILES}


def is_confidential(said: str) -> bool:
    """Tell whether a register's word calls a site confidential.

    Only an empty one or a plain no says that it is not: any other word is taken for a yes, for an
    address once printed cannot be called back.
    """
    return said.strip().lower() not in NOT_CONFIDENTIAL


def withheld_note(count: int, places: str) -> str:
    """Say that so many of some places (named in words) are confidential, and name none."""
    are = "is" if count == 1 else "are"
    return (
        f"{count:,d} of {places} {are} confidential: left out of this run, and named nowhere. They "
        "stay in the register."
    )
