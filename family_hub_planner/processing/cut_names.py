"""Columns whose names a shapefile has cut."""

from __future__ import annotations

from collections.abc import Sequence

from ..engine.confidential import marks_confidential
from ..engine.errors import ColumnError
from .fields import KINDS

_CUT_TO = 10
_WORDS_OF_THEIR_OWN = {"colocation"}  # ten letters that a layer may well have without any cut


def refuse_cut_names(there: Sequence[str], layer: str) -> None:
    """Refuse columns whose names a shapefile has cut: they would pass for missing, or for others.

    Raises `ColumnError`.
    """
    cut = [name for name in KINDS if len(name) > _CUT_TO and name not in there]
    cut = [name for name in cut if name[:_CUT_TO] in there and not marks_confidential(name)]
    cut = [name for name in cut if name[:_CUT_TO] not in _WORDS_OF_THEIR_OWN]
    if cut:
        raise ColumnError(
            f"The layer {layer} has {cut[0][:_CUT_TO]!r} where {cut[0]!r} should be: a shapefile "
            "has cut the names. Keep the layer in a GeoPackage, where they stay whole."
        )
