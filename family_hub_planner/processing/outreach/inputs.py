"""The parameters of an outreach run, made here so that the algorithm's file stays thin."""

from __future__ import annotations

from typing import Any

from .. import parameters as make
from ..parameters import tr


def layers() -> list[Any]:
    """Give the hubs and the venues with their fields."""
    venues = tr("Venues that may become outreach points")
    thin = make.number("THIN_M", tr("One place within (metres)"), None, 0.0, optional=True)
    one_place = tr(
        "Venues so near to each other, or to a hub, count as one. Those with the same UPRN, or "
        "postcode and name, or in one building of the estate, always do."
    )
    return [
        make.points("HUBS", tr("Hubs (and outreach points that run today)")),
        make.field("HUB_ID", tr("Hub id"), "HUBS"),
        make.field("HUB_NAME", tr("Hub's name"), "HUBS"),
        make.points("VENUES", venues),
        make.field("VENUE_ID", tr("Venue id"), "VENUES"),
        make.field("VENUE_NAME", tr("Venue's name"), "VENUES"),
        make.advanced(make.explained(thin, one_place)),
    ]


def question() -> list[Any]:
    """Give what is asked for."""
    order = make.text("TYPE_ORDER", tr("Types of venues, the first preferred"), optional=True)
    told = tr(
        '"library; school; fire station; -military base": types named earlier are taken first '
        "among plans that do equally well; types not named come last; a minus leaves one out."
    )
    points = make.count("OUTREACH", tr("New outreach points"), 4, 0)
    drive = make.number("STAFF_DRIVE", tr("Staff drive at most (minutes)"), 30.0, 0.1, 1000.0)
    by_car = tr("From the hub that a point is linked to, by car, one way. A preset, no standard.")
    weight = make.number("OUTREACH_WEIGHT", tr("Need of an outreach point counts"), 0.5, 0.01, 1.0)
    ours = tr("Beside 1 for need within reach of a hub. The half is our choice, not a finding.")
    floors = make.text("FLOORS", tr("At least (% of need in reach of either)"), optional=True)
    like = tr('"deciles 1-3=80; each locality=60; Oakham=50; all=70".')
    return [
        make.explained(order, told),
        make.explained(points, tr("At most so many, besides those that run today.")),
        make.number("HUB_MINUTES", tr("Within reach of a hub (minutes)"), 20.0, 0.1, 1000.0),
        make.number(
            "OUTREACH_MINUTES", tr("Within reach of an outreach point (minutes)"), 20.0, 0.1, 1000.0
        ),
        make.explained(drive, by_car),
        make.explained(weight, ours),
        make.explained(floors, like),
    ]


def further() -> list[Any]:
    """Give what few need: losses for types, new hubs, sessions and staff."""
    loss = make.number("TYPE_LOSS", tr("May be given up for types (% of value)"), 0.0, 0.0, 99.0)
    told = tr("Of the best value, for types named earlier. 0: types only decide between equals.")
    hubs = make.count("NEW_HUBS", tr("New hubs, chosen together with the points"), 0, 0)
    may = make.field("HUB_VENUES", tr("May hold a hub (yes or no)"), "VENUES")
    space = make.number("HUB_SPACE_M2", tr("Spare area of a hub at least (m²)"), None, 0.0,
                        optional=True)  # fmt: skip
    by = tr("By the column spare_area_m2 of the venues; where it is empty a venue holds no hub.")
    return [make.advanced(one) for one in (
        make.explained(loss, told), hubs, may, make.explained(space, by), *_sessions(),
    )]  # fmt: skip


def _sessions() -> list[Any]:
    sessions = make.field("SESSIONS", tr("Sessions a week that a venue offers"), "VENUES")
    each = make.count("POINT_SESSIONS", tr("Sessions a week where none are stated"), 1, 1)
    room = make.number("SESSION_CHILDREN", tr("Children a session has room for"), None, 0.1,
                       optional=True)  # fmt: skip
    shared = tr("Areas are then shared out, never past a point's room. Empty: no limit.")
    staff = make.field("STAFF_SESSIONS", tr("Sessions a week that a hub's staff can run"), "HUBS")
    new = tr("At new points, besides what they run today. Empty value: no limit known.")
    times = make.table("STAFF_TIMES", tr("Table of staff's travel times"), optional=True)
    how = tr("origin_id (hub), destination_id (venue), minutes. Needed with a table of times.")
    return [
        sessions,
        each,
        make.explained(room, shared),
        make.explained(staff, new),
        make.explained(times, how),
    ]


def search() -> list[Any]:
    """Give which venues are tested, how families travel, and how long is searched."""
    agreed = make.yes_no("ONLY_AGREED", tr("Only venues whose owner has agreed"), False)
    by_agreed = tr("By the column owner_agreed. Off: all are tested, and the reason says so.")
    public = make.yes_no("PUBLIC_ONLY", tr("Only venues open to the public"), True)
    by_open = tr("By the column open_to. Off: all count as open to all, and the reason says so.")
    gap = make.number("GAP", tr("Stop within this share of the best"), 0.0, 0.0, 0.99)
    steady = make.yes_no("STABILITY", tr("Test how often sites stay"), False)
    moved = tr("Solves anew with minutes, need and the weight moved by 20 %: 16 times.")
    most = make.count("FRONTIER_TO", tr("Frontier up to so many points"), None, 1, optional=True)
    hours = make.number("FULL_HOURS", tr("Hours a week of a full-time hub"), 15.0, 0.0, 168.0)
    return [
        make.mode(),
        make.direction(),
        make.max_snap(),
        make.bar_fast_roads(),
        make.text("SERVICE", tr("Only hubs with this service"), optional=True),
        make.advanced(make.explained(agreed, by_agreed)),
        make.advanced(make.explained(public, by_open)),
        make.advanced(make.number("TIME_LIMIT", tr("Time limit (seconds)"), 60.0, 1.0)),
        make.advanced(gap),
        make.advanced(make.explained(steady, moved)),
        make.advanced(make.explained(most, tr("Best plans of 1, 2, 3 ... Empty: up to OUTREACH."))),
        make.advanced(hours),
        make.advanced(make.count("THRESHOLD", tr("Hold back counts under"), 10, 0)),
    ]
