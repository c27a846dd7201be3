"""Which network's file stands behind a pack's minutes, and how it is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ...engine.made_with import network_words
from ...engine.network.model import dated
from ...engine.network.store import network_about
from ...engine.report.checks_network import other_network


def network_named(about: Mapping[str, str]) -> str:
    """Name a network by what its file tells of itself, as a coverage names it; "" for none."""
    if not about:
        return ""
    edges = about.get("edges", "")
    return network_words(about, dated(about), int(edges) if edges.isdecimal() else 0)


def network_of(built: Sequence[Path], told: str) -> Path | None:
    """Give, of the networks that a run built, the first that may be the one a coverage tells of.

    None where each is another: the coverage was given a file from outside the run.
    """
    for path in built:
        if not told or not other_network(network_named(network_about(path)), told):
            return path
    return None
