"""Rutland's published files, and its streets as a graph that networkx walks by itself."""

from __future__ import annotations

import csv
import json
import shutil

import geopandas
import networkx as nx
import numpy as np
import pandas as pd
from acceptance.qgis_process import done, points_csv

CHILD = "Aged 15 years and under"


def make_rutland(qgis, data, folder):
    """Write Rutland's network, areas and demand points, and what the network's run told of it."""
    data = data / "rutland"
    pbf = data / "network" / "rutland-latest_2022-07-20.osm.pbf"
    built = done(qgis.run("buildnetwork", INPUT=pbf, OUTPUT=folder / "network.gpkg"))
    (folder / "network.json").write_text(json.dumps(built.results), encoding="utf-8")
    done(
        qgis.run("needlayer", AREAS=data / "boundaries" / "LSOA_2021_E06000017.geojson",
                 CODE="LSOA21CD", NAME="LSOA21NM", AGES="0-15",
                 DEPRIVATION=data / "deprivation" / "imd2025_england_lsoa21.csv",
                 POPULATION=data / "population" / "census2021_age6_lsoa21.csv",
                 OUTPUT=folder / "need.gpkg", POINTS=folder / "points.gpkg")
    )  # fmt: skip


def network_of(files, folder):
    """Copy the network of `make_rutland` into a folder; give its run's results, as of there."""
    told = json.loads((files / "network.json").read_text("utf-8"))
    return {**told, "OUTPUT": str(shutil.copy(files / "network.gpkg", folder))}


class County:
    """Rutland's files, split into hubs and venues, and where the chain writes."""

    def __init__(self, data, folder):
        self.data, self.folder = data / "rutland", folder
        with (self.data / "facilities" / "gias_open_establishments_2025-05-24.csv").open(
            newline="", encoding="utf-8"
        ) as text:
            reader = csv.DictReader(text)
            schools = sorted(reader, key=lambda row: float(row["urn"]))
            heading = reader.fieldnames
        self.hubs = self._write("hubs", heading, schools[::6])
        self.venues = self._write("venues", heading, [s for s in schools if s not in schools[::6]])
        self.hub_ids = [str(int(float(school["urn"]))) for school in schools[::6]]
        self.schools = {str(int(float(s["urn"]))): s for s in schools}

    def _write(self, name, heading, rows):
        path = self.folder / f"{name}.csv"
        with path.open("w", newline="", encoding="utf-8") as text:
            writer = csv.DictWriter(text, heading)
            writer.writeheader()
            writer.writerows(rows)
        return points_csv(path)

    def file(self, *parts):
        return self.data.joinpath(*parts)

    def children(self):
        """Give the census's children of each LSOA."""
        table = pd.read_csv(self.file("population", "census2021_age6_lsoa21.csv"))
        table = table[table.age_group == CHILD]
        return dict(zip(table.lsoa21_code, table.usual_residents))


def need_parameters(county):
    where = county.file("boundaries", "lsoa_latlong.csv")
    return {
        "AREAS": county.file("boundaries", "LSOA_2021_E06000017.geojson"), "CODE": "LSOA21CD",
        "NAME": "LSOA21NM", "AGES": "0-15",
        "CENTROIDS": points_csv(where, "longitude", "latitude", "EPSG:4326"),
        "CENTROID_CODE": "LSOACD",
        "DEPRIVATION": county.file("deprivation", "imd2025_england_lsoa21.csv"),
        "POPULATION": county.file("population", "census2021_age6_lsoa21.csv"),
    }  # fmt: skip


def layer(path, name):
    return geopandas.read_file(path, layer=name)


class WalkGraph:
    """The streets open to walkers as a networkx graph, made from the file by other tools.

    Nobody passes a blocked junction: each street that meets there ends in a dead end of its own.
    """

    def __init__(self, path):
        edges, nodes = layer(path, "edges"), layer(path, "nodes")
        blocked = set(nodes.index[nodes.blocked.fillna("").str.split(",").map(set).map(
            lambda modes: "walk" in modes)])  # fmt: skip
        open_ = edges.walk_forward.notna() | edges.walk_back.notna()
        island = edges.island.fillna("").str.split(",").map(lambda modes: "walk" in modes)
        motorway = edges["class"].isin(["motorway", "motorway_link"])
        self.ways = edges[open_ & ~island & ~motorway]
        self.barriers = layer(path, "barriers").geometry
        self.graph = nx.MultiDiGraph()
        self.ends = {}
        for edge in edges[open_].itertuples():
            ends = [f"{node} of {edge.Index}" if node in blocked else node
                    for node in (edge.from_node, edge.to_node)]  # fmt: skip
            self.ends[edge.Index] = ends
            self._join(*ends, edge.walk_forward, edge.walk_back)

    def _join(self, tail, head, forward, back, share=1.0):
        if np.isfinite(forward):
            self.graph.add_edge(tail, head, minutes=forward * share)
        if np.isfinite(back):
            self.graph.add_edge(head, tail, minutes=back * share)

    def nearest(self, point):
        """Give the nearest street, how far along it, and the metres there; None over a barrier."""
        metres = self.ways.distance(point)
        edge = self.ways.loc[metres.idxmin()]
        along = edge.geometry.project(point)
        way = geopandas.GeoSeries([point, edge.geometry.interpolate(along)]).unary_union.convex_hull
        if self.barriers.intersects(way).any():
            return None
        return metres.idxmin(), along / edge.geometry.length, metres.min()

    def put(self, name, point):
        """Split the street that a point is nearest to; give the walk there in metres."""
        found = self.nearest(point)
        if found is None:
            return None
        index, share, metres = found
        edge, (tail, head) = self.ways.loc[index], self.ends[index]
        self._join(tail, name, edge.walk_forward, edge.walk_back, share)
        self._join(name, head, edge.walk_forward, edge.walk_back, 1 - share)
        return metres
