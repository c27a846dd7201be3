"""Undo and redo: the plans that were tried, one after another. They are small, so all are kept."""

from __future__ import annotations

from typing import Generic, TypeVar

Step = TypeVar("Step")


class History(Generic[Step]):
    """The present plan, those before it, and those that were undone."""

    def __init__(self, start: Step) -> None:
        self._done = [start]
        self._undone: list[Step] = []

    @property
    def present(self) -> Step:
        """The plan as it stands."""
        return self._done[-1]

    @property
    def can_undo(self) -> bool:
        """Tell whether there is a step to take back."""
        return len(self._done) > 1

    @property
    def can_redo(self) -> bool:
        """Tell whether a step was taken back that can be done again."""
        return bool(self._undone)

    def do(self, plan: Step) -> None:
        """Take a step; what was undone before it is forgotten."""
        self._done.append(plan)
        self._undone.clear()

    def undo(self) -> Step:
        """Take the last step back; at the start nothing happens."""
        if self.can_undo:
            self._undone.append(self._done.pop())
        return self.present

    def redo(self) -> Step:
        """Do again what was taken back last; where nothing was, nothing happens."""
        if self.can_redo:
            self._done.append(self._undone.pop())
        return self.present
