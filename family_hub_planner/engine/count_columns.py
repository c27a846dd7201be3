"""Which columns of areas are counts, to be shared out, and which are rates, to be carried over.

A count is spatially extensive: halve the area and it halves. A rate, a rank or a class is
intensive: it stays what it is (Goodchild and Lam 1980). What a column is cannot be seen from its
values, so it is known by its name or said by the user, and otherwise left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from .errors import ColumnError, InputError

# The counts that the need layer and the tables it takes write: persons of any ages, need, births,
# children in low-income families, young people with SEND, households.
_COUNTS = re.compile(
    r"need|(children|young|aged|send|births|expected_births)(_\d+)*(_over)?"
    r"|income_deprived_children|households|no_car_households"
)
_RATES = re.compile(
    r".*_(share|rate|score|rank|decile|quintile|quantile|percentile|percent|pct|index|ratio"
    r"|density|mean|median|average|minutes|year|code|class)|(share|rate|percent|pct|mean|median)_.*"
    r"|.*_per_.*|digital_exclusion"
)


@dataclass(frozen=True)
class ColumnKinds:
    """Names of number columns, in the layer's order: counts, rates, and those nobody named."""

    counts: tuple[str, ...]
    rates: tuple[str, ...]
    unknown: tuple[str, ...]


def is_rate(name: str) -> bool:
    """Tell whether a column's name says that it is a rate, a rank, a class or an average."""
    return _RATES.fullmatch(name.lower()) is not None


def is_count(name: str) -> bool:
    """Tell whether a column's name is that of a count of the need layer's."""
    return not is_rate(name) and _COUNTS.fullmatch(name.lower()) is not None


def kinds_of_columns(
    numbers: Sequence[str], counts: Collection[str] = (), rates: Collection[str] = ()
) -> ColumnKinds:
    """Sort columns of numbers into counts and rates, by what the user says or else by their names.

    Parameters
    ----------
    numbers
        The columns that hold numbers.
    counts, rates
        Columns that the user named as one or the other; this goes before their names.

    Raises
    ------
    ColumnError
        A column named does not exist among the numbers.
    InputError
        A column is named as both, one by its name a rate is to be shared out or a count carried
        over, or there is no count.
    """
    for name in (*counts, *rates):
        if name not in numbers:
            there = ", ".join(numbers) or "none"
            raise ColumnError(f"The areas have no number column {name!r}. They have: {there}.")
        if name in counts and (name in rates or is_rate(name)):
            raise InputError(
                f"{name} cannot be shared out as a count: "
                + ("it is named in RATES too." if name in rates else "its name says it is a rate.")
                + " Take it out of COUNTS, or give the column another name."
            )
        if name in rates and is_count(name):
            raise InputError(
                f"{name} cannot be carried over as a rate: its name says it is a count, and every "
                "point would bear the count of its whole area. Take it out of RATES, or give the "
                "column another name."
            )
    shared = tuple(n for n in numbers if n in counts or (is_count(n) and n not in rates))
    kept = tuple(n for n in numbers if n in rates or is_rate(n))
    if not shared:
        raise InputError(
            "The areas have no count to share out. Make them with 'Need by area', or name the "
            f"counts in COUNTS. Their numbers: {', '.join(numbers) or 'none'}."
        )
    unknown = tuple(n for n in numbers if n not in shared and n not in kept)
    return ColumnKinds(shared, kept, unknown)
