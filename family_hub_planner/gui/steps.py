"""The five steps of a plan, in the words that the dock shows."""

from __future__ import annotations

from dataclasses import dataclass

from .translation import tr


@dataclass(frozen=True)
class Step:
    """One step: its name, its icon's file name, one sentence, and (button, algorithm id) pairs."""

    name: str
    icon: str
    sentence: str
    buttons: tuple[tuple[str, str], ...]


def steps() -> tuple[Step, ...]:
    """Give the steps in the order in which a planner takes them, in the user's language."""
    return (_network(), _need(), _reach(), _sites(), _evidence())


def _network() -> Step:
    return Step(
        tr("Network"),
        "network",
        tr("Turn an OpenStreetMap file into a network to walk, push a pram, cycle or drive on."),
        ((tr("Build a network…"), "familyhub:buildnetwork"),),
    )


def _need() -> Step:
    return Step(
        tr("Need"),
        "need",
        tr("Join areas to children's ages and deprivation, to see where the need is."),
        ((tr("Make the need layer…"), "familyhub:needlayer"),),
    )


def _reach() -> Step:
    return Step(
        tr("Reach"),
        "reach",
        tr("Model the journey to each hub, and who is left beyond it."),
        (
            (tr("Draw catchments…"), "familyhub:catchments"),
            (tr("Measure coverage…"), "familyhub:coverage"),
        ),
    )


def _sites() -> Step:
    return Step(
        tr("Sites"),
        "sites",
        tr("Test where hubs and outreach could stand, and what the estate could share."),
        (
            (tr("Read your estate…"), "familyhub:importestate"),
            (tr("Find venues…"), "familyhub:candidatesfromosm"),
            (tr("Suggest sites…"), "familyhub:suggestsites"),
            (tr("Suggest outreach…"), "familyhub:suggestoutreach"),
            (tr("Share buildings…"), "familyhub:colocate"),
            (tr("Options for the estate…"), "familyhub:rationalise"),
        ),
    )


def _evidence() -> Step:
    return Step(
        tr("Evidence"),
        "evidence",
        tr(
            "Set plans beside today: whose journeys would grow. Each tool writes a page that you "
            "can open and print; a report for members follows in a later version."
        ),
        ((tr("Compare scenarios…"), "familyhub:comparescenarios"),),
    )
