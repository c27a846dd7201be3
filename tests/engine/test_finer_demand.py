"""Counts shared out over finer places: by hand, by brute force, and to the last digit."""

from __future__ import annotations

import math

import numpy as np
import pytest
from needed_package import needed

from family_hub_planner.engine.areal_pieces import Shapes
from family_hub_planner.engine.errors import CodesError, InputError, MissingPackageError
from family_hub_planner.engine.finer_demand import (
    Parts,
    finer_points,
    largest_difference,
    shared_out,
)
from family_hub_planner.engine.progress import Progress

needed("geopandas")
from shapely.geometry import Point, Polygon, box  # noqa: E402
from shapely.ops import unary_union  # noqa: E402


class Heard(Progress):
    def __init__(self):
        self.warned = []

    def warn(self, text):
        self.warned.append(text)


def shapes(name, **polygons):
    return Shapes(name, list(polygons), [polygon.wkb for polygon in polygons.values()])


def polygons(name="parts", weight=None, **found):
    weight = None if weight is None else np.array(weight, dtype=float)
    return Parts(name, list(found), shapes(name, **found), weight)


def dots(weight=None, **found):
    weight = None if weight is None else np.array(weight, dtype=float)
    return Parts("dots", list(found), np.array(list(found.values()), dtype=float), weight)


# Two squares of 100 m, side by side.
TWO = shapes("areas", A=box(0, 0, 100, 100), B=box(100, 0, 200, 100))


def shares(points):
    return dict(zip(points.part_ids, points.share.tolist()))


def test_polygons_share_by_the_area_that_lies_in_each_area():
    # The strip lies 20 m x 100 m in A and 60 m x 100 m in B; the block 40 m x 50 m in A.
    parts = polygons(strip=box(80, 0, 160, 100), block=box(0, 0, 40, 50))
    points = finer_points(TWO, parts)
    assert points.part_ids == ["block", "strip/A", "strip/B"]
    assert points.area.tolist() == [0, 0, 1]
    assert points.share.tolist() == [0.5, 0.5, 1.0]
    assert points.placed_by == ["area"] * 3
    assert shared_out(points, {"children": np.array([10.0, 7.0])})["children"].tolist() == [5, 5, 7]


def test_a_weight_counts_for_a_whole_polygon_and_is_split_where_a_border_cuts_it():
    # A quarter of the strip lies in A: 2 of its 8 dwellings, beside the 6 of the block.
    parts = polygons(strip=box(80, 0, 160, 100), block=box(0, 0, 40, 50), weight=[8, 6])
    assert shares(finer_points(TWO, parts)) == {"block": 0.75, "strip/A": 0.25, "strip/B": 1.0}


def test_points_share_alike_or_by_their_weight():
    places = {"a": (10, 10), "b": (20, 90), "c": (150, 50)}
    points = finer_points(TWO, dots(**places))
    assert shares(points) == {"a": 0.5, "b": 0.5, "c": 1.0}
    assert points.placed_by == ["each_alike"] * 3
    points = finer_points(TWO, dots(**places, weight=[1, 4, 9]))
    assert shares(points) == {"a": 0.2, "b": 0.8, "c": 1.0}
    assert points.xy.tolist() == [[10, 10], [20, 90], [150, 50]]


@pytest.mark.parametrize("codes", ["AB", "BA", ("10", "9")], ids=str)
def test_a_point_on_a_shared_border_goes_to_the_first_area_by_code_only(codes):
    areas = Shapes("areas", list(codes), TWO.wkb)
    points = finer_points(areas, dots(edge=(100, 50), left=(1, 1), right=(199, 1)))
    at = points.area[points.part_ids.index("edge")]
    assert areas.ids[at] == min(codes)
    assert points.part_ids.count("edge") == 1


def test_an_area_without_a_place_keeps_one_point_inside_it_and_all_its_children():
    points = finer_points(TWO, dots(a=(10, 10)))
    assert points.part_ids == ["a", "area B"]
    assert points.placed_by == ["each_alike", "whole_area"]
    assert points.whole_areas().tolist() == [1]
    assert box(100, 0, 200, 100).contains(Point(*points.xy[1]))
    assert shared_out(points, {"children": np.array([1.0, 9.0])})["children"].tolist() == [1, 9]


