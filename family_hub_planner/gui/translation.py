"""Words in the user's language, looked up when they are shown and not when a file is imported."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

CONTEXT = "FamilyHubPlanner"


def tr(text: str) -> str:
    """Give `text` in the language that QGIS runs in, or as it stands."""
    return str(QCoreApplication.translate(CONTEXT, text))
