"""Coverages of the toy town's hubs today and under two plans, and their comparison.

Today's hubs are 007 (South) and 8 (North). "Move" gives up 007 for 9 at the end of High Street;
"Alone" gives up 8.
"""

from __future__ import annotations

from algorithms.runs import HUBS, demand, points, run
from qgis.core import QgsFeatureRequest, QgsVectorLayer

CLOSE = 2e-3
NINE = ((720, 0), {"site_id": "9", "site_name": "East Hub"})
TODAY, MOVE, ALONE = HUBS, [HUBS[1], NINE], [HUBS[0]]
TABLES = ("BY_DECILE", "BY_QUINTILE", "BY_LOCALITY", "BY_AGE", "BY_GROUP", "BY_CAR", "BY_OFFER")


def cover(network, hubs, **parameters):
    """Run coverage for some hubs and give its layer."""
    given = {"NETWORK": network, "HUBS": points(hubs, name="hubs"), "HUB_ID": "site_id",
             "DEMAND": demand(), "BANDS": "5,10", **parameters}  # fmt: skip
    done = run("coverage", **given)
    layer = done.layer("OUTPUT").clone()
    layer.setName("coverage")
    return layer


def compare(base, *plans, **parameters):
    names = "; ".join(("Move", "Alone", "Third")[: len(plans)])
    given = {"BASE": base, "PLAN": list(plans), "PLAN_NAMES": names, "DEMAND": demand(),
             **parameters}  # fmt: skip
    return run("comparescenarios", **given)


def everything(base, *plans, **parameters):
    return compare(base, *plans, **dict.fromkeys(TABLES, "TEMPORARY_OUTPUT"), **parameters)


def by_area(done, plan="Move"):
    return {row["area_code"]: row for row in done.rows("OUTPUT") if row["plan"] == plan}


def row(done, table, key, plan="Move"):
    (found,) = [r for r in done.rows(table) if (r["plan"], r["key"]) == (plan, key)]
    return found


def page_of(tmp_path, *coverages, **parameters):
    path = tmp_path / "compare.html"
    done = compare(*coverages, HTML=str(path), **parameters)
    return done, path.read_text("utf-8")


def layer_without(layer: QgsVectorLayer, *names: str) -> QgsVectorLayer:
    copy = layer.materialize(QgsFeatureRequest())
    assert copy.dataProvider().deleteAttributes([copy.fields().indexOf(n) for n in names])
    copy.updateFields()
    return copy
