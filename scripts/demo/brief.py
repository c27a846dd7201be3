"""What the drawing child needs to know: files, titles and the words of the map."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .chain import MINUTES, Files
from .inputs import Inputs
from .look import rows
from .report import site_rows

NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


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
        "subtitle": _subtitle(files),
        "closer": _closer(files),
        "need_words": weighed if inputs.income_deprived else "children under 5",
        "attribution": attribution(inputs, files),
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


def _subtitle(files: Files) -> str:
    if not Path(files.layer("coverage")).is_file():
        return "Travel network, and what of the chain could be worked out with the files given."
    text = "Modelled minutes with a pram (3.6 km/h) from home to the nearest hub, by area"
    number = len(site_rows(files))
    if not number:
        return f"{text}."
    sites = "site" if number == 1 else "sites"
    return (
        f"{text}, and {NUMBERS.get(number, number)} {sites} suggested to bring most need within "
        f"{MINUTES} minutes."
    )


def _closer(files: Files) -> str:
    found = site_rows(files)
    where = f" round {found[0]['site_name'] or found[0]['site_id']}" if found else ""
    return f"Catchments of the existing hubs{f',{where}' if where else ''}"


def about_network(files: Files) -> dict[str, str]:
    """Give what the network's file says of itself."""
    return {row["key"]: row["value"] for row in rows(files.network, "about")}


def attribution(inputs: Inputs, files: Files) -> str:
    """Say whose data the results rest on."""
    about = about_network(files)
    roads = f"Roads: {about['dataset']}, {about['publisher']}, {about['licence']}."
    if inputs.fictional:
        return (
            "FICTIONAL sample data: no such county, street, building or figure exists. Do not "
            f"quote. Modelled, not measured; made by {about.get('made_by', 'Family Hub Planner')}."
        )
    need = Path(files.layer("need"))
    sources = rows(need, need.stem)[0]["sources"] if need.is_file() else ""
    data = f"{sources}. " if sources else ""
    return f"{roads} {data}Modelled, not measured; made by {about['made_by']}."
