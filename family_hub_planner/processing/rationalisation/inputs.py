"""The parameters of a run on the estate's options, and its outputs."""

from __future__ import annotations

from typing import Any

from ...engine.siting.rationalisation.problem import GROSS, NET
from .. import parameters as make
from ..parameters import tr


def estate_inputs() -> list[Any]:
    """Give the parameters of the estate itself."""
    estate = make.points("ESTATE", tr("Estate: buildings"))
    told = tr("Hubs and other buildings in one layer, with the facility columns.")
    serves = make.field("SERVES", tr("Serves families (yes or no)"), "ESTATE")
    how = tr("Empty: those with a site type and status Active, as the national return has.")
    may = make.field("MAY_GIVE_UP", tr("May be given up (yes or no)"), "ESTATE", "may_close")
    asked = tr("Buildings with yes may be given up, as options for testing. No other is.")
    return [
        make.explained(estate, told),
        make.field("ESTATE_ID", tr("Building id"), "ESTATE", "site_id"),
        make.field("ESTATE_NAME", tr("Building's name"), "ESTATE"),
        make.advanced(make.explained(serves, how)),
        make.explained(may, asked),
    ]


def question_inputs() -> list[Any]:
    """Give the parameters of what is asked for: steps, money, minutes and floors."""
    steps = make.count("STEPS", tr("Steps from nothing to most saved"), 6, 1)
    lie = tr("They lie evenly along the saving; steps that are the same plan are shown once.")
    saving = make.choice("SAVING", tr("Saving that the steps go by"), (NET, GROSS), NET)
    net = tr("net: a year, less what is paid once spread over the years. gross: a year.")
    years = make.number("YEARS", tr("Years to spread one-off costs over"), 5.0, 0.1, 100.0)
    plain = tr("Evenly, without discounting. 5 is our choice.")
    start = make.text("FROM_DATE", tr("Earliest date (empty: today)"), optional=True)
    day = tr("As 2026-04-01. Lease ends and breaks after it say when a building can be left.")
    minutes = make.number("MINUTES", tr("Within minutes"), 20.0, 0.1, 1000.0)
    used = tr("For the floors, the outreach point and the page.")
    worse = make.number("WORSE_MINUTES", tr("Much longer: more minutes than"), 10.0, 0.0, 1000.0)
    floors = make.text("FLOORS", tr("At least (% of need within the minutes)"), optional=True)
    told = tr('"deciles 1-3=80; each locality=60; Oakham=50; all=70". Must hold today.')
    return [
        make.explained(steps, lie),
        make.explained(saving, net),
        make.explained(years, plain),
        make.explained(start, day),
        make.explained(minutes, used),
        make.explained(worse, tr("Areas whose journey grows by more are named.")),
        make.explained(floors, told),
    ]


def money_inputs() -> list[Any]:
    """Give the parameters of costs, and of what may move where; all folded away."""
    running = make.field("RUNNING_COST", tr("Running cost a year"), "ESTATE", "running_cost_gbp")
    leaving = make.field("ONE_OFF", tr("Cost of giving up (once)"), "ESTATE", "one_off_gbp")
    fitting = make.field("FITTING_COST", tr("Cost of moving in (once)"), "ESTATE", "one_off_gbp")
    once = tr("Of the building moved into, paid once however many move in.")
    rent = make.number("MOVE_IN_COST", tr("Space moved into: pounds a m2 a year"), None, 0.0,
                       optional=True)  # fmt: skip
    share = tr("Empty: the running cost of the building moved into, by floor area. 0: nothing.")
    move = make.yes_no("MAY_MOVE", tr("Services may move into other buildings"), True)
    needs = make.field("AREA_NEEDED", tr("Area a service needs (m2)"), "ESTATE")
    default = tr("Empty, or an empty value: the floor area less the spare area of its building.")
    spare = make.field("SPARE_AREA", tr("Spare area (m2)"), "ESTATE", "spare_area_m2")
    near = make.number("MOVE_M", tr("Moves no further than (metres)"), 5000.0, 0.0)
    agreed = make.yes_no("ONLY_AGREED", tr("Only into buildings whose owner has agreed"), False)
    said = tr("Leaves out those whose owner_agreed says no. Off: tried, and the reason says so.")
    return [
        make.advanced(running),
        make.advanced(leaving),
        make.advanced(make.explained(fitting, once)),
        make.advanced(make.explained(rent, share)),
        make.advanced(move),
        make.advanced(make.explained(needs, default)),
        make.advanced(spare),
        make.advanced(
            make.explained(
                near,
                tr("By straight line. A service moves for its own families; 5 km is our choice."),
            )
        ),
        make.advanced(make.explained(agreed, said)),
    ]


def outreach_inputs() -> list[Any]:
    """Give the parameters of the outreach point that would mend most."""
    venues = make.points("VENUES", tr("Venues for an outreach point"), optional=True)
    told = tr("Empty: the estate's own buildings that are open to the public and stay.")
    return [
        make.explained(venues, told),
        make.field("VENUE_ID", tr("Venue id"), "VENUES", "site_id"),
        make.field("VENUE_NAME", tr("Venue's name"), "VENUES"),
    ]


def search_inputs() -> list[Any]:
    """Give the parameters of travel and of the search."""
    hours = make.number("FULL_HOURS", tr("Hours a week of a full-time site"), 15.0, 0.0, 168.0)
    stands = make.yes_no("PART_TIME_COUNTS", tr("Part-time sites stand in for full ones"), False)
    off = tr("Off: families of a full-time site are not sent to one of fewer hours.")
    return [
        make.mode(),
        make.direction(),
        make.max_snap(),
        make.bar_fast_roads(),
        make.text("SERVICE", tr("Only sites with this service"), optional=True),
        make.advanced(make.number("TIME_LIMIT", tr("Time limit (seconds)"), 120.0, 1.0)),
        make.advanced(make.number("GAP", tr("Stop within this share of the best"), 0.0, 0.0, 0.99)),
        make.advanced(hours),
        make.advanced(make.explained(stands, off)),
        make.advanced(make.count("THRESHOLD", tr("Hold back counts under"), 10, 0)),
    ]


def outputs() -> list[Any]:
    """Give the layers, tables and the page."""
    kind = make.SourceType
    moves = make.sink("MOVES", tr("Where families and services go"), kind.TypeVectorLine, True)
    worse = make.sink("WORSE", tr("Areas with longer journeys"), kind.TypeVectorPoint, True)
    return [
        make.sink("OUTPUT", tr("Options: a row a move"), kind.TypeVectorPoint),
        make.sink("FRONTIER", tr("Frontier: a row a step"), kind.TypeVector, True),
        moves,
        worse,
        make.sink("SITES", tr("Sites that serve under each option"), kind.TypeVectorPoint, True),
        make.sink("BY_OWNER", tr("By owner"), kind.TypeVector, True),
        make.sink("BY_GROUP", tr("By decile, locality and group"), kind.TypeVector, True),
        make.unrouted(),
        make.html("HTML", tr("Summary page")),
    ]
