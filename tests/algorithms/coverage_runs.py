"""Coverage of the toy town's two hubs, run with a test's own parameters."""

from __future__ import annotations

from algorithms.runs import demand, hubs, run

CLOSE = 2e-3


def cover(network, **parameters):
    given = {"NETWORK": network, "HUBS": hubs(), "HUB_ID": "site_id", "DEMAND": demand(),
             "BANDS": "5,10", **parameters}  # fmt: skip
    return run("coverage", **given)
