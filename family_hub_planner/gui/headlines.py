"""The headline of a finished run: one sentence from the numbers that the algorithm returned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .steps import modes
from .translation import tr

_FEWEST = 10  # children: a smaller count is not told


def headline(algorithm_id: str, numbers: Mapping[str, Any]) -> str:
    """Say what a run found; a tool without a headline of its own is said to be done."""
    words = {
        "familyhub:buildnetwork": _network,
        "familyhub:networkfromlines": _network,
        "familyhub:downloadnetwork": _network,
        "familyhub:needlayer": _need,
        "familyhub:coverage": _coverage,
        "familyhub:suggestsites": _sites,
        "familyhub:comparescenarios": _change,
        "familyhub:report": _report,
    }
    return words[algorithm_id](numbers) if algorithm_id in words else tr("Done.")


def about(count: float) -> str:
    """Give a count of children as it may be told: rounded to ten, small ones held back."""
    if count <= 0:
        return tr("no")
    if count < _FEWEST:
        return tr("fewer than 10")
    return tr("about {}").format(f"{round(count / 10) * 10:,.0f}")


def ages_in_words(ages: str) -> str:
    """Give "children under 5" for "0-4", "children aged 5-11" for others."""
    first, _, last = ages.strip().partition("-")
    if first.strip() == "0" and last.strip().isdigit():
        return tr("children under {}").format(int(last) + 1)
    return tr("children aged {}").format(ages.strip()) if ages.strip() else tr("children")


def _network(numbers: Mapping[str, Any]) -> str:
    return tr("{length} km of ways in {edges} pieces.").format(
        length=f"{numbers.get('LENGTH_KM', 0):,.0f}", edges=f"{numbers.get('EDGES', 0):,.0f}"
    )


def _need(numbers: Mapping[str, Any]) -> str:
    text = tr("{children} {ages} in {areas} areas.").format(
        children=about(numbers.get("CHILDREN", 0)),
        ages=ages_in_words(str(numbers.get("ages", ""))),
        areas=f"{numbers.get('AREA_COUNT', 0):,.0f}",
    )
    return text[:1].upper() + text[1:]


def _coverage(numbers: Mapping[str, Any]) -> str:
    children = numbers.get("CHILDREN", 0)
    if not children:
        return tr("No children are counted in these areas.")
    bands = _bands(numbers)
    if not bands:
        return tr("The reach is measured.")
    first, *others = [(_share(reached, children), minutes) for minutes, reached in bands]
    text = tr("Modelled {mode}: {share} of {children} {ages} within {minutes} minutes").format(
        mode=dict(modes()).get(str(numbers.get("mode", "")), "").lower(),
        share=first[0],
        children=about(children),
        ages=ages_in_words(str(numbers.get("ages", ""))),
        minutes=first[1],
    )
    rest = [tr("{share} within {minutes}").format(share=s, minutes=m) for s, m in others]
    return ", ".join([text, *rest]) + "."


def _bands(numbers: Mapping[str, Any]) -> list[tuple[str, float]]:
    """Read "15=510; 30=870" as pairs of minutes and children."""
    pairs = [part.split("=") for part in str(numbers.get("REACHED_BY_BAND", "")).split(";")]
    return [(pair[0].strip(), float(pair[1])) for pair in pairs if len(pair) == 2]


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.0f} %"


def _sites(numbers: Mapping[str, Any]) -> str:
    chosen = str(numbers.get("sites", "") or numbers.get("SITES_CHOSEN", "")).strip()
    if not chosen:
        return tr("No venue tested adds to what is reached today.")
    proof = (
        tr("best of the venues tested on this measure")
        if numbers.get("PROVEN")
        else tr("the best found so far; not proven")
    )
    return tr("{sites}: {proof}. Options for testing; no decision made.").format(
        sites=chosen, proof=proof
    )


def _change(numbers: Mapping[str, Any]) -> str:
    areas = int(numbers.get("AREAS_LONGER", 0))
    name = str(numbers.get("plan", "")) or tr("With this plan")
    if not areas:
        return tr("{name}: no area has a longer journey.").format(name=name)
    return tr(
        "{name}: {areas} areas with longer journeys, {children} children, at most {minutes} "
        "minutes more."
    ).format(
        name=name,
        areas=areas,
        children=about(numbers.get("CHILDREN_LONGER", 0)),
        minutes=f"{numbers.get('LONGEST_INCREASE', 0) or 0:.0f}",
    )


def _report(numbers: Mapping[str, Any]) -> str:
    return tr("The evidence pack is written.")
