"""A street graph as OSMnx makes it, from its GraphML file or from its object in memory.

OSMnx itself is not needed to read the file: GraphML is plain XML (graphml.graphdrawing.org), and
what OSMnx (1.2 to 2.x) puts into it is text: `x` and `y` of nodes; `osmid`, `highway`, `oneway`,
`reversed`, `geometry` (well-known text) and further tags of edges, lists as "['a', 'b']".
"""

from __future__ import annotations

import ast
import math
import re
import xml.parsers.expat  # nosec B407 - entities are refused, see _Reader
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ..errors import FileUnreadableError, NetworkError, shortened
from ..progress import Progress
from ..projection import WGS84

_CHUNK = 1 << 20
_LONGEST_LIST = 20_000  # characters; an edge that merges so many ways is none of OSMnx's
_NO_VALUE = {"", "None", "nan"}
_LINE = re.compile(r"\s*LINESTRING\s*(?:Z\s*)?\((.*)\)\s*", re.IGNORECASE | re.DOTALL)
_PLACE = {"x", "y", "lat", "lon", "street_count", "osmid"}
_NO_TAGS = {"length", "geometry", "speed_kph", "travel_time", "bearing", "grade", "grade_abs", "id"}

Floats = npt.NDArray[np.float64]
Values = tuple[str, ...]


class _NoStreetsError(ValueError):
    """What makes a graph no street graph."""


class GraphEdge(NamedTuple):
    """One directed edge: its nodes' numbers, its tags, and the points between them if bent.

    A tag has several values where a simplified edge merges several ways.
    """

    tail: int
    head: int
    tags: Mapping[str, Values]
    points: Floats | None = None


RawEdge = tuple[str, str, Mapping[str, Values], "Floats | None"]
Alike = dict[tuple[tuple[str, str], ...], Mapping[str, Values]]
"""Tags by what they were read from."""


@dataclass(frozen=True)
class StreetGraph:
    """n nodes and the directed edges between them.

    `node_xy` has shape (n, 2), longitude or easting first, in `crs`; `node_tags` holds what is
    known of each node; `about` the graph's own attributes. Edges of like tags share one mapping.
    """

    crs: str
    node_xy: Floats
    node_tags: Sequence[Mapping[str, str]]
    edges: Sequence[GraphEdge]
    about: Mapping[str, str] = field(default_factory=dict)


def read_graphml(path: Path, progress: Progress | None = None) -> StreetGraph:
    """Read a GraphML file that OSMnx has saved.

    Raises `FileUnreadableError` where it is missing, damaged or no GraphML, `NetworkError` where it
    is no street graph.
    """
    progress = progress or Progress()
    if not path.is_file():
        raise FileUnreadableError(f"There is no file {path}. Choose a GraphML file of OSMnx.")
    reader, size = _Reader(), max(1, path.stat().st_size)
    try:
        with path.open("rb") as stream:
            for chunk in iter(lambda: stream.read(_CHUNK), b""):
                reader.feed(chunk)
                progress.report(stream.tell() / size)
        reader.feed(b"", last=True)
        return _graph(reader.about, reader.nodes.items(), reader.edges)
    except _NoStreetsError as error:
        raise NetworkError(
            f"{path.name} is GraphML, but no street graph of OSMnx: it has {error}. Choose a "
            "file that OSMnx's save_graphml wrote."
        ) from error
    except (OSError, ValueError) as error:
        raise FileUnreadableError(
            f"{path.name} cannot be read as GraphML ({error}). Save the graph again with OSMnx's "
            "save_graphml."
        ) from error


def graph_from_osmnx(graph: Any) -> StreetGraph:
    """Take over a graph that OSMnx holds in memory (a networkx.MultiDiGraph)."""
    nodes = ((str(node), _as_text(data)) for node, data in graph.nodes(data=True))
    alike: Alike = {}
    edges = [
        (str(tail), str(head), _tags(data, alike), _points(data.get("geometry")))
        for tail, head, data in graph.edges(data=True)
    ]
    return _graph(_as_text(graph.graph), nodes, edges)


def _graph(
    about: Mapping[str, str],
    nodes: Iterable[tuple[str, Mapping[str, str]]],
    edges: Sequence[RawEdge],
) -> StreetGraph:
    number: dict[str, int] = {}
    xy, tags = [], []
    bare: dict[str, str] = {}
    for node, data in nodes:
        number[node] = len(number)
        xy.append((_coordinate(data, "x"), _coordinate(data, "y")))
        own = {key: value for key, value in data.items() if key not in _PLACE}
        tags.append({key: value for key, value in own.items() if value not in _NO_VALUE} or bare)
    node_xy = np.array(xy, dtype=float).reshape(-1, 2)
    if not len(node_xy) or not np.isfinite(node_xy).all():
        raise _NoStreetsError("nodes without a place")
    lost = next((end for edge in edges for end in edge[:2] if end not in number), None)
    if lost is not None:
        raise _NoStreetsError(f"an edge to a node that is not there ({shortened(lost)})")
    found = [
        GraphEdge(number[tail], number[head], of_edge, points)
        for tail, head, of_edge, points in edges
    ]
    return StreetGraph(about.get("crs") or WGS84, node_xy, tags, found, about)


