"""Who may use a way and in which direction, and whom a barrier node stops, from their tags.

Tag meanings after the OpenStreetMap wiki: "Key:access", "Key:oneway", "Key:barrier". What each
value means stands in `resources/access.csv`, `barriers.csv` and `wheels.csv`.
"""

from __future__ import annotations

from .modes import MODES
from .rules import ACCESS_KEYS, FERRY, Rules, Tags

CYCLEWAYS = ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")


def access(tags: Tags, mode: str, rules: Rules) -> str:
    """Tell what the access tags say for a mode: "yes", "local", "no", or "" for nothing.

    "local" lets in those who start or end there. Of several values ("private;customers") the one
    that lets in furthest counts; a value that the table does not know leaves the next key to say.
    """
    for key in ACCESS_KEYS[mode]:
        said = {_verdict(key, value.strip(), mode, rules) for value in _values(tags, key)}
        for verdict in ("yes", "local", "no"):
            if verdict in said:
                return verdict
    return ""


def _values(tags: Tags, key: str) -> list[str]:
    return tags[key].split(";") if key in tags else []


def _verdict(key: str, value: str, mode: str, rules: Rules) -> str:
    row = rules.access.get((key, value)) or rules.access.get(("", value))
    return row[mode] if row else ""


def explicitly_let_in(tags: Tags, mode: str, rules: Rules) -> bool:
    """Tell whether a tag other than the general `access` lets the mode in."""
    named = {key: tags[key] for key in ACCESS_KEYS[mode][:-1] if key in tags}
    return access(named, mode, rules) in {"yes", "local"}


def wheels(tags: Tags, rules: Rules) -> bool | None:
    """Tell whether a pram gets along the way: yes, no, or None where no tag says.

    A tag that says yes (a ramp, `wheelchair=yes`) outranks all that say no.
    """
    said = {rules.wheels.get(tag) for tag in tags.items()}
    if True in said:
        return True
    return False if False in said else None


def directions(tags: Tags, mode: str) -> tuple[bool, bool]:
    """Tell whether the mode may go along the way forward and back.

    One-way streets bind cycle and drive; only `oneway:foot` binds walkers, and a ferry everybody.
    """
    if mode in {"walk", "pram"} and tags.get("highway") != FERRY:
        return _one_way(tags.get("oneway:foot", "no"))
    oneway = tags.get("oneway", "")
    if not oneway and _implied_one_way(tags):
        oneway = "yes"
    if mode == "cycle":
        if tags.get("oneway:bicycle"):
            oneway = tags["oneway:bicycle"]
        elif _contraflow(tags):
            oneway = "no"
    return _one_way(oneway)


def _contraflow(tags: Tags) -> bool:
    """Tell whether a lane leads cycles against the one-way traffic."""
    return any(
        tags.get(key, "").startswith("opposite") or tags.get(f"{key}:oneway") in {"no", "-1"}
        for key in CYCLEWAYS
    )


def _implied_one_way(tags: Tags) -> bool:
    roundabout = tags.get("junction") in {"roundabout", "circular"}
    return roundabout or tags.get("highway") == "motorway"


def _one_way(value: str) -> tuple[bool, bool]:
    if value in {"yes", "true", "1"}:
        return True, False
    if value in {"-1", "reverse"}:
        return False, True
    return True, True


def modes_stopped(tags: Tags, rules: Rules) -> frozenset[str]:
    """Give the modes that a barrier node stops; access tags on the node outrank its kind.

    A gate for access only ("local") lets pass: what lies behind it is bound by its own ways' tags.
    """
    by_kind = rules.barriers.get(tags.get("barrier", ""), frozenset())
    if tags.get("locked") == "yes":
        by_kind |= {"drive"}
    # Getting off the cycle stops nobody at a gate; on a way it would be a walk.
    tags = {key: value for key, value in tags.items() if value != "dismount"}
    said = {mode: access(tags, mode, rules) for mode in MODES}
    stopped = {mode for mode in MODES if said[mode] == "no"}
    # foot=yes on a stile says nothing about a pram.
    lifted = {mode for mode in MODES if mode != "pram" and said[mode]}
    if tags.get("wheelchair") in {"yes", "designated"}:
        lifted.add("pram")
    return frozenset(stopped | (by_kind - lifted))
