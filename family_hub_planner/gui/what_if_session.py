"""A live what-if as it goes on: the plan at hand, its figures, and the steps back and forth."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..engine.errors import PlannerError
from ..engine.what_if import TRIAL, Plan
from ..engine.what_if_card import PlaceCard, place_card
from ..engine.what_if_history import History
from .translation import tr

if TYPE_CHECKING:
    from ..engine.what_if import Figures
    from .what_if_reading import Loaded


MUCH_LONGER = 5.0


class WhatIfSession(QObject):
    """Takes the steps of whoever tries a plan, by map, list or key, and tells who shows them.

    Signals: `changed` when plan or figures are others, `picked` with the id of the place that was
    picked ("" for none), `refused` with the sentence why a step was not taken.
    """

    changed = pyqtSignal()
    picked = pyqtSignal(str)
    refused = pyqtSignal(str)

    def __init__(self, loaded: Loaded, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.loaded = loaded
        self.what_if = loaded.what_if
        self.history: History[Plan] = History(self.what_if.today)
        self.much = MUCH_LONGER
        self.place = ""
        self._kinds = {place.id: place.kind for place in self.what_if.places}
        self._names = {place.id: place.name or place.id for place in self.what_if.places}
        self._fixed = _standing(loaded)
        self._shown = self.history.present
        self.figures: Figures = self.what_if.figures(self._shown, self.much)

    @property
    def plan(self) -> Plan:
        """The plan that is shown: the present one, or one while a trial hub is being dragged."""
        return self._shown

    def name(self, place_id: str) -> str:
        """Give a place's name, or its id where it has none."""
        trial = self.plan.trial(place_id)
        return trial.name if trial else self._names.get(place_id, place_id)

    def names(self) -> dict[str, str]:
        """Give the names of all places of the plan by their id."""
        return {**self._names, **{trial.id: trial.name for trial in self.plan.trials}}

    def kind(self, place_id: str) -> str:
        """Tell whether a place is a hub, a venue or a trial hub."""
        return self._kinds.get(place_id, TRIAL)

    def positions(self) -> dict[str, tuple[float, float]]:
        """Give where each place stands, in the network's system; those that stand nowhere not."""
        return {**self._fixed, **{trial.id: trial.xy for trial in self.plan.trials}}

    def card(self, place_id: str) -> PlaceCard:
        """Make the card of a place under the plan shown."""
        return place_card(self.what_if, self.plan, place_id)

    # Steps

    def toggle(self, place_id: str) -> bool:
        """Switch a place on or off; False and `refused` where that cannot be."""
        return self._try(lambda: self.what_if.switched(self.history.present, place_id))

    def switch(self, place_ids: Iterable[str]) -> bool:
        """Switch on just these places."""
        wanted = frozenset(place_ids)
        return self._try(lambda: self.what_if.with_on(self.history.present, wanted))

    def put(self, xy: tuple[float, float]) -> bool:
        """Place a trial hub, switched on, and pick it."""
        name = tr("Trial {}")
        present = self.history.present
        done = self._try(
            lambda: self.what_if.placed(present, name, xy, self.loaded.search.minutes(xy))
        )
        if done:
            self.pick(self.plan.trials[-1].id)
        return done

    def drag(self, trial_id: str, xy: tuple[float, float]) -> None:
        """Show the plan with a trial hub where it is dragged to; no step is taken yet."""
        try:
            minutes = self.loaded.search.minutes(xy)
        except PlannerError:
            return  # over a lake, say: the last figures stay until there is a way again
        self._show(self.what_if.moved(self.history.present, trial_id, xy, minutes))

    def drop(self, trial_id: str, xy: tuple[float, float]) -> bool:
        """Move a trial hub; it goes back to where it was if it cannot stand there."""
        present = self.history.present
        try:
            minutes = self.loaded.search.minutes(xy)
        except PlannerError as error:
            self.stop_dragging()
            self.refused.emit(str(error))
            return False
        return self._try(lambda: self.what_if.moved(present, trial_id, xy, minutes))

    def stop_dragging(self) -> None:
        """Show the present plan again."""
        self._show(self.history.present)

    def take_away(self, trial_id: str) -> bool:
        """Take a trial hub away; hubs and venues can only be switched off."""
        if self.history.present.trial(trial_id) is None:
            return False
        done = self._try(lambda: self.what_if.without(self.history.present, trial_id))
        if done:
            self.pick("")
        return done

    def back_to_today(self) -> None:
        """Go back to today's hubs; that is a step like any other, and can be undone."""
        if self.history.present is not self.what_if.today:
            self.history.do(self.what_if.today)
            self._show(self.what_if.today)

    def undo(self) -> None:
        """Take the last step back."""
        self._show(self.history.undo())

    def redo(self) -> None:
        """Take the step again that was taken back."""
        self._show(self.history.redo())

    def pick(self, place_id: str) -> None:
        """Pick a place, so that its card is shown; "" picks none."""
        self.place = place_id
        self.picked.emit(place_id)

    def set_much(self, minutes: float) -> None:
        """Set from how many minutes more a journey counts as much longer."""
        self.much = minutes
        self._show(self.plan)

    def _try(self, step: Callable[[], Plan]) -> bool:
        try:
            plan = step()
        except PlannerError as error:
            self.refused.emit(str(error))
            return False
        self.history.do(plan)
        self._show(plan)
        return True

    def _show(self, plan: Plan) -> None:
        self._shown = plan
        self.figures = self.what_if.figures(plan, self.much)
        if self.place and self.place not in self.names():
            self.place = ""
            self.picked.emit("")
        self.changed.emit()


def _standing(loaded: Loaded) -> dict[str, tuple[float, float]]:
    pairs = zip(loaded.places.ids, loaded.places.xy.tolist())
    return {place_id: (x, y) for place_id, (x, y) in pairs if math.isfinite(x) and math.isfinite(y)}
