"""familyhub:downloadnetwork: a place or an extent to a travel network, through OSMnx."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterExtent

from ...engine.network.from_graph import network_from_download
from ...engine.network.model import BuiltNetwork
from ...engine.sources.download import Wanted
from ...engine.sources.servers import Servers
from .. import parameters as make
from ..base import PlannerAlgorithm
from ..job import Job
from ..network_file import add_output, add_settings, box_of, save, settings_of, target_of
from ..parameters import tr
from ..version import plugin_version


class DownloadNetwork(PlannerAlgorithm):
    """Downloads the ways of a place and builds their network."""

    ID = "downloadnetwork"
    GROUP = "network"
    PACKAGES = ("scipy", "osmnx")

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Download network from OpenStreetMap")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr("Downloads the ways of a place or an extent and turns them into a network.")

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        words = "osm,openstreetmap,osmnx,overpass,nominatim,download,online,roads,paths,graph"
        return tr(words).split(",")

    def declare(self) -> None:
        """Add parameters and outputs."""
        place = make.text("PLACE", tr("Place"), optional=True)
        self.addParameter(make.explained(place, tr("Such as 'Rutland, England'. Or an extent.")))
        self.addParameter(QgsProcessingParameterExtent("EXTENT", tr("Or: extent"), optional=True))
        margin = make.number("MARGIN_KM", tr("Margin round the place (km)"), 3.0, 0.0, 50.0)
        self.addParameter(
            make.explained(margin, tr("Families cross the border. An extent gets no margin."))
        )
        add_settings(self)
        for name, label in (("ENDPOINT", "Overpass server"), ("NOMINATIM", "Nominatim server")):
            server = make.text(name, tr(label), optional=True)
            server = make.explained(server, tr("Empty: the public one. https only."))
            self.addParameter(make.advanced(server))
        timeout = make.count("TIMEOUT", tr("Longest wait for an answer (seconds)"), 180, 1)
        self.addParameter(make.advanced(timeout))
        add_output(self)

    def work(self, job: Job) -> None:
        """Download, build the network and save it."""
        target = target_of(job)
        wanted = Wanted(job.text("PLACE"), job.number("MARGIN_KM"), box_of(job))
        servers = Servers(
            overpass=job.text("ENDPOINT"),
            nominatim=job.text("NOMINATIM"),
            timeout_s=job.count("TIMEOUT"),
            agent=f"Family Hub Planner {plugin_version()} (QGIS plugin)",
        )
        part = job.progress.part(0.0, 0.7)
        built = network_from_download(wanted, servers, settings_of(job), part)
        save(job, built, target)
        _report(job, built)


def _report(job: Job, built: BuiltNetwork) -> None:
    about = built.network.about
    job.progress.info(f"Downloaded: {about['place'] or about['extent_wgs84']}; {about['source']}.")
    job.progress.warn(
        "Not downloaded: water, railways and motorways as barriers, turn restrictions and ferries. "
        "Places may be put on a way across a river. For these build the network from an extract."
    )
