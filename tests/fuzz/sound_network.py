"""What holds of every network, whatever it was built from or read from."""

from __future__ import annotations

import numpy as np

from family_hub_planner.engine.network.model import MINUTE_STEP, Network


def assert_sound_network(network: Network, built: bool = True) -> None:
    """Hold a network's arrays to fit one another, and its numbers to be what they are called.

    One that is not `built` but read from a file may have minutes that somebody has written there.
    """
    nodes, edges = len(network.node_xy), len(network.length_m)
    assert nodes > 0
    assert edges > 0
    assert network.node_xy.shape == (nodes, 2)
    assert np.isfinite(network.node_xy).all()
    assert np.isfinite(network.lines.xy).all()
    assert np.isfinite(network.length_m).all()
    assert (network.length_m >= 0).all()
    for ends in (network.edge_from, network.edge_to):
        assert ends.shape == (edges,)
        assert (ends >= 0).all()
        assert (ends < nodes).all()
    assert len(network.lines) == edges
    for polylines in (network.lines, network.barriers):
        assert polylines.start[0] == 0
        assert polylines.start[-1] == len(polylines.xy)
        assert (np.diff(polylines.start) >= 2).all()
    for mode, minutes in network.minutes.items():
        assert minutes.shape == (edges, 2)
        assert not np.isnan(minutes).any()
        assert (minutes >= 0).all()
        known = minutes[np.isfinite(minutes)]
        if built:
            assert np.array_equal(np.rint(known / MINUTE_STEP) * MINUTE_STEP, known)
        assert network.blocked[mode].shape == (nodes,)
        assert network.island[mode].shape == network.local_only[mode].shape == (edges,)
    for turn in network.turns:
        assert 0 <= turn.from_edge < edges
        assert 0 <= turn.to_edge < edges
        assert 0 <= turn.node < nodes
