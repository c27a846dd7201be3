"""Run every algorithm once on the sample county, with every output that it can write."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProject,
)

from family_hub_planner.processing.provider import FamilyHubProvider

from .sample_inputs import HOME, PLAN, ROADS, SAMPLE, TODAY, areas, places, published, some_of

Parameters = dict[str, Any]
# Tables that a run refuses to write without further inputs.
FURTHER = dict.fromkeys(("BY_ALLOCATION", "BY_MODE", "BY_DIGITAL", "BY_VOICE"))


class RunFailedError(RuntimeError):
    """An algorithm ended without its results."""


@contextlib.contextmanager
def every_run() -> Iterator[Runs]:
    """Start QGIS without a desktop and run every algorithm; QGIS and the files end with it."""
    application = QgsApplication([], False)
    application.initQgis()
    provider = FamilyHubProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    with tempfile.TemporaryDirectory() as folder:
        runs = Runs(Path(folder))
        runs.everything()
        yield runs
    QgsApplication.processingRegistry().removeProvider(provider)
    application.exitQgis()


class Runs:
    """The runs, each in a folder of its own; a later one takes the files of an earlier one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.results: dict[str, Parameters] = {}
        self.algorithms: dict[str, str] = {}

    def everything(self) -> None:
        """Run all, in an order in which each finds what it takes."""
        for name, algorithm, parameters in self._steps():
            self.run(name, algorithm, parameters)

    def run(self, name: str, algorithm: str, parameters: Parameters) -> Parameters:
        """Run one algorithm with every output that it has, and keep its results under a name."""
        made = QgsApplication.processingRegistry().createAlgorithmById(f"familyhub:{algorithm}")
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
        context.setProject(QgsProject.instance())
        given = {**destinations(made, folder), **parameters}
        given = {name: value for name, value in given.items() if value is not None}
        found, fine = made.run(given, context, feedback)
        if not fine or found.get("STATUS") != "done":
            raise RunFailedError(f"{name}: {feedback.textLog()[-2000:]}")
        self.results[name], self.algorithms[name] = found, algorithm
        print(f"  {name}", flush=True)
        return found

    def path(self, name: str, output: str = "OUTPUT") -> str:
        """Give where a run put one of its outputs."""
        return str(self.results[name][output])

    def _steps(self) -> Iterator[tuple[str, str, Parameters]]:
        """Give (name, algorithm, parameters) one by one, each from the results so far."""
        yield "buildnetwork", "buildnetwork", {"INPUT": ROADS}
        lines = f"{self.path('buildnetwork')}|layername=edges"
        yield "networkfromlines", "networkfromlines", {"INPUT": lines, "CLASS_FIELD": "class"}
        yield "needlayer", "needlayer", need_parameters()
        register = {"INPUT": str(SAMPLE / "estate_register.csv")}
        kept = {"FURTHER": "may_close=May be given up"}
        yield "importestate", "importestate", {**register, **kept}
        yield from self._places()
        yield from self._reach()
        yield from self._sites()

    def _travel(self, mode: str = "pram") -> Parameters:
        return {
            "NETWORK": self.path("buildnetwork"),
            "DEMAND": self.path("needlayer", "POINTS"),
            "HOME_AUTHORITY": HOME,
            "MODE": mode,
        }

    def _places(self) -> Iterator[tuple[str, str, Parameters]]:
        spread = {"NETWORK": self.path("buildnetwork"), "SPACING_M": 1000}
        yield "candidatesfromnetwork", "candidatesfromnetwork", spread
        yield "candidatesfromosm", "candidatesfromosm", {"INPUT": ROADS, "THIN_M": 200}
        shared = {"AREAS": self.path("needlayer"), "CODE": "area_code"}
        parts = {"PARTS": self.path("candidatesfromnetwork"), "PART_ID": "site_id"}
        yield "finerdemand", "finerdemand", {**shared, **parts}

    def _reach(self) -> Iterator[tuple[str, str, Parameters]]:
        hubs = {"HUBS": places("hubs.csv"), "HUB_ID": "site_id"}
        network = {"NETWORK": self.path("buildnetwork"), "MODE": "pram"}
        yield "catchments", "catchments", {**network, **hubs, "OVERLAP": "nearest"}
        ends = {
            "ORIGINS": self.path("needlayer", "POINTS"), "ORIGIN_ID": "area_code",
            "DESTINATIONS": places("hubs.csv"), "DESTINATION_ID": "site_id", "NEAREST": 1,
        }  # fmt: skip
        yield "traveltimes", "traveltimes", {**network, **ends}
        drawn = {"AREAS": self.path("needlayer")}
        yield "coverage", "coverage", {**self._travel(), **hubs, **drawn, **FURTHER}
        yield "coverage_further", "coverage", {**self._travel("drive"), **hubs, **self._further()}
        room = {"CAPACITY": "hours_week", **drawn}
        yield "accessibility", "accessibility", {**self._travel(), **hubs, **room}

    def _further(self) -> Parameters:
        """Give what some tables need and the sample has no data for.

        Other columns stand in, so that the tables are written; none of their figures is shown.
        """
        share = {"NO_CAR": "idaci_score", "DIGITAL": "idaci_score", "DIGITAL_THRESHOLD": 0.2}
        voices = {"VOICES": places("venues.csv"), "VOICE_THEME": "building_type"}
        return {**share, **voices, "DEMAND_2": self.path("finerdemand"), "DEMAND_2_ID": "part_id"}

    def _sites(self) -> Iterator[tuple[str, str, Parameters]]:
        existing = {"EXISTING": places("hubs.csv"), "EXISTING_ID": "site_id"}
        venues = {"CANDIDATES": places("venues.csv"), "CANDIDATE_ID": "site_id"}
        yield "suggestsites", "suggestsites", {**self._travel(), **existing, **venues}
        hubs = {"HUBS": places("hubs.csv"), "HUB_ID": "site_id"}
        outreach = {"VENUES": places("venues.csv"), "VENUE_ID": "site_id", "STAFF_DRIVE": 25}
        yield "suggestoutreach", "suggestoutreach", {**self._travel(), **hubs, **outreach}
        estate = self.path("importestate")
        share = {
            "SERVICES": str(SAMPLE / "services.csv"), "BUILDINGS": estate,
            "GIVE_UP_SITES": "V20,V29,V45",
        }  # fmt: skip
        yield "colocate", "colocate", {**self._travel("drive"), **share}
        options = {"ESTATE": estate, "STEPS": 4, "FROM_DATE": "2026-11-22"}
        yield "rationalise", "rationalise", {**self._travel("drive"), **options}
        plan = {"VENUES": places("venues.csv"), "VENUE_ID": "site_id", "ADD": "V01,V43"}
        yield "hubsofplan", "hubsofplan", {**hubs, **plan, "GIVE_UP": "H04"}
        yield from self._scenarios(estate)

    def _scenarios(self, estate: str) -> Iterator[tuple[str, str, Parameters]]:
        for name, which in (("coverage_today", TODAY), ("coverage_plan", PLAN)):
            hubs = {"HUBS": some_of(estate, which), "HUB_ID": "site_id"}
            drawn = {"AREAS": self.path("needlayer")}
            yield name, "coverage", {**self._travel(), **hubs, **drawn, **FURTHER}
        hubs = {"HUBS": some_of(estate, f"{TODAY} or {PLAN}"), "HUB_ID": "site_id"}
        plans = {"BASE": self.path("coverage_today"), "PLAN": [self.path("coverage_plan")]}
        travel = {**self._travel(), "PLAN_NAMES": "Saltham's hub to two libraries"}
        travel.pop("MODE")
        yield "comparescenarios", "comparescenarios", {**travel, **hubs, **plans}


def need_parameters() -> Parameters:
    """Give the parameters of the need layer."""
    return {
        "AREAS": areas("lsoa"), "CODE": "LSOA21CD", "NAME": "LSOA21NM", "AUTHORITY": "LAD24NM",
        "CENTROIDS": areas("centroids"), "LOCALITIES": areas("localities"),
        "LOCALITY_NAME": "locality", "WEIGHTING": "income_deprived_children",
        "DEPRIVATION": published("File_7"), "POPULATION": published("sape"),
    }  # fmt: skip


def destinations(algorithm: Any, folder: Path) -> Parameters:
    """Name a file for every output of an algorithm, by the output's name."""
    found = {}
    for definition in algorithm.destinationParameterDefinitions():
        name = definition.name()
        if isinstance(definition, QgsProcessingParameterFeatureSink):
            found[name] = str(folder / f"{name.lower()}.gpkg")
        elif isinstance(definition, QgsProcessingParameterFileDestination):
            ending = definition.defaultFileExtension()
            found[name] = str(folder / f"{name.lower()}.{ending}")
    return found
