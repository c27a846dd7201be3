"""Who publishes the boundaries of areas: files of boundaries do not say, the areas' codes do."""

from __future__ import annotations

import re
from collections.abc import Iterable

BOUNDARIES = {  # by the first letter of the areas' codes: who asks to be credited
    "E": "Office for National Statistics",
    "W": "Office for National Statistics",
    "S": "Scottish Government",
}
BOUNDARIES_LINE = (
    "Boundaries of areas: {}, Open Government Licence v3.0; contains OS data © Crown copyright "
    "and database right."
)
_AREA_CODE = re.compile(r"([EWS])[0-9]{8}")


def boundary_credits(codes: Iterable[str]) -> list[str]:
    """Give the credits that are owed for areas of these codes, one a publisher; [] if unknown."""
    matched = (_AREA_CODE.fullmatch(code) for code in codes)
    publishers = sorted({BOUNDARIES[one[1]] for one in matched if one})
    return [BOUNDARIES_LINE.format(one) for one in publishers]
