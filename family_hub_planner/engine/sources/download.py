"""Ways of a place or a rectangle from OpenStreetMap's servers, through OSMnx.

What is asked: Nominatim for the place's outline, Overpass for every way with a `highway` tag in it.
Nothing is kept on disk. OSMnx's settings, which are one for the whole program, are set for the
time of the download and then put back.
"""

from __future__ import annotations

import configparser
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ..errors import InputError, NetworkError, PlannerError
from ..packages import need
from ..progress import Progress
from ..projection import WGS84
from .graphml import StreetGraph, graph_from_osmnx
from .openstreetmap import CONFIG_FILE, Box
from .servers import INSTEAD, DownloadError, Guard, Servers, check_address

MOST_KM2 = 10_000.0
"""The largest ground to ask a public server for; North Yorkshire has about 8,000 km2."""

_ASKED_FOR = '["highway"]'
_POLL_S = 0.2
_EQUAL_AREA = "EPSG:6933"  # a UTM zone gives the whole world 0 km2
# OSMnx's settings are one for the whole program, so two downloads would mix theirs.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Wanted:
    """What to download: a place by its name with a margin round it, or a box in degrees."""

    place: str = ""
    margin_km: float = 0.0
    box: Box | None = None


@dataclass(frozen=True)
class Download:
    """The ways as a graph, how new they are (YYYY-MM-DD), whence, and the place as it was found."""

    graph: StreetGraph
    data_until: str
    server: str
    place: str
    osmnx: str


def download_graph(wanted: Wanted, servers: Servers, progress: Progress) -> Download:
    """Download the ways of a place or a box.

    Raises `InputError` for a place that is not found, an address that is not safe or a ground that
    is too large; `DownloadError` where a server cannot be reached or refuses; `NetworkError` where
    there are no ways; `MissingPackageError` without OSMnx.
    """
    if bool(wanted.place) == (wanted.box is not None):
        raise InputError(
            "Give either a place or an extent: "
            + ("both were given." if wanted.place else "neither was given.")
        )
    if wanted.box is not None:
        _check_box(wanted.box)
    for address in (servers.overpass, servers.nominatim):
        if address:
            check_address(address)
    osmnx = need("osmnx", "Downloads")
    guard = Guard(servers)
    if not _ONE_AT_A_TIME.acquire(blocking=False):
        raise DownloadError(
            "Another download has not ended yet, or was just stopped. Try again in a minute."
        )
    pool = ThreadPoolExecutor(max_workers=1)
    work = pool.submit(_download, osmnx, guard, wanted, servers)
    work.add_done_callback(lambda _done: _ONE_AT_A_TIME.release())
    try:
        _watch(work, guard, progress)
    finally:
        guard.stop.set()
        pool.shutdown(wait=False)
    error = work.exception()
    if error is not None:
        raise _in_words(error, guard) from error
    return work.result()


def _watch(work: Future[Download], guard: Guard, progress: Progress) -> None:
    """Wait for the download, pass its messages on, and let the user stop it."""
    while not wait([work], timeout=_POLL_S).done:
        progress.report(0.1)
        while guard.messages:
            progress.info(guard.messages.pop(0))
    while guard.messages:
        progress.info(guard.messages.pop(0))


def _in_words(error: BaseException, guard: Guard) -> BaseException:
    """Turn what OSMnx or the network raised into a sentence; a fault of ours stays what it is."""
    if isinstance(error, PlannerError):
        return error
    requests = need("requests", "Downloads")
    if isinstance(error, (requests.RequestException, socket.gaierror)):
        why = "in time" if isinstance(error, requests.Timeout) else "at all"
        if isinstance(error, requests.exceptions.SSLError):
            why = "with a certificate that can be checked"
        return DownloadError(
            f"{guard.asked} did not answer {why}. Is this computer online, and "
            f"may QGIS pass the firewall or proxy? {INSTEAD}"
        )
    if type(error).__module__.partition(".")[0] in {"osmnx", "networkx"}:
        return NetworkError(
            f"The server gave no ways for this ground ({error}). Choose a larger one."
        )
    return error