def _coordinate(data: Mapping[str, str], name: str) -> float:
    try:
        return float(data.get(name, ""))
    except ValueError:
        raise _NoStreetsError(f"a node without {name}") from None


def _as_text(data: Mapping[str, Any]) -> dict[str, str]:
    return {str(key): str(value) for key, value in data.items()}


def _tags(data: Mapping[str, Any], alike: Alike) -> Mapping[str, Values]:
    """Give an edge's tags; edges of like tags share one mapping, which spares most of the room."""
    telling = [(key, value) for key, value in data.items() if key not in _NO_TAGS]
    kind = tuple((key, str(value)) for key, value in telling)
    if kind not in alike:
        read = {key: _values(value) for key, value in telling}
        alike[kind] = {key: values for key, values in read.items() if values}
    return alike[kind]


def _values(value: Any) -> Values:
    """Give an attribute's values as text, of a list each once in its order."""
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        value = _listed(value)
    several = value if isinstance(value, (list, tuple, set)) else [value]
    texts = (str(item) for item in several)
    return tuple(dict.fromkeys(text for text in texts if text not in _NO_VALUE))


def _listed(text: str) -> Any:
    """Read "['a', 'b']"; a text that merely looks like a list stays what it is."""
    if len(text) > _LONGEST_LIST:
        raise _NoStreetsError("a list of values that is too long")
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return text
    except (TypeError, MemoryError, RecursionError):
        # Nested or chained beyond what Python's parser takes, or a list as a key.
        raise _NoStreetsError(f"a list of values that cannot be read ({shortened(text)})") from None


def _points(geometry: Any) -> Floats | None:
    """Read the points of a line: well-known text, or a geometry that has `coords`."""
    if geometry is None or (isinstance(geometry, str) and geometry in _NO_VALUE):
        return None
    if not isinstance(geometry, str):
        return np.array(geometry.coords, dtype=float)[:, :2]
    line = _LINE.fullmatch(geometry)
    if line is None:
        raise _NoStreetsError(f"a geometry that is no line ({geometry[:30]})")
    points = [point.split()[:2] for point in line.group(1).split(",")]
    try:
        xy = np.array(points, dtype=float)
    except ValueError:
        xy = np.empty(0)
    if xy.ndim != 2 or len(xy) < 2 or not math.isfinite(float(xy.sum())):
        raise _NoStreetsError(f"a line without points ({geometry[:30]})")
    return xy


class _Reader:
    """Collects the nodes, edges and attributes of a GraphML file."""

    def __init__(self) -> None:
        self._parser = xml.parsers.expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        # An entity declared in the file could unfold to any size, or read another file.
        self._parser.EntityDeclHandler = self._refuse_entities
        self._names: dict[str, str] = {}
        self._holder: dict[str, str] = {}
        self._key: str | None = None
        self._said: list[str] = []
        self._alike: Alike = {}
        self._ends = ("", "")
        self._root = ""
        self.about: dict[str, str] = {}
        self.nodes: dict[str, dict[str, str]] = {}
        self.edges: list[RawEdge] = []

    def feed(self, chunk: bytes, last: bool = False) -> None:
        """Read on; `ValueError` where it is no GraphML."""
        try:
            self._parser.Parse(chunk, last)
        except xml.parsers.expat.ExpatError as error:
            raise ValueError(f"no well-formed XML: {error}") from error
        except LookupError as error:
            raise ValueError("it names an encoding of its text that nobody knows") from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        if not self._root:
            self._root = name
            if name != "graphml":
                raise ValueError(f"its root is {shortened(name)}, not graphml")
        if name == "key":
            self._names[attributes.get("id", "")] = attributes.get("attr.name", "")
        elif name == "graph":
            self._holder = self.about
        elif name == "node":
            self._holder = self.nodes.setdefault(attributes.get("id", ""), {})
        elif name == "edge":
            self._holder = {}
            self._ends = attributes.get("source", ""), attributes.get("target", "")
        elif name == "data":
            self._key, self._said = attributes.get("key", ""), []

    def _text(self, text: str) -> None:
        if self._key is not None:
            self._said.append(text)

    def _end(self, name: str) -> None:
        if name.rpartition(" ")[2] == "data" and self._key is not None:
            self._holder[self._names.get(self._key, self._key)] = "".join(self._said)
            self._key = None
        elif name.rpartition(" ")[2] == "edge":
            points = _points(self._holder.get("geometry"))
            self.edges.append((*self._ends, _tags(self._holder, self._alike), points))
            self._holder = self.about
        elif name.rpartition(" ")[2] == "node":
            self._holder = self.about

    @staticmethod
    def _refuse_entities(*_details: object) -> None:
        raise ValueError("it declares XML entities, which no file of OSMnx does")
