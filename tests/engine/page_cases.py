"""A small coverage and a plan of sites, their pages, and a reader of pages."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import numpy as np

from family_hub_planner.engine.coverage import cover
from family_hub_planner.engine.coverage_page import coverage_page
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.method_note import Method
from family_hub_planner.engine.siting_page import SolverFacts, siting_page
from family_hub_planner.engine.tables import Table

SVG = "{http://www.w3.org/2000/svg}"
VOID = {"meta", "img", "br"}
SOLVER = SolverFacts(
    measure="most children within 20 minutes",
    unit="children",
    objective=3200.0,
    bound=3232.0,
    gap=0.01,
    proven=False,
    seconds=1.25,
    venues=60,
)


class Reader(HTMLParser):
    """Reads a page, fails on a tag that closes another, and keeps rows and plain words."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.words, self.rows = [], [], [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            return
        self.words.append(data)
        if self.open and self.open[-1] in ("td", "th"):
            self.rows[-1].append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def demand() -> Demand:
    children = np.array([2000.0, 1004, 996, 4, 300])
    return Demand(
        ids=["a", "b", "c", "d", "e"],
        children=children,
        need=children,
        decile=np.array([1.0, 1, 10, 9, 10]),
        quintile=np.array([1.0, 2, 5, 5, 5]),
        locality=["<script>alert(1)</script>", "North & West", "North & West", "", ""],
        authority=[""] * 5,
    )


def run(hubs=2, people=None):
    minutes = np.array([[5, 50, 40], [25, 50, 15], [45, 12, 40], [8, 50, 40], [np.inf] * 3])
    lost = np.array([False] * 4 + [True])
    near = np.array([True, False, False, True, False])
    ids = ["H1", "H2", "H3"][:hubs]
    edge = np.array([True, False, False])[:hubs]
    return cover(
        minutes[:, :hubs], people or demand(), ids, (10, 20, 30), lost, near_edge=near,
        hub_near_edge=edge,
    )  # fmt: skip


METHOD = Method(
    place="Fenshire",
    speed_kph=4.8,
    version="Family Hub Planner 9.9",
    further={"Weighting": "children <only>"},
    hub_names={"H1": "St Kilda's"},
)
SOURCES = ["Population; mid-2022; ONS; Open Government Licence v3"]


def sites() -> Table:
    return Table(
        {
            "site_id": ["H1", "V2", "V1", "V9"],
            "site_name": ["St Kilda's", "Fire <station>", None, None],
            "decision": ["kept", "open", "open", "not_chosen"],
            "order": [None, 2, 1, None],
            "children_gained": [None, 4.0, 1004.0, None],
            "reason": ["existing hub", "second <reason>", "first reason", None],
        },
        "sites",
    )


def siting():
    return page_of("siting", METHOD)


def page_of(which, method, sources=SOURCES, people=None):
    if which == "coverage":
        return coverage_page(run(people=people), method, sources)
    tables = run(2, people).by_decile, run(3, people).by_decile
    return siting_page(sites(), *tables, SOLVER, (10, 20, 30), method=method, sources=sources)


def pictures(html):
    return [
        ElementTree.fromstring(base64.b64decode(data))
        for data in re.findall(r"data:image/svg\+xml;base64,([^\"]+)", html)
    ]


def small(people, near):
    """Coverage of areas in one decile with these children, at these minutes from the hub."""
    children = np.array(people, dtype=float)
    count = len(people)
    same = Demand(
        [f"a{i}" for i in range(count)], children, children, np.ones(count), np.ones(count),
        [""] * count, [""] * count,
    )  # fmt: skip
    return cover(np.array(near, dtype=float)[:, None], same, ["H1"], (10, 20), np.isinf(near))


def lengths(html):
    (chart,) = pictures(html)
    boxes = [box for box in chart.iter(f"{SVG}rect") if box.get("stroke")]
    return [(float(box.get("y")), float(box.get("width"))) for box in boxes]
