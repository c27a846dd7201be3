"""Places whose address may put somebody in danger: they are never taken from the map.

Refuges and shelters stand in OpenStreetMap where somebody mapped them, although its wiki asks
mappers not to ("Tag:social_facility=shelter"). The rule stands in the code and in no table, so
that no table can switch it off. It would rather leave out a place too many.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# Values of `social_facility:for` after the OpenStreetMap wiki, and others in use for the same.
_FOR_KEYS = ("social_facility:for", "community_centre:for")
_AT_RISK = {
    "abuse", "abused", "battered", "displaced", "domestic_abuse", "domestic_violence", "girl",
    "girls", "refugee", "refugees", "sexual_abuse", "sexual_assault", "victim", "victims",
}  # fmt: skip
_WOMEN = {"woman", "women"}  # a women's community centre is no secret
_KIND_KEYS = ("amenity", "social_facility", "building", "office")
_KINDS = {
    "crisis_center", "crisis_centre", "rape_crisis", "refuge", "safe_house", "safehouse",
    "women_shelter", "women's_shelter", "womens_refuge", "womens_shelter",
}  # fmt: skip
_NAMES = (
    "name", "official_name", "alt_name", "short_name", "old_name", "operator", "owner",
    "description", "note",
)  # fmt: skip
_WORDS = re.compile(
    r"\b(refuge|safe[ -]?house|rape crisis|wom[ae]n['’]?s?['’]? (aid|refuge|shelter)"
    r"|(domestic|sexual) (abuse|assault|violence))\b",
    re.IGNORECASE,
)
SAFETY_KEYS = ("amenity", "social_facility", "building", "office", *_FOR_KEYS, *_NAMES)
"""The tag keys that the rule looks at."""


def may_endanger(tags: Mapping[str, str]) -> bool:
    """Tell whether a place's tags speak of a refuge, a shelter or people at risk."""
    kinds = {value for key in _KIND_KEYS for value in _values(tags, key)}
    if kinds & _KINDS or "shelter" in _values(tags, "social_facility"):
        return True
    served = {value for key in _FOR_KEYS for value in _values(tags, key)}
    if served & _AT_RISK or set(_values(tags, "social_facility:for")) & _WOMEN:
        return True
    return any(_WORDS.search(tags.get(key, "")) for key in _NAMES)


def _values(tags: Mapping[str, str], key: str) -> list[str]:
    return [value.strip().lower() for value in tags.get(key, "").split(";") if value.strip()]
