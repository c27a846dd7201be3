"""What each algorithm takes from the plan's settings, and the files that its outputs go to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProcessingOutputLayerDefinition, QgsProject

from .plan_settings import PlanSettings
from .translation import tr

_TRAVEL = {"NETWORK": "network", "MODE": "mode"}
_DEMAND = {"DEMAND": "demand", "HOME_AUTHORITY": "home_authority"}
_HUBS = {"HUBS": "hubs", "HUB_ID": "hub_id"}
_VENUES = {"VENUES": "venues", "VENUE_ID": "venue_id"}

# Parameter: setting.
INPUTS: dict[str, dict[str, str]] = {
    "familyhub:buildnetwork": {"INPUT": "osm"},
    "familyhub:needlayer": {
        "AREAS": "boundaries",
        "CODE": "code",
        "NAME": "name",
        "AUTHORITY": "authority",
        "CENTROIDS": "centroids",
        "DEPRIVATION": "deprivation",
        "POPULATION": "population",
        "AGES": "ages",
        "WEIGHTING": "weighting",
        "LOCALITIES": "localities",
        "LOCALITY_NAME": "locality_name",
        "WARDS": "wards",
        "WARD_NAME": "ward_name",
    },
    "familyhub:finerdemand": {"AREAS": "areas"},
    "familyhub:coverage": {
        **_TRAVEL,
        **_DEMAND,
        **_HUBS,
        "AREAS": "areas",
        "BANDS": "bands",
        "TITLE": "title",
        "QUESTION": "question",
    },
    "familyhub:catchments": {**_TRAVEL, **_HUBS, "BANDS": "bands"},
    "familyhub:accessibility": {**_TRAVEL, **_DEMAND, **_HUBS, "AREAS": "areas", "BANDS": "bands"},
    "familyhub:traveltimes": {**_TRAVEL, "ORIGINS": "demand", "DESTINATIONS": "hubs"},
    "familyhub:importestate": {"INPUT": "register"},
    "familyhub:candidatesfromosm": {"INPUT": "osm"},
    "familyhub:candidatesfromnetwork": {"NETWORK": "network"},
    "familyhub:suggestsites": {
        **_TRAVEL,
        **_DEMAND,
        "CANDIDATES": "venues",
        "CANDIDATE_ID": "venue_id",
        "EXISTING": "hubs",
        "EXISTING_ID": "hub_id",
        "SITES": "number_of_sites",
        "MINUTES": "minutes",
    },
    "familyhub:suggestoutreach": {**_TRAVEL, **_DEMAND, **_HUBS, **_VENUES},
    "familyhub:colocate": {
        **_TRAVEL,
        **_DEMAND,
        **_HUBS,
        "SERVICES": "services",
        "BUILDINGS": "venues",
        "BUILDING_ID": "venue_id",
    },
    "familyhub:rationalise": {**_TRAVEL, **_DEMAND, **_VENUES},
    "familyhub:hubsofplan": {**_HUBS, **_VENUES},
    "familyhub:comparescenarios": {**_DEMAND, **_HUBS, "NETWORK": "network", "BASE": "coverage"},
    "familyhub:report": {
        **_HUBS,
        "NEED": "areas",
        "COVERAGE": "coverage",
        "SITES": "sites",
        "COMPARISON": "change",
        "NETWORK": "network",
        "TITLE": "title",
        "QUESTION": "question",
        "AUTHORITY": "council",
        "AUDIENCE": "audience",
    },
}

# Output: file, in the folder of the run. What is not named here is not written.
OUTPUTS: dict[str, dict[str, str]] = {
    "familyhub:buildnetwork": {"OUTPUT": "network.gpkg"},
    "familyhub:needlayer": {"OUTPUT": "need.gpkg", "POINTS": "demand_points.gpkg"},
    "familyhub:coverage": {
        "OUTPUT": "coverage.gpkg",
        "BY_HUB": "by_hub.gpkg",
        "BY_DECILE": "by_decile.gpkg",
        "BY_QUINTILE": "by_quintile.gpkg",
        "BY_LOCALITY": "by_locality.gpkg",
        "BY_WARD": "by_ward.gpkg",
        "BY_AGE": "by_age.gpkg",
        "GAP_CLUSTERS": "gaps.gpkg",
        "UNROUTED": "unrouted.gpkg",
        "HTML": "coverage.html",
        "WORKBOOK": "coverage.xlsx",
    },
    "familyhub:suggestsites": {
        "OUTPUT": "sites.gpkg",
        "ASSIGNMENT": "who_goes_where.gpkg",
        "HTML": "sites.html",
    },
    "familyhub:comparescenarios": {
        "OUTPUT": "change.gpkg",
        "BY_DECILE": "change_by_decile.gpkg",
        "BY_QUINTILE": "change_by_quintile.gpkg",
        "BY_LOCALITY": "change_by_locality.gpkg",
        "BY_AGE": "change_by_age.gpkg",
        "THERE_AND_BACK": "there_and_back.gpkg",
        "HTML": "change.html",
    },
    "familyhub:runscenario": {"OUTPUT": "results"},
    "familyhub:report": {"OUTPUT": "evidence.html", "PDF": "evidence.pdf", "TABLES": "tables"},
}
# Written for the report, and too much for the map.
NOT_LOADED = frozenset({"GAP_CLUSTERS"})
# Where an output becomes a setting of the steps after it.
GIVES: dict[str, dict[str, str]] = {
    "familyhub:buildnetwork": {"OUTPUT": "network"},
    "familyhub:networkfromlines": {"OUTPUT": "network"},
    "familyhub:downloadnetwork": {"OUTPUT": "network"},
    "familyhub:needlayer": {"OUTPUT": "areas", "POINTS": "demand"},
    "familyhub:finerdemand": {"OUTPUT": "demand"},
    "familyhub:coverage": {"OUTPUT": "coverage"},
    "familyhub:importestate": {"OUTPUT": "venues"},
    "familyhub:candidatesfromosm": {"OUTPUT": "venues"},
    "familyhub:candidatesfromnetwork": {"OUTPUT": "venues"},
    "familyhub:suggestsites": {"OUTPUT": "sites"},
    "familyhub:comparescenarios": {"OUTPUT": "change"},
}
# Tables that are written only where the demand points have the column to count by.
ONLY_WITH = {
    "BY_DECILE": "idaci_decile",
    "BY_QUINTILE": "local_quintile",
    "BY_LOCALITY": "locality",
    "BY_WARD": "ward",
}


def inputs_of(algorithm_id: str, settings: PlanSettings) -> dict[str, Any]:
    """Give an algorithm's inputs from the settings; what is not set is left to its default."""
    known = parameters_of(algorithm_id)
    wanted = INPUTS.get(algorithm_id, {}).items()
    values = {name: getattr(settings, setting) for name, setting in wanted if name in known}
    return {name: value for name, value in values.items() if value}


