"""JSON spoilt as a tree: values of another kind, names gone, given twice or put elsewhere."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from typing import Any

from fuzz.spoiling import Spoilt, spoilt
from hypothesis import strategies as st

HARD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, float("nan"), float("inf"), 2**63, 10**400, "", " ", "\0",
    "\ud800", "a" * 9000, "../../etc/passwd", "/etc/passwd", "C:\\x", "|layername=x", "a|b|c",
    "sample:hubs.csv", "sample:../../x", "sample:", "hubs.csv", ";", "2026-99-99", "<b>", "[% 1 %]",
    [], [[]], [None], [0, "a"], [{}], {}, {"from": "first"}, {"from": 1}, {"": None},
    {"a": {"b": []}},
    {"from": "second", "output": []}, [["a"]], ["a", "a"], "familyhub:coverage", "coverage", "id",
)  # fmt: skip
_LONG = st.integers(0, 2**24)
_MOVES = st.lists(
    st.tuples(
        st.sampled_from(["set"] * 5 + ["drop", "drop", "copy", "swap", "name", "into"]),
        _LONG,
        _LONG,
        st.integers(0, len(HARD_VALUES) - 1),
    ),
    min_size=1,
    max_size=4,
)


def spoilt_json(*values: Any) -> st.SearchStrategy[bytes]:
    """Give one of the values as JSON with a few spoilt places in its tree or in its text."""
    trees = st.builds(_spoil, st.sampled_from([json.dumps(value) for value in values]), _MOVES)
    texts = spoilt(*(json.dumps(value, indent=1).encode() for value in values), most=3)
    return st.one_of(trees, trees, trees, texts)


def _spoil(text: str, moves: Sequence[tuple[str, int, int, int]]) -> bytes:
    whole = [json.loads(text)]
    for kind, at, to, value in moves:
        places = list(_places(whole))
        holder, key = places[at % len(places)]
        other, beside = places[to % len(places)]
        if kind == "set":
            holder[key] = copy.deepcopy(HARD_VALUES[value])
        elif kind == "drop" and holder is not whole:
            del holder[key]
        elif kind == "copy":
            holder[key] = copy.deepcopy(other[beside])
        elif kind == "swap":
            one, two = copy.deepcopy(holder[key]), copy.deepcopy(other[beside])
            holder[key] = two
            if any(there is other for there, _ in _places(whole)):
                other[beside] = one
        elif kind == "name" and isinstance(holder, dict):
            holder[str(HARD_VALUES[value])[:60]] = holder.pop(key)
        elif kind == "into":
            holder[key] = [holder[key]]
    return Spoilt(json.dumps(whole[0]).encode("utf-8", "surrogatepass"))


def _places(value: Any) -> Any:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(pairs):
        yield value, key
        if isinstance(inner, (dict, list)):
            yield from _places(inner)
