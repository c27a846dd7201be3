"""What the drawing child needs to know: files, titles and the words of the map."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .chain import Files
from .inputs import Inputs
from .look import rows

NO_SUCH = "No such county, street, building or figure exists."


def write_brief(inputs: Inputs, files: Files) -> Path:
    """Write the child's brief into the steps' folder and give its path."""
    path = files.steps / "brief.json"
    path.write_text(json.dumps(brief(inputs, files), indent=1), encoding="utf-8")
    return path


def brief(inputs: Inputs, files: Files) -> dict[str, Any]:
    """Give the brief as plain data."""
    about = about_network(files)
    weighed = "children under 5 in income-deprived families (estimate)"
    return {
        "planner": str(files.planner),
        "network": str(files.network),
        "steps": str(files.steps),
        "crs": about["crs"],
        "home": inputs.home,
        "hub_id": inputs.hubs.id_field if inputs.hubs else "",
        "extras": _extras(inputs),
        "title": f"Family hubs in {inputs.title}" if inputs.fictional else _title(inputs),
        "need_words": weighed if inputs.income_deprived else "children under 5",
        "notes": NO_SUCH if inputs.fictional else "",
    }


def _title(inputs: Inputs) -> str:
    return f"Family hubs: modelled reach and need ({inputs.title})"


def _extras(inputs: Inputs) -> list[dict[str, str]]:
    places = {"hubs": inputs.hubs, "venues": inputs.venues}
    found = [
        {"name": name, "source": place.source, "provider": "ogr"}
        for name, place in places.items()
        if place is not None
    ]
    for extra in found:
        provider, _, rest = extra["source"].partition("://")
        if provider == "delimitedtext":
            extra.update(source=rest, provider=provider)
    if inputs.localities:
        found.append({"name": "localities", "source": inputs.localities, "provider": "ogr"})
    return found


def about_network(files: Files) -> dict[str, str]:
    """Give what the network's file says of itself."""
    return {row["key"]: row["value"] for row in rows(files.network, "about")}


def attribution(inputs: Inputs, files: Files) -> str:
    """Say whose data the results rest on."""
    about = about_network(files)
    roads = f"Roads: {about['dataset']}, {about['publisher']}, {about['licence']}."
    if inputs.fictional:
        return (
            f"FICTIONAL sample data. {NO_SUCH} Do not "
            f"quote. Modelled, not measured; made by {about.get('made_by', 'Family Hub Planner')}."
        )
    need = Path(files.layer("need"))
    sources = rows(need, need.stem)[0]["sources"] if need.is_file() else ""
    data = f"{sources}. " if sources else ""
    return f"{roads} {data}Modelled, not measured; made by {about['made_by']}."
