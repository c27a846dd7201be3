"""Need by a QGIS expression over the need layer's columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.core import QgsExpression, QgsExpressionContext, QgsFeatureRequest

from ...engine.errors import InputError
from ...engine.need_ages import RETURN_BANDS
from ...engine.need_weighed import NeedExpression
from ...engine.tables import Table
from ..fields import feature_of, fields_of

# The contract's columns that stand before need is worked out.
_COLUMNS = (
    "area_code", "area_name", "authority", "locality", *RETURN_BANDS, "children", "idaci_score",
    "idaci_rank", "idaci_decile", "imd_decile", "local_quintile",
)  # fmt: skip
# The same inputs must give the same need: no chance, no clock, no number of a row.
_NOT_THE_SAME_TWICE = {"rand", "randf", "uuid", "now", "$now", "$id"}


def read_expression(text: str, further: Sequence[str]) -> NeedExpression:
    """Read an expression and check, before any file is read, what can be known of it.

    `further` are the columns beside the contract's: age bands and groups.

    Raises
    ------
    InputError
        A fault of syntax, a column that the output does not have, a shape, or chance.
    """
    expression = QgsExpression(text)
    if expression.hasParserError():
        said = " ".join(expression.parserErrorString().split())
        raise InputError(f"The expression {text!r} cannot be read: {said}. Check its syntax.")
    named, there = sorted(expression.referencedColumns()), (*_COLUMNS, *further)
    own = {name.lower(): name for name in there}  # QGIS does not mind capitals
    unknown = [name for name in named if name.lower() not in own]
    if unknown:
        raise InputError(_no_column(unknown[0], there))
    strange = _NOT_THE_SAME_TWICE & set(expression.referencedFunctions())
    if strange:
        raise InputError(
            f"The expression uses {sorted(strange)[0]}, which need not give the same value for the "
            "same inputs. Use the columns only."
        )
    if expression.needsGeometry():
        raise InputError(
            "The expression uses the areas' shapes. Need is worked out from the columns alone: "
            "give what is wanted of the shape as a field, by GROUPS."
        )
    columns = tuple(own[name.lower()] for name in named)
    return NeedExpression(text, columns, lambda table: _values(text, table))


def _no_column(name: str, there: Sequence[str]) -> str:
    if name == QgsFeatureRequest.ALL_ATTRIBUTES:
        return (
            "Which columns the expression uses cannot be told (attribute, attributes, "
            "with_variable). Name each in double quotes."
        )
    why = "need is what is worked out" if name == "need" else "the output has no such column"
    return f"The expression uses {name!r}: {why}. Its columns: {', '.join(there)}."


def _values(text: str, table: Table) -> list[Any]:
    """Give the expression's value for each row; `InputError` names the area where it fails."""
    expression, context = QgsExpression(text), QgsExpressionContext()
    fields = fields_of(list(table.columns))
    context.setFields(fields)
    expression.prepare(context)
    found = []
    for code, row in zip(table.column("area_code"), table.rows()):
        context.setFeature(feature_of(fields, row))
        value = expression.evaluate(context)
        if expression.hasEvalError():
            raise InputError(
                f"The expression fails for {code}: {expression.evalErrorString().rstrip('. ')}. "
                "Mend it, or the columns that it uses."
            )
        found.append(None if hasattr(value, "isNull") and value.isNull() else value)
    return found
