"""By locality, each beside the average of its authority."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import published
from .bands import band_number, band_suffix
from .coverage_html import coverage_html, printed_share
from .coverage_tables import Reach, places_by, reach_row, total_row
from .demand import Demand
from .held_back import shares_held
from .method_note import Method
from .page import Html, empty_row, heading_row, number_row, paragraph, section, span_row, table

if TYPE_CHECKING:
    from .coverage import Coverage

Bools = npt.NDArray[np.bool_]

_LEVEL = "about the same"
_BEFORE_ROUNDING = (
    "Points are the difference of the shares as printed; minutes are compared before rounding."
)
_NO_LOCALITY = (
    "The demand points state no locality: nothing can be said here of one place beside another. "
    "Localities can be given to them in “Need by area”."
)
_EACH_ITS_OWN = (
    "Each locality stands beside all areas of its own authority; one that lies in several, or in "
    "none that is named, beside all areas."
)


@dataclass(frozen=True)
class Standing:
    """A locality's row of the coverage table beside the row of all areas of its authority.

    `authority` is "" where the average is that of all areas together; `difference` is the share
    within the headline band less the average's (0 to 1), None where either is not printed: `share`
    and `average_share` are the two as printed.
    """

    row: dict[str, Any]
    authority: str
    average: dict[str, Any]
    difference: float | None
    share: str
    average_share: str


def standings(coverage: Coverage, demand: Demand, method: Method) -> list[Standing]:
    """Give each named locality's standing, by authority and then by name.

    With demand points of several authorities the average is that of the locality's own; where it
    lies in several or in none that is named, that of all areas.
    """
    averages, of = _averages(coverage, demand), _authorities(demand)
    rows = [dict(zip(coverage.by_locality.columns, row)) for row in coverage.by_locality.rows()]
    held = _held(coverage, demand, method)[:, coverage.bands.index(_band(coverage, method))]
    found = []
    for place, only in enumerate(of):
        authority = only if only in averages else ""
        row, average = rows[place], averages[authority]
        alone = bool(held[place]) and bool(authority) and of.count(authority) == 1
        found.append(_standing(row, authority, average, coverage, method, held[place], alone))
    return sorted(found, key=lambda one: (not one.authority, one.authority, one.row["key"]))


def _standing(
    row: dict[str, Any],
    authority: str,
    average: dict[str, Any],
    coverage: Coverage,
    method: Method,
    held: bool,
    average_held: bool,
) -> Standing:
    band = _band(coverage, method)
    pairs = ((row, held), (average, average_held))
    shares = [
        printed_share(one, coverage.bands, band, method.threshold, hide) for one, hide in pairs
    ]
    difference = None
    if not {published.HELD_BACK, published.NOT_APPLICABLE} & set(shares):
        name = f"share_{band_suffix(band)}"
        # Of the shares as printed: a difference of exact ones would tell them more closely.
        percent = [published.whole_percent(one[name]) for one in (row, average)]
        difference = (percent[0] - percent[1]) / 100
    return Standing(row, authority, average, difference, *shares)


def _band(coverage: Coverage, method: Method) -> float:
    return method.headline(coverage.bands)


def _authorities(demand: Demand) -> list[str]:
    """Give for each named locality in its order the one authority it lies in; "" for several."""
    named = places_by(demand.locality)
    named.pop("", None)
    inside = [{demand.authority[place] for place in named[key]} for key in sorted(named, key=str)]
    return [next(iter(one)) if len(one) == 1 else "" for one in inside]


def _averages(coverage: Coverage, demand: Demand) -> dict[str, dict[str, Any]]:
    """Give the row of all areas of each authority, and by "" that of all areas together."""
    averages = {"": total_row(coverage.by_locality)}
    authorities = places_by(demand.authority)
    if len(authorities) > 1:
        reach = Reach(demand.children, demand.need, coverage.minutes, coverage.bands)
        for name in sorted(str(one) for one in authorities if one):
            averages[name] = reach_row(name, reach.of(authorities[name]))
    return averages


def _held(coverage: Coverage, demand: Demand, method: Method) -> Bools:
    """Tell which shares by locality are held back beside others, shape (rows, bands).

    They are those of `held_back` and, where one locality alone of an authority is held back
    within the headline band, its neighbour with the fewest reached: beside the authority's average
    the rest would tell it.
    """
    band, bands = _band(coverage, method), coverage.bands
    column = bands.index(band)
    held = shares_held(coverage.by_locality, bands, method.threshold)
    rows = [dict(zip(coverage.by_locality.columns, row)) for row in coverage.by_locality.rows()]
    of = _authorities(demand)
    if len(set(demand.authority)) > 1:
        for authority in sorted({one for one in of if one}):
            mine = [place for place, one in enumerate(of) if one == authority]
            shown = [
                place
                for place in mine
                if printed_share(rows[place], bands, band, method.threshold, held[place, column])
                != published.HELD_BACK
            ]
            if len(shown) == len(mine) - 1:
                held[_fewest(shown, rows, band), column] = True
    return held


def _fewest(places: Sequence[int], rows: Sequence[dict[str, Any]], band: float) -> list[int]:
    """Give the place of the row with the fewest reached, as a list; empty where none has any."""
    name = f"reached_{band_suffix(band)}"
    some = [place for place in places if rows[place][name]]
    return sorted(some, key=lambda place: (rows[place][name], place))[:1]


def locality_section(coverage: Coverage, demand: Demand, method: Method) -> Html:
    """Write "By locality": the table, and each locality beside the average where there are two.

    Where no locality is known, one sentence says so.
    """
    if not any(demand.locality):
        return section("By locality", paragraph(_NO_LOCALITY))
    rows, held = coverage.by_locality, _held(coverage, demand, method)
    caption = "Children by locality"
    parts = [coverage_html(caption, "Locality", rows, coverage.bands, method, held=held)]
    found = standings(coverage, demand, method)
    if len(found) > 1:
        band = _band(coverage, method)
        authorities = any(one.authority for one in found)
        parts.append(paragraph(furthest_below(found, method.within(band))))
        parts.append(_beside(found, band))
        said = f"{_EACH_ITS_OWN} {_BEFORE_ROUNDING}" if authorities else _BEFORE_ROUNDING
        parts.append(paragraph(said, "note"))
    return section("By locality", *parts)


def furthest_below(found: Sequence[Standing], within: str) -> str:
    """Name the locality whose share within the headline band is furthest below its average.

    Shares that are held back are not compared. Of equal shares the longest mean journey is taken,
    then the first name, and it is said how many others are equal. `within` says the band.
    """
    held = any(one.share == published.HELD_BACK for one in found)
    left = " Localities whose share is held back are left out." if held else ""
    ordered = sorted((_place(one), one) for one in found if one.difference is not None)
    low = ordered[0][1] if ordered else None
    if low is None or _rounded_points(low.difference or 0.0) >= 0:
        return f"No locality's share lies a point or more below the average.{left}"
    equal = sum(place[:2] == ordered[0][0][:2] for place, _ in ordered) - 1
    mean, average = (published.minutes(one["mean_minutes"]) for one in (low.row, low.average))
    return (
        f"Furthest below the average: {low.row['key']}{_others(equal)}, with {low.share} modelled "
        f"{within} beside {low.average_share} across {low.authority or 'all areas'} "
        f"({_points(low)}); mean journey {mean} beside {average}.{left}"
    )


def _place(one: Standing) -> tuple[float, str, float, str]:
    """Give the order: the difference, the average's authority, the longest mean, the name."""
    longest = -(one.row["mean_minutes"] or 0.0)
    return round(one.difference or 0.0, 9), one.authority, longest, one.row["key"]