def test_places_that_all_weigh_nothing_leave_their_area_whole():
    parts = dots(a=(10, 10), b=(150, 50), c=(160, 50), weight=[2, 0, math.nan])
    points = finer_points(TWO, parts)
    assert points.part_ids == ["a", "area B"]
    assert (points.parts_weightless, points.parts_outside) == (2, 0)


def test_places_outside_all_areas_are_counted_and_left_out():
    points = finer_points(TWO, dots(a=(10, 10), b=(150, 50), far=(900, 50), under=(50, -1)))
    assert points.parts_outside == 2
    assert points.part_ids == ["a", "b"]
    parts = polygons(
        inside=box(10, 10, 20, 20), over=box(190, 0, 210, 100), far=box(900, 0, 901, 1)
    )
    points = finer_points(TWO, parts)
    assert points.parts_outside == 1
    assert shares(points) == {"inside": 1.0, "over": 1.0}
    assert 190 < points.xy[1, 0] < 200, "the point stands in the piece that lies in the area"


def test_a_place_that_only_touches_an_area_lies_outside_it():
    parts = polygons(beside=box(200, 0, 210, 100), within=box(0, 0, 100, 100))
    points = finer_points(TWO, parts)
    assert points.part_ids == ["within", "area B"]
    assert points.parts_outside == 1


def test_two_drawings_of_one_border_leave_no_points_between_them():
    # The finer squares were drawn half a metre further east; the sliver is 0.5 % of the second.
    parts = polygons(a=box(0.5, 0, 100.5, 100), b=box(100.5, 0, 200.5, 100))
    assert shares(finer_points(TWO, parts)) == {"a": 1.0, "b": 1.0}
    # A place far larger than its area is no sliver, however little of it lies there.
    field = polygons(field=box(0, 0, 50_000, 100))
    assert shares(finer_points(TWO, field)) == {"field/A": 1.0, "field/B": 1.0}


def test_a_shape_that_crosses_itself_is_mended_and_named():
    bow = Polygon([(0, 0), (40, 40), (40, 0), (0, 40)])
    heard = Heard()
    points = finer_points(TWO, polygons(bow=bow, plain=box(50, 0, 70, 40)), heard)
    assert shares(points)["bow"] == pytest.approx(0.5)  # two triangles of 400 m2 each
    assert "1 of 2 shapes cross themselves (first: bow)" in heard.warned[0]


def test_a_missing_count_is_missing_at_every_point_and_zero_stays_zero():
    points = finer_points(TWO, dots(a=(10, 10), b=(20, 20), c=(150, 50)))
    found = shared_out(points, {"children": np.array([math.nan, 0.0])})["children"]
    assert np.isnan(found[:2]).all()
    assert found[2] == 0.0
    assert largest_difference(points, np.array([math.nan, 0.0]), found) == 0.0


@pytest.mark.parametrize("weight", [-1.0, math.inf])
def test_a_weight_that_cannot_be_used_is_refused_with_its_place(weight):
    with pytest.raises(InputError, match=r"weight of b is .* \(1 of 2 cannot be used\)"):
        dots(a=(10, 10), b=(20, 20), weight=[1, weight])


def test_a_negative_count_is_refused():
    points = finer_points(TWO, dots(a=(10, 10)))
    with pytest.raises(InputError, match="change is -3 in 1 of 2 areas"):
        shared_out(points, {"change": np.array([1.0, -3.0])})


@pytest.mark.parametrize("parts", [dots(far=(900, 900)), polygons(far=box(900, 900, 901, 901)),
                                   Parts("none", [], np.zeros((0, 2))), polygons()])  # fmt: skip
def test_places_of_elsewhere_are_refused_in_words(parts):
    with pytest.raises(
        InputError, match=r"No feature of (dots|parts|none) lies in one of the 2 areas of areas"
    ):
        finer_points(TWO, parts)


def test_ids_that_would_stand_twice_are_refused():
    parts = Parts("dots", ["area B", "x"], np.array([[10.0, 10.0], [20.0, 20.0]]))
    with pytest.raises(CodesError, match=r"1 of the points would share an id \(first: area B"):
        finer_points(TWO, parts)


def test_without_geopandas_one_sentence_says_so(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "geopandas", None)
    with pytest.raises(
        MissingPackageError, match="Finer demand points need the Python package geo"
    ):
        finer_points(TWO, dots(a=(10, 10)))


