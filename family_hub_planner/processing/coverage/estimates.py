"""Which columns of the demand points are estimates and no counts, so that each table says so."""

from __future__ import annotations

from ...engine.estimates import read_estimates
from ..layers import Places, texts_of


def estimates_of(places: Places) -> dict[str, str]:
    """Give the columns that the layer calls estimates (`estimates`), and how each was made."""
    found: dict[str, str] = {}
    for said in sorted(set(texts_of(places, "estimates"))):
        found.update(read_estimates(said))
    return found
