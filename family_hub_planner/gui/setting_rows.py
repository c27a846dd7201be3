"""The widgets in which a plan's settings are chosen, each kept in step with the plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsMapLayer, QgsMapLayerProxyModel
from qgis.gui import QgsFieldComboBox, QgsFileWidget, QgsMapLayerComboBox
from qgis.PyQt.QtCore import QSignalBlocker, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from .messages import tip
from .place_names import place_names
from .plan import Plan
from .steps import Row
from .translation import tr

LINES = 3  # of a longer text


class SettingRow:
    """One setting's widget: `refresh` shows what the plan says, a choice is written to the plan."""

    def __init__(self, row: Row, plan: Plan) -> None:
        self.row, self._plan = row, plan
        self._shown: dict[str, str] = {}  # the state of the hubs that a list shows
        make: dict[str, Callable[[], QWidget]] = {
            "points": self._layers,
            "polygons": self._layers,
            "field": self._fields,
            "file": self._file,
            "text": self._text,
            "lines": self._lines,
            "choice": self._choice,
            "hub": self._hubs,
        }
        self.widget = make[row.kind]()
        self.widget.setObjectName(f"setting_{row.setting}")
        # A long layer name must not widen the dock beyond the screen; a mode's few words may.
        least = self.widget.fontMetrics().averageCharWidth() * 12
        words = self.widget.minimumSizeHint().width() if row.setting == "mode" else 0
        self.widget.setMinimumWidth(max(least, words))
        self.widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def add_to(self, form: QFormLayout, step: str) -> None:
        """Add label and widget to a form; the label names the widget for the keyboard and aloud."""
        label = QLabel(self.row.label)
        label.setWordWrap(True)
        target = self.widget.lineEdit() if self.row.kind == "file" else self.widget
        label.setBuddy(target)
        for each in (self.widget, target):
            each.setAccessibleName(f"{step}: {self.row.label}")
            each.setAccessibleDescription(self.row.hint)
            each.setToolTip(self.row.hint)
        if self.row.kind == "file":  # a path needs the whole width
            form.addRow(label)
            form.addRow(self.widget)
        else:
            form.addRow(label, self.widget)

    def refresh(self) -> None:
        """Show what is set."""
        blocker = QSignalBlocker(self.widget)
        value = getattr(self._plan.settings, self.row.setting)
        show: dict[str, Callable[[str], None]] = {
            "points": self._show_layer,
            "polygons": self._show_layer,
            "field": self._show_field,
            "file": self._show_file,
            "text": self._show_text,
            "lines": self._show_lines,
            "choice": self._show_choice,
            "hub": self._show_hub,
        }
        show[self.row.kind](value)
        blocker.unblock()

    def _set(self, value: str) -> None:
        self._plan.set(**{self.row.setting: value})

    def _layers(self) -> QWidget:
        box = QgsMapLayerComboBox()
        filters = QgsMapLayerProxyModel.Filter
        wanted = filters.PointLayer if self.row.kind == "points" else filters.PolygonLayer
        box.setFilters(wanted)
        box.setAllowEmptyLayer(True)
        box.setLayer(None)
        box.layerChanged.connect(self._layer_chosen)
        return box

    def _layer_chosen(self, layer: QgsMapLayer | None) -> None:
        self._set(layer.id() if layer is not None else "")

    def _show_layer(self, value: str) -> None:
        layer = self._plan.project.mapLayer(value)
        if self.widget.currentLayer() is not layer:
            self.widget.setLayer(layer)

    def _fields(self) -> QWidget:
        box = QgsFieldComboBox()
        box.setAllowEmptyFieldName(True)
        box.fieldChanged.connect(self._set)
        return box

    def _show_field(self, value: str) -> None:
        layer = self._plan.layer(self.row.of)
        if self.widget.layer() is not layer:
            self.widget.setLayer(layer)
        self.widget.setField(value)
        self.widget.setEnabled(layer is not None)

    def _file(self) -> QWidget:
        box = QgsFileWidget()
        box.setFilter(f"{self.row.filters};;{tr('All files (*)')}")
        box.setDialogTitle(self.row.label)
        box.fileChanged.connect(self._set)
        return box

    def _show_file(self, value: str) -> None:
        if self.widget.filePath() != value:
            self.widget.setFilePath(value)
        self.widget.setToolTip(tip(value or self.row.hint))

    def _text(self) -> QWidget:
        box = QLineEdit()
        box.setPlaceholderText(self.row.hint)
        box.editingFinished.connect(lambda: self._set(box.text().strip()))
        return box

    def _show_text(self, value: str) -> None:
        if self.widget.text().strip() != value:
            self.widget.setText(value)
            self.widget.setCursorPosition(0)  # the beginning of a long text is seen

    def _lines(self) -> QWidget:
        box = LongText()
        box.setPlaceholderText(self.row.hint)
        box.left.connect(lambda: self._set(" ".join(box.toPlainText().split())))
        return box

    def _show_lines(self, value: str) -> None:
        if " ".join(self.widget.toPlainText().split()) != value:
            self.widget.setPlainText(value)

    def _choice(self) -> QWidget:
        box = QComboBox()
        for word, shown in self.row.choices:
            box.addItem(shown, word)
        box.activated.connect(lambda _at: self._set(str(box.currentData())))
        return box

    def _show_choice(self, value: str) -> None:
        self.widget.setCurrentIndex(max(0, self.widget.findData(value)))

    def _hubs(self) -> QWidget:
        box = QComboBox()
        box.activated.connect(lambda _at: self._set(str(box.currentData())))
        return box

    def _show_hub(self, value: str) -> None:
        """Show the hubs to choose from, read when they are others than before and not each time.

        A layer on a server takes its time, and a run may be reading the same one.
        """
        hubs = self._plan.taken(("hubs", "hub_id"))
        if hubs != self._shown:
            self._shown = hubs
            self.widget.clear()
            names = {"": tr("Choose a hub"), **place_names(self._plan, "hubs")}
            for hub, name in names.items():
                self.widget.addItem(f"{hub} {name}" if hub and hub != name else name, hub)
        self.widget.setCurrentIndex(max(0, self.widget.findData(value)))


class LongText(QPlainTextEdit):
    """A box for a sentence or two; `left` says that whoever typed has gone elsewhere."""

    left = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        frame = 2 * round(self.document().documentMargin() + self.frameWidth())
        self.setFixedHeight(LINES * self.fontMetrics().lineSpacing() + frame)

    def focusOutEvent(self, event: Any) -> None:
        """Tell that the text is whole for now."""
        super().focusOutEvent(event)
        self.left.emit()
