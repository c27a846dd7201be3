"""Where lines drawn by anybody meet: at shared points, and at ends that nearly meet.

Three things are done, one after the other: equal points become one place, unless their lines run
on different levels; ends that lie near to one another are brought together; and an end that
lies near the middle of another line is brought onto it, and that line cut there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..packages import need
from ..progress import Progress
from .model import Bools, Floats, Ints, Polylines
from .pieces import Pieces, counted

_UNITS_PER_M = 1000.0
_AT_A_POINT_M = 0.001


@dataclass(frozen=True)
class Meeting:
    """How lines meet.

    `ends_only`: a point inside a line is no meeting place, as where every line ends at its
    junctions. `by_end`: an end meets others of its own level only; else only insides of lines of
    different levels are kept apart, because a bridge's end meets its approach.
    """

    tolerance_m: float
    ends_only: bool = False
    by_end: bool = False


@dataclass(frozen=True)
class JoinedLines:
    """Lines and one number for each of their points, equal where lines meet.

    `ends` counts the ends moved to another end, `cuts` those moved onto another line, and
    `kept_apart` the places where lines of different levels share a point and do not meet.
    `greatest_move_m` is how far the end that moved most was moved, never beyond the tolerance;
    `length_change` the share by which all lines together grew (or shrank, below 0).
    """

    lines: Polylines
    keys: Ints
    ends: int
    cuts: int
    kept_apart: int
    greatest_move_m: float = 0.0
    length_change: float = 0.0


def join_lines(
    lines: Polylines, levels: Ints, meeting: Meeting, progress: Progress | None = None
) -> JoinedLines:
    """Join k lines.

    Parameters
    ----------
    lines
        Points in metres; each line has two at least.
    levels
        Shape (k, 2): the level at each line's start and end, as whole numbers; one level a line
        is the same number twice.
    meeting
        Its tolerance is in metres; 0 joins equal points only. No end is moved farther than that.
    """
    given = lines
    progress = progress or Progress()
    levels = np.unique(levels, return_inverse=True)[1].reshape(-1, 2)
    end = np.zeros(len(lines.xy), dtype=bool)
    end[lines.start[:-1]] = end[lines.start[1:] - 1] = True
    level = _level_of_points(lines, levels)
    progress.report(0.1)
    keys, kept_apart = _keys(lines.xy, end, level, meeting)
    progress.report(0.3)
    if meeting.tolerance_m <= 0:
        return JoinedLines(lines, keys, 0, 0, kept_apart)
    lines, keys, ends = _ends_together(lines, keys, end, level, meeting)
    progress.report(0.5)
    cuts = 0
    if not meeting.ends_only:
        lines, keys, cuts = _ends_onto_lines(
            lines, keys, level, meeting, given.xy, progress.part(0.5, 1.0)
        )
    change = _length_m(lines) / max(_length_m(given), _AT_A_POINT_M) - 1
    return JoinedLines(lines, keys, ends, cuts, kept_apart, _greatest_move_m(given, lines), change)


def _length_m(lines: Polylines) -> float:
    return float(lines.distance_along()[lines.start[1:] - 1].sum())


def _greatest_move_m(before: Polylines, after: Polylines) -> float:
    first = after.xy[after.start[:-1]] - before.xy[before.start[:-1]]
    last = after.xy[after.start[1:] - 1] - before.xy[before.start[1:] - 1]
    return float(np.hypot(*np.concatenate([first, last]).T).max(initial=0.0))


def _level_of_points(lines: Polylines, levels: Ints) -> Ints:
    """Give each point's level; inside a line of two levels it is the line's own, met by none."""
    line = np.repeat(np.arange(len(lines)), np.diff(lines.start))
    even = levels[:, 0] == levels[:, 1]
    of_line = np.where(even, levels[:, 0], levels.max(initial=0) + 1 + np.arange(len(lines)))
    level = of_line[line]
    level[lines.start[:-1]] = levels[:, 0]
    level[lines.start[1:] - 1] = levels[:, 1]
    return np.asarray(level)


def _keys(xy: Floats, end: Bools, level: Ints, meeting: Meeting) -> tuple[Ints, int]:
    """Number the places; equal points, to the millimetre, are one place on each level."""
    units = np.rint((xy - xy.min(axis=0)) * _UNITS_PER_M).astype(np.int64)
    place = np.unique(units[:, 0] * (units[:, 1].max() + 1) + units[:, 1], return_inverse=True)[1]
    place = place.reshape(-1)
    inside = ~end
    pairs = np.unique(np.stack([place[inside], level[inside]], axis=1), axis=0)
    layered = np.bincount(pairs[:, 0], minlength=place.max() + 1) > 1
    apart = layered | meeting.by_end
    keys = place * (level.max() + 1) + np.where(apart[place], level, 0)
    if meeting.ends_only:
        keys[inside] = keys.max() + 1 + np.arange(int(inside.sum()))
        layered[:] = False
    keys = np.unique(keys, return_inverse=True)[1].reshape(-1)
    return keys, int(layered.sum())


def _ends_together(
    lines: Polylines, keys: Ints, end: Bools, level: Ints, meeting: Meeting
) -> tuple[Polylines, Ints, int]:
    """Bring ends to a leading place within the tolerance, the nearest of several."""
    at = np.flatnonzero(end)
    places, first, ends_at = np.unique(keys[at], return_index=True, return_counts=True)
    xy, of_level = lines.xy[at[first]], level[at[first]]
    spatial = need("scipy.spatial", "Joining lines")
    pairs = spatial.cKDTree(xy).query_pairs(meeting.tolerance_m, output_type="ndarray")
    if meeting.by_end:
        pairs = pairs[of_level[pairs[:, 0]] == of_level[pairs[:, 1]]]
    if not len(pairs):
        return lines, keys, 0
    rank = np.empty(len(places), dtype=np.int64)
    rank[np.lexsort((xy[:, 1], xy[:, 0], -ends_at))] = np.arange(len(places))
    lead = _leading_places(xy, rank, np.concatenate([pairs, pairs[:, ::-1]]))
    moved = lead != np.arange(len(places))
    to = np.arange(keys.max() + 1)
    to[places] = places[lead]
    position = np.searchsorted(places, keys)
    position[position == len(places)] = 0
    touched = (places[position] == keys) & moved[position]
    new_xy = lines.xy.copy()
    new_xy[touched] = xy[lead[position[touched]]]
    return Polylines(new_xy, lines.start), to[keys], int(ends_at[moved].sum())


def _leading_places(xy: Floats, rank: Ints, pairs: Ints) -> Ints:
    """Give for each place the one it is moved to, itself if it leads.

    The places are gone through by `rank` (most ends first, then the south-west): one that no
    leader is near leads. So each place has a leader beside it in `pairs`, and no chain of places
    draws its far end along. `pairs` holds every pair both ways.
    """
    pairs = pairs[np.lexsort((rank[pairs[:, 1]], pairs[:, 0]))]
    first = np.searchsorted(pairs[:, 0], np.arange(len(xy) + 1))
    leads = np.ones(len(xy), dtype=bool)
    crowded = np.unique(pairs[:, 0])
    for place in crowded[np.argsort(rank[crowded])]:
        if leads[place]:
            leads[pairs[first[place] : first[place + 1], 1]] = False
    led = pairs[leads[pairs[:, 1]] & ~leads[pairs[:, 0]]]
    apart_m = np.hypot(*(xy[led[:, 0]] - xy[led[:, 1]]).T)
    led = led[np.lexsort((rank[led[:, 1]], apart_m, led[:, 0]))]
    lead = np.arange(len(xy))
    follower, nearest = np.unique(led[:, 0], return_index=True)
    lead[follower] = led[nearest, 1]
    return lead


def _ends_onto_lines(
    lines: Polylines,
    keys: Ints,
    level: Ints,
    meeting: Meeting,
    given_xy: Floats,
    progress: Progress,
) -> tuple[Polylines, Ints, int]:
    """Bring places of ends alone onto the nearest line that does not meet them, if near enough.

    Near enough is measured from where the ends were given, so that two moves are not added up.
    """
    groups = _places_of_ends(lines, keys)
    progress.report(0.2)
    pieces = Pieces(lines)
    progress.report(0.4)
    near = _near_others(lines, groups, pieces, level, meeting, given_xy)
    progress.report(0.9)
    xy, new_keys = lines.xy.copy(), keys.copy()
    cuts: list[tuple[int, float, int]] = []  # point before the cut, metres along, an end
    for number, piece, on_line in zip(*near):
        ends = groups[number]
        before = int(pieces.first_point[piece])
        to_ends = np.hypot(*(lines.xy[before : before + 2] - on_line).T)
        if to_ends.min() < _AT_A_POINT_M:
            point = before + int(np.argmin(to_ends))
            xy[ends], new_keys[ends] = lines.xy[point], new_keys[point]
        else:
            xy[ends] = on_line
            cuts.append((before, float(to_ends[0]), int(ends[0])))
    cut = _with_points(Polylines(xy, lines.start), new_keys, sorted(cuts))
    return (*cut, sum(len(groups[number]) for number in near[0]))


def _places_of_ends(lines: Polylines, keys: Ints) -> list[Ints]:
    """Give for each place where ends alone meet, or one end alone, the numbers of their points."""
    ends = np.unique(np.r_[lines.start[:-1], lines.start[1:] - 1])
    ends = ends[np.argsort(keys[ends], kind="stable")]
    _, first, count = np.unique(keys[ends], return_index=True, return_counts=True)
    alone = np.bincount(keys)[keys[ends[first]]] == count
    return [group for group, own in zip(np.split(ends, first[1:]), alone) if own]


def _near_others(
    lines: Polylines,
    groups: list[Ints],
    pieces: Pieces,
    level: Ints,
    meeting: Meeting,
    given_xy: Floats,
) -> tuple[Ints, Ints, Floats]:
    """Give groups of ends, the nearest piece to each of a line that none of them is of, and where.

    Only pieces within the tolerance and on a level of the ends count.
    """
    line = np.repeat(np.arange(len(lines)), np.diff(lines.start))
    group = np.repeat(np.arange(len(groups)), [len(ends) for ends in groups])
    member = np.concatenate([*groups, np.empty(0, dtype=np.int64)])
    at = lines.xy[[ends[0] for ends in groups]].reshape(-1, 2)
    number, piece = pieces.near(at, meeting.tolerance_m)
    metres, on_line = pieces.nearest_points(at[number], piece)
    before = pieces.first_point[piece]
    own = _pairs(number, pieces.line[piece], len(lines))
    fits = metres <= meeting.tolerance_m
    fits &= ~np.isin(own, _pairs(group, line[member], len(lines)))
    levels = _pairs(group, level[member], int(level.max()) + 1)
    for point in (before, before + 1):
        fits &= np.isin(_pairs(number, level[point], int(level.max()) + 1), levels)
    number, piece, metres, on_line = number[fits], piece[fits], metres[fits], on_line[fits]
    fits = _farthest_m(given_xy[member], group, number, on_line) <= meeting.tolerance_m
    number, piece, metres, on_line = number[fits], piece[fits], metres[fits], on_line[fits]
    order = np.lexsort((piece, metres, number))
    order = order[np.r_[True, np.diff(number[order]) > 0][: len(order)]]
    return number[order], piece[order], on_line[order]


def _farthest_m(xy: Floats, group: Ints, number: Ints, to: Floats) -> Floats:
    """Give how far the farthest of a group's points, `xy` by `group` in order, is from `to`."""
    row, step = counted(np.bincount(group)[number])
    points = xy[np.searchsorted(group, number)[row] + step]
    far = np.zeros(len(number))
    np.maximum.at(far, row, np.hypot(*(points - to[row]).T))
    return far


def _pairs(first: Ints, second: Ints, width: int) -> Ints:
    """Give one number for each pair of numbers, the second below `width`."""
    return np.asarray(first * width + second)


def _with_points(
    lines: Polylines, keys: Ints, cuts: list[tuple[int, float, int]]
) -> tuple[Polylines, Ints]:
    """Give the lines with a point more at each cut, of the place of the end that meets it."""
    if not cuts:
        return lines, keys
    before = np.array([piece + 1 for piece, _, _ in cuts])
    ends = np.array([end for _, _, end in cuts])
    start = lines.start + np.searchsorted(before, lines.start, side="right")
    xy = np.insert(lines.xy, before, lines.xy[ends], axis=0)
    return Polylines(xy, start), np.insert(keys, before, keys[ends])
