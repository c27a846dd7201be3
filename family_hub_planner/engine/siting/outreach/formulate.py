"""The integer programme of hubs and linked outreach points.

A hierarchical location model by covering, of two levels (Moore and ReVelle, 1982, The hierarchical
service location problem, Operations Research 30, 775-780; covering as Church and ReVelle, 1974, The
maximal covering location problem, Papers of the Regional Science Association 32, 101-118), with
links from each lower site to one higher and with limited sessions. The lesser weight of the lower
level and the links' greatest drive are ours.

x_h = 1: a hub stands at h; z_j = 1: an outreach point runs at j; l_hj = 1: hub h's staff run it;
s_hj: sessions a week they run there; a_i = 1: area i is reached by a hub, u_ij: the share of it
reached by point j alone. With w_i its need, c_i its children, W the weight of outreach, N_i the
hubs within the hub minutes of i, M_i the points within the outreach minutes, D_j the hubs within
staff drive of j, r children a session, o_j sessions that j offers, S_h sessions of h's staff:

    maximise sum_i w_i (a_i + W sum_j u_ij)
    a_i <= sum over N_i of x_h,   u_ij <= z_j for j in M_i,   a_i + sum_j u_ij <= 1
    x_j + z_j <= 1,   sum of new x <= new hubs,   sum of new z <= points
    z_j <= sum over D_j of x_h                            where staff is not limited
    sum over D_j of l_hj = z_j,  l_hj <= x_h,  l_hj <= s_hj <= o_j l_hj,  sum_j s_hj <= S_h
    sum_i c_i u_ij <= r sum_h s_hj                        where room is limited
    sum over F of w_i (a_i + sum_j u_ij) >= share * sum over F of w_i

Without a limit of room one u_i an area serves (u_i <= sum over M_i of z_j), and a point runs one
session. Points that run today keep their sessions and take none of the hubs' for new ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...errors import InfeasibleError, InputError
from ..formulation import Formulation
from .problem import Bools, Floats, Ints, OutreachProblem

FLOOR_SLACK = 1e-7  # of a condition's own amount: what floating-point sums leave
# Shares are written in thousandths: then the slack is far above HiGHS's own tolerance of 1e-7. Of a
# row within that tolerance its presolve was seen to say that no plan keeps it, which one did.
SHARES_IN = 1000.0
_MOST_PAIRS = 2_000_000


@dataclass(frozen=True, eq=False)
class Programme:
    """The formulation and its columns' places.

    `x` and `z` have shape (m,), -1 for a site that cannot be one; `link` and `sessions` belong to
    the pairs `hub`, `point` (k,) (empty where staff is not limited); `reach` and `share` to the
    rows `reach_rows` and to the pairs `share_rows`, `share_sites` (-1: any point). `constant` is
    the need that standing hubs reach anyway. The columns cost what they reach, as less than nought.
    """

    form: Formulation
    x: Ints
    z: Ints
    link: Ints
    sessions: Ints
    hub: Ints
    point: Ints
    reach: Ints
    reach_rows: Ints
    share: Ints
    share_rows: Ints
    share_sites: Ints
    constant: float


def formulate(problem: OutreachProblem, forced: Bools | None = None) -> Programme:
    """Write the programme; `forced` marks venues that must be opened, as what they may be.

    A venue that may be both is forced as a point. Raises `InfeasibleError` for one that may be
    neither.
    """
    form = Formulation()
    form.columns(np.zeros(1))  # of nothing: HiGHS takes no programme without a column
    x, z = _add_sites(form, problem, forced)
    if forced is not None and (forced & (x < 0) & (z < 0)).any():
        raise InfeasibleError("A site that must be opened can be neither a hub nor a point.")
    link, sessions, hub, point = _add_links(form, problem, x, z)
    rows = np.flatnonzero(~problem.in_hub_reach()[:, problem.hub_now].any(axis=1))
    rows = rows[problem.weight[rows] > 0]
    reach, reach_rows = _add_reach(form, problem, x, rows)
    add = _add_shares if problem.has_room_limit else _add_cover
    share, share_rows, share_sites = add(form, problem, z, rows)
    _add_once(form, rows, (reach, reach_rows), (share, share_rows))
    constant = float(problem.weight.sum() - problem.weight[rows].sum())
    made = Programme(
        form, x, z, link, sessions, hub, point, reach, reach_rows, share, share_rows, share_sites,
        constant,
    )  # fmt: skip
    if problem.has_room_limit:
        _add_room(problem, made)
    for floor in problem.floors:
        add_floor(problem, made, floor.rows, floor.share)
    return made


def _add_sites(
    form: Formulation, problem: OutreachProblem, forced: Bools | None
) -> tuple[Ints, Ints]:
    m = len(problem.site_ids)
    must = np.zeros(m, dtype=bool) if forced is None else forced
    hubs, new_points = problem.hub_sites(), problem.new_point_sites()
    points = np.union1d(np.flatnonzero(problem.point_now), new_points)
    is_point = np.isin(np.arange(m), points)
    x, z = np.full(m, -1, dtype=np.intp), np.full(m, -1, dtype=np.intp)
    lowest = problem.hub_now | (must & ~is_point)
    x[hubs] = form.columns(np.zeros(len(hubs)), lower=lowest[hubs].astype(float), integer=True)
    lowest = problem.point_now | (must & is_point)
    z[points] = form.columns(np.zeros(len(points)), lower=lowest[points].astype(float),
                             integer=True)  # fmt: skip
    new_hubs = problem.new_hub_sites()
    if len(new_hubs):
        form.row(x[new_hubs], 1.0, most=float(problem.terms.new_hubs))
    if len(new_points):
        form.row(z[new_points], 1.0, most=float(problem.terms.points))
    for site in np.intersect1d(new_hubs, points):
        form.row(np.array([x[site], z[site]]), 1.0, most=1.0)
    return x, z


def _add_links(
    form: Formulation, problem: OutreachProblem, x: Ints, z: Ints
) -> tuple[Ints, Ints, Ints, Ints]:
    """Add what ties a new point to a hub: that one is near, or links where staff is limited."""
    none, near = np.zeros(0, dtype=np.intp), problem.within_staff_drive()
    hubs, points = problem.hub_sites(), problem.new_point_sites()
    if not problem.has_staff_limit:
        for point in points:
            if not near[problem.hub_now, point].any():
                able = x[hubs[near[hubs, point]]]
                values = np.append(np.full(len(able), -1.0), 1.0)
                form.row(np.append(able, z[point]), values, most=0.0)
        return none, none, none, none
    first, second = np.nonzero(near[np.ix_(hubs, points)])
    hub, point = hubs[first], points[second]
    link = form.columns(np.zeros(len(hub)), integer=True)
    form.rows(np.column_stack([link, x[hub]]), np.array([1.0, -1.0]), most=0.0)
    for one in points:
        own = link[point == one]
        form.row(np.append(own, z[one]), np.append(np.ones(len(own)), -1.0), 0.0, 0.0)
    sessions = _add_sessions(form, problem, link, point)
    _add_staff(form, problem, hub, sessions)
    return link, sessions, hub, point


def _add_sessions(form: Formulation, problem: OutreachProblem, link: Ints, point: Ints) -> Ints:
    """Add sessions a week for each link: one, or where room is limited up to those offered."""
    staffing = problem.staffing
    if staffing is None or not staffing.has_room_limit:
        return link
    most = staffing.offered[point]
    sessions = form.columns(np.zeros(len(link)), upper=most, integer=True)
    form.rows(np.column_stack([link, sessions]), np.array([1.0, -1.0]), most=0.0)
    for one, own, offered in zip(sessions, link, most):
        form.row(np.array([one, own]), np.array([1.0, -offered]), most=0.0)
    return sessions


def _add_staff(form: Formulation, problem: OutreachProblem, hub: Ints, sessions: Ints) -> None:
    staffing = problem.staffing
    if staffing is None:
        return
    for site in np.unique(hub):
        if np.isfinite(staffing.staff[site]):
            form.row(sessions[hub == site], 1.0, most=float(staffing.staff[site]))


def _add_reach(
    form: Formulation, problem: OutreachProblem, x: Ints, rows: Ints
) -> tuple[Ints, Ints]:
    """Add a_i for the rows that a new hub may reach."""
    new = problem.new_hub_sites()
    within = problem.in_hub_reach()[np.ix_(rows, new)]
    able = np.flatnonzero(within.any(axis=1))
    reach = form.columns(-problem.weight[rows[able]])
    for column, near in zip(reach, within[able]):
        _at_most(form, column, x[new[near]])
    return reach, rows[able]


def _add_cover(
    form: Formulation, problem: OutreachProblem, z: Ints, rows: Ints
) -> tuple[Ints, Ints, Ints]:
    """Add u_i for the rows that some point may reach."""
    points = np.flatnonzero(z >= 0)
    within = problem.in_point_reach()[np.ix_(rows, points)]
    able = np.flatnonzero(within.any(axis=1))
    share = form.columns(-problem.terms.weight * problem.weight[rows[able]])
    for column, near in zip(share, within[able]):
        _at_most(form, column, z[points[near]])
    return share, rows[able], np.full(len(able), -1, dtype=np.intp)


def _add_shares(
    form: Formulation, problem: OutreachProblem, z: Ints, rows: Ints
) -> tuple[Ints, Ints, Ints]:
    """Add u_ij for the pairs of a row and a point that may reach it."""
    points = np.flatnonzero(z >= 0)
    first, second = np.nonzero(problem.in_point_reach()[np.ix_(rows, points)])
    if len(first) > _MOST_PAIRS:
        raise InputError(
            f"{len(first):,} pairs of areas and venues are too many to share out by room (at most "
            f"{_MOST_PAIRS:,}). Test fewer venues, or leave the children a session out."
        )
    share = form.columns(-problem.terms.weight * problem.weight[rows[first]])
    form.rows(np.column_stack([share, z[points[second]]]), np.array([1.0, -1.0]), most=0.0)
    return share, rows[first], points[second]


def _at_most(form: Formulation, column: int, sites: Ints) -> None:
    """Add column <= sum of sites."""
    values = np.append(np.full(len(sites), -1.0), 1.0)
    form.row(np.append(sites, column), values, most=0.0)


def _add_once(
    form: Formulation, rows: Ints, reach: tuple[Ints, Ints], share: tuple[Ints, Ints]
) -> None:
    """Add that no row counts more than once, in both tiers together."""
    columns = np.concatenate([reach[0], share[0]])
    of_row = np.concatenate([reach[1], share[1]])
    order = np.argsort(of_row, kind="stable")
    starts = np.searchsorted(of_row[order], rows)
    ends = np.searchsorted(of_row[order], rows, side="right")
    for start, end in zip(starts, ends):
        if end - start > 1:
            form.row(columns[order[start:end]], 1.0, most=1.0)


def _add_room(problem: OutreachProblem, made: Programme) -> None:
    staffing = problem.staffing
    if staffing is None:
        return
    each = staffing.children
    for site in np.flatnonzero(made.z >= 0):
        own = np.flatnonzero(made.share_sites == site)
        takes = problem.children[made.share_rows[own]]
        if problem.has_staff_limit and not problem.point_now[site]:
            by, room = made.sessions[made.point == site], each
        else:
            by, room = made.z[[site]], each * staffing.offered[site]
        values = np.concatenate([takes, np.full(len(by), -room)])
        columns = np.concatenate([made.share[own], by])
        made.form.row(columns, values / max(1.0, float(np.abs(values).max())), most=0.0)


def reached_share(
    problem: OutreachProblem, made: Programme, rows: Bools
) -> tuple[Ints, Floats, float]:
    """Give columns and values whose sum, and a constant beside it, is the share reached of `rows`.

    In either tier, of all need of the rows, a bool array of shape (n,).
    """
    whole = float(problem.weight[rows].sum())
    by_hub, by_point = rows[made.reach_rows], rows[made.share_rows]
    columns = np.concatenate([made.reach[by_hub], made.share[by_point]])
    of_row = np.concatenate([made.reach_rows[by_hub], made.share_rows[by_point]])
    standing = problem.in_hub_reach()[:, problem.hub_now].any(axis=1)
    constant = float(problem.weight[rows & standing].sum()) / whole
    return columns, problem.weight[of_row] / whole, constant


def add_floor(problem: OutreachProblem, made: Programme, rows: Bools, share: float) -> None:
    """Add that at least `share` of the need of `rows` is reached, in either tier."""
    columns, values, constant = reached_share(problem, made, rows)
    least = share * (1 - FLOOR_SLACK) - constant
    made.form.row(columns, SHARES_IN * values, least=SHARES_IN * least)