def _download(osmnx: Any, guard: Guard, wanted: Wanted, servers: Servers) -> Download:
    with _own_settings(osmnx, guard, servers) as addresses:
        found, outline = _outline(osmnx, guard, wanted, addresses["nominatim"])
        _check_size(outline)
        guard.reach(addresses["overpass"].rstrip("/") + "/status")
        guard.messages.append(f"Asking {guard.asked} for the ways; this may take some minutes.")
        graph = osmnx.graph_from_polygon(
            outline.iloc[0],
            simplify=False,
            retain_all=True,
            truncate_by_edge=True,
            custom_filter=_ASKED_FOR,
        )
    return Download(
        graph=graph_from_osmnx(graph),
        data_until=min(guard.dates, default=""),
        server=str(urlsplit(addresses["overpass"]).hostname),
        place=found,
        osmnx=str(osmnx.__version__),
    )


def _outline(osmnx: Any, guard: Guard, wanted: Wanted, nominatim: str) -> tuple[str, Any]:
    """Give the place's full name ("" for a box) and its outline in degrees, as a GeoSeries."""
    geopandas = need("geopandas", "Downloads")
    if wanted.box is not None:
        box = need("shapely.geometry", "Downloads").box(*wanted.box)
        return "", geopandas.GeoSeries([box], crs=WGS84)
    host = urlsplit(nominatim).hostname
    guard.messages.append(f"Asking {host} where {wanted.place} is.")
    guard.reach(nominatim.rstrip("/") + "/status")
    try:
        places = osmnx.geocode_to_gdf(wanted.place)
    except (ValueError, TypeError, KeyError) as error:
        if isinstance(error, PlannerError):
            raise
        raise InputError(
            f"{guard.asked} knows no area called {wanted.place!r}. Write it with its county or "
            "country, such as 'Rutland, England', or give an extent."
        ) from error
    outline = places.geometry
    if wanted.margin_km > 0:
        metres = outline.to_crs(outline.estimate_utm_crs())
        outline = metres.buffer(wanted.margin_km * 1000).to_crs(WGS84)
    return str(places["display_name"].iloc[0]), outline


def _check_box(box: Box) -> None:
    west, south, east, north = box
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise InputError(
            f"The extent from {west:g}, {south:g} to {east:g}, {north:g} degrees is no ground on "
            "the earth. Choose an extent with a width and a height, within 180 degrees west and "
            "east and 90 south and north."
        )


def _check_size(outline: Any) -> None:
    """Refuse too large a ground, measured in an equal-area system that covers the whole earth."""
    km2 = float(outline.to_crs(_EQUAL_AREA).area.iloc[0]) / 1e6
    if not 0 < km2 <= MOST_KM2:
        raise InputError(
            f"The ground has {km2:,.0f} km2; a download takes up to {MOST_KM2:,.0f} km2. {INSTEAD}"
        )


@contextmanager
def _own_settings(osmnx: Any, guard: Guard, servers: Servers) -> Iterator[dict[str, str]]:
    """Set OSMnx for one download, give the servers' addresses, and put all back after it."""
    settings = osmnx.settings
    newer = hasattr(settings, "overpass_url")  # OSMnx 2 gave some settings other names
    overpass = "overpass_url" if newer else "overpass_endpoint"
    nominatim = "nominatim_url" if newer else "nominatim_endpoint"
    addresses = {
        "overpass": servers.overpass or getattr(settings, overpass),
        "nominatim": servers.nominatim or getattr(settings, nominatim),
    }
    own: dict[str, Any] = {
        overpass: addresses["overpass"],
        nominatim: addresses["nominatim"],
        "requests_timeout" if newer else "timeout": servers.timeout_s,
        "http_user_agent" if newer else "default_user_agent": servers.agent,
        "requests_kwargs": {"auth": guard, "hooks": {"response": guard.heard}},
        "use_cache": False,
        "cache_only_mode": False,
        "overpass_rate_limit": False,  # Guard waits, and can be stopped meanwhile
        "all_oneway": False,
        "useful_tags_way": _tags_wanted("lines"),
        "useful_tags_node": _tags_wanted("points"),
        "doh_url_template": None,  # names are looked up nowhere else
    }
    own = {name: value for name, value in own.items() if hasattr(settings, name)}
    before = {name: getattr(settings, name) for name in own}
    look_up = socket.getaddrinfo
    try:
        for name, value in own.items():
            setattr(settings, name, value)
        yield addresses
    finally:
        for name, value in before.items():
            setattr(settings, name, value)
        socket.getaddrinfo = look_up  # OSMnx ties the servers' names to one address for good


def _tags_wanted(layer: str) -> list[str]:
    """Give the tags that the planner judges by: those that it reads from a file."""
    reader = configparser.ConfigParser()
    reader.read_string("[general]\n" + CONFIG_FILE.read_text(encoding="utf-8"))
    return reader[layer]["attributes"].split(",")
