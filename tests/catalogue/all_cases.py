"""The whole catalogue."""

from __future__ import annotations

from catalogue import layers, openstreetmap, places, results, tables

CASES = [*openstreetmap.CASES, *tables.CASES, *layers.CASES, *places.CASES, *results.CASES]