def random_areas(rng):
    """Give 9 areas with crooked borders that tile a square of 300 m."""
    corner = {
        (i, j): (100 * i + (rng.uniform(-30, 30) if 0 < i < 3 else 0),
                 100 * j + (rng.uniform(-30, 30) if 0 < j < 3 else 0))
        for i in range(4) for j in range(4)
    }  # fmt: skip
    ring = ((0, 0), (1, 0), (1, 1), (0, 1))
    return {
        f"A{i}{j}": Polygon([corner[i + a, j + b] for a, b in ring])
        for i in range(3)
        for j in range(3)
    }


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_shares_are_those_of_a_plain_loop_over_all_areas_and_places(seed, weighted):
    rng = np.random.default_rng(seed)
    areas = random_areas(rng)
    corners = rng.uniform(-20, 300, (150, 2))
    parts = {f"p{i}": box(x, y, x + 15, y + 10) for i, (x, y) in enumerate(corners)}
    weight = rng.integers(0, 9, 150).astype(float) if weighted else None
    value, fraction = {}, {}
    for a, area in areas.items():
        for row, (p, part) in enumerate(parts.items()):
            fraction[a, p] = area.intersection(part).area / part.area
            value[a, p] = fraction[a, p] * (part.area if weight is None else weight[row])
    whole = {a: sum(v for (b, _), v in value.items() if b == a) for a in areas}
    kept = {
        (a, p): v
        for (a, p), v in value.items()
        if v > 0 and not (fraction[a, p] < 0.01 and v < 0.01 * whole[a])
    }
    totals = {a: sum(v for (b, _), v in kept.items() if b == a) for a in areas}
    points = finer_points(shapes("areas", **areas), polygons(**parts, weight=weight))
    rows = zip(points.area.tolist(), points.part_ids, points.share.tolist())
    found = {(list(areas)[row], name.split("/")[0]): share for row, name, share in rows}
    assert found == {(a, p): pytest.approx(v / totals[a], rel=1e-9) for (a, p), v in kept.items()}
    outside = sum(not part.intersects(unary_union(list(areas.values()))) for part in parts.values())
    assert points.parts_outside == outside


@pytest.mark.parametrize("seed", range(4))
def test_every_point_lies_in_the_area_that_it_is_counted_in(seed):
    rng = np.random.default_rng(seed)
    areas = random_areas(rng)
    xy = rng.uniform(-20, 320, (400, 2))
    points = finer_points(shapes("areas", **areas), Parts("dots", [str(i) for i in range(400)], xy))
    for row, (x, y) in zip(points.area.tolist(), points.xy.tolist()):
        assert list(areas.values())[row].contains(Point(x, y))
    inside = sum(any(area.contains(Point(*at)) for area in areas.values()) for at in xy)
    assert sum(how == "each_alike" for how in points.placed_by) == inside
    assert points.parts_outside == 400 - inside


@pytest.mark.parametrize("seed", range(10))
def test_the_points_of_an_area_add_up_to_its_count_to_the_last_digit(seed):
    rng = np.random.default_rng(seed)
    xy = rng.uniform(0, 100, (700, 2)) * [2, 1]
    weight = 10.0 ** rng.uniform(-6, 6, 700)
    points = finer_points(TWO, Parts("dots", [str(i) for i in range(700)], xy, weight))
    counts = {"children": rng.integers(1, 10_000, 2) * 1.0, "need": rng.uniform(0, 1e6, 2)}
    for name, parted in shared_out(points, counts).items():
        for row in (0, 1):
            assert math.fsum(parted[points.area == row]) == counts[name][row]
        assert largest_difference(points, counts[name], parted) == 0.0
        assert (parted >= 0).all()
    for row in (0, 1):
        assert math.fsum(points.share[points.area == row]) == 1.0


def test_the_order_of_the_places_does_not_change_what_they_take():
    rng = np.random.default_rng(9)
    xy, weight = rng.uniform(0, 100, (50, 2)) * [2, 1], rng.uniform(0, 9, 50)
    ids = [f"p{i}" for i in range(50)]
    turned = rng.permutation(50)
    first = finer_points(TWO, Parts("dots", ids, xy, weight))
    second = finer_points(TWO, Parts("dots", [ids[i] for i in turned], xy[turned], weight[turned]))
    assert first.part_ids == second.part_ids
    assert first.share.tolist() == second.share.tolist()
    assert first.xy.tolist() == second.xy.tolist()
