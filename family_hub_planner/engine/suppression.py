"""Which counts of a table may be printed, so that no small one can be worked out from the others.

A page prints a count only where it is no smaller than the threshold, and only where what is left
unprinted of each total is either nothing or at least the threshold: then no small count is a total
less its printed parts (primary and complementary suppression: Hundepool and others 2012,
Statistical Disclosure Control, chapter 4). What is not printed looks alike, whether it is nothing,
small, or held back as another's complement; and what is printed is rounded.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from .published import ROUNDED_TO, unit

Counts = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def least_printed(threshold: float) -> float:
    """Give the smallest count to print: the threshold, or more if it would be rounded to nought."""
    return max(threshold, ROUNDED_TO / 2)


def printed_parts(counts: Counts, least: float) -> Bools:
    """Tell which parts of a printed total may be printed, shape (n,) as `counts`.

    Those of `least` or more; where the others add up to less than `least` but not to nothing, the
    smallest of them is held back too (the first of equal ones).
    """
    printed = np.asarray(counts >= least)
    if 0 < counts[~printed].sum() < least and printed.any():
        printed[_smallest(counts, printed)] = False
    return printed


def printed_cells(counts: Counts, least: float) -> Bools:
    """Tell which cells of a table may be printed, shape (n, m) as `counts`.

    Those of `least` or more in rows and columns whose totals `printed_parts` prints, but for the
    complements of others in their row or their column. Then each small cell is put to the test:
    some other table, with a voice more or fewer in it, must make the same page. Where none does
    (rounded rows and columns can squeeze a cell between them), no cell of its row is printed.
    """
    closed = np.zeros(len(counts), dtype=bool)
    while True:
        squeezed = _squeezed(counts, least, closed)
        if not squeezed.any():
            return _cells(counts, least, closed)
        closed |= squeezed


def _cells(counts: Counts, least: float, closed: Bools) -> Bools:
    """Go through rows, but those closed, and columns until each keeps the rule of a total."""
    rows = printed_parts(counts.sum(axis=1), least) & ~closed
    columns = printed_parts(counts.sum(axis=0), least)
    printed = np.asarray((counts >= least) & rows[:, None] & columns)
    while True:
        before = printed.copy()
        for lines, shown, kept in ((counts, printed, rows), (counts.T, printed.T, columns)):
            for line in np.flatnonzero(kept):
                _hold_complement(lines[line], shown[line], least)
        if (printed == before).all():
            return printed


def _squeezed(counts: Counts, least: float, closed: Bools) -> Bools:
    """Tell in which rows, not closed yet, a small cell can have no other count on this page."""
    found = closed.copy()
    page = _page(counts, least, closed)
    for row, column in np.argwhere((counts > 0) & (counts < least)):
        if not (found[row] or _exchangeable(counts, least, row, column)):
            others = _one_off(counts, row, column)
            found[row] = not any(_page(other, least, closed) == page for other in others)
    return found & ~closed


def _exchangeable(counts: Counts, least: float, row: int, column: int) -> bool:
    """Tell whether a voice can be exchanged crosswise between four small cells, this one of them.

    All four stay small and all totals stay, so the page does: the quick answer for most cells.
    """
    small, more = counts < least, counts < least - 1  # more: small still with one voice more
    some = small & (counts > 0)
    crossing = np.ones_like(small)
    crossing[row], crossing[:, column] = False, False
    gives = more[row] & more[:, [column]] & some & crossing
    takes = some[row] & some[:, [column]] & more & crossing & more[row, column]
    return bool((gives | takes).any())


def _page(counts: Counts, least: float, closed: Bools) -> bytes:
    """Give all that a page tells of a table: totals and cells, rounded where they are printed."""
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    told = (
        _rounded(rows, printed_parts(rows, least), least),
        _rounded(columns, printed_parts(columns, least), least),
        _rounded(counts.sum(keepdims=True), np.array(True), least),
        _rounded(counts, _cells(counts, least, closed), least),
    )
    return b"".join(values.tobytes() for values in told)


def _rounded(counts: Counts, printed: Bools, least: float) -> Counts:
    to = unit(least)
    return np.where(printed, (counts + to // 2) // to, -1)


def _one_off(counts: Counts, row: int, column: int) -> Iterator[Counts]:
    """Give tables with a voice more in a cell, or one fewer.

    Alone; with one other of its row, or of its column, so that one total stays; or crosswise with
    three others, so that all totals stay.
    """
    rows = [at for at in range(counts.shape[0]) if at != row]
    columns = [at for at in range(counts.shape[1]) if at != column]
    beside = [((row, at, -1),) for at in columns] + [((at, column, -1),) for at in rows]
    across = [((row, at, -1), (down, column, -1), (down, at, 1)) for down in rows for at in columns]
    for move in ((), *beside, *across):
        for sign in (1, -1):
            other = counts.copy()
            other[row, column] += sign
            for down, at, way in move:
                other[down, at] += way * sign
            if other.min() >= 0:
                yield other


def _hold_complement(counts: Counts, printed: Bools, least: float) -> None:
    if printed.any() and 0 < counts[~printed].sum() < least:
        printed[_smallest(counts, printed)] = False


def _smallest(counts: Counts, printed: Bools) -> int:
    return int(np.argmin(np.where(printed, counts, np.iinfo(np.int64).max)))
