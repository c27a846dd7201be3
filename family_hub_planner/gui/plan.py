"""The plan in hand: the project's settings and records, read once and written back on a change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QStandardPaths, QTimer, pyqtSignal

from .guesses import guessed, with_fields
from .plan_settings import FILES, LAYERS, SCOPE, PlanSettings, read_settings, write_settings
from .step_record import StepRecord, read_records, state_of, write_records

EDITS = "family_hub_planner/edits"


class Plan(QObject):
    """The settings and records of a project; `changed` says that either did, or their data.

    `left` says that the project was emptied: what runs for it is no longer wanted.
    """

    changed = pyqtSignal()
    left = pyqtSignal()

    def __init__(self, project: QgsProject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self._guessing = self._reading = self._emptied = False
        self._settings, self._records = read_settings(project), read_records(project)
        self._stamp = f"plan {datetime.now():%Y-%m-%d %H.%M.%S}"
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._layers_came)
        project.readProject.connect(self._reload)
        project.cleared.connect(self._reload)
        project.cleared.connect(self.left)
        project.writeProject.connect(self._write)
        project.layerLoaded.connect(self._read_so_far)
        project.layersAdded.connect(self._wait_for_layers)
        project.layersRemoved.connect(self._reload)
        self._watch(project.mapLayers().values())

    def leave(self) -> None:
        """Hear no more of the project."""
        self._later.stop()
        self.project.readProject.disconnect(self._reload)
        self.project.cleared.disconnect(self._reload)
        self.project.cleared.disconnect(self.left)
        self.project.writeProject.disconnect(self._write)
        self.project.layerLoaded.disconnect(self._read_so_far)
        self.project.layersAdded.disconnect(self._wait_for_layers)
        self.project.layersRemoved.disconnect(self._reload)

    @property
    def settings(self) -> PlanSettings:
        """What is set."""
        return self._settings

    def set(self, **values: str) -> None:
        """Change settings, and keep them with the project."""
        self._keep(with_fields(self._settings.with_values(**values), self.project))

    def guess(self) -> None:
        """Fill what is not set from the project's layers, now and whenever layers come."""
        self._guessing = True
        self._keep(guessed(self._settings, self.project))

    def record(self, key: str) -> StepRecord | None:
        """Give what a step, or the test of a hub, last found; None where it has not run."""
        return self._records.get(key)

    def keep_record(self, key: str, record: StepRecord) -> None:
        """Keep what a step found."""
        self._records[key] = record
        write_records(self.project, self._records)
        self.changed.emit()

    def taken(self, names: Iterable[str]) -> dict[str, str]:
        """Give the state of some settings, and of the data behind them, as it is now."""
        return state_of(names, self._settings, self.project)

    def is_stale(self, key: str) -> bool:
        """Tell whether something that a finished run took has changed since."""
        record = self.record(key)
        return record is not None and record.taken != self.taken(record.taken)

    def is_set(self, setting: str) -> bool:
        """Tell whether a setting is there: a layer in the project, a file on the disk, a word."""
        value = getattr(self._settings, setting)
        if setting in LAYERS:
            return self.layer(setting) is not None
        return Path(value).exists() if value and setting in FILES else bool(value)

    def layer(self, setting: str) -> QgsVectorLayer | None:
        """Give the layer that a setting names."""
        return self.project.mapLayer(getattr(self._settings, setting))

    def folder(self) -> Path:
        """Give the folder of the results, without making it."""
        if self._settings.folder:
            return Path(self._settings.folder)
        saved = self.project.fileName()
        if saved:
            return Path(saved).with_name(f"{Path(saved).stem}_results")
        location = QStandardPaths.StandardLocation.DocumentsLocation
        documents = Path(QStandardPaths.writableLocation(location))
        return documents / "Family Hub Planner" / self._stamp

    def new_folder(self, name: str) -> Path:
        """Make a folder for one run, `name` and a number, so that no run overwrites another."""
        home = self.folder()
        self.set(folder=str(home))
        number = 1
        while (home / f"{name}-{number}").exists():
            number += 1
        made = home / f"{name}-{number}"
        made.mkdir(parents=True)
        return made

    def _keep(self, settings: PlanSettings) -> None:
        if settings != self._settings and not self._is_emptied():
            self._settings = settings
            write_settings(self.project, settings)
            self.changed.emit()

    def _is_emptied(self) -> bool:
        """Tell whether QGIS is emptying the project: what is held belongs to none any more.

        It throws away what is written in a project first and its layers after that. The boxes
        answer to those that go, and would write the old plan into the next project.
        """
        if self._settings != PlanSettings() and not self.project.entryList(SCOPE, ""):
            self._emptied = True
            self._later.start(0)
        return self._emptied

    def _reload(self, *_ignored: object) -> None:
        self._emptied = False
        self._settings, self._records = read_settings(self.project), read_records(self.project)
        self.changed.emit()

    def _write(self, *_ignored: object) -> None:
        """Write again as the project is saved: its place, which paths are relative to, is new."""
        write_settings(self.project, self._settings)
        write_records(self.project, self._records)

    def _read_so_far(self, layers: int, of: int) -> None:
        """Know while a project is being read: its layers come one by one."""
        self._reading = layers < of

    def _wait_for_layers(self, layers: list) -> None:
        """Look at new layers when the project has come to rest."""
        self._watch(layers)
        self._later.start(0)

    def _layers_came(self) -> None:
        if self._reading:
            self._later.start(100)
            return
        self._reload()
        if self._guessing:
            self.guess()

    def _watch(self, layers: object) -> None:
        for layer in layers:
            if isinstance(layer, QgsVectorLayer):
                layer.afterCommitChanges.connect(self._edited)
                layer.subsetStringChanged.connect(self.changed)
                layer.layerModified.connect(self._edited_further)
                layer.afterRollBack.connect(self.changed)

    def _edited_further(self) -> None:
        """Say once that a layer is being edited, however many edits a tool makes of it."""
        self._later.start(0)

    def _edited(self) -> None:
        """Count the edits of a layer: some providers cannot say when their data changed."""
        layer = self.sender()
        if isinstance(layer, QgsVectorLayer):
            layer.setCustomProperty(EDITS, int(layer.customProperty(EDITS, 0)) + 1)
        self.changed.emit()
