"""What the demonstration runs on: the sample county, or the files that the user names."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from family_hub_planner.engine.errors import PlannerError
from family_hub_planner.engine.sources.columns import find_code_column, heading_key
from family_hub_planner.engine.sources.deprivation import read_deprivation
from family_hub_planner.engine.sources.published import read_table
from family_hub_planner.engine.tables import Table

from .look import Layer, look_into

SAMPLE = Path(__file__).parents[2] / "family_hub_planner" / "resources" / "sample"
NAMES = ("OSM", "AREAS", "POPULATION", "DEPRIVATION", "HUBS", "VENUES")
OSM_ENDINGS = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2")
IDS = ("siteid", "hubid", "venueid", "urn", "uprn", "establishmentnumber", "id", "code", "ref")
PLACE_NAMES = ("sitename", "hubname", "venuename", "establishmentname", "schoolname", "name")
GRID, DEGREES = "EPSG:27700", "EPSG:4326"
COORDINATES = (
    ("easting", "northing", GRID),
    ("eastings", "northings", GRID),
    ("longitude", "latitude", DEGREES),
    ("lon", "lat", DEGREES),
    ("long", "lat", DEGREES),
    ("lng", "lat", DEGREES),
)


class DemoError(ValueError):
    """What is given cannot be used; the message says what and what to do."""


@dataclass(frozen=True)
class Places:
    """A layer of hubs or venues as QGIS is told of it; its fields of ids and names, "" for none."""

    source: str
    id_field: str
    name_field: str


@dataclass(frozen=True)
class Areas:
    """The layer of areas and its fields; name and authority are "" where it has none."""

    source: str
    code: str
    name: str = ""
    authority: str = ""


@dataclass
class Inputs:
    """All that the chain may take; what was not given is None or ""."""

    title: str
    fictional: bool
    osm: Path
    areas: Areas | None = None
    centroids: str = ""
    localities: str = ""
    population: Path | None = None
    deprivation: Path | None = None
    income_deprived: bool = False
    hubs: Places | None = None
    venues: Places | None = None
    home: str = ""
    said: list[str] = field(default_factory=list)


def read_inputs(environment: Mapping[str, str]) -> Inputs:
    """Give the inputs named in the environment, or the sample county when none is named."""
    given = {name: environment.get(name, "").strip() for name in NAMES}
    if not any(given.values()):
        return sample()
    return own(given)


def sample() -> Inputs:
    """Give the sample county's inputs."""
    areas = SAMPLE / "areas.gpkg"
    inputs = Inputs(
        title="Fenmarch, a fictional county",
        fictional=True,
        osm=SAMPLE / "county.osm.bz2",
        areas=Areas(f"{areas}|layername=lsoa", "LSOA21CD", "LSOA21NM", "LAD24NM"),
        centroids=f"{areas}|layername=centroids",
        localities=f"{areas}|layername=localities",
        population=next(SAMPLE.glob("sapelsoasyoa_FICTIONAL_*.csv")),
        deprivation=next(SAMPLE.glob("File_7_IoD2025_FICTIONAL_*.csv")),
        home="Fenmarch",
    )
    inputs.hubs = _places("HUBS", str(SAMPLE / "hubs.csv"), inputs.said)
    inputs.venues = _places("VENUES", str(SAMPLE / "venues.csv"), inputs.said)
    inputs.income_deprived = _has_idaci_score(inputs.deprivation)
    inputs.said.clear()
    return inputs


def own(given: Mapping[str, str]) -> Inputs:
    """Give the user's inputs; what was guessed or not given is said in `Inputs.said`."""
    if not given["OSM"]:
        raise DemoError(
            "OSM is not given. The network needs an OpenStreetMap extract of the county and some "
            "miles round it: make demo OSM=county.osm.pbf AREAS=lsoa.gpkg POPULATION=ages.csv "
            "DEPRIVATION=File_7.csv HUBS=hubs.csv VENUES=venues.csv"
        )
    osm = _file("OSM", given["OSM"])
    if not osm.name.lower().endswith(OSM_ENDINGS):
        raise DemoError(f"OSM: {osm.name} is none of {', '.join(OSM_ENDINGS)}.")
    inputs = Inputs(title=osm.name.split(".")[0].replace("_", " "), fictional=False, osm=osm)
    said = inputs.said
    inputs.areas = _areas(given["AREAS"], said) if given["AREAS"] else None
    for name in ("POPULATION", "DEPRIVATION"):
        path = _file(name, given[name]) if given[name] else None
        setattr(inputs, name.lower(), path)
    inputs.income_deprived = _has_idaci_score(inputs.deprivation)
    for name in ("HUBS", "VENUES"):
        setattr(inputs, name.lower(), _places(name, given[name], said) if given[name] else None)
    return inputs


