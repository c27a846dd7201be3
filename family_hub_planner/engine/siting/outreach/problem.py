"""The two-tier problem: hubs, outreach points linked to them, and the areas that they reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ...errors import CodesError, InputError
from ..in_order import sorted_indices

if TYPE_CHECKING:
    from ..rules import Floor

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Terms:
    """What is asked for.

    At most `points` new outreach points and `new_hubs` new hubs; an area is within reach of a hub
    up to `hub_minutes`, of a point up to `outreach_minutes`; a point stands at most `staff_drive`
    minutes from the hub that it is linked to. Need reached by a point alone counts `weight` (above
    0, at most 1) of what a hub's counts. Up to `type_loss` (0 to below 1) of the best value may be
    given up for venues of types named earlier.
    """

    points: int
    hub_minutes: float
    outreach_minutes: float
    staff_drive: float
    weight: float = 0.5
    new_hubs: int = 0
    type_loss: float = 0.0

    def __post_init__(self) -> None:
        """Refuse, in words, terms that cannot be met."""
        for name, count in (("outreach points", self.points), ("new hubs", self.new_hubs)):
            if count < 0 or count != int(count):
                raise InputError(f"{count} {name} were asked for. Ask for a whole number from 0.")
        if not 0 < self.weight <= 1:
            raise InputError(
                f"Need reached by an outreach point alone is to count {self.weight:g} of a hub's. "
                "Give a weight above 0 and at most 1."
            )
        if not 0 <= self.type_loss < 1:
            raise InputError(
                f"{100 * self.type_loss:g} % of the value may not be given up for types. Give 0 or "
                "more, and less than 100 %."
            )


@dataclass(frozen=True, eq=False)
class Staffing:
    """Sessions a week, for n sites each an array of shape (m,), and the children one has room for.

    `offered` is the most that a venue takes (whole numbers from 1; of a point that runs already,
    how many it runs), `staff` what a hub's staff can run at NEW points (inf for no limit known),
    `children` how many children one session has room for (inf for no limit).
    """

    offered: Floats
    staff: Floats
    children: float = float("inf")

    @property
    def has_room_limit(self) -> bool:
        """Tell whether children can fill a point up."""
        return bool(np.isfinite(self.children))

    @property
    def has_staff_limit(self) -> bool:
        """Tell whether any hub's staff is limited."""
        return bool(np.isfinite(self.staff).any())


