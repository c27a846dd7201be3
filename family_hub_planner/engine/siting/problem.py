"""The siting problem: minutes from demand to sites, what each demand point weighs, what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ..errors import CodesError, InputError
from ..in_words import many
from .in_order import sorted_indices
from .rules import Rules, check_rules

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class SitingProblem:
    """n demand points and m sites, some open already; checked once, at birth.

    Attributes
    ----------
    minutes
        Float array of shape (n, m): minutes from demand point to site, inf where the site cannot
        be reached, never negative and never nan.
    weight
        Float array of shape (n,): what one point counts for, zero or more. A point of weight zero
        asks for nothing: it is assigned to its nearest open site but stands in no objective.
    demand_ids, site_ids
        Text, n and m of them, each without repeats.
    existing
        Bool array of shape (m,): sites that are open today. They stay open but for those that
        `rules.may_close` names. All others are candidates.
    new_sites
        How many candidates may be opened BESIDES the existing sites; None where their number is
        what is asked for, or is limited by money alone.
    rules
        Conditions beside the objective.
    """

    minutes: Floats
    weight: Floats
    demand_ids: Sequence[str]
    site_ids: Sequence[str]
    existing: Bools
    new_sites: int | None
    rules: Rules = field(default_factory=Rules)

    def __post_init__(self) -> None:
        """Refuse what cannot be solved, in words."""
        for name, kind in (("minutes", float), ("weight", float), ("existing", bool)):
            object.__setattr__(self, name, np.asarray(getattr(self, name), dtype=kind))
        self._refuse_emptiness()
        _refuse_repeats(self.demand_ids, "demand point")
        _refuse_repeats(self.site_ids, "site")
        self._refuse_wrong_shapes()
        self._refuse_bad_minutes()
        self._refuse_bad_weights()
        self._refuse_bad_count()
        check_rules(self.rules, self.weight, self.existing)

    def _refuse_emptiness(self) -> None:
        if len(self.demand_ids) == 0:
            raise InputError("There is no demand point. Give a layer with at least one.")
        if len(self.site_ids) == 0 or (bool(self.existing.all()) and not len(self.closable())):
            raise InputError(
                f"There is no candidate site ({len(self.site_ids)} sites are open already). "
                "Give a layer of candidate venues with at least one place that is not yet a hub."
            )

    def _refuse_wrong_shapes(self) -> None:
        n_demand, n_sites = len(self.demand_ids), len(self.site_ids)
        wanted = {"minutes": (n_demand, n_sites), "weight": (n_demand,), "existing": (n_sites,)}
        for name, shape in wanted.items():
            found = getattr(self, name).shape
            if found != shape:
                raise InputError(
                    f"Siting: {name} has shape {found}, but {n_demand} demand points and "
                    f"{n_sites} sites need {shape}."
                )

    def _refuse_bad_minutes(self) -> None:
        bad = np.argwhere(np.isnan(self.minutes) | (self.minutes < 0))
        if len(bad):
            row, column = bad[0]
            raise InputError(
                f"{len(bad)} journeys have no usable minutes (first: from "
                f"{self.demand_ids[row]} to {self.site_ids[column]}). Give zero or more, and "
                "leave out the journeys that cannot be made."
            )

    def _refuse_bad_weights(self) -> None:
        bad = np.flatnonzero(~np.isfinite(self.weight) | (self.weight < 0))
        if len(bad):
            raise InputError(
                f"{len(bad)} of {len(self.demand_ids)} demand points have no usable weight "
                f"(first: {self.demand_ids[bad[0]]} with {self.weight[bad[0]]:g}). "
                "Give each a number that is zero or more."
            )
        if not self.weight.any():
            raise InputError(
                "Every demand point has weight zero, so no site is better than another. "
                "Choose a column of children or need that is not all zero."
            )

    def _refuse_bad_count(self) -> None:
        if self.new_sites is None:
            return
        least = 0 if len(self.closable()) else 1
        if self.new_sites == 0 and least:
            raise InputError(
                "No new site was asked for and no hub may close, so there is nothing to decide. "
                "Ask for 1 or more, or say which hubs may close."
            )
        if self.new_sites != int(self.new_sites) or self.new_sites < least:
            raise InputError(
                f"{self.new_sites} new sites were asked for. Ask for a whole number from {least}."
            )
        if self.new_sites > len(self.candidates()):
            raise InputError(
                f"{self.new_sites} new sites were asked for, of only "
                f"{many(len(self.candidates()), 'candidate', 'candidates')}. Ask for fewer, or add "
                "candidate venues."
            )

    def candidates(self) -> Ints:
        """Give the indices of the sites that may be opened."""
        return np.flatnonzero(~self.existing)

    def closable(self) -> Ints:
        """Give the indices of the existing sites that may close."""
        if self.rules.may_close is None:
            return np.array([], dtype=np.intp)
        return np.flatnonzero(self.existing & self.rules.may_close)

    def at_most(self) -> int:
        """Give how many candidates may be opened: `new_sites`, or all of them."""
        return len(self.candidates()) if self.new_sites is None else self.new_sites

    def takes(self) -> Floats:
        """Give what each row takes of a site's room, shape (n,)."""
        return self.weight if self.rules.takes is None else self.rules.takes

    def kept(self) -> Ints:
        """Give the indices of the sites that are open and stay open."""
        return np.setdiff1d(np.flatnonzero(self.existing), self.closable())

    def free(self) -> Ints:
        """Give the indices of the sites that are to be decided on, ascending."""
        return np.union1d(self.candidates(), self.closable())

    def unreachable(self) -> Ints:
        """Give the demand rows that no site reaches at all, whatever is opened."""
        return np.flatnonzero(np.isinf(self.minutes).all(axis=1))

    def asking(self) -> Ints:
        """Give the demand rows with a weight that some site, open or candidate, reaches."""
        return np.flatnonzero((self.weight > 0) & np.isfinite(self.minutes).any(axis=1))

    def minutes_to_nearest(self, open_sites: Ints) -> Floats:
        """Give minutes to the nearest of `open_sites`, shape (n,); inf where none is reached."""
        nearest: Floats = self.minutes[:, open_sites].min(axis=1, initial=np.inf)
        return nearest

    def in_order(self) -> tuple[SitingProblem, Ints, Ints]:
        """Give the problem sorted by ids, with the demand and site indices in that order.

        Solving the sorted problem makes the plan independent of the order of the input.
        """
        rows = sorted_indices(self.demand_ids)
        columns = sorted_indices(self.site_ids)
        ordered = SitingProblem(
            minutes=np.ascontiguousarray(self.minutes[np.ix_(rows, columns)]),
            weight=self.weight[rows],
            demand_ids=[self.demand_ids[row] for row in rows],
            site_ids=[self.site_ids[column] for column in columns],
            existing=self.existing[columns],
            new_sites=self.new_sites,
            rules=self.rules.in_order(rows, columns),
        )
        return ordered, rows, columns


def _refuse_repeats(ids: Sequence[str], what: str) -> None:
    repeated = [code for code, count in Counter(ids).items() if count > 1]
    if repeated:
        raise CodesError(
            f"{len(repeated)} {what} ids stand more than once (first: {repeated[0]}). "
            f"Give each {what} an id of its own."
        )
