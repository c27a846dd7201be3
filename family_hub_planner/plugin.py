"""The plugin's life in QGIS: provider, dock, menu and toolbar, undone in reverse order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAction

from .gui.algorithm_dialog import close_algorithm_dialogs, open_algorithm_dialog
from .gui.announcement import Announcement
from .gui.dock import PlannerDock
from .gui.examples import RUN, Example, ExampleDialog, examples_menu, parameters_of_run
from .gui.icons import icon
from .gui.messages import warn
from .gui.print_map import make_layout
from .gui.sample_county import SampleCounty, SampleMissingError, sample_settings
from .gui.tool_dialogs import open_tool
from .gui.translation import tr
from .gui.translator import install_translator, remove_translator
from .gui.what_if_left_over import remove_left_over, show_again


class FamilyHubPlugin:
    """What QGIS starts and stops; `iface` is None in `qgis_process`, which has no desktop."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.provider: Any = None
        self.translator: Any = None
        self.dock: PlannerDock | None = None
        self.announcement: Announcement | None = None
        self.actions: list[QAction] = []
        self._undo: list[Callable[[], object]] = []
        self._what_if: Any = None

    def initProcessing(self) -> None:
        """Register the algorithms; the only call that `qgis_process` makes."""
        if self.provider is not None:
            return
        self._add_translator()
        from .processing.provider import FamilyHubProvider  # noqa: PLC0415 - only when wanted

        provider = FamilyHubProvider()
        if QgsApplication.processingRegistry().addProvider(provider):
            self.provider = provider
            self._undo.append(self._remove_provider)

    def initGui(self) -> None:
        """Add the provider, the dock, the menu and the toolbar to the desktop."""
        self.initProcessing()
        if self.iface is None or self.dock is not None:
            return
        self._add_dock()
        self._add_actions()
        self._undo.append(self._close_windows)

    def unload(self) -> None:
        """Take away what was added, last first; a second call finds nothing to do."""
        while self._undo:
            self._undo.pop()()

    def open_algorithm(self, algorithm_id: str) -> None:
        """Open an algorithm's dialog, filled with what the plan has set."""
        if self.dock is not None:
            open_tool(self.iface, algorithm_id, self.dock.plan)

    def open_sample_county(self) -> None:
        """Load the fictional sample county, show it, and say what to run first."""
        try:
            county = SampleCounty.open(QgsProject.instance())
        except SampleMissingError as error:
            warn(self.iface, tr("Sample county"), str(error))
            return
        county.show_on(self.iface.mapCanvas())
        if self.dock is not None and self.announcement is not None:
            self.dock.plan.set(**sample_settings(QgsProject.instance()))
            self.dock.setUserVisible(True)
            self.announcement.say(county.summary())

    def print_map(self) -> None:
        """Lay out what the canvas shows on an A4 page, in QGIS's own designer."""
        make_layout(QgsProject.instance(), self.iface)

    def _add_translator(self) -> None:
        if self.translator is None:
            self.translator = install_translator()
            self._undo.append(self._remove_translator)

    def open_what_if(self) -> None:
        """Open the live what-if on the project's plan, and start it if nothing is missing."""
        if self.dock is None:
            return
        if self._what_if is None:
            from .gui.what_if import WhatIfDock  # noqa: PLC0415 - reads the engine; only when wanted

            self._what_if = WhatIfDock(self.iface, self.dock.plan, self.iface.mainWindow())
            self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._what_if)
            self.iface.mainWindow().tabifyDockWidget(self.dock, self._what_if)
            self._undo.append(self._remove_what_if)
        self._what_if.setUserVisible(True)
        self._what_if.begin()

    def _add_dock(self) -> None:
        self.dock = PlannerDock(self.iface.mainWindow())
        self.dock.tool_wanted.connect(self.open_algorithm)
        self.dock.sample_wanted.connect(self.open_sample_county)
        self.dock.log_wanted.connect(self.iface.openMessageLog)
        self.dock.add_button("evidence", tr("Print a map…"), self.print_map)
        self.dock.add_button("reach", tr("Try it live…"), self.open_what_if)
        self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.dock.hide()
        QgsProject.instance().readProject.connect(self._project_read)
        self.announcement = Announcement(self.iface.messageBar, self.dock.run_step, self.dock)
        self._undo.append(self._remove_dock)

    def _add_actions(self) -> None:
        name = tr("Family Hub Planner")
        window = self.iface.mainWindow()
        toolbar = self.iface.addToolBar(name)
        toolbar.setObjectName("FamilyHubPlannerToolbar")
        self._undo.append(lambda: _remove_toolbar(window, toolbar))
        for action in (self._dock_action(), self._sample_action()):
            self.actions.append(action)
            toolbar.addAction(action)
            self.iface.addPluginToMenu(name, action)
            self._undo.append(lambda action=action: self._remove_action(name, action))

        self._add_examples(name)

    def _add_examples(self, name: str) -> None:
        """Add the menu of examples beside the actions, and to the dock."""
        menu = examples_menu(self.open_example, self._window())
        action = menu.menuAction()
        self.iface.addPluginToMenu(name, action)
        self._undo.append(menu.deleteLater)
        self._undo.append(lambda: self.iface.removePluginMenu(name, action))
        if self.dock is not None:
            self.dock.add_examples(menu)

    def open_example(self, example: Example) -> None:
        """Say an example's question in a window of its own, from which it can be run."""
        ExampleDialog(example, self.run_example, self._window()).show()

    def run_example(self, example: Example) -> None:
        """Open the dialog that runs an example, and the sample county in an empty project."""
        if self.dock is None:
            return
        try:
            if not QgsProject.instance().mapLayers():
                SampleCounty.open(QgsProject.instance()).show_on(self.iface.mapCanvas())
        except SampleMissingError as error:
            warn(self.iface, tr("Sample county"), str(error))
            return
        self.iface.messageBar().pushInfo(tr("Example"), example.question)
        parameters = parameters_of_run(example, self.dock.plan.folder())
        open_algorithm_dialog(self.iface, RUN, parameters)

    def _dock_action(self) -> QAction:
        action = QAction(icon("family_hub_planner"), tr("Open the planner"), self._window())
        action.setObjectName("FamilyHubPlannerOpenDock")
        action.setCheckable(True)
        action.setToolTip(tr("Family Hub Planner: open or close the planner"))
        if self.dock is not None:
            self.dock.setToggleVisibilityAction(action)
        return action

    def _sample_action(self) -> QAction:
        action = QAction(icon("sample_county"), tr("Open the sample county"), self._window())
        action.setObjectName("FamilyHubPlannerOpenSample")
        action.setToolTip(tr("Family Hub Planner: open the sample county (fictional)"))
        action.triggered.connect(lambda _checked=False: self.open_sample_county())
        return action

    def _window(self) -> Any:
        return self.iface.mainWindow()

    def _close_windows(self) -> None:
        """Close the windows that would call what is no more."""
        close_algorithm_dialogs("familyhub")
        for window in self._window().findChildren(ExampleDialog):
            window.close()

    def _remove_translator(self) -> None:
        translator, self.translator = self.translator, None
        if translator is not None:
            remove_translator(translator)

    def _remove_provider(self) -> None:
        provider, self.provider = self.provider, None
        QgsApplication.processingRegistry().removeProvider(provider)

    def _project_read(self, *_ignored: object) -> None:
        """Put right what a what-if left that was open when the project was saved."""
        remove_left_over(QgsProject.instance())
        show_again(QgsProject.instance())

    def _remove_dock(self) -> None:
        QgsProject.instance().readProject.disconnect(self._project_read)
        dock, self.dock = self.dock, None
        if self.announcement is not None:
            self.announcement.leave()
            self.announcement = None
        self.iface.removeDockWidget(dock)
        if dock is not None:
            dock.leave()
            dock.deleteLater()

    def _remove_what_if(self) -> None:
        what_if, self._what_if = self._what_if, None
        what_if.end()
        self.iface.removeDockWidget(what_if)
        what_if.deleteLater()

    def _remove_action(self, menu: str, action: QAction) -> None:
        self.iface.removePluginMenu(menu, action)
        self.actions.remove(action)
        action.deleteLater()


def _remove_toolbar(window: Any, toolbar: Any) -> None:
    window.removeToolBar(toolbar)
    toolbar.deleteLater()
