"""Services by locality as people read them: a row a locality, a column a service."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from . import published
from .bands import band_suffix
from .coverage_html import close_to, printed_share
from .coverage_tables import NO_CHILDREN, NOT_KNOWN
from .held_back import shares_held
from .method_note import Method
from .page import Html, empty_row, heading_row, number_row, paragraph, section, table
from .tables import Table

if TYPE_CHECKING:
    from .coverage import Coverage

ACROSS = 5  # services side by side that still read on a narrow page

_NO_PLACE = (
    "Which locality a hub stands in is not known here: give the areas to draw, or name it in a "
    "column of the hubs as the demand points do."
)

Row = dict[str, Any]


def service_section(
    services: Table, coverage: Coverage, method: Method, silent: int = 0, only: str = ""
) -> Html:
    """Write "Services by locality" from the table by service; it must not be empty.

    `silent` hubs are counted and state no services. `only` is the service that alone was counted
    in this run, "" for all.
    """
    within = method.within(method.headline(coverage.bands))
    caption = f"Share of the children modelled {within}, counting only hubs that offer the service"
    names = list(dict.fromkeys(services.column("service")))
    rows = _rows(services, coverage, method)
    told = [paragraph(text) for text in _told(services, silent, only)]
    parts = _even_parts(len(names), math.ceil(len(names) / ACROSS))
    shown = [
        _matrix(f"{caption}{_which(number, len(parts))}", names, rows, part)
        for number, part in enumerate(parts, start=1)
    ]
    return section("Services by locality", *told, *shown)


def _told(services: Table, silent: int, only: str) -> list[str]:
    texts = [f"The hub may stand in any locality.{_brackets(services)}{_nowhere(services)}"]
    if only:
        texts.append(
            f"Only hubs with the service “{only}” are counted in this run: the other services "
            "here are those that these hubs offer beside it."
        )
    if silent:
        hubs = "1 hub that is counted states" if silent == 1 else f"{silent} hubs counted state"
        texts.append(f"{hubs} no services.")
    return texts


def _brackets(services: Table) -> str:
    """Say what the numbers in brackets are, and why there are none but in the last row."""
    inside = [count for count in _but_all(services, "sites") if count is not None]
    if inside:
        outside = sum(services.column("sites")) > 2 * sum(inside)
        last = " Those outside all of these areas stand in the last row alone." if outside else ""
        return f" In brackets: the sites in the locality that offer the service.{last}"
    told = " In brackets: the sites that offer the service."
    named = set(_but_all(services, "key")) - {NOT_KNOWN}
    return f"{told} {_NO_PLACE}" if named else told


def _nowhere(services: Table) -> str:
    """Say what "no site" means, where it stands in the table."""
    beyond, notes = services.column("beyond"), services.column("note")
    said = {note for note, one in zip(notes, beyond) if one is None}
    return "".join(f" “{note}”: no hub that is counted offers it." for note in sorted(said))


def _but_all(services: Table, name: str) -> list[Any]:
    """Give a column without the last row of each service, that of all areas."""
    values, of = services.column(name), services.column("service")
    return [value for value, one, after in zip(values, of, of[1:]) if one == after]


def _rows(services: Table, coverage: Coverage, method: Method) -> list[tuple[str, list[str]]]:
    """Give for each row of the coverage by locality its key and a cell a service.

    A row without children comes without cells.
    """
    whole, band = coverage.by_locality, method.headline(coverage.bands)
    column = coverage.bands.index(band)
    beside = shares_held(whole, coverage.bands, method.threshold)[:, column].tolist()
    localities = [dict(zip(whole.columns, row)) for row in whole.rows()]
    every = [dict(zip(services.columns, row)) for row in services.rows()]
    count = len(localities)
    blocks = [every[start : start + count] for start in range(0, len(every), count)]
    shares = [
        _shares(place, localities, blocks, coverage.bands, method, beside[place])
        for place in range(count)
    ]
    for service, block in enumerate(blocks):
        for place in _held_beside(block, [row[service] for row in shares], band, method.threshold):
            shares[place][service] = published.HELD_BACK
    cells = [
        (row["key"], _with_sites(shares[place], blocks, place) if row["children"] else [])
        for place, row in enumerate(localities)
    ]
    alone = count == 2 and localities[0]["key"] == NOT_KNOWN
    return cells[1:] if alone else cells


def _shares(
    place: int,
    whole: Sequence[Row],
    blocks: Sequence[Sequence[Row]],
    bands: Sequence[float],
    method: Method,
    held: bool,
) -> list[str]:
    """Write the share of each service at one place of the rows; `whole` are those by all hubs.

    A share beside another one of the same children that differs by few is held back; `held`
    tells that the one by all hubs is not printed.
    """
    band, threshold = method.headline(bands), method.threshold
    name = f"reached_{band_suffix(band)}"
    printed: list[list[float]] = []
    if printed_share(whole[place], bands, band, threshold, held) != published.HELD_BACK:
        printed.append([row[name] for row in whole])
    shares = []
    for block in blocks:
        row = block[place]
        if row["beyond"] is None:
            shares.append(row["note"])
            continue
        reached = [one[name] for one in block]
        share = published.share_of(row[name], row["children"], threshold)
        if any(_tell_few(reached, other, place, threshold) for other in printed):
            share = published.HELD_BACK
        elif share != published.HELD_BACK:
            printed.append(reached)
        shares.append(share)
    return shares


def _tell_few(one: Sequence[float], other: Sequence[float], place: int, threshold: float) -> bool:
    """Tell whether the counts of two services at a place would together tell a small one.

    Those of all areas, the last, do so only where they differ by no more in any locality: else
    it is not the same children and a few more that both reach.
    """
    last = len(one) - 1
    parts = range(last) if place == last else [place]
    return close_to(one[place], [other[place]], threshold) and all(
        abs(one[part] - other[part]) < threshold for part in parts
    )


def _held_beside(
    block: Sequence[Row], shares: Sequence[str], band: float, threshold: float
) -> list[int]:
    """Give the rows of a service whose share is held back beside another row's.

    They are those of `held_back` beside small counts and, where one row alone is held back for
    any reason and the last is not, the smallest other count: the rest would tell that one.
    """
    name = f"reached_{band_suffix(band)}"
    if block[-1]["beyond"] is None:
        return []
    columns = {one: [row[one] for row in block] for one in ("children", name)}
    held = shares_held(Table(columns, "a service"), [band], threshold)[:, 0]
    places = [place for place, one in enumerate(held.tolist()) if one]
    lone = [place for place, share in enumerate(shares[:-1]) if share == published.HELD_BACK]
    if len({*lone, *places}) != 1 or shares[-1] == published.HELD_BACK:
        return places
    others = [place for place, row in enumerate(block[:-1]) if row[name] and place not in lone]
    least = sorted(others, key=lambda place: (block[place][name], place))[:1]
    return [*places, *least]


def _with_sites(shares: Sequence[str], blocks: Sequence[Sequence[Row]], place: int) -> list[str]:
    """Add to each share the sites in the locality that offer the service, where they are known."""
    cells = []
    for share, row in zip(shares, (block[place] for block in blocks)):
        plain = row["beyond"] is None or row["sites"] is None
        cells.append(share if plain else f"{share} ({row['sites']})")
    return cells


def _even_parts(count: int, parts: int) -> list[slice]:
    """Part so many places into lists as even as can be, in their order."""
    size, more = divmod(count, parts)
    ends = [size * part + min(part, more) for part in range(parts + 1)]
    return [slice(start, end) for start, end in zip(ends, ends[1:])]


def _which(number: int, parts: int) -> str:
    """Tell one table of several apart: " (1 of 2)"; "" where there is but one."""
    return f" ({number} of {parts})" if parts > 1 else ""


def _matrix(
    caption: str, names: Sequence[str], rows: Sequence[tuple[str, list[str]]], part: slice
) -> Html:
    headings = ["Locality", *names[part]]
    body = [
        number_row(key, cells[part], place == len(rows) - 1)
        if cells
        else empty_row(key, len(names[part]), NO_CHILDREN)
        for place, (key, cells) in enumerate(rows)
    ]
    return table(caption, heading_row(headings, range(1, len(headings)), wrap=True), body)
