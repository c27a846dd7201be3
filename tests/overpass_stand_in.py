"""A stand-in for OpenStreetMap's servers on this computer: it speaks Overpass and Nominatim.

It gives made-up towns from `toy_town`, remembers what it was asked, and can be told to fail.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
from toy_town import ORIGIN, Town, to_degrees

FREE = "Connected as: 1\nCurrent time: now\nRate limit: 2\n2 slots available now.\nRunning: none\n"
NEWEST = "2026-01-02T03:04:05Z"


@dataclass
class StandIn:
    """What the server gives, and what it was asked: paths, queries and who asked."""

    town: Town
    address: str = ""
    status: int = 200
    slots: str = FREE
    answer: dict[str, Any] | None = None
    body: bytes | None = None
    encoding: str = ""
    places: list[dict[str, Any]] | None = None
    redirect: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    released: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.released.set()

    @property
    def overpass(self) -> str:
        return f"{self.address}/api"

    @property
    def nominatim(self) -> str:
        return f"{self.address}/nominatim"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def query(self) -> str:
        """Give the last question put to Overpass."""
        return [query for path, query in self.asked if path == "/api/interpreter"][-1]


def elements(town: Town) -> list[dict[str, Any]]:
    """Give a town's nodes and ways as Overpass does; a way without a highway tag is not asked."""
    number = {name: i for i, name in enumerate(town.points, start=1)}
    ways = [
        {"type": "way", "id": way, "nodes": [number[n] for n in nodes.split()], "tags": dict(tags)}
        for way, (nodes, tags) in enumerate(town.ways, start=1001)
        if "highway" in tags
    ]
    used = {node for way in ways for node in way["nodes"]}
    degrees = to_degrees(np.array(list(town.points.values())) + ORIGIN)
    nodes = []
    for name, (lon, lat) in zip(town.points, degrees):
        if number[name] in used:
            node = {"type": "node", "id": number[name], "lat": round(lat, 7), "lon": round(lon, 7)}
            tags = town.node_tags.get(name)
            nodes.append({**node, "tags": dict(tags)} if tags else node)
    return nodes + ways


def outline(town: Town, margin_m: float = 100.0) -> dict[str, Any]:
    """Give the rectangle round a town as Nominatim gives a place."""
    xy = np.array(list(town.points.values())) + ORIGIN
    (west, south), (east, north) = to_degrees(
        np.array([xy.min(axis=0) - margin_m, xy.max(axis=0) + margin_m])
    )
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "place_id": 1, "osm_type": "relation", "osm_id": 7, "lat": str(south), "lon": str(west),
        "display_name": "Toytown, Nowhere", "class": "boundary", "type": "administrative",
        "importance": 0.5, "boundingbox": [str(v) for v in (south, north, west, east)],
        "geojson": {"type": "Polygon", "coordinates": [ring]},
    }  # fmt: skip


@contextmanager
def stand_in(town: Town) -> Iterator[StandIn]:
    """Serve a town on a free port for as long as the block runs."""
    given = StandIn(town)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(given))
    server.daemon_threads = True
    given.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield given
    finally:
        given.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(given: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self._note(parts.path, parts.query)
            if parts.path.endswith("/status"):
                self._send(200, given.slots.encode(), "text/plain")
            elif given.places is not None:
                self._send_json(given.places)
            else:
                self._send_json([outline(given.town)])

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            query = parse_qs(self.rfile.read(length).decode())
            self._note(self.path, query.get("data", [""])[0])
            given.released.wait(30)
            if given.redirect:
                self.send_response(302)
                self.send_header("Location", given.redirect)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if given.body is not None:
                self._send(given.status, given.body, "text/html")
                return
            answer = {"version": 0.6, "osm3s": {"timestamp_osm_base": NEWEST}}
            self._send_json(given.answer or {**answer, "elements": elements(given.town)})

        def _note(self, path: str, query: str) -> None:
            given.asked.append((path, query))
            given.agents.add(self.headers.get("User-Agent", ""))

        def _send_json(self, content: Any) -> None:
            self._send(given.status, json.dumps(content).encode(), "application/json")

        def _send(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if given.encoding and body is given.body:
                self.send_header("Content-Encoding", given.encoding)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):  # the one who asked may have gone
                self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Say nothing on the terminal."""

    return Handler
