"""How need is weighed: named presets, each with its formula."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .errors import InputError
from .need_deciles import by_decile, top_decile
from .need_expression import by_expression
from .need_income import income_deprived
from .need_weighed import ToWeigh, Weighed

_CHOSEN = "children of the ages chosen"


@dataclass(frozen=True)
class Weighting:
    """A named way to weigh need: what to call it, and its formula in words."""

    label: str
    formula: str


WEIGHTINGS = {
    "children": Weighting("Children", f"need = {_CHOSEN}"),
    "income_deprived_children": Weighting(
        "Children in income-deprived families (estimate)", f"need = IDACI score × {_CHOSEN}"
    ),
    "decile_weights": Weighting(
        "Children by the weight of their area's deprivation decile",
        f"need = weight of the decile × {_CHOSEN}",
    ),
    "top_decile": Weighting(
        "Children in the most deprived tenth of areas only",
        f"need = {_CHOSEN} where the decile is 1, else 0",
    ),
    "expression": Weighting("An expression of one's own", "need = EXPRESSION, area by area"),
}


def weigh(name: str, areas: ToWeigh) -> Weighed:
    """Weigh the children of each area by one of `WEIGHTINGS`.

    Raises
    ------
    InputError
        There is no such weighting, or what it needs is not there; the message says what to give.
    """
    ways = {
        "children": _children,
        "income_deprived_children": income_deprived,
        "decile_weights": by_decile,
        "top_decile": top_decile,
        "expression": by_expression,
    }
    if name not in ways:
        raise InputError(f"There is no weighting {name!r}. Use {', '.join(WEIGHTINGS)}.")
    found = ways[name](areas)
    found.notes.insert(0, f"Weighting: {WEIGHTINGS[name].label}; {WEIGHTINGS[name].formula}.")
    if np.isfinite(found.need).any() and not np.nansum(found.need):
        found.warnings.append(
            "Need is zero in every area: nothing can be placed or compared by it."
        )
    return found


def _children(areas: ToWeigh) -> Weighed:
    """Need = children."""
    how = areas.children.how
    said = f"; {how}" if how else ""
    return Weighed(areas.children.counts.copy(), areas.counted + said, estimate=how)
