"""Run inside QGIS's desktop (`qgis --code`): install the zip, use it, unload it, twice; tell all.

Only for tests/acceptance/test_zip_in_desktop.py. FAMILY_HUB_ZIP is the zip, FAMILY_HUB_TOLD the
JSON file that the story is written to. The desktop ends itself, whatever happens.
"""

import gc
import json
import os
import time
import traceback
from pathlib import Path

from qgis import utils
from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QTimer
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QMenu, QToolBar
from qgis.utils import iface

NAME = "family_hub_planner"
TOLD = {"log": [], "faults": [], "census": [], "up": [], "used": [], "left": []}
PATIENCE_S = 60
QgsApplication.messageLog().messageReceived.connect(
    lambda text, tag, level: TOLD["log"].append([str(tag), int(level), text])
)


def ours():
    """Give what of the plugin is in memory: objects, and functions that a signal may still hold."""
    found = set()
    for one in gc.get_objects():
        kind = type(one)
        if str(kind.__module__).startswith(NAME):
            found.add(f"an object {kind.__module__}.{kind.__qualname__}")
        elif kind.__name__ == "function" and str(one.__module__).startswith(NAME):
            found.add(f"the function {one.__module__}.{one.__qualname__}")
    return sorted(found)


def visible_windows():
    return sorted(type(one).__name__ for one in QApplication.topLevelWidgets() if one.isVisible())


def modules():
    return sorted(name for name in utils.sys.modules if name.startswith(NAME))


def census():
    """Tell all that stands in the desktop, to be set beside what stood before the plugin came."""
    QApplication.sendPostedEvents(None, 52)  # deleteLater; 52 is QEvent.DeferredDelete
    QApplication.processEvents()
    gc.collect()
    window, registry = iface.mainWindow(), QgsApplication.processingRegistry()
    return {
        "providers": sorted(provider.id() for provider in registry.providers()),
        "docks": sorted(dock.objectName() for dock in window.findChildren(QDockWidget)),
        "toolbars": sorted(bar.objectName() for bar in window.findChildren(QToolBar)),
        "menus": sorted(menu.title() for menu in window.findChildren(QMenu) if seen(menu)),
        "plugin menu": [action.text() for action in iface.pluginMenu().actions()],
        "windows": visible_windows(),
        "messages": [f"{one.title()}: {one.text()}" for one in iface.messageBar().items()],
        "canvas items": sorted(type(one).__name__ for one in iface.mapCanvas().scene().items()),
        "map tool": type(iface.mapCanvas().mapTool()).__name__,
        "layer tree": [one.name() for one in QgsProject.instance().layerTreeRoot().children()],
        "translated": QCoreApplication.translate("FamilyHubPlanner", "Open the planner"),
        "tasks": QgsApplication.taskManager().countActiveTasks(),
        "ours in memory": ours(),
        "modules": modules(),
    }


def seen(menu):
    """Tell whether a menu hangs anywhere; QGIS keeps the empty ones of plugins that went."""
    return bool(menu.title() and menu.menuAction().associatedWidgets())


def up():
    """Tell what the plugin has brought."""
    provider = QgsApplication.processingRegistry().providerById("familyhub")
    plugin = utils.plugins[NAME]
    TOLD["up"].append(
        {
            "algorithms": sorted(one.id() for one in provider.algorithms()) if provider else [],
            "actions": [action.text() for action in plugin.actions],
            "dock": plugin.dock.objectName(),
            "files": [utils.sys.modules[name].__file__ for name in modules()],
            "old": [n for n in modules() if hasattr(utils.sys.modules[n], "of_an_earlier_life")],
            "translated": QCoreApplication.translate("FamilyHubPlanner", "Open the planner"),
        }
    )  # fmt: skip


def install():
    import pyplugin_installer

    pyplugin_installer.instance().installFromZipFile(os.environ["FAMILY_HUB_ZIP"])


def use():
    """Open all that the plugin can open: sample, dock, a tool, an example, the live what-if."""
    plugin = utils.plugins[NAME]
    plugin.open_sample_county()
    plugin.open_algorithm("familyhub:coverage")
    plugin.open_example(utils.sys.modules[f"{NAME}.gui.examples"].examples()[0])
    points = QgsVectorLayer(os.environ["FAMILY_HUB_POINTS"], "points", "ogr")
    QgsProject.instance().addMapLayer(points)
    plugin.dock.plan.set(network=os.environ["FAMILY_HUB_NETWORK"], demand=points.id())
    plugin.open_what_if()


def at_work():
    """Wait until the what-if stands on the map; tell what is open."""
    if utils.plugins[NAME]._what_if.session is None:
        return False
    tree, scene = QgsProject.instance().layerTreeRoot(), iface.mapCanvas().scene()
    TOLD["used"].append(
        {
            "layer tree": [one.name() for one in tree.children()],
            "map tool": type(iface.mapCanvas().mapTool()).__name__,
            "canvas items": len(scene.items()),
            "windows": visible_windows(),
        }
    )
    return True


def unload():
    if not utils.unloadPlugin(NAME):
        TOLD["faults"].append("unloadPlugin says no")
    for name in modules():
        utils.sys.modules[name].of_an_earlier_life = True
    TOLD["left"].append([one.name() for one in QgsProject.instance().layerTreeRoot().children()])
    iface.newProject(False)


def load():
    if not (utils.loadPlugin(NAME) and utils.startPlugin(NAME)):
        TOLD["faults"].append("the plugin does not come back")


def count():
    TOLD["census"].append(census())


def leave():
    Path(os.environ["FAMILY_HUB_TOLD"]).write_text(json.dumps(TOLD), encoding="utf-8")
    iface.actionExit().trigger()


STEPS = [
    count,
    install, up, use, at_work, unload, count,
    load, up, use, at_work, unload, count,
    load, up, leave,
]  # fmt: skip


def go_on():
    step, done = STEPS[0], None
    try:
        done = step()
    except Exception:  # noqa: BLE001 - told, and the desktop must end
        TOLD["faults"].append(traceback.format_exc())
    if done is not False:
        STEPS.pop(0)
    elif time.monotonic() > LATEST:
        TOLD["faults"].append(f"{step.__name__} takes too long")
        STEPS[:] = [leave]
    if STEPS:
        QTimer.singleShot(200, go_on)


LATEST = time.monotonic() + PATIENCE_S
QTimer.singleShot(500, go_on)
