"""What the public's pack tells jointly: no small count comes out of all its tables together.

A reader knows from the pack's layers which areas lie in which decile, quintile and locality and how
near each is, and from its tables the rounded counts and shares of each. All of that are linear
bounds on the areas' children: a linear program finds the least and the most that each count held
back can be. With a threshold of 70 a good many areas of the sample county are small.
"""

from __future__ import annotations

import csv
import math
import re
import sqlite3

import numpy as np
import pytest
from acceptance.qgis_process import SAMPLE, done
from scipy.optimize import linprog

THRESHOLD = UNIT = 70
GROUPS = {
    "today_by_decile": "idaci_decile",
    "today_by_quintile": "local_quintile",
    "today_by_locality": "locality",
    "need_by_decile": "idaci_decile",
    "need_by_quintile": "local_quintile",
    "need_by_locality": "locality",
}


@pytest.fixture(scope="module")
def tables(qgis, folder, sample_county, sample_areas):
    """The folder of tables of the public's pack of the sample county."""
    outs = {name: folder / f"joint_{name}.csv" for name in ("BY_DECILE", "BY_QUINTILE",
                                                            "BY_LOCALITY")}  # fmt: skip
    hubs = f"file://{SAMPLE / 'hubs.csv'}?type=csv&xField=easting&yField=northing&crs=EPSG:27700"
    given = {"HUBS": f"delimitedtext://{hubs}", "HUB_ID": "site_id"}
    cover = folder / "joint_coverage.gpkg"
    done(
        qgis.run(
            "coverage", **sample_county, **given, HOME_AUTHORITY="Fenmarch", MODE="pram",
            BANDS="10,20,30", AREAS=sample_areas, OUTPUT=cover, **outs,
        )
    )  # fmt: skip
    done(
        qgis.run(
            "report", **given, NEED=sample_areas, COVERAGE=cover, AUDIENCE="public",
            THRESHOLD=THRESHOLD, OUTPUT=folder / "joint.html", TABLES=folder / "joint", **outs,
        )
    )  # fmt: skip
    return folder / "joint"


def layer(folder, name):
    for file in sorted(folder.glob("*.gpkg")):
        with sqlite3.connect(file) as source:
            source.row_factory = sqlite3.Row
            if source.execute("select 1 from gpkg_contents where table_name=?", (name,)).fetchone():
                return [dict(row) for row in source.execute(f'select * from "{name}"')]
    raise AssertionError(f"There is no layer {name}.")


class Attack:
    """All that the pack tells of n areas as bounds: a matrix times their children is at most b."""

    def __init__(self, size):
        self.size, self.rows, self.most, self.held = size, [], [], []

    def between(self, vector, low, high):
        for one, bound in ((vector, high), (-vector, -low)):
            if math.isfinite(bound):
                self.rows.append(one)
                self.most.append(bound)

    def count(self, name, vector, said, whole=None):
        if said.startswith("all but"):
            vector, said = whole - vector, said[len("all but ") :]
        number = re.match(r"[\d,]+", said)
        if said.startswith("under"):
            self.between(vector, 0.001, THRESHOLD - 0.001)
            self.held.append((name, vector))
        elif said.split(" ")[0] == "0":
            self.between(vector, 0, 0)
        elif number:
            count = float(number[0].replace(",", ""))
            self.between(vector, count - UNIT / 2, count + UNIT / 2)
        share = re.search(r"\((\d+) %\)", said)
        if share and whole is not None:
            self.between(vector - (float(share[1]) + 0.5) / 100 * whole, -math.inf, 0)
            self.between(vector - (float(share[1]) - 0.5) / 100 * whole, 0, math.inf)

    def widths(self):
        matrix, most = np.array(self.rows), np.array(self.most)
        for name, vector in self.held:
            ends = [linprog(sign * vector, matrix, most, method="highs") for sign in (1, -1)]
            assert all(end.status == 0 for end in ends), f"{name}: the pack contradicts itself"
            yield name, -ends[1].fun - ends[0].fun


def told(tables):
    """Give the attack with all that the layers and the tables tell."""
    reach = {row["area_code"]: row for row in layer(tables, "minutes_by_area")}
    areas = [row for row in layer(tables, "need_by_area") if row["area_code"] in reach]
    attack, ones = Attack(len(areas)), np.eye(len(areas))
    for row, one in zip(areas, ones):
        children = row["children"]
        said = f"under {THRESHOLD}" if children is None else f"{children:.0f}"
        attack.count(row["area_code"], one, said)
    bands = np.array([reach[row["area_code"]]["band"] or math.inf for row in areas])
    for name, column in GROUPS.items():
        keys = np.array([str(row[column]) for row in areas])
        with (tables / "csv" / f"{name}.csv").open(encoding="utf-8-sig") as file:
            for row in csv.DictReader(file):
                key = next(iter(row.values()))
                whole = np.ones(len(areas)) if key == "All areas" else (keys == key).astype(float)
                for head, said in row.items():
                    band = re.fullmatch(r"Within (\d+) min", head)
                    if band:
                        near = whole * (bands <= float(band[1]))
                        attack.count(f"{name}, {key}, {head}", near, said, whole)
                    elif head.startswith(("All children", "Children counted")):
                        attack.count(f"{name}, {key}", whole, said)
    return attack


def test_no_small_count_comes_out_of_all_tables_and_layers_together(tables):
    attack = told(tables)
    assert len(attack.held) > 10 and len(attack.rows) > 500
    narrow = [(name, width) for name, width in attack.widths() if width < THRESHOLD / 10]
    assert not narrow
