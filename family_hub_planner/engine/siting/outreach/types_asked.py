"""The order of venue types as a planner writes it: "library; school; -military base"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...errors import InputError


def type_order(
    text: str, types: Sequence[str], known: Sequence[str] = ()
) -> tuple[list[int], list[bool]]:
    """Read an order of venue types; capitals do not matter.

    `types` are those of the venues, "" where not known; `known` may be named besides. Give for each
    its place in the order, 0 first (types not named come last, together), and whether it is
    excluded (written with "-"). Raises `InputError` for a type that no venue has, with those that
    there are, and for one that is written twice.
    """
    parts = [part.strip() for part in re.split(r"[;,\n]", text) if part.strip()]
    there = {name.lower(): name for name in sorted([*types, *known], reverse=True) if name}
    named = [part.lstrip("-").strip().lower() for part in parts]
    unknown = [part for part, name in zip(parts, named) if name not in there]
    if unknown:
        said = "; ".join(sorted(there.values()))
        raise InputError(
            f"No venue is of the type {unknown[0]!r}. "
            + (f"The venues' types: {said}." if said else "The venues state no types.")
        )
    twice = [name for place, name in enumerate(named) if name in named[:place]]
    if twice:
        raise InputError(f"The type {twice[0]!r} stands twice in the order. Write each type once.")
    out = {name for part, name in zip(parts, named) if part.startswith("-")}
    order = [name for name in named if name not in out]
    last = len(order)
    ranks = [order.index(one.lower()) if one.lower() in order else last for one in types]
    return ranks, [one.lower() in out for one in types]
