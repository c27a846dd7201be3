"""Change an extract as one rule of another engine would: ways left out, tags forgotten or given."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import osmium
from measure import Answer, drive


def matches(tags: dict[str, str], rules: list[dict[str, str]]) -> bool:
    """Tell whether all patterns of one of the rules match; a pattern "" wants the tag missing."""
    return any(
        all(_fits(tags.get(key), pattern) for key, pattern in rule.items()) for rule in rules
    )


def _fits(value: str | None, pattern: str) -> bool:
    if not pattern:
        return value is None
    return value is not None and re.search(pattern, value) is not None


def edited(tags: dict[str, str], request: dict[str, Any]) -> dict[str, str]:
    """Forget the tags that match, and give a limit (km/h, by class) to roads without one."""
    forgotten = request.get("forget", {})
    kept = {
        key: value
        for key, value in tags.items()
        if key not in forgotten or not re.search(forgotten[key], value)
    }
    limit = request.get("untagged_kph", {}).get(tags.get("highway", ""))
    if limit is not None and "maxspeed" not in tags:
        kept["maxspeed"] = f"{limit:g}"
    return kept


def edit(request: dict[str, Any], answer: Answer) -> None:
    """Write the extract without the ways that match, and with the tags that the rule would see."""
    count = {"left_out": 0, "changed": 0}
    with osmium.SimpleWriter(str(Path(request["target"])), overwrite=True) as writer:
        for entity in osmium.FileProcessor(request["osm"]):
            tags = {tag.k: tag.v for tag in entity.tags}
            if entity.is_way() and matches(tags, request.get("leave_out", [])):
                count["left_out"] += 1
                continue
            kept = edited(tags, request)
            count["changed"] += kept != tags
            writer.add(entity.replace(tags=kept) if kept != tags else entity)
    answer.facts.update(count)


if __name__ == "__main__":
    drive({"edit": edit})