def outputs_of(
    algorithm_id: str, settings: PlanSettings, folder: Path, project: QgsProject
) -> dict[str, Any]:
    """Give an algorithm's outputs as files in a folder; layers are marked to be loaded."""
    known, demand = parameters_of(algorithm_id), project.mapLayer(settings.demand)
    columns = set(demand.fields().names()) if demand is not None else set()
    found: dict[str, Any] = {}
    for name, file in files_of(algorithm_id).items():
        if name not in known or (name in ONLY_WITH and ONLY_WITH[name] not in columns):
            continue
        path = str(folder / file)
        loaded = known[name] in ("sink", "vectorDestination") and name not in NOT_LOADED
        found[name] = QgsProcessingOutputLayerDefinition(path, project) if loaded else path
    return found


def files_of(algorithm_id: str) -> dict[str, str]:
    """Give the file of each output that a run from the dock writes."""
    stem = algorithm_id.rsplit(":", maxsplit=1)[-1]
    return OUTPUTS.get(algorithm_id, {"OUTPUT": f"{stem}.gpkg", "HTML": f"{stem}.html"})


def parameters_of(algorithm_id: str) -> dict[str, str]:
    """Give the names of an algorithm's parameters, each with its type; none if it is not there."""
    algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
    if algorithm is None:
        return {}
    return {definition.name(): definition.type() for definition in algorithm.parameterDefinitions()}


def is_there(algorithm_id: str) -> bool:
    """Tell whether the toolbox has the algorithm."""
    return QgsApplication.processingRegistry().algorithmById(algorithm_id) is not None


def not_there(algorithm_id: str) -> str:
    """Say that the toolbox lacks an algorithm, and what to do."""
    return tr(
        "The tool {} is not in the Processing toolbox. Switch on the Processing plugin under "
        "Plugins > Manage and Install Plugins, then open this plugin again."
    ).format(algorithm_id)
