"""Values of features as plain Python and as text, whatever form QGIS gives them in."""

from __future__ import annotations

import re
from typing import Any

from qgis.core import QgsFeature
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from ..engine.plain_text import guarded, unguarded

_WHOLE_REAL = re.compile(r"(0|-?[1-9][0-9]*)\.0")


def value_of(feature: QgsFeature, field: str) -> Any:
    """Give a feature's value; NULL in any of QGIS's forms is None, dates and times are ISO text."""
    return plain_of(feature[field])


def plain_of(value: Any) -> Any:
    """Give a value as plain Python has it; NULL in any of QGIS's forms is None, dates ISO text."""
    if value is None or (hasattr(value, "isNull") and value.isNull()):
        return None
    if isinstance(value, (QDate, QDateTime, QTime)):
        return value.toString(Qt.DateFormat.ISODate)
    return value


def text_of(value: Any) -> str:
    """Give an id as text: None is "", the real 1.0 and its writing "1.0" are "1", True is "yes".

    Published tables write whole numbers as reals where a column has empty cells ("134938.0").
    Other text stays as it is: "1.50", "007", "007.0"; the apostrophe that a table of ours puts
    before what a spreadsheet would take for a formula is taken away again. `check_ids` refuses a
    layer that has both "1" and "1.0".
    """
    if value is None:
        return ""
    if isinstance(value, bool):  # newer releases of QGIS read a CSV's yes and no so
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = unguarded(str(value).strip())
    return text[:-2] if _WHOLE_REAL.fullmatch(text) else text


def guarded_cell(value: Any) -> Any:
    """Keep a text of somebody's file from being worked out as a formula in a spreadsheet."""
    return guarded(value) if isinstance(value, str) else value
