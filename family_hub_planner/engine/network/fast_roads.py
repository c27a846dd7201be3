"""Fast roads without a mapped pavement, on which people would walk.

Which limits count as fast for which class stands in `resources/fast_roads.csv`. Tag meanings after
the OpenStreetMap wiki: "Key:sidewalk", "Key:lit".
"""

from __future__ import annotations

import math

from .access import access
from .limits import limits_kph
from .rules import KPH_PER_MPH, Rules, Tags

_PAVEMENTS = ("sidewalk", "sidewalk:left", "sidewalk:right", "sidewalk:both")
_NO_PAVEMENT = {"no", "none"}
_ROUNDING_KPH = 1.0  # 80 km/h is tagged for 50 mph


def is_fast(tags: Tags, built_up: bool, rules: Rules) -> bool:
    """Tell whether walkers would go along fast traffic: by the tagged limit, else by the class.

    Without a tagged limit a class of which the table says so is fast outside built-up areas
    unless it is lit: in British law street lights mean 30 mph where no sign says otherwise (Road
    Traffic Regulation Act 1984, s. 81-82). A mapped pavement or `foot=designated` makes any road
    calm. Whether walkers may go there at all is not asked.
    """
    road = rules.fast_roads.get(tags.get("highway", ""))
    if road is None or has_pavement(tags) or tags.get("foot") == "designated":
        return False
    limit = _tagged_limit_kph(tags, rules)
    if math.isinf(limit):
        return road.untagged and not built_up and tags.get("lit", "no") == "no"
    return _reaches(limit, road.fast_from_mph)


def has_pavement(tags: Tags) -> bool:
    """Tell whether a tag says that there is a pavement, on the way or mapped beside it."""
    return any(tags.get(key, "no") not in _NO_PAVEMENT for key in _PAVEMENTS)


def closed_to_feet(tags: Tags, rules: Rules) -> bool:
    """Tell whether a road says of itself that nobody walks there.

    A motorroad, or `sidewalk=no` and a limit from which the table closes the class. A missing
    pavement tag means unmapped and closes nothing; `foot=yes` outranks both.
    """
    if access({"foot": tags.get("foot", "")}, "walk", rules) in {"yes", "local"}:
        return False
    if tags.get("motorroad") == "yes":
        return True
    road = rules.fast_roads.get(tags.get("highway", ""))
    says_none = any(tags.get(key) in _NO_PAVEMENT for key in ("sidewalk", "sidewalk:both"))
    if road is None or not says_none or has_pavement(tags):
        return False
    return _reaches(_tagged_limit_kph(tags, rules), road.closed_from_mph)


def _tagged_limit_kph(tags: Tags, rules: Rules) -> float:
    """Give the higher of the limits tagged for the two directions, inf where there is none."""
    tagged = [kph for kph in limits_kph(tags, rules.limits_mph) if math.isfinite(kph)]
    return max(tagged, default=math.inf)


def _reaches(limit_kph: float, mph: float) -> bool:
    return mph * KPH_PER_MPH - _ROUNDING_KPH <= limit_kph < math.inf
