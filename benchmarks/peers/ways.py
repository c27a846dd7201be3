"""The ways of an extract as OSMnx would ask a server for them, read with pyosmium.

OSMnx gets its ways from a server that has already left out what its `network_type` does not want;
from a file it takes everything. So the same filter is worked on the file first; that time is not
counted against anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import osmium
import osmnx

RULE = re.compile(r'\["([\w:]+)"(?:(!?~)"([^"]*)")?\]')


def wanted_by_osmnx(mode: str) -> list[tuple[str, str, str]]:
    """Give OSMnx's own filter for a mode as rules: key, comparison, pattern."""
    return RULE.findall(osmnx._overpass._get_network_filter(mode))


def passes(tags: dict[str, str], rules: list[tuple[str, str, str]]) -> bool:
    """Tell whether a way's tags pass all rules: `~` must match, `!~` must not, else must be."""
    for key, comparison, pattern in rules:
        value = tags.get(key)
        matches = value is not None and (not pattern or re.search(pattern, value) is not None)
        if matches == (comparison == "!~"):
            return False
    return True


def wanted_ways(path: Path, mode: str) -> Iterator[Any]:
    """Give the ways of the file that the mode wants, in the file's order."""
    rules = wanted_by_osmnx(mode)
    for way in osmium.FileProcessor(str(path), osmium.osm.WAY):
        if passes({tag.k: tag.v for tag in way.tags}, rules):
            yield way


def write_filtered(path: Path, mode: str, target: Path) -> None:
    """Write the ways a mode wants, with their nodes, as the XML that OSMnx reads."""
    with osmium.BackReferenceWriter(
        str(target), ref_src=str(path), overwrite=True, remove_tags=False
    ) as writer:
        for way in wanted_ways(path, mode):
            writer.add_way(way)
