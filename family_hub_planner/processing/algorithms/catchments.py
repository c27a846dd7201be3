"""familyhub:catchments: where one gets within bands of minutes, as polygons."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsWkbTypes

from ...engine.catchment import OVERLAPS, Catchment, CatchmentRequest, catchments
from ...engine.catchment_grid import DRAWING
from ...engine.journeys import off_network, snap_places
from ...engine.network.snap import Snapper
from .. import parameters as make
from ..base import PlannerAlgorithm
from ..demand import not_serving
from ..fields import fields_of
from ..job import Job
from ..parameters import tr
from ..styles import style_when_loaded
from ..unrouted import write_unrouted

COLUMNS = ("hub_id", "mode", "from_minutes", "minutes", "area_km2")


class Catchments(PlannerAlgorithm):
    """Draws the catchments of hubs."""

    ID = "catchments"
    GROUP = "reach"

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Catchments (travel-time areas)")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr("Draws the areas from which hubs are modelled within bands of minutes.")

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        words = "isochrone,service area,drive time,walk time,reach,pram,catchment,travel time"
        return tr(words).split(",")

    def declare(self) -> None:
        """Add parameters and outputs."""
        self.addParameter(make.network())
        self.addParameter(make.points("HUBS", tr("Hubs")))
        self.addParameter(make.field("HUB_ID", tr("Hub id"), "HUBS"))
        self.addParameter(make.mode())
        self.addParameter(make.bands())
        self.addParameter(
            make.explained(
                make.choice("OVERLAP", tr("Where catchments overlap"), OVERLAPS, "separate"),
                tr(
                    "separate: one set for each hub. merged: within reach of any hub. nearest: "
                    "each place belongs to its nearest hub."
                ),
            )
        )
        self.addParameter(make.direction())
        self.addParameter(make.max_snap())
        self.addParameter(make.bar_fast_roads())
        self.addParameter(
            make.advanced(make.yes_no("RINGS", tr("Cut the inner bands out (rings)"), False))
        )
        kind = make.SourceType.TypeVectorPolygon
        self.addParameter(make.sink("OUTPUT", tr("Catchments"), kind))
        self.addParameter(make.unrouted())
        self.number_outputs(
            ("CATCHMENTS", tr("Polygons")),
            ("HUBS_ROUTED", tr("Hubs on the network")),
            ("UNROUTED_COUNT", tr("Hubs not on the network")),
        )

    def work(self, job: Job) -> None:
        """Snap the hubs, draw, write."""
        request = CatchmentRequest(
            mode=job.choice("MODE"),
            bands=job.bands(),
            direction=job.choice("DIRECTION"),
            overlap=job.choice("OVERLAP"),
            rings=job.yes("RINGS"),
        )
        network = job.network()
        hubs = job.places("HUBS", "HUB_ID", network.crs)
        for hub, why in not_serving(hubs).items():
            job.progress.warn(f"{hub} is drawn, but coverage does not count it: {why}.")
        snapped = snap_places(Snapper(network, request.mode), hubs.xy, job.number("MAX_SNAP"))
        found = catchments(network, snapped, hubs.ids, request, job.progress)
        drawing = DRAWING[request.mode]
        job.progress.info(
            f"{len(found)} polygons, drawn on a grid of {drawing.cell_m:g} m. Their points lie "
            f"within about {drawing.off_road_m:g} m of a way reached; counts never come from them."
        )
        crs = QgsCoordinateReferenceSystem(network.crs)
        job.write_rows(
            "OUTPUT",
            fields_of(COLUMNS),
            (_row(catchment) for catchment in found),
            QgsWkbTypes.Type.MultiPolygon,
            crs,
        )
        style_when_loaded(job, "OUTPUT", "catchments")
        write_unrouted(job, off_network(snapped, "hub"), {"hub": hubs}, crs)
        job.returns(CATCHMENTS=len(found), HUBS_ROUTED=int(snapped.ok.sum()))


def _row(catchment: Catchment) -> tuple[list[object], QgsGeometry]:
    shape = QgsGeometry()
    shape.fromWkb(catchment.polygon.wkb)
    return [getattr(catchment, name) for name in COLUMNS], shape