def _file(name: str, text: str) -> Path:
    path = Path(text).expanduser().resolve()
    if not path.is_file():
        raise DemoError(f"{name}: there is no file {path}.")
    return path


def _has_idaci_score(path: Path | None) -> bool:
    """Tell whether a deprivation table holds IDACI scores, by which need can be weighed."""
    if path is None:
        return False
    try:
        scores = read_deprivation(read_table(path)).measure("idaci_score")
    except PlannerError as error:
        raise DemoError(f"DEPRIVATION: {error}") from error
    return any(score == score for score in scores)  # nan is unequal to itself  # noqa: PLR0124


def _areas(text: str, said: list[str]) -> Areas:
    path = _file("AREAS", text.partition("|")[0])
    layer = _open("AREAS", path, text, ("Polygon", "MultiPolygon"))
    headings = Table({name: [] for name in layer.fields}, layer.name)
    try:
        code, _ = find_code_column(headings)
    except PlannerError as error:
        raise DemoError(f"AREAS: {error}") from error
    name = next((n for n in layer.fields if heading_key(n) == _name_key(code)), "")
    authority = _authority(layer.fields)
    said.append(
        f"AREAS: layer {layer.name}; codes from {code}, names from {name or 'no field'}, "
        f"authority from {authority or 'no field'}."
    )
    said.append(
        "AREAS: a demand point inside each area is used. Population-weighted centroids lie nearer "
        "to where people live; give them in QGIS."
    )
    return Areas(layer.source, code, name, authority)


def _name_key(code: str) -> str:
    key = heading_key(code)
    return key[:-2] + "nm" if key.endswith("cd") else key.replace("code", "name")


def _authority(fields: Sequence[str]) -> str:
    for wanted in ("lad", "ltla", "utla", "authority", "laname", "district"):
        for name in fields:
            key = heading_key(name)
            if key.startswith(wanted) and not key.endswith(("cd", "code")) and "active" not in key:
                return name
    return ""


def _places(name: str, text: str, said: list[str]) -> Places:
    path = _file(name, text.partition("|")[0])
    if path.suffix.lower() == ".csv":
        source, layer = _csv_points(name, path)
    else:
        layer = _open(name, path, text, ())
        source = layer.source
    id_field = _id_field(layer)
    ids = f"ids from {id_field}" if id_field else "ids are the rows' numbers"
    by_key = {heading_key(heading): heading for heading in layer.fields}
    name_field = next((by_key[key] for key in PLACE_NAMES if key in by_key), "")
    names = f"names from {name_field}" if name_field else "no names"
    said.append(f"{name}: layer {layer.name}, {layer.count} places; {ids}, {names}.")
    return Places(source, id_field, name_field)


def _csv_points(name: str, path: Path) -> tuple[str, Layer]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        headings = next(csv.reader(lines), [])
    by_key = {heading_key(heading): heading for heading in headings}
    pairs = [pair for pair in COORDINATES if pair[0] in by_key and pair[1] in by_key]
    if not pairs:
        raise DemoError(
            f"{name}: {path.name} has no coordinates. It needs the columns easting and northing, "
            f"or longitude and latitude. Its columns: {', '.join(headings)}."
        )
    x, y, crs = pairs[0]
    fields = f"xField={quote(by_key[x])}&yField={quote(by_key[y])}&crs={crs}"
    quiet = "spatialIndex=no&subsetIndex=no&watchFile=no"
    source = f"delimitedtext://file://{quote(str(path))}?type=csv&{fields}&{quiet}"
    return source, look_into(path)


def _open(name: str, path: Path, text: str, kinds: Sequence[str]) -> Layer:
    wanted = text.partition("|layername=")[2].partition("|")[0]
    layer = look_into(path, wanted, kinds)
    if layer is None:
        what = "layer of areas" if kinds else "layer of places"
        which = f" called {wanted}" if wanted else ""
        raise DemoError(f"{name}: {path.name} holds no {what}{which} that GDAL can read.")
    return layer


def _id_field(layer: Layer) -> str:
    """Guess the field of ids: the first of the usual names that is filled and never repeats."""
    by_key = {heading_key(name): name for name in layer.fields}
    for key in IDS:
        name = by_key.get(key, "")
        if name and layer.is_unique(name):
            return name
    return ""
