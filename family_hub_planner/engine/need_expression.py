"""Need by an expression of the user's own: its values are checked area by area."""

from __future__ import annotations

import math
from numbers import Real
from typing import Any

import numpy as np

from .errors import InputError
from .need_weighed import IDACI_AGES, ToWeigh, Weighed


def by_expression(areas: ToWeigh) -> Weighed:
    """Need = the expression's value for each area, a number of 0 or more."""
    expression = areas.expression
    if expression is None:
        raise InputError("The weighting 'expression' needs an expression. Write it in EXPRESSION.")
    values = list(expression.evaluate(areas.columns))
    need = np.array([_number(value, areas, row) for row, value in enumerate(values)], dtype=float)
    used = [name for name in expression.columns if name in areas.how]
    idaci = any(name.startswith("idaci_") for name in expression.columns)
    how = [f"from the estimated {', '.join(used)}"] if used else []
    if idaci and areas.children.ages != IDACI_AGES:
        how.append("from the IDACI, which is of ages 0-15")
    estimate = " and ".join(how)
    words = f"an expression of one's own: {expression.text}"
    return Weighed(need, words + (f"; an estimate {estimate}" if how else ""), estimate=estimate)


def _number(value: Any, areas: ToWeigh, row: int) -> float:
    """Give an expression's value as a number of 0 or more, or refuse it with the area's code."""
    code = areas.codes[row]
    if value is None:
        used = areas.expression.columns if areas.expression else ()
        empty = [name for name in used if areas.columns.column(name)[row] is None]
        because = f" ({', '.join(empty)} is empty there)" if empty else ""
        raise InputError(
            f"The expression gives no value for {code}{because}. Say what to use instead, for "
            'example coalesce("idaci_score", 0).'
        )
    if not isinstance(value, Real):
        raise InputError(
            f"The expression gives {value!r} for {code}, which is no number. Need is a number of "
            "0 or more for each area."
        )
    if not math.isfinite(value) or value < 0:
        raise InputError(
            f"The expression gives {float(value):g} for {code}. Need is a number of 0 or more for "
            "each area."
        )
    return float(value)
