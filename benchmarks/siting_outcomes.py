"""What was found for each siting problem, by us and by the peer, read from the results."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from driver import Results
from siting_run import PEER_SOLVERS

SAME = 1e-6


@dataclass(frozen=True)
class Told:
    """One problem as one engine told it; an empty `found` says that it failed."""

    found: dict[str, Any]
    seconds: float
    clock: float

    @property
    def proven(self) -> bool:
        return bool(self.found.get("proven"))

    @property
    def objective(self) -> float | None:
        return self.found.get("objective")


@dataclass(frozen=True)
class Outcome:
    """One problem, ours and the peer's by solver."""

    ask: dict[str, Any]
    ours: Told
    peers: dict[str, Told]

    @property
    def name(self) -> str:
        return str(self.ask["name"])

    def optimal(self) -> bool:
        """Tell whether the published optimum was found."""
        return self.ours.objective == self.ask["optimum"]

    def ratio(self, solver: str) -> float | None:
        """Give our seconds by the peer's; a peer stopped at the limit took at least so long."""
        peer = self.peers.get(solver)
        if peer is None or not peer.seconds or not self.ours.proven:
            return None
        return self.ours.seconds / peer.seconds

    def agrees(self, solver: str) -> bool | None:
        """Tell whether both proven objectives are one number, None where one is not proven."""
        peer = self.peers.get(solver)
        if peer is None or not (peer.proven and self.ours.proven):
            return None
        ours, theirs = float(self.ours.objective or 0), float(peer.objective or 0)
        return abs(ours - theirs) <= SAME * max(abs(ours), 1.0)


def outcomes(results: Results, prefix: str) -> list[Outcome]:
    """Give what was found for the cases whose names begin so, in natural order."""
    found = []
    for key, one in results.kept.items():
        if key.startswith(f"siting/ours/{prefix}"):
            case = key.split("/", 2)[2]
            found += [_outcome(results, case, ask) for ask in one["asks"]]
    return sorted(found, key=lambda outcome: _natural(outcome.name))


def _natural(name: str) -> list[tuple[int, str]]:
    parts = re.split(r"(\d+)", name)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _outcome(results: Results, case: str, ask: dict[str, Any]) -> Outcome:
    peers = {}
    for solver in PEER_SOLVERS:
        told = _told(results, f"siting/spopt {solver}/{case}", ask["name"])
        if told is not None:
            peers[solver] = told
    ours = _told(results, f"siting/ours/{case}", ask["name"])
    return Outcome(ask, ours or Told({}, 0.0, 0.0), peers)


def _told(results: Results, key: str, name: str) -> Told | None:
    one = results.kept.get(key, {})
    if name not in one.get("facts", {}):
        return None
    return Told(one["facts"][name], one["seconds"].get(name, 0.0), one["wall"].get(name, 0.0))
