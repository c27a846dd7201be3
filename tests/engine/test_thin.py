"""One candidate for each place: by UPRN, by postcode and name, by distance."""

from __future__ import annotations

import numpy as np
import pytest

from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.thin import ThinPlaces, first_of_building, thin, twins_of

FAR = 1_000.0


def places(*rows):
    """Make places of dicts: id, x, y, name, uprn, postcode, type; those not given lie far apart."""
    return ThinPlaces(
        ids=[row["id"] for row in rows],
        xy=np.array([(row.get("x", FAR * at), row.get("y", 0.0)) for at, row in enumerate(rows)]),
        names=[row.get("name", "") for row in rows],
        uprn=[row.get("uprn", "") for row in rows],
        postcode=[row.get("postcode", "") for row in rows],
        types=[[row["type"]] if "type" in row else [] for row in rows],
        building=[row.get("building", "") for row in rows],
    )


def outcome(found, of):
    kept = [of.ids[row] for row in found.kept]
    return kept, {of.ids[one.row]: (of.ids[one.kept], one.reason) for one in found.left_out}


def test_the_same_uprn_is_one_place_however_it_is_written():
    of = places(
        {"id": "a", "uprn": "100032047314"},
        {"id": "b", "uprn": " 0100032047314.0"},
        {"id": "c", "uprn": "0"},
        {"id": "d", "uprn": "0"},
        {"id": "e"},
    )
    kept, out = outcome(thin(of), of)
    assert kept == ["a", "c", "d", "e"]
    assert out == {"b": ("a", "same UPRN")}


def test_the_same_postcode_and_name_is_one_place_and_either_alone_is_not():
    of = places(
        {"id": "a", "name": "St. Mary's Hall", "postcode": "LE15 6HP"},
        {"id": "b", "name": "ST MARYS HALL", "postcode": "le156hp"},
        {"id": "c", "name": "Library", "postcode": "LE15 6HP"},
        {"id": "d", "name": "St Mary's Hall", "postcode": "LE15 9AA"},
        {"id": "e", "postcode": "LE15 6HP"},
        {"id": "f", "postcode": "LE15 6HP"},
        {"id": "g", "name": "Library"},
    )
    kept, out = outcome(thin(of), of)
    assert kept == ["a", "c", "d", "e", "f", "g"]
    assert out == {"b": ("a", "same postcode and name")}


def test_what_a_register_calls_one_building_is_one_place():
    of = places({"id": "a", "building": "a"}, {"id": "b", "building": "a "}, {"id": "c"})
    kept, out = outcome(thin(of), of)
    assert kept == ["a", "c"] and out == {"b": ("a", "same building")}
    hubs = places({"id": "h", "x": 9 * FAR}, {"id": "i", "x": 9 * FAR, "building": "a"})
    assert twins_of(of, hubs) == {0: (1, "same building"), 1: (1, "same building")}


def test_two_that_meet_in_a_third_are_one_place():
    of = places(
        {"id": "a", "uprn": "7"},
        {"id": "b", "uprn": "7", "name": "Hall", "postcode": "AB1 2CD"},
        {"id": "c", "name": "Hall", "postcode": "AB1 2CD"},
    )
    kept, out = outcome(thin(of, ["x"]), of)
    assert kept == ["b"]  # named before unnamed
    assert out == {"a": ("b", "same UPRN"), "c": ("b", "same postcode and name")}
    named_last = places(
        {"id": "a", "uprn": "7", "type": "x"},
        {"id": "b", "uprn": "7", "name": "Hall", "postcode": "AB1 2CD"},
        {"id": "c", "name": "Hall", "postcode": "AB1 2CD"},
    )
    kept, out = outcome(thin(named_last, ["x"]), named_last)
    assert kept == ["a"]
    assert out["c"] == ("a", "same UPRN or same postcode and name as another of its place")


def test_a_distance_holds_up_to_itself_and_not_beyond():
    of = places({"id": "a", "x": 0.0}, {"id": "b", "x": 100.0}, {"id": "c", "x": 200.5})
    assert outcome(thin(of, (), 100.0), of) == (["a", "c"], {"b": ("a", "within 100 m")})
    assert outcome(thin(of, (), 99.9), of) == (["a", "b", "c"], {})
    assert thin(of).left_out == []


