"""What an outreach run was asked, each floor beside what today's sites and the plan make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.bands import in_minutes, minutes_long
from ...engine.in_words import many
from ...engine.published import share_of

if TYPE_CHECKING:
    from ...engine.siting.outreach.plan import OutreachPlan, Tiers
    from ...engine.siting.rules import Floor
    from ..job import Job
    from .problem import Read

Said = list[tuple[str, str]]


def asked_of(job: Job, read: Read, plan: OutreachPlan, today: Tiers) -> Said:
    """Give name and value of everything that shaped the plan, for the page.

    Shares of need are held back where they would tell a small count.
    """
    return [
        *_question(job, read),
        *_floors(job, read, today, plan.tiers()),
        *_types(job),
        *_sessions(job),
        *_places(job, read),
        ("The search", _search(job)),
    ]


def _question(job: Job, read: Read) -> Said:
    terms = read.problem.terms
    points, hubs = terms.points, terms.new_hubs
    running = int(read.sites.point_now.sum())
    run = "runs" if running == 1 else "run"
    besides = f", besides {running} that {run} today" if running else ""
    said = [("New outreach points", f"at most {points}{besides}" if points else "none")]
    if hubs:
        may = many(len(read.problem.new_hub_sites()), "venue", "venues")
        said.append(("New hubs", f"at most {hubs}, in any of {may} that may hold one"))
    return [
        *said,
        ("Within reach of a hub", in_minutes(terms.hub_minutes)),
        ("Within reach of an outreach point", in_minutes(terms.outreach_minutes)),
        ("Staff drive at most", f"{in_minutes(terms.staff_drive)}, one way"),
        ("Weight of need reached by an outreach point alone", f"{terms.weight:g}"),
    ]


def _floors(job: Job, read: Read, today: Tiers, then: Tiers) -> Said:
    threshold = job.count("THRESHOLD")
    said = []
    for floor in read.problem.floors:
        now, with_plan = (_share(read, floor, tiers, threshold) for tiers in (today, then))
        said.append((
            f"Floor for {floor.label}",
            f"at least {100 * floor.share:g} % of need within reach of either: today {now}, the "
            f"plan {with_plan}",
        ))  # fmt: skip
    return said


def _share(read: Read, floor: Floor, tiers: Tiers, threshold: float) -> str:
    weight = np.where(floor.rows, read.problem.weight, 0.0)
    reached = float(weight @ (1.0 - tiers.neither))
    return share_of(reached, float(weight.sum()), threshold)


def _types(job: Job) -> Said:
    order = job.text("TYPE_ORDER")
    if not order:
        return []
    loss = f"{job.number('TYPE_LOSS'):g} % of the best value"
    return [("Order of types", order), ("May be given up for types", loss)]


def _sessions(job: Job) -> Said:
    room, staff = job.optional_number("SESSION_CHILDREN"), job.field("STAFF_SESSIONS")
    said = []
    if room is not None:
        said.append(("Children a session has room for", f"{room:g}"))
    if staff:
        said.append(("Sessions a week that a hub's staff can run", f"column {staff}"))
    if room is not None or staff:
        stated = f"column {job.field('SESSIONS')}, else " if job.field("SESSIONS") else ""
        said.append(
            ("Sessions a week that a venue offers", f"{stated}{job.count('POINT_SESSIONS')}")
        )
    return said


def _places(job: Job, read: Read) -> Said:
    said = [("Only hubs with the service", job.text("SERVICE"))] if job.text("SERVICE") else []
    thinned = job.optional_number("THIN_M")
    near = f", or within {thinned:,.0f} m" if thinned else ""
    one = f"same building of the estate, UPRN, or postcode and name{near}"
    said.append(("Venues taken for one place", one))
    which = []
    if job.yes("PUBLIC_ONLY"):
        which.append("open to the public, or not said")
    if job.yes("ONLY_AGREED"):
        which.append("whose owner has not refused")
    drive = minutes_long(read.problem.terms.staff_drive)
    which.append(f"within {drive} staff drive of a hub")
    tested = many(len(read.problem.new_point_sites()), "venue", "venues")
    return [*said, ("Venues", f"{tested}: {'; '.join(which)}")]


def _search(job: Job) -> str:
    gap = job.number("GAP")
    until = f"until within {100 * gap:g} % of the best" if gap else "until proven"
    return f"{until}, at most {job.number('TIME_LIMIT'):g} seconds"
