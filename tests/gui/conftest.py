"""A small desktop for the plugin: a real window, canvas and message bar; the menus are recorded."""

from __future__ import annotations

import gc

import pytest
from patience import PATIENCE
from qgis.analysis import QgsNativeAlgorithms
from qgis.core import QgsApplication, QgsProject
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QMainWindow, QToolBar

from family_hub_planner import classFactory


class Desktop:
    """The part of QGIS's interface that the plugin uses."""

    def __init__(self):
        self.window = QMainWindow()
        self.canvas = QgsMapCanvas()
        self.window.setCentralWidget(self.canvas)
        self.bar = QgsMessageBar(self.window)
        self.menus: dict[str, list] = {}
        self.log_opened = False

    def mainWindow(self):
        return self.window

    def mapCanvas(self):
        return self.canvas

    def messageBar(self):
        return self.bar

    def openMessageLog(self):
        self.log_opened = True

    def addDockWidget(self, area, dock):
        self.window.addDockWidget(area, dock)

    def removeDockWidget(self, dock):
        self.window.removeDockWidget(dock)

    def addToolBar(self, name):
        return self.window.addToolBar(name)

    def addPluginToMenu(self, menu, action):
        self.menus.setdefault(menu, []).append(action)

    def removePluginMenu(self, menu, action):
        self.menus[menu].remove(action)
        if not self.menus[menu]:
            del self.menus[menu]

    def toolbars(self):
        """Give the toolbars that stand in the window."""
        nowhere = Qt.ToolBarArea.NoToolBarArea
        bars = self.window.findChildren(QToolBar)
        return [bar for bar in bars if self.window.toolBarArea(bar) != nowhere]


@pytest.fixture
def desktop(qgis_app, qtbot):
    """A desktop with an empty project; whatever a test opened is closed after it."""
    QgsProject.instance().clear()
    desktop = Desktop()
    desktop.window.show()
    yield desktop
    QgsProject.instance().clear()
    desktop.window.close()
    desktop.window.deleteLater()
    qtbot.wait(10)
    gc.collect()  # not in a later test's background thread: Qt objects end where they began


@pytest.fixture
def native_tools(qgis_app):
    """QGIS's own tools, which the desktop has from the start."""
    registry = QgsApplication.processingRegistry()
    if registry.providerById("native") is None:
        registry.addProvider(QgsNativeAlgorithms(registry))


@pytest.fixture
def plugin(desktop, native_tools, qtbot, tmp_path):
    """The plugin as the desktop starts it, its results in a folder of the test's own."""
    plugin = classFactory(desktop)
    plugin.initGui()
    plugin.dock.plan.set(folder=str(tmp_path / "results"))
    yield plugin
    plugin.unload()
    qtbot.wait(10)


@pytest.fixture
def click(qtbot):
    """Click something in a dock, wait until all that it set going has ended; gives who and how."""

    def clicked(dock, button):
        ended = []
        dock.runner.ended.connect(lambda key, how: ended.append((key, how)))
        button.click()
        qtbot.waitUntil(lambda: dock.runner.busy_with is None, timeout=PATIENCE)
        return ended

    return clicked
