"""Layers of coverage as 'Coverage of hubs' writes them, to scenarios of the demand's areas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsVectorLayer

from ...engine.comparison import Scenario
from ...engine.coverage_tiers import COLUMN_OF, Tiers
from ...engine.errors import ColumnError, InputError
from ...engine.made_with import COLUMN, MadeWith, read_made_with
from ..job import Job
from ..layers import (
    Places,
    check_ids,
    features_of,
    name_of,
    numbers_of,
    text_of,
    texts_of,
    value_of,
)

_NEEDED = ("area_code", "minutes", "hub_id")
_PARTED = ";"


@dataclass(frozen=True)
class CoverageLayer:
    """One coverage read: its areas' rows, what it was made with, its geometry's kind and system."""

    places: Places
    made: MadeWith
    kind: Any
    crs: QgsCoordinateReferenceSystem

    @property
    def hubs(self) -> Sequence[str]:
        """The hubs counted; where the layer does not tell them, those nearest to some area."""
        if self.made.hubs is not None:
            return self.made.hubs
        return sorted({hub for hub in texts_of(self.places, "hub_id") if hub})

    def scenario(self, name: str, areas: Sequence[str]) -> Scenario:
        """Give the coverage of `areas`, in their order."""
        row_of = {code: row for row, code in enumerate(self.places.ids)}
        rows = np.array([row_of.get(code, -1) for code in areas], dtype=np.intp)
        hubs = texts_of(self.places, "hub_id")
        return Scenario(
            name=name,
            minutes=self._minutes("minutes", rows),
            hub=[hubs[row] if row >= 0 else "" for row in rows],
            there=rows >= 0,
            no_car_minutes=self._no_car_minutes(rows),
            tiers=self._tiers(rows),
        )

    def shapes(self) -> dict[str, QgsGeometry]:
        """Give each area's shape by its code."""
        return {
            code: QgsGeometry(feature.geometry())
            for code, feature in zip(self.places.ids, self.places.features)
        }

    def _tiers(self, rows: np.ndarray) -> Tiers | None:
        if self.made.kinds is None:
            return None
        there = {kind: name for kind, name in COLUMN_OF.items() if self.places.has(name)}
        return Tiers(
            {kind: tuple(ids) for kind, ids in self.made.kinds.items()},
            {kind: self._minutes(name, rows) for kind, name in there.items()},
            frozenset(self.hubs),
        )

    def _no_car_minutes(self, rows: np.ndarray) -> np.ndarray | None:
        has = self.places.has("no_car_minutes")
        return self._minutes("no_car_minutes", rows) if has else None

    def _minutes(self, column: str, rows: np.ndarray) -> np.ndarray:
        """Give minutes by area, inf where the layer has none or lacks the area."""
        values = numbers_of(self.places, column)
        if (values < 0).any():
            first = self.places.ids[int(np.flatnonzero(values < 0)[0])]
            raise ColumnError(
                f"{self.places.name}: {int((values < 0).sum())} values of {column} are below zero "
                f"(first: {first}). Leave minutes empty where there is no journey."
            )
        values = np.append(np.where(np.isnan(values), np.inf, values), np.inf)
        return values[rows]


def read_base(job: Job) -> CoverageLayer:
    """Read the layer `BASE`."""
    source = job.source("BASE")
    return _read(name_of(source), features_of(source), source.fields().names(), source)


def read_plans(job: Job) -> list[tuple[str, CoverageLayer]]:
    """Read the layers `PLAN` with their names, from `PLAN_NAMES` or else the layers' own.

    `InputError` for a layer that cannot be opened, and for names that are not one for each layer
    or not different.
    """
    layers = _layers(job)
    names = [name.strip() for name in job.text("PLAN_NAMES").split(_PARTED) if name.strip()]
    if names and len(names) != len(layers):
        raise InputError(
            f"{job.label('PLAN_NAMES')} (PLAN_NAMES): {len(names)} names were given for "
            f"{len(layers)} plans. Give one for each, parted by semicolons."
        )
    names = names or [layer.name() or f"plan {i}" for i, layer in enumerate(layers, start=1)]
    twice = [name for i, name in enumerate(names) if name in names[:i]]
    if twice:
        raise InputError(
            f"Two plans are called {twice[0]!r}. Give each its own name in "
            f"{job.label('PLAN_NAMES')} (PLAN_NAMES), parted by semicolons."
        )
    found = []
    for name, layer in zip(names, layers):
        fields = layer.fields().names()
        found.append((name, _read(name_of(layer), features_of(layer), fields, layer)))
    return found


def _layers(job: Job) -> list[QgsVectorLayer]:
    given = job.parameters.get("PLAN")
    wanted = len(given) if isinstance(given, (list, tuple)) else 1
    found = job.layers("PLAN")
    if not found or len(found) < wanted:
        raise InputError(
            f"{job.label('PLAN')} (PLAN): {wanted - len(found)} of {wanted} layers cannot be "
            "opened. Choose coverages that QGIS can read."
        )
    return found


def _read(name: str, features: list[QgsFeature], fields: list[str], source: Any) -> CoverageLayer:
    missing = [column for column in _NEEDED if column not in fields]
    if missing:
        raise ColumnError(
            f"The layer {name} has no column {missing[0]!r}, so it is no output of 'Coverage of "
            f"hubs'. Choose that run's coverage. Its fields: {', '.join(fields)}."
        )
    if not features:
        raise InputError(f"The layer {name} has no features. Choose one with at least one.")
    ids = [text_of(value_of(feature, "area_code")) for feature in features]
    check_ids(ids, name, "area_code")
    places = Places(name, ids, np.full((len(ids), 2), np.nan), features)
    return CoverageLayer(places, _made_with(places), source.wkbType(), source.sourceCrs())


def _made_with(places: Places) -> MadeWith:
    """Read what the layer was made with; `InputError` where its rows are of several runs."""
    told = {}
    for column in ("mode", "bands", COLUMN):
        values = sorted(set(texts_of(places, column)))
        if len(values) > 1:
            raise InputError(
                f"The layer {places.name} holds rows of several runs: its column {column!r} has "
                f"{len(values)} different values. Give the output of one run of coverage."
            )
        told[column] = values[0]
    return read_made_with(told["mode"], told["bands"], told[COLUMN])


def first_named(codes: Iterable[str], most: int = 10) -> str:
    """Name the first codes, sorted, and count the rest."""
    all_of = sorted(codes)
    more = f" and {len(all_of) - most:,d} more" if len(all_of) > most else ""
    return f"{', '.join(all_of[:most])}{more}"