def test_a_chain_of_near_places_is_not_swallowed():
    of = places(*({"id": f"{at:02d}", "x": 60.0 * at} for at in range(6)))
    assert outcome(thin(of, (), 100.0), of)[0] == ["00", "02", "04"]


def test_the_order_of_types_then_the_name_then_the_id_rule_which_stays():
    near = [{"x": 0.0, "y": float(at)} for at in range(4)]
    of = places(
        {"id": "a", "type": "faith venue", "name": "Chapel", **near[0]},
        {"id": "b", "type": "Library", **near[1]},
        {"id": "d", "type": "library", "name": "Town Library", **near[2]},
        {"id": "c", "type": "library", "name": "Old Library", **near[3]},
    )
    assert outcome(thin(of, ["library"], 10.0), of)[0] == ["c"]
    assert outcome(thin(of, ["faith venue", "library"], 10.0), of)[0] == ["a"]
    assert outcome(thin(of, [], 10.0), of)[0] == ["a"]


def test_one_thinned_by_address_points_to_the_one_that_stays_in_the_end():
    of = places(
        {"id": "a", "type": "x", "x": 0.0},
        {"id": "b", "x": 50.0, "uprn": "5"},
        {"id": "c", "x": 5000.0, "uprn": "5"},
    )
    assert outcome(thin(of, ["x"], 100.0), of) == (
        ["a"],
        {"b": ("a", "within 100 m"), "c": ("a", "same UPRN")},
    )


def test_a_place_without_coordinates_is_left_alone_by_distance():
    of = places({"id": "a", "x": 0.0}, {"id": "b", "x": np.nan}, {"id": "c", "x": np.nan})
    assert outcome(thin(of, (), 1e9), of)[0] == ["a", "b", "c"]


def test_nothing_in_gives_nothing_out():
    nothing = ThinPlaces([], np.empty((0, 2)), [], [], [], [])
    assert thin(nothing, (), 10.0).kept == []


@pytest.mark.parametrize("distance", [0.0, -5.0, float("nan"), float("inf")])
def test_a_distance_that_is_none_is_refused(distance):
    with pytest.raises(InputError, match="more than 0"):
        thin(places({"id": "a"}), (), distance)


@pytest.mark.parametrize("seed", range(20))
def test_of_places_of_chance_those_kept_are_apart_and_every_other_is_near_its_keeper(seed):
    chance = np.random.default_rng(seed)
    count = int(chance.integers(2, 120))
    xy = chance.uniform(0, 1000, (count, 2))
    nothing = [""] * count
    uprn = [str(number) if number < 40 else "" for number in chance.integers(1, 80, count)]
    ids = [f"{number:03d}" for number in chance.permutation(count)]
    found = thin(ThinPlaces(ids, xy, nothing, uprn, nothing, [[]] * count), (), 90.0)
    kept = xy[found.kept]
    gaps = np.hypot(*(kept[:, None] - kept[None]).transpose(2, 0, 1))
    assert (gaps[~np.eye(len(kept), dtype=bool)] > 90.0).all()
    assert sorted([*found.kept, *(one.row for one in found.left_out)]) == list(range(count))
    known = [uprn[row] for row in found.kept if uprn[row]]
    assert len(known) == len(set(known))
    for one in found.left_out:
        assert one.kept in found.kept
        if one.reason == "within 90 m":
            assert np.hypot(*(xy[one.row] - xy[one.kept])) <= 90.0
    shuffled = chance.permutation(count)
    again = thin(
        ThinPlaces([ids[row] for row in shuffled], xy[shuffled], nothing,
                   [uprn[row] for row in shuffled], nothing, [[]] * count), (), 90.0,
    )  # fmt: skip
    assert {ids[row] for row in found.kept} == {ids[shuffled[row]] for row in again.kept}


def test_rows_of_one_building_are_joined_by_what_the_register_names_by_uprn_and_by_address():
    building = ["V20", "", "V20", "", "", ""]
    uprn = ["", "7", "", "07", "", "9"]
    names = ["Old Offices", "Library", "Registrars", "Reading Room", "LIBRARY", "Pool"]
    postcode = ["", "ZZ1 1AA", "", "", "zz11aa", ""]
    assert first_of_building(building, uprn, names, postcode) == [0, 1, 0, 1, 1, 5]
    assert first_of_building([""] * 2, ["", ""], ["", ""], ["", ""]) == [0, 1]
