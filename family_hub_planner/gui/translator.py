"""The plugin's translation in the language that QGIS runs in, where there is one."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from .translation import tr

TRANSLATIONS = Path(__file__).parents[1] / "resources" / "translations"


def install_translator() -> QTranslator | None:
    """Let Qt look the plugin's words up in the language of QGIS; None where it has no such file.

    Keep what is given: Qt forgets a translator that Python lets go.
    """
    translator = QTranslator()
    if not _file().is_file() or not translator.load(str(_file())):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


def remove_translator(translator: QTranslator) -> None:
    """Leave Qt without the plugin's words, as it was."""
    QCoreApplication.removeTranslator(translator)


def language() -> str:
    """Give the language that QGIS runs in, in two letters: the user's setting or the system's."""
    return str(QgsApplication.locale())[:2].lower()


def about_the_translation() -> str:
    """Say, in the language shown, that no one has reviewed its words; "" in English."""
    return tr("This translation has not been reviewed") if _file().is_file() else ""


def _file() -> Path:
    return TRANSLATIONS / f"family_hub_planner_{language()}.qm"
