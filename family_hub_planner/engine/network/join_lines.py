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
from .pieces import Pieces

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
    """

    lines: Polylines
    keys: Ints
    ends: int
    cuts: int
    kept_apart: int


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
        Its tolerance is in metres; 0 joins equal points only.
    """
    progress = progress or Progress()
    levels = np.unique(levels, return_inverse=True)[1].reshape(-1, 2)
    end = np.zeros(len(lines.xy), dtype=bool)
    end[lines.start[:-1]] = end[lines.start[1:] - 1] = True
    level = _level_of_points(lines, levels)
    keys, kept_apart = _keys(lines.xy, end, level, meeting)
    if meeting.tolerance_m <= 0:
        return JoinedLines(lines, keys, 0, 0, kept_apart)
    lines, keys, ends = _ends_together(lines, keys, end, level, meeting)
    progress.report(0.5)
    if meeting.ends_only:
        return JoinedLines(lines, keys, ends, 0, kept_apart)
    lines, keys, cuts = _ends_onto_lines(lines, keys, level, meeting)
    return JoinedLines(lines, keys, ends, cuts, kept_apart)


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
    """Bring ends within the tolerance to one place: that of most ends, the south-west at a tie."""
    spatial = need("scipy.spatial", "Joining lines")
    graph = need("scipy.sparse.csgraph", "Joining lines")
    sparse = need("scipy.sparse", "Joining lines")
    at = np.flatnonzero(end)
    places, first, ends_at = np.unique(keys[at], return_index=True, return_counts=True)
    xy, of_level = lines.xy[at[first]], level[at[first]]
    pairs = spatial.cKDTree(xy).query_pairs(meeting.tolerance_m, output_type="ndarray")
    if meeting.by_end:
        pairs = pairs[of_level[pairs[:, 0]] == of_level[pairs[:, 1]]]
    if not len(pairs):
        return lines, keys, 0
    ones = np.ones(len(pairs), dtype=bool)
    matrix = sparse.coo_matrix((ones, (pairs[:, 0], pairs[:, 1])), shape=(len(places),) * 2)
    cluster = graph.connected_components(matrix, directed=False)[1]
    order = np.lexsort((xy[:, 1], xy[:, 0], -ends_at, cluster))
    leads = order[np.r_[True, np.diff(cluster[order]) > 0]]  # the first of each cluster
    lead = leads[cluster]
    moved = lead != np.arange(len(places))
    to = np.arange(keys.max() + 1)
    to[places] = places[lead]
    position = np.searchsorted(places, keys)
    position[position == len(places)] = 0
    touched = (places[position] == keys) & moved[position]
    new_xy = lines.xy.copy()
    new_xy[touched] = xy[lead[position[touched]]]
    return Polylines(new_xy, lines.start), to[keys], int(ends_at[moved].sum())


def _ends_onto_lines(
    lines: Polylines, keys: Ints, level: Ints, meeting: Meeting
) -> tuple[Polylines, Ints, int]:
    """Bring places of ends alone onto the nearest line that does not meet them, if near enough."""
    groups = _places_of_ends(lines, keys)
    pieces = Pieces(lines)
    near = _near_others(lines, groups, pieces, level, meeting)
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
    lines: Polylines, groups: list[Ints], pieces: Pieces, level: Ints, meeting: Meeting
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
    order = np.lexsort((piece, metres, number))
    order = order[np.r_[True, np.diff(number[order]) > 0][: len(order)]]
    return number[order], piece[order], on_line[order]


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
