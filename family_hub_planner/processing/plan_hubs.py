"""The hubs of a plan: those of today without the ones given up, with the venues added."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

import numpy as np
from qgis.core import QgsField, QgsFields, QgsGeometry, QgsPointXY

from ..engine.errors import CodesError
from .fields import TEXT, fields_of
from .job import Job, Row
from .layers import Places, plain_of, text_of

CHANGE = "plan_change"
STAYS, ADDED = "stays", "added"


def ids_asked(job: Job, name: str, there: Places, what: str) -> list[str]:
    """Give the ids of a text, commas or semicolons between; one that is not there is refused."""
    asked = [part.strip() for part in re.split(r"[,;\n]", job.text(name)) if part.strip()]
    known = set(there.ids)
    astray = [one for one in dict.fromkeys(asked) if one not in known]
    if astray:
        near = get_close_matches(astray[0], there.ids, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise CodesError(
            f"{job.label(name)}: {', '.join(astray[:5])} is not among the {len(there):,d} {what} "
            f"(first: {', '.join(there.ids[:5])}).{hint}"
        )
    return list(dict.fromkeys(asked))


def rows_of_plan(
    parts: Sequence[tuple[Places, str]], hub_id: str
) -> tuple[QgsFields, Iterator[Row]]:
    """Give the columns of all parts, the first one's first, and the rows of a plan's hubs.

    `parts` are places with what the plan does with them (`STAYS`, `ADDED`). Ids are text in the
    column `hub_id`; a column that differs in kind between the parts becomes text.
    """
    kinds: dict[str, set[int]] = {}
    first: dict[str, QgsField] = {}
    for places, _ in parts:
        for field in places.features[0].fields():
            if field.name().lower() not in {"fid", CHANGE, hub_id.lower()}:
                first.setdefault(field.name(), field)
                kinds.setdefault(field.name(), set()).add(field.type())
    mixed = {name for name, found in kinds.items() if len(found) > 1}
    fields = fields_of([hub_id, CHANGE], {hub_id: TEXT})
    for name, field in first.items():
        fields.append(fields_of([name], {name: TEXT})[0] if name in mixed else QgsField(field))
    return fields, _rows(parts, list(first), mixed)


def _rows(
    parts: Sequence[tuple[Places, str]], names: Sequence[str], mixed: Collection[str]
) -> Iterator[Row]:
    for places, change in parts:
        there = set(places.features[0].fields().names())
        for hub, feature, (x, y) in zip(places.ids, places.features, places.xy):
            values: list[Any] = [hub, change]
            for name in names:
                value = feature[name] if name in there else None
                values.append(text_of(plain_of(value)) or None if name in mixed else value)
            stated = np.isfinite([x, y]).all()
            yield values, QgsGeometry.fromPointXY(QgsPointXY(x, y)) if stated else None


def check_apart(stay: Places, added: Places) -> None:
    """Refuse a venue that is to be added though it bears the id of a hub that stays."""
    both = sorted(set(stay.ids) & set(added.ids))
    if both:
        raise CodesError(
            f"{', '.join(both[:5])} would be a hub twice: the id is among the hubs that stay. Give "
            "each place its own id."
        )
