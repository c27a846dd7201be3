"""Why an option's change is not told of a group whose reach today is: its row's last column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .evidence import Option
from .wording import untraced

NO_TOTALS = "no changes by deprivation decile, local quintile or locality were given"
NO_RURAL = "comparisons tell no changes by rural-urban class"
NO_AREAS = "no layer of the areas' changes was given"
_TABLES = {
    "BY_AGE": "by age of child",
    "BY_GROUP": "by group",
    "BY_DECILE": "by deprivation decile",
    "BY_QUINTILE": "by local quintile",
    "BY_CAR": "by car",
}


def not_given(table: str) -> str:
    """Say that a table of coverage was not given."""
    return f"no table {_TABLES[table]} was given"


def why_no_change(
    options: Sequence[Option], plans: Sequence[Mapping[str, Any] | None], table: str
) -> str:
    """Name the options whose row is missing, and why; "" where each has one.

    `plans` has a row for each option; `table` is the comparison's table that they are of, or words
    for why there is none.
    """
    said: dict[str, list[str]] = {}
    for option, plan in zip(options, plans):
        if plan is None or not plan.get("children"):
            said.setdefault(_why(option, table), []).append(f"“{untraced(option.name)}”")
    return "; ".join(f"{', '.join(names)}: {why}" for why, names in said.items())


def _why(option: Option, table: str) -> str:
    if option.comparison is None:
        return "not compared with today"
    if table in option.comparison.tables:
        return f"the changes {_TABLES[table]} have no children in it"
    return f"no changes {_TABLES[table]} were given" if table in _TABLES else table
