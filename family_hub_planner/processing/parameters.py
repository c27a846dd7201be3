"""The parameters that the algorithms share, made in one place with their help.

A parameter with a default is optional: a model that was saved before the parameter was added leaves
it out, and QGIS calls such a model not valid where it is mandatory. `Job` gives the default where
nothing was given.
"""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..engine.network.modes import DIRECTIONS, MODES

SourceType = QgsProcessing.SourceType
Definition = QgsProcessingParameterDefinition
OR_FOLDER = "or_folder"  # in a file parameter's metadata: the file's folder serves too


def tr(text: str) -> str:
    """Translate a text of the plugin, at the time it is shown."""
    return QCoreApplication.translate("FamilyHubPlanner", text)


def advanced(parameter: Definition) -> Definition:
    """Fold a parameter away under "Advanced"."""
    parameter.setFlags(parameter.flags() | Definition.Flag.FlagAdvanced)
    return parameter


def explained(parameter: Definition, help_text: str) -> Definition:
    """Give a parameter its tooltip."""
    parameter.setHelp(help_text)
    return parameter


def points(name: str, label: str, optional: bool = False) -> Definition:
    """Make a parameter for a layer of places: points, or shapes taken by a point on them."""
    types = [SourceType.TypeVectorAnyGeometry]
    return QgsProcessingParameterFeatureSource(name, label, types, optional=optional)


def lines(name: str, label: str, optional: bool = False) -> Definition:
    """Make a parameter for a layer of lines."""
    types = [SourceType.TypeVectorLine]
    return QgsProcessingParameterFeatureSource(name, label, types, optional=optional)


def polygons(name: str, label: str, optional: bool = False) -> Definition:
    """Make a parameter for a layer of areas."""
    types = [SourceType.TypeVectorPolygon]
    return QgsProcessingParameterFeatureSource(name, label, types, optional=optional)


def table(name: str, label: str, optional: bool = False) -> Definition:
    """Make a parameter for a table, with or without places."""
    types = [SourceType.TypeVector]
    return QgsProcessingParameterFeatureSource(name, label, types, optional=optional)


def field(
    name: str, label: str, parent: str, default: str | None = None, optional: bool = True
) -> Definition:
    """Make a parameter for a field of the layer in another parameter."""
    return QgsProcessingParameterField(
        name, label, defaultValue=default, parentLayerParameterName=parent, optional=optional
    )


def file(name: str, label: str, file_filter: str, optional: bool = False) -> Definition:
    """Make a parameter for a file to read.

    Any file is let through: a wrong one is refused by its reader, in words that say what to do.
    """
    any_file = tr("All files (*)")
    filters = f"{file_filter};;{any_file}"
    return QgsProcessingParameterFile(name, label, fileFilter=filters, optional=optional)


def files(name: str, label: str, optional: bool = False) -> Definition:
    """Make a parameter for several files to read; `Job.paths` gives them."""
    return QgsProcessingParameterMultipleLayers(name, label, SourceType.TypeFile, optional=optional)


def folder(name: str, label: str) -> Definition:
    """Make an optional parameter for a folder to read from."""
    behavior = QgsProcessingParameterFile.Behavior.Folder
    return QgsProcessingParameterFile(name, label, behavior, optional=True)


def choice(name: str, label: str, options: tuple[str, ...], default: str) -> Definition:
    """Make an optional parameter for one of a few words, kept as the word itself."""
    return QgsProcessingParameterEnum(
        name,
        label,
        options=list(options),
        defaultValue=default,
        optional=True,
        usesStaticStrings=True,
    )


def text(name: str, label: str, default: str | None = None, optional: bool = False) -> Definition:
    """Make a parameter for a line of text; one with a default is optional."""
    optional = optional or default is not None
    return QgsProcessingParameterString(name, label, defaultValue=default, optional=optional)


def yes_no(name: str, label: str, default: bool) -> Definition:
    """Make an optional parameter for a yes or no."""
    return QgsProcessingParameterBoolean(name, label, defaultValue=default, optional=True)


def number(
    name: str,
    label: str,
    default: float | None,
    least: float,
    most: float = 1e12,
    optional: bool = False,
) -> Definition:
    """Make a parameter for a number with a fraction; one with a default is optional."""
    kind = QgsProcessingParameterNumber.Type.Double
    optional = optional or default is not None
    return QgsProcessingParameterNumber(name, label, kind, default, optional, least, most)


