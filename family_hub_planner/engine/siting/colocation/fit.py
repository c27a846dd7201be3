"""What stands in the way of one service in one building, in words."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, isnan

from .records import OTHER, POSSIBLE, UNFIT, Building, Service

_NO = frozenset({"no", "n", "false", "0"})
_NOT_STATED = frozenset({"", "unknown", "not known", "not stated"})
_PUBLIC = _NOT_STATED | {"public", "all", "everyone"}
_SHUT = frozenset({"closed", "planned to be opened"})
_POOR = frozenset({"c", "d", "poor"})


@dataclass(frozen=True)
class Conditions:
    """What a run asks of a building, besides room and fit.

    `charged` tells that buildings state what they charge for space, `one_off_weighed` that one-off
    costs are weighed: the figure must then be there.
    """

    only_step_free: bool = True
    only_agreed: bool = False
    only_public: bool = True
    only_in_area: bool = True
    charged: bool = False
    one_off_weighed: bool = False


def is_stated(word: str) -> bool:
    """Tell whether a register's word says anything; "unknown" does not."""
    return word.casefold() not in _NOT_STATED


def fit_of(service: Service, building: Building) -> str:
    """Give preferred, possible or not; "" where the service says nothing of such a building."""
    if not service.fit:
        return POSSIBLE
    named = service.fit.get(building.venue_type.casefold(), "") if building.venue_type else ""
    return named or service.fit.get(OTHER, "")


def obstacles(service: Service, building: Building, asked: Conditions) -> list[str]:
    """Say what forbids a service in a building that is not its own; nothing where it may go there.

    Room beside other services, client groups and journeys are not looked at here.
    """
    return [
        *_of_service(service),
        *_of_fit(service, building),
        *_of_room(service, building),
        *_of_entry(building, asked),
        *_of_place(service, building, asked),
        *_of_money(building, asked),
    ]


def remarks(service: Service, building: Building, asked: Conditions) -> list[str]:
    """Say what is to be settled or found out before a service could go there."""
    said = [] if service.fit else ["which buildings suit the service is not stated"]
    said += [f"belongs to {building.elsewhere}"] if building.elsewhere else []
    agreed, step_free = building.owner_agreed.casefold(), building.step_free.casefold()
    if agreed in _NO and not asked.only_agreed:
        said.append("owner has not agreed")
    if not is_stated(agreed):
        said.append("whether its owner agrees is not stated")
    if not is_stated(step_free):
        said.append("step-free access is not stated")
    if step_free in _NO and not asked.only_step_free:
        said.append("not step-free")
    if building.open_to.casefold() not in _PUBLIC and not asked.only_public:
        said.append(f"open to {building.open_to} only")
    if building.condition.casefold() in _POOR:
        said.append(f"condition {building.condition}")
    if building.suitability.casefold() == "poor":
        said.append("suitability poor")
    return said


def _of_service(service: Service) -> list[str]:
    if service.must_stay:
        return ["the service must stay"]
    return ["the area it needs is not known"] if isnan(service.area_m2) else []


def _of_fit(service: Service, building: Building) -> list[str]:
    fit, kind = fit_of(service, building), building.venue_type
    if fit == UNFIT:
        return [f"unfit type: {kind or 'not stated'}"]
    if fit:
        return []
    if not kind:
        return ["what kind of building it is is not stated"]
    return [f"unfit type: the service does not say that it suits a {kind}"]


def _of_room(service: Service, building: Building) -> list[str]:
    said = [] if isfinite(building.spare_m2) else ["spare area not known"]
    if service.hours_week > building.hours_week:
        said.append(
            f"open {building.hours_week:g} hours a week, the service needs {service.hours_week:g}"
        )
    if isfinite(building.spare_hours) and isnan(service.hours_week):
        said.append("the hours it needs are not known")
    return said


def _of_entry(building: Building, asked: Conditions) -> list[str]:
    said = []
    if building.status.casefold() in _SHUT:
        said.append(f"its status is {building.status}")
    if asked.only_public and building.open_to.casefold() not in _PUBLIC:
        said.append(f"not open to the public: {building.open_to} only")
    if asked.only_step_free and building.step_free.casefold() in _NO:
        said.append("not step-free")
    if asked.only_agreed and building.owner_agreed.casefold() in _NO:
        said.append("owner has not agreed")
    return said


def _of_place(service: Service, building: Building, asked: Conditions) -> list[str]:
    """A building of which no locality is known is outside none."""
    inside = {one.casefold() for one in service.serves}
    where = building.elsewhere or building.locality
    if not (asked.only_in_area and inside and where) or where.casefold() in inside:
        return []
    return [f"outside the area it serves (in {where})"]


def _of_money(building: Building, asked: Conditions) -> list[str]:
    said = []
    if asked.charged and isnan(building.cost_m2):
        said.append("what it charges for space is not known")
    if asked.one_off_weighed and isnan(building.one_off):
        said.append("its one-off cost is not known")
    return said
