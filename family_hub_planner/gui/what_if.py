"""The live what-if as the desktop sees it: a dock that is empty, busy, failed or at work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtWidgets import QPushButton, QScrollArea, QWidget

from .algorithm_dialog import open_algorithm_dialog
from .messages import message
from .translation import tr
from .what_if_keep import KeepDialog, ScenarioKeeper
from .what_if_layers import WhatIfLayers
from .what_if_left_over import hide, show_again
from .what_if_panel import WhatIfPanel
from .what_if_reading import Loaded, WhatIfReading
from .what_if_session import WhatIfSession
from .what_if_tasks import AlgorithmRun
from .what_if_tool import WhatIfTool
from .what_if_waiting import WaitingPage

if TYPE_CHECKING:
    from .plan import Plan
    from .plan_settings import PlanSettings

OBJECT_NAME = "FamilyHubWhatIf"
COMPARE = "familyhub:comparescenarios"


def missing_settings(settings: PlanSettings) -> list[str]:
    """Name what a what-if needs and the plan lacks, in words."""
    needed = (
        (tr("a network (step 1)"), settings.network),
        (tr("demand points (step 2)"), settings.demand),
        (tr("hubs (step 3)"), settings.hubs),
    )
    return [words for words, value in needed if not value]


def reading_parameters(settings: PlanSettings) -> dict[str, Any]:
    """Give what is read, as parameters; what is not set is left to its default."""
    given = {
        "NETWORK": settings.network, "DEMAND": settings.demand, "AREAS": settings.areas,
        "HUBS": settings.hubs, "HUB_ID": settings.hub_id,
        "VENUES": settings.venues, "VENUE_ID": settings.venue_id,
        "MODE": settings.mode, "BANDS": settings.bands, "HOME_AUTHORITY": settings.home_authority,
    }  # fmt: skip
    return {name: value for name, value in given.items() if value}


class WhatIfDock(QgsDockWidget):
    """Starts, shows and ends a what-if on the plan of the open project."""

    def __init__(self, iface: Any, plan: Plan, parent: QWidget | None) -> None:
        super().__init__(tr("Live what-if: options for testing"), parent)
        self.setObjectName(OBJECT_NAME)
        self.setAllowedAreas(
            Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea
        )
        self._iface, self._plan, self._project = iface, plan, plan.project
        self.session: WhatIfSession | None = None
        self.panel: WhatIfPanel | None = None
        self.tool: WhatIfTool | None = None
        self.layers: WhatIfLayers | None = None
        self.keeper: ScenarioKeeper | None = None
        self._run: AlgorithmRun | None = None
        self._found: list[Loaded] = []
        self.waiting = WaitingPage()
        self.waiting.start.connect(self.begin)
        self.waiting.stop.connect(self._stop)
        self.setWidget(self.waiting)
        self._project.cleared.connect(self.end)

    # Its life

    def begin(self) -> None:
        """Read and route in a task, unless something is missing or it is at work already."""
        if self.session is not None or self._run is not None:
            return
        settings = self._plan.settings
        missing = missing_settings(settings)
        if missing:
            told = tr("The what-if needs {}. Set them in the planner's steps, then start again.")
            self.waiting.show_words(told.format(", ".join(missing)))
            return
        self._found = []
        self._run = AlgorithmRun(WhatIfReading(self._found), reading_parameters(settings), self)
        self._run.progressed.connect(self.waiting.show_progress)
        self._run.ended.connect(lambda _results: self._ready())
        self._run.failed.connect(self._failed)
        self._run.cancelled.connect(lambda: self._failed(tr("Stopped. Nothing was changed.")))
        self.waiting.show_busy(tr("Reading the plan, and routing every area to every place…"))
        self._run.start()

    def end(self) -> None:
        """Take tool, layers and panel away; the dock says how to start again."""
        self._stop()
        if self.session is None:
            return
        # What is still being kept is stopped, and tells a panel no more that has gone.
        self.keeper.kept.disconnect(self._kept)
        self.keeper.failed.disconnect(self._not_kept)
        self.tool.close()
        self.layers.remove()
        show_again(self._project)
        # A canvas whose layers have gone does not paint itself anew by itself.
        self._iface.mapCanvas().refresh()
        page, session = self.widget(), self.session
        self.session = self.panel = self.tool = self.layers = self.keeper = None
        self.waiting.show_words(tr("The what-if has ended."))
        self.setWidget(self.waiting)
        self.waiting.show()
        page.deleteLater()
        session.deleteLater()

    def closeEvent(self, event: Any) -> None:
        """End the what-if with its dock."""
        self.end()
        super().closeEvent(event)

    def _stop(self) -> None:
        for run in (self._run, self.keeper):
            if run is not None:
                run.cancel()

    def _failed(self, why: str) -> None:
        self._run = None
        self.waiting.show_words(why)

    def _ready(self) -> None:
        self._run = None
        if not self._found:
            self._failed(tr("Stopped. Nothing was changed."))
            return
        self.session = WhatIfSession(self._found.pop(), self)
        self.layers = WhatIfLayers(self.session, self._project)
        settings = self._plan.settings
        show_again(self._project)
        hide(self._project, {settings.hubs, settings.venues, settings.sites})
        canvas = self._iface.mapCanvas()
        self.tool = WhatIfTool(canvas, self.session, self._project)
        self.panel = WhatIfPanel(self.session, self.layers.look, self.tool.key)
        self.keeper = ScenarioKeeper(self.session, self._plan, self)
        self._connect()
        self.setWidget(_Page(self.panel))
        canvas.setMapTool(self.tool)

    def _connect(self) -> None:
        place, keep = (self.panel.buttons[name] for name in ("place", "keep"))
        self.tool.setButton(place)
        place.clicked.connect(self._use_map)
        keep.clicked.connect(self.ask_to_keep)
        self.session.changed.connect(self.layers.refresh)
        self.keeper.kept.connect(self._kept)
        self.keeper.failed.connect(self._not_kept)

    def _use_map(self, wanted: bool) -> None:
        canvas = self._iface.mapCanvas()
        if wanted:
            canvas.setMapTool(self.tool)
        else:
            canvas.unsetMapTool(self.tool)

    # Keeping a plan

    def ask_to_keep(self) -> None:
        """Ask for name and file, and keep the plan there."""
        dialog = KeepDialog(self._plan.folder(), self)
        dialog.accepted.connect(lambda: self.keep(dialog.name.text().strip(), dialog.path()))
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def keep(self, name: str, path: Path) -> None:
        """Keep the plan under a name; its coverage comes into the project when it is measured."""
        if self.keeper.busy:
            self.panel.tell(tr("A plan is being measured; wait until it is done."))
            return
        self.panel.buttons["keep"].setEnabled(False)
        self.panel.tell(tr("Measuring the plan's coverage; go on trying meanwhile."))
        self.keeper.keep(name, path)

    def _kept(self, today: str, plan: str) -> None:
        self.panel.buttons["keep"].setEnabled(True)
        self.panel.tell("")
        layer = self._project.mapLayer(plan)
        bar = self._iface.messageBar()
        item = message(bar, tr("Scenario kept"), layer.name())
        button = QPushButton(tr("Compare with today…"))
        asked = {"BASE": today, "PLAN": [plan], "PLAN_NAMES": layer.name(),
                 "DEMAND": self._plan.settings.demand}  # fmt: skip
        button.clicked.connect(lambda: open_algorithm_dialog(self._iface, COMPARE, asked))
        item.layout().addWidget(button)
        bar.pushWidget(item)

    def _not_kept(self, why: str) -> None:
        self.panel.buttons["keep"].setEnabled(True)
        self.panel.tell(why)


class _Page(QScrollArea):
    """A page that scrolls where the screen is low, and is never narrower than its panel."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(panel)

    def eventFilter(self, watched: Any, event: Any) -> bool:
        """Grow with the panel, whose figures may become longer."""
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            bar = self.verticalScrollBar().sizeHint().width()
            self.setMinimumWidth(watched.minimumSizeHint().width() + bar)
        return super().eventFilter(watched, event)
