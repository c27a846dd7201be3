"""How a layer says which of its columns are estimates, so that none prints as a plain count."""

from __future__ import annotations

from collections.abc import Mapping


def say_estimates(how: Mapping[str, str]) -> str:
    """Write columns and how each was estimated: "children_0_2, children: shared ...; need: ...".

    Columns estimated the same way stand together, in the order given; "" where there are none.
    """
    together: dict[str, list[str]] = {}
    for column, words in how.items():
        together.setdefault(words, []).append(column)
    return "; ".join(f"{', '.join(columns)}: {words}" for words, columns in together.items())


def read_estimates(said: str) -> dict[str, str]:
    """Give column to how it was estimated, from the text that `say_estimates` wrote."""
    parts = (part.partition(": ") for part in said.split("; ") if part)
    return {column: words for names, _, words in parts for column in names.split(", ")}
