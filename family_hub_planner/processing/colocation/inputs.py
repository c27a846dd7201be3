"""The parameters of co-location: services, buildings, conditions and weights."""

from __future__ import annotations

from typing import Any

from .. import parameters as make
from ..parameters import tr

Fields = tuple[tuple[str, str, str], ...]  # name, label, the field taken if it is there
_PLAIN = {"SERVICE_ID", "SITE", "MAY_GIVE_UP"}  # the others are folded away


def services() -> list[Any]:
    """Give the parameters of the services."""
    table = make.table("SERVICES", tr("Services, and where each is now"))
    told = tr("A table or points: id, name, building's id, area needed; see the help.")
    found = [make.explained(table, told)]
    for name, label, default in _service_fields():
        field = make.field(name, label, "SERVICES", default)
        found.append(field if name in _PLAIN else make.advanced(field))
    near = make.number("AT_WITHIN_M", tr("A service's point is its building within (m)"), 50.0, 0.0)
    found.append(make.advanced(near))
    apart = make.text("APART", tr("Client groups that must not share a building"), optional=True)
    how = tr('"perpetrators with survivors of abuse; young offenders with early years".')
    return [*found, make.explained(apart, how)]


def buildings() -> list[Any]:
    """Give the parameters of the buildings, those of hubs among them."""
    layer = make.points("BUILDINGS", tr("Buildings with room, or with services"))
    hubs = make.points("HUBS", tr("Hub buildings, where they are a layer of their own"), True)
    found = [
        layer,
        make.field("BUILDING_ID", tr("Building id"), "BUILDINGS", "site_id"),
        make.advanced(make.field("BUILDING_NAME", tr("Building's name"), "BUILDINGS")),
        hubs,
        make.field("HUB_ID", tr("Hub id"), "HUBS", "site_id"),
        make.advanced(make.field("HUB_NAME", tr("Hub's name"), "HUBS")),
    ]
    for name, label, default in _building_fields():
        field = make.field(name, label, "BUILDINGS", default)
        found.append(field if name in _PLAIN else make.advanced(field))
    sites = make.text("GIVE_UP_SITES", tr("Buildings that may be given up (ids)"), optional=True)
    told = tr("Ids parted by commas, besides those that the field says. Options for testing.")
    return [*found, make.explained(sites, told)]


def conditions() -> list[Any]:
    """Give the parameters of what may be, and of what is weighed."""
    step_free = make.yes_no("ONLY_STEP_FREE", tr("Only into step-free buildings"), True)
    agreed = make.yes_no("ONLY_AGREED", tr("Only where the owner has agreed"), False)
    public = make.yes_no("PUBLIC_ONLY", tr("Only into buildings open to the public"), True)
    inside = make.yes_no("ONLY_IN_AREA", tr("Only within the area a service serves"), True)
    cost = make.number("W_COST", tr("Weight of a pound of running cost"), 1.0, 0.0)
    travel = make.number("W_TRAVEL", tr("Pounds a year for one minute of one child"), 1.0, 0.0)
    told = tr(
        "One minute longer on the way of one child is weighed as so many pounds a year. 1 is our "
        "choice, not a standard: ten visits a year there and back, an hour at 3 pounds."
    )
    years = make.number("ONE_OFF_YEARS", tr("Spread one-off costs over (years)"), 10.0, 0.0)
    how = tr("10 is our choice. 0: one-off costs are shown, and not weighed.")
    return [
        cost,
        make.explained(travel, told),
        make.explained(years, how),
        make.advanced(step_free),
        make.advanced(agreed),
        make.advanced(public),
        make.advanced(inside),
    ]


def _service_fields() -> Fields:
    return (
        ("SERVICE_ID", tr("Service id"), "service_id"),
        ("SERVICE_NAME", tr("Service's name"), "service_name"),
        ("SITE", tr("Building it is in now (id)"), "site_id"),
        ("AREA_NEEDED", tr("Area it needs (m²)"), "area_m2"),
        ("HOURS", tr("Hours a week"), "hours_week"),
        ("FIT", tr("Which buildings suit it"), "fit"),
        ("CLIENT_GROUP", tr("Client group"), "client_group"),
        ("AREA_SERVED", tr("Area it serves"), "serves"),
        ("SERVICE_COST", tr("Its own cost for its place (pounds a year)"), "running_cost_gbp"),
        ("USERS", tr("Children who use it (a year)"), "users"),
        ("SERVICE_BUDGET", tr("Whose budget"), "budget"),
        ("MUST_STAY", tr("Must stay (yes or no)"), "must_stay"),
    )


def _building_fields() -> Fields:
    return (
        ("SPARE_AREA", tr("Spare area (m²; both layers)"), "spare_area_m2"),
        ("RUNNING_COST", tr("Running cost (pounds a year; both layers)"), "running_cost_gbp"),
        ("COST_M2", tr("Charge for space (pounds a m² a year)"), "cost_m2_gbp"),
        ("FITTING_COST", tr("Cost of moving in (once)"), "one_off_gbp"),
        ("SPARE_HOURS", tr("Hours a week its spare rooms can be had"), "spare_hours_week"),
        ("MAY_GIVE_UP", tr("May be given up (yes or no)"), "may_close"),
    )
