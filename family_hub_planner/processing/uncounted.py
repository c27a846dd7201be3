"""Demand points that no figure can hold: their children, or their need, are not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..engine.errors import InputError
from ..engine.in_words import many
from .layers import Places

NO_CHILDREN = "no count of children"
NO_NEED = "need is not known"
_NAMED = 10


@dataclass(frozen=True)
class Uncounted:
    """The demand points left out of a run, each with the reason why; none is the usual case."""

    places: Places
    reasons: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.places)

    def headline(self) -> str:
        """Say beside the answer how many areas it does not hold; "" where it holds all."""
        lacking = {NO_CHILDREN: "no count of children", NO_NEED: "no known need"}
        said = []
        for reason in self._there():
            count = len(self._ids(reason))
            have, stand = ("has", "stands") if count == 1 else ("have", "stand")
            areas = many(count, "area", "areas")
            said.append(f"{areas} {have} {lacking[reason]} and {stand} in no figure.")
        return " ".join(said)

    def notes(self) -> list[str]:
        """Name the areas left out, a sentence for each reason."""
        return [
            f"Left out, {reason}: {_listed(self._ids(reason))}. Every count is without "
            f"{'it' if len(self._ids(reason)) == 1 else 'them'}: at least so many. Shares and "
            "minutes are of the other areas."
            for reason in self._there()
        ]

    def _there(self) -> list[str]:
        return [reason for reason in (NO_CHILDREN, NO_NEED) if reason in self.reasons]

    def _ids(self, reason: str) -> list[str]:
        return [code for code, why in zip(self.places.ids, self.reasons) if why == reason]


def part_uncounted(places: Places, reasons: Sequence[str]) -> tuple[Places, Uncounted]:
    """Part those that can be counted (reason "") from those that cannot.

    Raises `InputError` where none is left.
    """
    keep = [not reason for reason in reasons]
    if not any(keep):
        raise InputError(
            f"None of the {many(len(places), 'demand point', 'demand points')} of {places.name} "
            f"can be counted ({reasons[0]}). Fill its columns children and need."
        )
    out = places.chosen([not kept for kept in keep])
    return places.chosen(keep), Uncounted(out, tuple(reason for reason in reasons if reason))


def unknown_need_note(ids: Sequence[str]) -> str:
    """Name areas whose children are counted while their need is not known; "" where none."""
    if not ids:
        return ""
    return (
        f"Need is not known in {many(len(ids), 'area', 'areas')} ({_listed(ids)}): children there "
        "are counted, and every sum of need is without them."
    )


def _listed(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - _NAMED:,} more" if len(ids) > _NAMED else ""
    return f"{', '.join(ids[:_NAMED])}{more}"
