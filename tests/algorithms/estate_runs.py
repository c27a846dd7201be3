"""The toy town's estate of three buildings and a shed, and its options worked out."""

from __future__ import annotations

from algorithms.runs import demand, points, run

SOUTH = {"site_id": "007", "site_name": "South Hub", "status": "Active",
         "site_type": "Family Hub", "services": "stay and play", "may_close": "yes",
         "owner": "Toytown Council", "tenure": "freehold", "lease_end": "", "break_date": "",
         "floor_area_m2": 100.0, "spare_area_m2": 20.0, "hours_week": 30.0,
         "running_cost_gbp": 10_000.0, "one_off_gbp": 5_000.0, "clawback_gbp": 0.0,
         "clawback_until": "", "backlog_gbp": 700.0, "open_to": "public", "owner_agreed": "",
         "authority": "Toytown"}  # fmt: skip
NORTH = {**SOUTH, "site_id": "8", "site_name": "North Hub", "may_close": "no"}
LIBRARY = {**SOUTH, "site_id": "9", "site_name": "Library", "status": "", "site_type": "",
           "services": "", "may_close": "no", "owner": "Library Trust", "floor_area_m2": 400.0,
           "spare_area_m2": 100.0, "running_cost_gbp": 20_000.0, "one_off_gbp": 2_000.0,
           "owner_agreed": "no"}  # fmt: skip
SHED = {**LIBRARY, "site_id": "S", "site_name": "Shed", "may_close": "yes", "spare_area_m2": 0.0,
        "running_cost_gbp": 1_000.0, "one_off_gbp": 500.0, "owner": "Parks"}  # fmt: skip


def estate(south=None, north=None, library=None, shed=None):
    rows = [
        ((60, 0), {**SOUTH, **(south or {})}),
        ((360, 720), {**NORTH, **(north or {})}),
        ((660, 0), {**LIBRARY, **(library or {})}),
    ]
    if shed is not None:
        rows.append(((940, 0), {**SHED, **shed}))
    return points(rows, name="estate")


def options(network, **given):
    """Run with two steps from 1 April 2026 within 10 minutes, the tables in memory."""
    tables = ("FRONTIER", "MOVES", "WORSE", "SITES", "BY_OWNER", "BY_GROUP", "UNROUTED")
    asked = {"NETWORK": network, "ESTATE": estate(), "DEMAND": demand(), "STEPS": 2, "MINUTES": 10,
             "WORSE_MINUTES": 5, "FROM_DATE": "2026-04-01", **given}  # fmt: skip
    return run("rationalise", **dict.fromkeys(tables, "TEMPORARY_OUTPUT"), **asked)


def moves(done):
    return [(row["step"], row["site_id"], row["move"], row["to_site"]) for row in
            done.rows("OUTPUT")]  # fmt: skip
