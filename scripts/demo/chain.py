"""The chain: which algorithms run on the inputs at hand, and which are left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .inputs import Inputs, Places

MODE, BANDS = "pram", "10,20,30"
SITES, MINUTES = 3, 20
DECILE_TABLES = ("BY_HUB", "BY_DECILE", "BY_QUINTILE", "BY_LOCALITY")


@dataclass(frozen=True)
class Step:
    """One run of an algorithm: what it does in words, its id and its parameters."""

    name: str
    algorithm: str
    parameters: dict[str, Any]


@dataclass(frozen=True)
class Files:
    """Where the chain writes: the folder shown to the user, and the steps' own beneath it."""

    folder: Path

    @property
    def network(self) -> Path:
        """The network, which stays a file of its own."""
        return self.folder / "network.gpkg"

    @property
    def steps(self) -> Path:
        """The folder of single outputs, merged into one GeoPackage at the end."""
        return self.folder / "steps"

    @property
    def settings(self) -> Path:
        """The folder of QGIS's own settings during the run."""
        return self.folder / ".qgis"

    def layer(self, name: str) -> str:
        """Give the file of one output."""
        return str(self.steps / f"{name}.gpkg")

    @property
    def planner(self) -> Path:
        """The GeoPackage with every layer."""
        return self.folder / "planner.gpkg"


def chain(inputs: Inputs, files: Files) -> tuple[list[Step], list[str]]:
    """Give the steps in their order, and a sentence for each that is left out."""
    steps, left_out = [_network(inputs, files)], []
    demand = _missing(inputs, "areas", "population")
    hubs, venues = _missing(inputs, "hubs"), _missing(inputs, "venues")
    wanted = (
        ("Need by area", demand, _need),
        ("Catchments", hubs, _catchments),
        ("Travel times", demand + hubs, _travel_times),
        ("Coverage", demand + hubs, _coverage),
        ("Suggested sites", demand + venues, _suggested),
    )
    for name, missing, make in wanted:
        if missing:
            left_out.append(f"{name}: left out, since {_are_not(missing)} given.")
        else:
            steps.append(make(inputs, files))
    if not demand and inputs.deprivation is None:
        left_out.append("Deprivation: DEPRIVATION is not given, so that no table goes by decile.")
    if not demand and not venues and hubs:
        left_out.append("Suggested sites: HUBS is not given, so that no hub stands beforehand.")
    return steps, left_out


def _are_not(names: list[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} is not"
    return f"{', '.join(names[:-1])} and {names[-1]} are not"


def _missing(inputs: Inputs, *names: str) -> list[str]:
    return [name.upper() for name in names if getattr(inputs, name) is None]


def _network(inputs: Inputs, files: Files) -> Step:
    parameters = {"INPUT": inputs.osm, "OUTPUT": files.network}
    return Step("Build the network", "buildnetwork", parameters)


def _need(inputs: Inputs, files: Files) -> Step:
    areas = inputs.areas
    parameters = {
        "AREAS": areas.source,
        "CODE": areas.code,
        "NAME": areas.name,
        "AUTHORITY": areas.authority,
        "CENTROIDS": inputs.centroids,
        "LOCALITIES": inputs.localities,
        "LOCALITY_NAME": "locality" if inputs.localities else "",
        "POPULATION": inputs.population,
        "DEPRIVATION": inputs.deprivation,
        "WEIGHTING": "income_deprived_children" if inputs.income_deprived else "children",
        "OUTPUT": files.layer("need"),
        "POINTS": files.layer("demand_points"),
    }
    return Step("Weigh the need of each area", "needlayer", parameters)


def _catchments(inputs: Inputs, files: Files) -> Step:
    parameters = {
        "NETWORK": files.network,
        "HUBS": inputs.hubs.source,
        "HUB_ID": inputs.hubs.id_field,
        "MODE": MODE,
        "BANDS": BANDS,
        "OVERLAP": "nearest",
        "OUTPUT": files.layer("catchments"),
        "UNROUTED": files.layer("unrouted_catchments"),
    }
    return Step("Draw the hubs' catchments", "catchments", parameters)


def _travel_times(inputs: Inputs, files: Files) -> Step:
    parameters = {
        "NETWORK": files.network,
        "ORIGINS": files.layer("demand_points"),
        "ORIGIN_ID": "area_code",
        "DESTINATIONS": inputs.hubs.source,
        "DESTINATION_ID": inputs.hubs.id_field,
        "MODE": MODE,
        "NEAREST": 3,
        "OUTPUT": files.layer("travel_times"),
        "UNROUTED": files.layer("unrouted_travel_times"),
    }
    return Step("Work out travel times", "traveltimes", parameters)


def _named(layer: str, one: str, places: Places) -> dict[str, Any]:
    """Give a layer of places as parameters, with its fields of ids and names."""
    fields = {f"{one}_ID": places.id_field, f"{one}_NAME": places.name_field}
    return {layer: places.source, **fields}


def _coverage(inputs: Inputs, files: Files) -> Step:
    parameters = {
        "NETWORK": files.network,
        **_named("HUBS", "HUB", inputs.hubs),
        "DEMAND": files.layer("demand_points"),
        "AREAS": files.layer("need"),
        "MODE": MODE,
        "BANDS": BANDS,
        "HOME_AUTHORITY": inputs.home,
        "OUTPUT": files.layer("coverage"),
        **{name: files.layer(f"coverage_{name.lower()}") for name in DECILE_TABLES},
        "GAPS": files.layer("areas_beyond_reach"),
        "UNROUTED": files.layer("unrouted_coverage"),
        "HTML": files.folder / "coverage.html",
    }
    return Step("Count who is within reach", "coverage", parameters)


def _suggested(inputs: Inputs, files: Files) -> Step:
    existing = _named("EXISTING", "EXISTING", inputs.hubs) if inputs.hubs else {}
    parameters = {
        "NETWORK": files.network,
        "DEMAND": files.layer("demand_points"),
        **_named("CANDIDATES", "CANDIDATE", inputs.venues),
        **existing,
        "OBJECTIVE": "maximal_cover",
        "SITES": SITES,
        "MINUTES": MINUTES,
        "MODE": MODE,
        "HOME_AUTHORITY": inputs.home,
        "OUTPUT": files.layer("suggested_sites"),
        "ASSIGNMENT": files.layer("assignment"),
        "UNROUTED": files.layer("unrouted_sites"),
        "HTML": files.folder / "sites.html",
    }
    return Step("Suggest sites", "suggestsites", parameters)