@dataclass(frozen=True, eq=False)
class OutreachProblem:
    """n demand points and m sites, each a hub, a point, or what may become one; checked at birth.

    Attributes
    ----------
    minutes
        Float array (n, m): families' minutes from demand point to site, inf where there is no way.
    weight, children
        Float arrays (n,): need that is weighed, and children, who take room.
    demand_ids, site_ids
        Text, n and m of them, each without repeats.
    hub_now, point_now
        Bool arrays (m,): hubs that stand and outreach points that run today; they stay.
    may_be_hub, may_be_point
        Bool arrays (m,): venues that may become one; a venue becomes at most one of the two.
    staff
        Float array (m, m): staff minutes by car from a hub (row) to a point (column), inf for none.
    terms, floors
        What is asked for; shares of need that must be reached, in either tier.
    rank
        Int array (m,): the place of the venue's type in the order wanted, 0 first.
    staffing
        Sessions and room, or None where they are not limited.
    """

    minutes: Floats
    weight: Floats
    children: Floats
    demand_ids: Sequence[str]
    site_ids: Sequence[str]
    hub_now: Bools
    point_now: Bools
    may_be_hub: Bools
    may_be_point: Bools
    staff: Floats
    terms: Terms
    floors: Sequence[Floor] = ()
    rank: Ints | None = None
    staffing: Staffing | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be solved, in words."""
        n, m = len(self.demand_ids), len(self.site_ids)
        shapes = {"minutes": (n, m), "weight": (n,), "children": (n,), "staff": (m, m)}
        names = ("hub_now", "point_now", "may_be_hub", "may_be_point")
        for name, wanted in {**shapes, **dict.fromkeys(names, (m,))}.items():
            found = np.shape(getattr(self, name))
            if found != wanted:
                raise InputError(f"Outreach: {name} has shape {found}; {wanted} is needed.")
        _refuse_repeats(self.demand_ids, "demand point")
        _refuse_repeats(self.site_ids, "hub or venue")
        for name in ("weight", "children"):
            self._refuse_bad_counts(name)
        if not self.weight.any():
            raise InputError(
                "Every demand point has weight zero, so no plan is better than another. Choose a "
                "column of children or need that is not all zero."
            )
        if np.isnan(self.minutes).any() or np.isnan(self.staff).any():
            raise InputError("Outreach: some minutes are no number; give inf where there is no way")
        if (self.hub_now & self.point_now).any():
            raise InputError("A site cannot be a hub and an outreach point at once.")

    def _refuse_bad_counts(self, name: str) -> None:
        values: Floats = getattr(self, name)
        bad = np.flatnonzero(~np.isfinite(values) | (values < 0))
        if len(bad):
            some = f"of {len(values)} demand points {'has' if len(bad) == 1 else 'have'}"
            raise InputError(
                f"{len(bad)} {some} no usable {name} (first: "
                f"{self.demand_ids[bad[0]]}). Give each a number that is zero or more."
            )

    # Who may be what

    def new_hub_sites(self) -> Ints:
        """Give the venues that may become hubs; none where no new hub was asked for."""
        none = np.zeros(0, dtype=np.intp)
        return np.flatnonzero(self.may_be_hub & ~self.hub_now) if self.terms.new_hubs else none

    def hub_sites(self) -> Ints:
        """Give the hubs, and the venues that may become one."""
        return np.union1d(np.flatnonzero(self.hub_now), self.new_hub_sites())

    def new_point_sites(self) -> Ints:
        """Give the venues that may become outreach points: within staff drive of a possible hub."""
        near = self.within_staff_drive()[self.hub_sites()].any(axis=0)
        free = self.may_be_point & ~self.point_now & ~self.hub_now
        return np.flatnonzero(free & near)

    def beyond_staff_drive(self) -> Ints:
        """Give the venues that no hub, standing or possible, has within staff drive."""
        free = np.flatnonzero(self.may_be_point & ~self.point_now & ~self.hub_now)
        return np.setdiff1d(free, self.new_point_sites())

    def within_staff_drive(self) -> Bools:
        """Tell which hub (row) may run which point (column), shape (m, m): never itself."""
        near: Bools = self.staff <= self.terms.staff_drive
        np.fill_diagonal(near, False)
        return near

    def in_hub_reach(self) -> Bools:
        """Tell which sites each area has within the minutes of a hub, shape (n, m)."""
        within: Bools = self.minutes <= self.terms.hub_minutes
        return within

    def in_point_reach(self) -> Bools:
        """Tell which sites each area has within the minutes of an outreach point, shape (n, m)."""
        within: Bools = self.minutes <= self.terms.outreach_minutes
        return within

    def ranks(self) -> Ints:
        """Give each site's place in the order of types, shape (m,)."""
        return np.zeros(len(self.site_ids), dtype=np.intp) if self.rank is None else self.rank

    @property
    def has_room_limit(self) -> bool:
        """Tell whether children can fill a point up, so that areas are shared out."""
        return self.staffing is not None and self.staffing.has_room_limit

    @property
    def has_staff_limit(self) -> bool:
        """Tell whether any hub's staff is limited, so that links must be decided."""
        return self.staffing is not None and self.staffing.has_staff_limit

    def asked(self, **terms: float) -> OutreachProblem:
        """Give the problem with other terms."""
        return replace(self, terms=replace(self.terms, **terms))  # type: ignore[arg-type]

    def in_order(self) -> tuple[OutreachProblem, Ints, Ints]:
        """Give the problem sorted by ids, with the demand and site indices in that order."""
        rows, sites = sorted_indices(self.demand_ids), sorted_indices(self.site_ids)
        staffing = self.staffing
        if staffing is not None:
            staffing = replace(
                staffing, offered=staffing.offered[sites], staff=staffing.staff[sites]
            )
        ordered = OutreachProblem(
            minutes=self.minutes[np.ix_(rows, sites)],
            weight=self.weight[rows],
            children=self.children[rows],
            demand_ids=[self.demand_ids[row] for row in rows],
            site_ids=[self.site_ids[site] for site in sites],
            hub_now=self.hub_now[sites],
            point_now=self.point_now[sites],
            may_be_hub=self.may_be_hub[sites],
            may_be_point=self.may_be_point[sites],
            staff=self.staff[np.ix_(sites, sites)],
            terms=self.terms,
            floors=tuple(replace(floor, rows=floor.rows[rows]) for floor in self.floors),
            rank=self.ranks()[sites],
            staffing=staffing,
        )
        return ordered, rows, sites


def _refuse_repeats(ids: Sequence[str], what: str) -> None:
    repeated = [code for code, count in Counter(ids).items() if count > 1]
    if repeated:
        raise CodesError(
            f"{len(repeated)} {what} ids stand more than once (first: {repeated[0]}). "
            f"Give each {what} an id of its own."
        )