def count(
    name: str,
    label: str,
    default: int | None,
    least: int,
    optional: bool = False,
    most: int = 10**9,
) -> Definition:
    """Make a parameter for a whole number; one with a default is optional."""
    kind = QgsProcessingParameterNumber.Type.Integer
    optional = optional or default is not None
    return QgsProcessingParameterNumber(name, label, kind, default, optional, least, most)


def sink(name: str, label: str, kind: Any, optional: bool = False) -> Definition:
    """Make a parameter for a layer to write; optional ones are written only when asked for."""
    return QgsProcessingParameterFeatureSink(
        name, label, kind, optional=optional, createByDefault=not optional
    )


def html(name: str, label: str) -> Definition:
    """Make a parameter for a page to write."""
    filters = tr("HTML page (*.html)")
    return QgsProcessingParameterFileDestination(name, label, filters, optional=True)


def network(optional: bool = False) -> Definition:
    """Make the parameter for the network's file."""
    parameter = file("NETWORK", tr("Network"), tr("Travel network (*.gpkg)"), optional)
    return explained(parameter, tr("A file of one of the network algorithms."))


def mode() -> Definition:
    """Make the parameter for the mode of travel."""
    return explained(
        choice("MODE", tr("Mode of travel"), MODES, "walk"),
        tr(
            "walk: 4.8 km/h. pram: with a pram or toddler, 3.6 km/h, no steps, stiles or kissing "
            "gates. cycle, drive: by class of road. The speeds stand in the network's file."
        ),
    )


def bands() -> Definition:
    """Make the parameter for the bands of minutes."""
    return explained(
        text("BANDS", tr("Bands (minutes)"), "10,20,30"),
        tr("Minutes, parted by commas. 10, 20 and 30 are a preset, not a standard."),
    )


def direction() -> Definition:
    """Make the parameter for the direction of travel."""
    return explained(
        choice("DIRECTION", tr("Direction of travel"), DIRECTIONS, "to"),
        tr("to: from home to the hub. from: from the hub to home. One-way streets differ."),
    )


def bar_fast_roads() -> Definition:
    """Make the parameter that closes fast roads without a mapped pavement to walkers."""
    return advanced(
        explained(
            yes_no("BAR_FAST_ROADS", tr("Bar fast roads without a mapped pavement"), False),
            tr(
                "For walk and pram: no effect on others. A missing tag means unmapped, so they are "
                "open unless barred here; run it both ways and compare."
            ),
        )
    )


def rural_urban(parent: str) -> Definition:
    """Make the parameter for the field by which the walks to the ways are summed up."""
    return advanced(field("RURAL_URBAN", tr("Rural-urban class"), parent, "rural_urban"))


def max_snap() -> Definition:
    """Make the parameter for the greatest distance between a place and its way."""
    return explained(
        number("MAX_SNAP", tr("Greatest distance to a way (metres)"), 500.0, 0.0, 100_000.0),
        tr("A place further from any way is reported as unrouted, never moved."),
    )


def times() -> Definition:
    """Make the parameter for a table of times made elsewhere."""
    return advanced(
        explained(
            table("TIMES", tr("Or: table of travel times"), optional=True),
            tr(
                "origin_id, destination_id, minutes, as 'Travel times' writes them: minutes of "
                "another tool (buses) in the network's place."
            ),
        )
    )


def add_demand(algorithm: Any) -> None:
    """Add the parameters of the demand points, the same wherever demand is taken."""
    algorithm.addParameter(
        explained(
            points("DEMAND", tr("Demand points")),
            tr("The demand points of 'Need by area', or any with an id, children and need."),
        )
    )
    algorithm.addParameter(advanced(field("DEMAND_ID", tr("Demand id"), "DEMAND", "area_code")))
    algorithm.addParameter(advanced(field("LOCALITY", tr("Locality"), "DEMAND", "locality")))
    algorithm.addParameter(advanced(field("AUTHORITY", tr("Authority"), "DEMAND", "authority")))
    home = text("HOME_AUTHORITY", tr("Count only this authority's children"), optional=True)
    algorithm.addParameter(
        explained(home, tr("Hubs of neighbours still count. Empty: every demand point."))
    )
    groups = text("GROUPS", tr("Further counts to report on"), optional=True)
    algorithm.addParameter(advanced(groups))


def unrouted() -> Definition:
    """Make the parameter for the layer of places that could not be routed."""
    return sink("UNROUTED", tr("Unrouted places"), SourceType.TypeVectorPoint, optional=True)
