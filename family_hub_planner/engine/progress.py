"""Progress, messages and cancelling, without a user interface.

The Processing adapter gives a subclass that drives QGIS's bar; a script may pass `Progress()`,
which is silent.
"""

from __future__ import annotations

from .errors import CancelledError


class Progress:
    """Silent progress; override `show`, `info`, `warn` and `cancelled` to be heard."""

    def show(self, fraction: float) -> None:
        """Show how much of the whole work is done, from 0 to 1."""

    def info(self, text: str) -> None:
        """Tell the user what was found or decided."""

    def warn(self, text: str) -> None:
        """Tell the user of something to look at; the run goes on."""

    def cancelled(self) -> bool:
        """Tell whether the user asked to stop."""
        return False

    def stop_if_asked(self) -> None:
        """Raise `CancelledError` if the user asked to stop; the bar stays where it is."""
        if self.cancelled():
            raise CancelledError("Stopped by the user; nothing was written.")

    def report(self, fraction: float) -> None:
        """Show the fraction done (0 to 1) and raise `CancelledError` if the user asked to stop."""
        self.stop_if_asked()
        self.show(min(1.0, max(0.0, fraction)))

    def part(self, start: float, end: float) -> Progress:
        """Give the progress of one step that fills the whole from `start` to `end` (0 to 1)."""
        return _Part(self, start, end)


class _Part(Progress):
    def __init__(self, whole: Progress, start: float, end: float) -> None:
        self._whole, self._start, self._width = whole, start, end - start

    def show(self, fraction: float) -> None:
        self._whole.show(self._start + self._width * fraction)

    def info(self, text: str) -> None:
        self._whole.info(text)

    def warn(self, text: str) -> None:
        self._whole.warn(text)

    def cancelled(self) -> bool:
        return self._whole.cancelled()
