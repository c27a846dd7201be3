"""The settings of a plan: what its five steps work on. They belong to the project.

Everything is text: a file by its path, a layer by its id in the project, a field by its name. ""
means that nothing is set. Files are written relative to the project's file where QGIS is told to
keep relative paths, so that a folder with a project in it can be moved or sent.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from qgis.core import QgsProject

SCOPE = "family_hub_planner"
FILES = frozenset({"osm", "network", "deprivation", "population", "services", "register", "folder"})
LAYERS = frozenset(
    {
        "boundaries",
        "centroids",
        "localities",
        "wards",
        "areas",
        "demand",
        "hubs",
        "venues",
        "coverage",
        "sites",
        "change",
    }
)


@dataclass(frozen=True)
class PlanSettings:
    """What a plan is made of and worked out with.

    `boundaries` are the areas that the need is made for, `areas` the need by area (polygons) and
    `demand` the demand points that came of them. `given_up` is the id of a hub to test without;
    `title`, `question` and `council` (whose it is) stand on the evidence pack's first page.
    """

    osm: str = ""
    network: str = ""

    boundaries: str = ""
    code: str = ""
    name: str = ""
    authority: str = ""
    centroids: str = ""
    localities: str = ""
    locality_name: str = ""
    wards: str = ""
    ward_name: str = ""
    deprivation: str = ""
    population: str = ""
    ages: str = "0-4"
    weighting: str = "children"
    areas: str = ""
    demand: str = ""

    hubs: str = ""
    hub_id: str = ""
    mode: str = "pram"
    bands: str = "10,20,30"
    home_authority: str = ""
    coverage: str = ""

    venues: str = ""
    venue_id: str = ""
    number_of_sites: str = "3"
    minutes: str = "20"
    register: str = ""
    services: str = ""
    sites: str = ""

    title: str = ""
    question: str = ""
    council: str = ""
    given_up: str = ""
    audience: str = "internal"
    change: str = ""

    folder: str = ""

    def with_values(self, **values: str) -> PlanSettings:
        """Give the same settings with some of them changed."""
        return replace(self, **values)


def read_settings(project: QgsProject) -> PlanSettings:
    """Read a project's settings; a layer that is no longer in the project counts as not set."""
    read = {field.name: _read(project, field.name, field.default) for field in fields(PlanSettings)}
    return PlanSettings(**read)


def write_settings(project: QgsProject, settings: PlanSettings) -> None:
    """Write the settings that differ from what stands in the project; the rest stays untouched."""
    for field in fields(PlanSettings):
        value = getattr(settings, field.name)
        stored = project.writePath(value) if value and field.name in FILES else value
        if project.readEntry(SCOPE, field.name, field.default)[0] != stored:
            project.writeEntry(SCOPE, field.name, stored)


def _read(project: QgsProject, name: str, default: Any) -> str:
    value = str(project.readEntry(SCOPE, name, default)[0])
    if name in FILES and value:
        return str(project.readPath(value))
    if name in LAYERS and value and project.mapLayer(value) is None:
        return ""
    return value