def _others(equal: int) -> str:
    if not equal:
        return ""
    return f" (and {equal} other{'' if equal == 1 else 's'} with the same share)"


def _rounded_points(difference: float) -> int:
    size = math.floor(100 * abs(difference) + 0.5)
    return size if difference > 0 else -size


def _points(one: Standing) -> str:
    if one.difference is None:
        return published.HELD_BACK
    points = _rounded_points(one.difference)
    if not points:
        return _LEVEL
    noun = "point" if abs(points) == 1 else "points"
    return f"{abs(points)} {noun} {'above' if points > 0 else 'below'}"


def _minutes(one: Standing) -> str:
    own, average = one.row["mean_minutes"], one.average["mean_minutes"]
    if own is None or average is None:
        return published.NOT_APPLICABLE
    size = published.whole_minutes(abs(own - average))
    return f"{size} min {'longer' if own > average else 'shorter'}" if size else _LEVEL


def _beside(found: Sequence[Standing], band: float) -> Html:
    names = ["Locality", "share", "beside the average", "mean", "beside the average"]
    spans = [("", 1), (f"Children within {band_number(band)} min", 2), ("Journey to the hub", 2)]
    rows = []
    for place, one in enumerate(found):
        rows.append(_row(one))
        if place + 1 == len(found) or found[place + 1].authority != one.authority:
            mean = published.minutes(one.average["mean_minutes"])
            key = one.authority or one.average["key"]
            rows.append(number_row(key, [one.average_share, "", mean, ""], True))
    headings = Html(span_row(spans) + heading_row(names, range(1, len(names))))
    return table("Each locality beside the average", headings, rows)


def _row(one: Standing) -> Html:
    if not one.row["children"]:
        return empty_row(one.row["key"], 4, one.row["note"])
    mean = published.minutes(one.row["mean_minutes"])
    return number_row(one.row["key"], [one.share, _points(one), mean, _minutes(one)])
