"""What stands in the way of services in buildings, counted by kind for a reader."""

from __future__ import annotations

from collections import Counter

_NAMED = 3  # kinds of obstacle


def kind_of(obstacle: str) -> str:
    """Name an obstacle's kind, without the figures and names of one pair, to count it by."""
    if obstacle.startswith("open "):
        return "open too few hours"
    if obstacle.endswith("could not reach it there"):
        return "out of reach of some who reach it today"
    return obstacle.partition(":")[0].partition(" (")[0]


def most_in_the_way(found: Counter[str]) -> str:
    """Name the commonest obstacles with their numbers: "no room: 31; unfit type: 7"."""
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return "; ".join(f"{kind}: {count:,d}" for kind, count in ranked[:_NAMED])
