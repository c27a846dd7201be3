"""Keep a plan as a scenario: write its hubs, measure their coverage in a task, load the result."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication, QgsVectorLayer
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QWidget

from ..engine.errors import PlannerError
from ..engine.giving_up import DECIDES_NOTHING
from ..processing.styles import draw_as_result
from .messages import plain_label
from .translation import tr
from .what_if_scenario import ID, check_target, coverage_parameters, write_hubs
from .what_if_tasks import AlgorithmRun

if TYPE_CHECKING:
    from .plan import Plan
    from .what_if_session import WhatIfSession

COVERAGE = "familyhub:coverage"


class KeepDialog(QDialog):
    """Asks for a scenario's name and file; OK only answers once both can be used."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keep this plan as a scenario"))
        self.name, self.file = QLineEdit(tr("Plan A")), QgsFileWidget()
        self.file.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self.file.setFilter(tr("GeoPackage (*.gpkg)"))
        self.file.setFilePath(str(folder / "plan_a_hubs.gpkg"))
        self._proposed = self.file.filePath()
        self._folder = folder
        self._replace = Path()
        self.name.textEdited.connect(self._propose)
        self.why = plain_label()
        form = QFormLayout(self)
        form.addRow(plain_label(tr(
            "The plan's hubs are written into a GeoPackage, and their coverage is measured beside "
            "it, so that Compare scenarios and the report can take it."
        )))  # fmt: skip
        form.addRow(tr("Name of the plan"), self.name)
        form.addRow(tr("File of its hubs"), self.file)
        form.addRow(plain_label(DECIDES_NOTHING))
        form.addRow(self.why)
        ok, cancel = (QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel)
        self.buttons = QDialogButtonBox(ok | cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form.addRow(self.buttons)
        self.setMinimumWidth(460)

    def _propose(self, name: str) -> None:
        """Name the file after the plan, unless somebody has chosen another."""
        if self.file.filePath() == self._proposed:
            words = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "plan"
            self._proposed = str(self._folder / f"{words}_hubs.gpkg")
            self.file.setFilePath(self._proposed)

    def _say(self, words: str) -> None:
        self.why.setText(words)
        self.layout().activate()
        self.resize(self.width(), self.layout().totalHeightForWidth(self.width()))

    def path(self) -> Path:
        """Give the file chosen; one without an ending is a GeoPackage."""
        path = Path(self.file.filePath().strip())
        return path if path.suffix else path.with_suffix(".gpkg") if path.name else path

    def accept(self) -> None:
        """Say what is missing, or close; the folder of results is made if it is not there yet."""
        try:
            if self.path().parent == self._folder:
                self._folder.mkdir(parents=True, exist_ok=True)
            check_target(self.path())
        except (PlannerError, OSError) as error:
            self._say(str(error))
            return
        if not self.name.text().strip():
            self._say(tr("Give the plan a name."))
            return
        if self.path().exists() and self._replace != self.path():
            self._replace = self.path()
            told = tr("{} is there already. Press OK again to replace it, or choose another file.")
            self._say(told.format(self.path().name))
            return
        super().accept()


def _free(path: Path) -> Path:
    """Give a path that no file has: an older result may be open in the project."""
    number, free = 2, path
    while free.exists():
        free, number = path.with_name(f"{path.stem}_{number}{path.suffix}"), number + 1
    return free


class ScenarioKeeper(QObject):
    """Writes a plan's hubs and measures them, and today's beforehand where nobody has yet.

    Signals: `kept` with the ids of today's coverage and of the plan's, `failed` with the reason,
    `progressed` with per cent.
    """

    kept = pyqtSignal(str, str)
    failed = pyqtSignal(str)
    progressed = pyqtSignal(float)

    def __init__(self, session: WhatIfSession, plan: Plan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._plan, self._project = session, plan, plan.project
        self._run: AlgorithmRun | None = None
        self._name, self._target = "", Path()

    @property
    def busy(self) -> bool:
        """Tell whether a run is under way."""
        return self._run is not None

    def keep(self, name: str, hubs: Path) -> None:
        """Write the hubs and start measuring; the plan may be changed meanwhile."""
        try:
            write_hubs(self._session, hubs)
        except PlannerError as error:
            self.failed.emit(str(error))
            return
        stem = hubs.stem[: -len("_hubs")] if hubs.stem.endswith("_hubs") else hubs.stem
        self._name, self._target = name, _free(hubs.with_name(f"{stem}_coverage.gpkg"))
        self._hubs = hubs
        if self._today():
            self._measure_plan()
        else:
            self._measure_today()

    def cancel(self) -> None:
        """Stop what is under way."""
        if self._run is not None:
            self._run.cancel()

    def _today(self) -> QgsVectorLayer | None:
        """Give today's coverage, if it was measured as here: the same mode, bands and areas."""
        layer = self._plan.layer("coverage")
        if layer is None or not {"mode", "bands"} <= set(layer.fields().names()):
            return None
        first = next(layer.getFeatures(), None)
        if first is None or layer.featureCount() != len(self._session.what_if.demand):
            return None
        bands = ",".join(f"{band:g}" for band in self._session.what_if.bands)
        same = (first["mode"], first["bands"]) == (self._session.loaded.words.mode, bands)
        return layer if same else None

    def _measure_today(self) -> None:
        settings = self._plan.settings
        target = _free(self._hubs.with_name("today_coverage.gpkg"))
        asked = coverage_parameters(self._session, settings.hubs, settings.hub_id, target)

        def measured() -> None:
            layer = self._load(target, tr("Coverage today"))
            self._plan.set(coverage=layer.id())
            self._measure_plan()

        self._start(asked, measured)

    def _measure_plan(self) -> None:
        asked = coverage_parameters(self._session, str(self._hubs), ID, self._target)

        def measured() -> None:
            today = self._today()
            plan = self._load(self._target, self._name)
            self.kept.emit(today.id() if today else "", plan.id())

        self._start(asked, measured)

    def _start(self, parameters: dict[str, Any], measured: Callable[[], None]) -> None:
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(COVERAGE)
        run = AlgorithmRun(algorithm, parameters, self)
        run.progressed.connect(self.progressed)

        def ended(_results: Any) -> None:
            self._run = None
            measured()

        run.ended.connect(ended)
        run.failed.connect(self._stopped)
        run.cancelled.connect(lambda: self._stopped(tr("Stopped; the plan was not measured.")))
        self._run = run
        run.start()

    def _stopped(self, why: str) -> None:
        self._run = None
        self.failed.emit(why)

    def _load(self, path: Path, title: str) -> QgsVectorLayer:
        layer = QgsVectorLayer(str(path), title, "ogr")
        draw_as_result(layer)
        layer.setName(title)
        self._project.addMapLayer(layer, False)
        root = self._project.layerTreeRoot()
        title = tr("Scenarios kept")
        group = root.findGroup(title) or root.addGroup(title)
        group.insertLayer(0, layer).setItemVisibilityChecked(False)
        return layer
