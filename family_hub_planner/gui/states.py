"""The six states of a step, each in one word for the picture and in words for people."""

from __future__ import annotations

from dataclasses import dataclass

EMPTY, READY, BUSY, FAILED, FINISHED, STALE = (
    "empty", "ready", "busy", "failed", "finished", "stale",
)  # fmt: skip


@dataclass(frozen=True)
class StepState:
    """How a step stands: one of six words, its title, what there is to say, and the same short.

    `again` says that its own tool has run before.
    """

    word: str
    title: str
    text: str
    short: str = ""
    again: bool = False
