"""Spoilt layers: shapes of every odd kind, ids that clash, numbers that are none."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from algorithms.runs import square
from catalogue.case import Case, refused, taken
from catalogue.clean import VENUES, estate, lines, lsoas, need_areas, rows_at
from catalogue.spoilt_layers import (
    DEMANDED,
    HUBBED,
    INF,
    Rows,
    X,
    Y,
    bow_tie,
    curved,
    geojson_with_nan,
    grown,
    heights,
    in_system,
    layer,
    reshaped,
    selected,
    several,
    with_shape,
    with_value,
    z_and_m,
)

# The travellers: the algorithms that take places to travel between, and by which parameter.
PLACES: Mapping[str, tuple[str, Rows]] = {
    "coverage": ("HUBS", HUBBED),
    "catchments": ("HUBS", HUBBED),
    "accessibility": ("HUBS", HUBBED),
    "traveltimes": ("DESTINATIONS", HUBBED),
    "hubsofplan": ("HUBS", HUBBED),
    "suggestsites": ("CANDIDATES", rows_at(VENUES)),
    "suggestoutreach": ("VENUES", rows_at(VENUES)),
    "colocate": ("BUILDINGS", rows_at(estate())),
    "rationalise": ("ESTATE", rows_at(estate())),
}
ELSEWHERE = "EPSG:3857"


def of_all_travellers() -> list[Case]:
    """Give the cases that every algorithm must meet which takes places."""
    found: list[Case] = []
    for name, (parameter, rows) in PLACES.items():
        shaped = layer(parameter, "PointZM", reshaped(rows, z_and_m))
        found.append(taken("places with heights and measures", name, shaped, "both are left aside"))
        shaped = layer(parameter, "MultiPoint", reshaped(rows, several("Point")))
        found.append(
            taken("places as multipoints of one point", name, shaped, "the one point is the place")
        )
        shaped = layer(parameter, "Point", in_system(rows, ELSEWHERE), ELSEWHERE)
        found.append(
            taken(
                "places in another coordinate system",
                name,
                shaped,
                "brought into the network's or the first layer's",
            )
        )
        twice = layer(parameter, "Point", [*rows, rows[0]])
        found.append(refused("two places of one id", name, twice, "site_id", "more than once"))
        as_number = layer(
            parameter,
            "Point",
            [*with_value(rows, 0, site_id="1"), (rows[1][0], {**rows[1][1], "site_id": "1.0"})],
        )
        found.append(
            refused(
                "ids that are the same as text and as number (1 and 1.0)",
                name,
                as_number,
                "more than once",
            )
        )
    return found


def of_demand() -> list[Case]:
    """Give the cases of numbers that are none, for every algorithm that counts children."""
    found: list[Case] = []
    for name in (
        "coverage",
        "accessibility",
        "suggestsites",
        "suggestoutreach",
        "colocate",
        "rationalise",
        "comparescenarios",
    ):
        endless = layer("DEMAND", "Point", with_value(DEMANDED, 1, children=INF))
        found.append(refused("children without end (inf)", name, endless, "children of Mid is inf"))
        below = layer("DEMAND", "Point", with_value(DEMANDED, 1, children=-3.0))
        found.append(refused("children below zero", name, below, "Mid"))
    return found


def _lined(change: Callable[[str], str], kind: str):
    return layer("INPUT", kind, reshaped(lines(), change))


CASES = [
    *of_all_travellers(),
    *of_demand(),
    refused(
        "need without end (inf)",
        "coverage",
        layer("DEMAND", "Point", with_value(DEMANDED, 2, need=INF)),
        "need of East is inf",
    ),
    refused(
        "number in words (1e999) for children",
        "coverage",
        layer("DEMAND", "Point", grown(DEMANDED, "children", lambda one: "1e999")),
        "1e999",
    ),
    taken(
        "children as text",
        "coverage",
        layer("DEMAND", "Point", grown(DEMANDED, "children", str)),
        "read as the numbers that they are",
    ),
    taken(
        "a hub whose place is empty",
        "hubsofplan",
        layer("HUBS", "Point", with_shape(HUBBED, 0, "Point EMPTY")),
        "stays in the list, without a place",
    ),
    *[
        taken(
            fault,
            "coverage",
            layer("HUBS", "Point", with_shape(HUBBED, 1, shape)),
            "reported as not routed; nobody is counted to it",
            differs={"REACHED": 30},
        )
        for fault, shape in (
            ("a hub without a place", None),
            ("a hub whose place is empty", "Point EMPTY"),
            ("a hub whose place is without end", "Point (inf inf)"),
            ("a hub farther than any place on the earth (1e300)", "Point (1e300 1e300)"),
            ("a hub of degrees in a layer of metres", "Point (-0.52 52.58)"),
        )
    ],
    taken(
        "hubs of degrees in a layer that says metres",
        "coverage",
        layer("HUBS", "Point", in_system(HUBBED, "EPSG:4326")),
        "named in a warning as far from any way; nobody is reached",
        differs={"REACHED": 0},
        warns=("too far",),
    ),
    refused(
        "hubs of metres in a layer that says degrees",
        "coverage",
        layer("HUBS", "Point", HUBBED, "EPSG:4326"),
        "coordinate system",
    ),
    taken(
        "hubs on both sides of the date line",
        "coverage",
        layer(
            "HUBS",
            "Point",
            [("Point (179.99 52.6)", HUBBED[0][1]), ("Point (-179.99 52.6)", HUBBED[1][1])],
            "EPSG:4326",
        ),
        "named in a warning as far from any way; nobody is reached",
        differs={"REACHED": 0},
        warns=("2 of 2 hubs",),
    ),
    taken(
        "GeoJSON with NaN for a place",
        "coverage",
        geojson_with_nan,
        "named in a warning; nobody is reached",
        differs={"REACHED": 0},
        warns=("1 of 1 hubs",),
    ),
    refused(
        "hubs as a layer that is no layer",
        "coverage",
        lambda kit: {"HUBS": kit.write("hubs.gpkg", b"Dear council")},
        "hubs.gpkg",
    ),
    refused(
        "hubs in a GeoPackage cut short",
        "coverage",
        lambda kit: {"HUBS": kit.write("hubs.gpkg", kit.clean["hubs.gpkg"].read_bytes()[:9_000])},
        "hubs.gpkg",
    ),
    taken(
        "lines with heights",
        "networkfromlines",
        _lined(heights, "LineStringZ"),
        "heights are left aside",
    ),
    taken(
        "lines as multilines of one line",
        "networkfromlines",
        _lined(several("LineString"), "MultiLineString"),
        "each part is a line",
    ),
    taken(
        "lines as curves",
        "networkfromlines",
        _lined(curved, "CompoundCurve"),
        "taken by their points",
    ),
    taken(
        "lines in another coordinate system",
        "networkfromlines",
        layer("INPUT", "LineString", in_system(lines(), "EPSG:3857"), "EPSG:3857"),
        "brought into metres",
    ),
    refused(
        "lines that are all without a shape",
        "networkfromlines",
        layer("INPUT", "LineString", [(None, of) for _, of in lines()]),
        "no ",
    ),
    refused(
        "lines that are all of one point",
        "networkfromlines",
        layer("INPUT", "LineString", [(f"LineString ({X} {Y}, {X} {Y})", of) for _, of in lines()]),
        "no ",
    ),
    refused(
        "points in the place of lines", "networkfromlines", layer("INPUT", "Point", HUBBED), "line"
    ),
    taken(
        "areas that cross themselves",
        "needlayer",
        layer("AREAS", "Polygon", with_shape(lsoas(), 1, bow_tie(200, 0))),
        "counted as they are and named in the log",
        warns=("1 of 3 areas have an invalid shape (first: E01000002)",),
    ),
    taken(
        "areas as multipolygons",
        "needlayer",
        layer("AREAS", "MultiPolygon", reshaped(lsoas(), several("Polygon"))),
        "taken whole",
    ),
    taken(
        "areas in degrees",
        "needlayer",
        layer("AREAS", "Polygon", in_system(lsoas(), "EPSG:4326"), "EPSG:4326"),
        "brought into metres",
    ),
    refused(
        "one area without a shape",
        "needlayer",
        layer("AREAS", "Polygon", with_shape(lsoas(), 1, None)),
        "E01000002",
    ),
    refused(
        "one area with an empty shape",
        "needlayer",
        layer("AREAS", "Polygon", with_shape(lsoas(), 1, "Polygon EMPTY")),
        "E01000002",
    ),
    refused(
        "areas whose codes are numbers",
        "needlayer",
        layer(
            "AREAS",
            "Polygon",
            [(shape, {"LSOA21CD": float(i)}) for i, (shape, _) in enumerate(lsoas())],
        ),
        "code",
    ),
    refused(
        "an area that stands twice",
        "needlayer",
        layer("AREAS", "Polygon", [*lsoas(), lsoas()[0]]),
        "E01033769",
    ),
    refused(
        "points in the place of areas",
        "needlayer",
        layer("AREAS", "Point", [(f"Point ({X} {Y})", of) for _, of in lsoas()]),
        "polygon",
    ),
    taken(
        "areas that cross themselves",
        "finerdemand",
        layer("PARTS", "Polygon", with_shape(need_areas(), 1, bow_tie(660, 0))),
        "mended first",
    ),
    refused(
        "areas that lie on no finer place",
        "finerdemand",
        layer(
            "PARTS",
            "Polygon",
            [(square((90_000 + 200 * i, 0)), of) for i, (_, of) in enumerate(need_areas())],
        ),
        "No feature of spoilt lies in one of the 5 areas",
    ),
    *[
        refused(
            "only the features selected, and none is",
            name,
            selected(parameter, file),
            "no features",
        )
        for name, parameter, file in (
            ("coverage", "HUBS", "hubs.gpkg"),
            ("hubsofplan", "HUBS", "hubs.gpkg"),
            ("suggestsites", "CANDIDATES", "venues.gpkg"),
            ("catchments", "HUBS", "hubs.gpkg"),
            ("rationalise", "DEMAND", "demand.gpkg"),
        )
    ],
    *[
        refused("layer without any feature", name, layer(parameter, kind, []), "spoilt")
        for name, parameter, kind in (
            ("accessibility", "HUBS", "Point"),
            ("traveltimes", "ORIGINS", "Point"),
            ("suggestoutreach", "VENUES", "Point"),
            ("colocate", "BUILDINGS", "Point"),
            ("rationalise", "ESTATE", "Point"),
            ("hubsofplan", "HUBS", "Point"),
            ("finerdemand", "AREAS", "Polygon"),
            ("comparescenarios", "BASE", "Point"),
        )
    ],
    refused(
        "areas with children without end (inf)",
        "finerdemand",
        layer("AREAS", "Polygon", with_value(need_areas(), 1, children=INF)),
        "children is inf in 1 of 5 areas",
    ),
    refused(
        "a boundary that lies elsewhere",
        "candidatesfromnetwork",
        layer("BOUNDARY", "Polygon", [("Polygon ((0 0, 9 0, 9 9, 0 9, 0 0))", {"name": "x"})]),
        "none of the 27 places lies inside",
    ),
    refused(
        "a boundary without a shape",
        "candidatesfromnetwork",
        layer("BOUNDARY", "Polygon", [(None, {"name": "x"})]),
        "has no areas",
    ),
    refused(
        "a boundary that lies elsewhere",
        "candidatesfromosm",
        layer("BOUNDARY", "Polygon", [("Polygon ((0 0, 9 0, 9 9, 0 9, 0 0))", {"name": "x"})]),
        "none of the 1 places lies inside",
    ),
    refused(
        "coverage that is no coverage",
        "comparescenarios",
        lambda kit: {"BASE": str(kit.clean["hubs.gpkg"])},
        "hubs",
    ),
    refused(
        "plan that is no coverage",
        "comparescenarios",
        lambda kit: {"PLAN": [str(kit.clean["demand.gpkg"])]},
        "demand",
    ),
    refused(
        "costs without end (inf)",
        "rationalise",
        layer("ESTATE", "Point", with_value(rows_at(estate()), 0, running_cost_gbp=INF)),
        "running_cost_gbp of o is inf",
    ),
    refused(
        "spare area without end (inf)",
        "colocate",
        layer("BUILDINGS", "Point", with_value(rows_at(estate()), 1, spare_area_m2=INF)),
        "spare_area_m2 of l is inf",
    ),
    refused(
        "cost below zero",
        "rationalise",
        layer("ESTATE", "Point", with_value(rows_at(estate()), 0, running_cost_gbp=-5.0)),
        "running_cost_gbp",
    ),
]
