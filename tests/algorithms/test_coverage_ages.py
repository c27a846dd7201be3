"""familyhub:coverage by age, ward and group in the toy town, by hand.

Walking: West 2, Mid 7.5, East 11, North 1.5 minutes to their hub; with a pram, at 60 m a minute
and not 80: 2.7, 10, 14.7 and 2. Nothing leads to the Moor. Bands: 5 and 12 minutes.
"""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from algorithms.runs import DEMAND, Log, demand, hubs, layer_of, points, run
from qgis.core import QgsProcessingException

AGES = {"children_0_2": [6.0, 12.0, 18.0, 24.0, 3.0], "children_3_4": [4.0, 8.0, 12.0, 16.0, 2.0],
        "children_5_17": [30.0, 60.0, 90.0, 120.0, 15.0], "young_18_25": [9.0] * 5}  # fmt: skip
OWN = "0-2=pram; 3-4=pram; 5-17=walk"


def aged(**columns):
    columns = {**AGES, **columns}
    rows = [
        (at, {**values, **{name: counts[row] for name, counts in columns.items()}})
        for row, (at, values) in enumerate(DEMAND)
    ]
    return points(rows, name="demand")


def cover(network, log=None, **parameters):
    given = {"NETWORK": network, "HUBS": hubs(), "HUB_ID": "site_id", "DEMAND": aged(),
             "BANDS": "5,12", **parameters}  # fmt: skip
    return run("coverage", log, **given)


def by_age(network, **parameters):
    return cover(network, BY_AGE="TEMPORARY_OUTPUT", **parameters).by("BY_AGE", "key")


def words_of(page):
    return " ".join(unescape(re.sub("<[^>]+>", " ", page.read_text("utf-8"))).split())


def test_each_band_of_ages_is_reached_by_its_own_mode(network):
    done = cover(network, AGE_MODES=OWN, BY_AGE="TEMPORARY_OUTPUT")
    assert done.columns("BY_AGE")[:5] == ["key", "travel", "areas", "children", "need"]
    found = done.by("BY_AGE", "key")
    reached = {key: (row["travel"], row["children"], row["reached_5"], row["reached_12"],
                     row["unrouted"]) for key, row in found.items()}  # fmt: skip
    assert reached == {
        "0-4": ("pram", 105, 50, 70, 5),
        "0-2": ("pram", 63, 30, 42, 3),
        "3-4": ("pram", 42, 20, 28, 2),
        "5-17": ("walk", 315, 150, 300, 15),
    }
    assert found["5-17"]["max_minutes"] == pytest.approx(11, abs=0.01)
    assert found["0-2"]["max_minutes"] == pytest.approx(880 / 60, abs=0.01)
    assert done["REACHED"] == 100, "the main tables go by the run's own mode"


def told(network, **parameters):
    rows = cover(network, AGE_MODES=OWN, BY_AGE="TEMPORARY_OUTPUT", **parameters).rows("OUTPUT")
    (text,) = {row["made_with"] for row in rows}
    return json.loads(text)["ages"]


def test_the_layer_tells_how_each_age_travels_and_its_mean_minutes_where_they_are_not_few(network):
    """Walking 30 x 2, 60 x 7.5, 90 x 11 and 120 x 1.5 are 1680 minutes of 300 who are routed."""
    found = told(network)
    assert {key: mode for key, (mode, _) in found.items()} == {
        "0-4": "pram", "0-2": "pram", "3-4": "pram", "5-17": "walk",
    }  # fmt: skip
    assert found["5-17"][1] == pytest.approx(5.6, abs=0.01)
    assert found["0-2"][1] == pytest.approx(448 / 60, abs=0.01)
    few = told(network, THRESHOLD=61)  # 60 of 63 are routed
    assert few["0-2"] == ["pram", None] and few["5-17"][1] is not None
    assert told(network, THRESHOLD=60)["0-2"][1] is not None


def test_without_modes_every_band_goes_by_the_runs_mode(network):
    walked, pushed = by_age(network), by_age(network, MODE="pram")
    assert list(walked) == ["0-4", "0-2", "3-4", "5-17"]
    assert {row["travel"] for row in walked.values()} == {"walk"}
    assert walked["0-4"]["reached_12"] == 100 and pushed["0-4"]["reached_12"] == 70
    assert {row["travel"] for row in by_age(network, AGE_MODES="5-17").values()} == {"walk"}


def test_18_to_25_year_olds_have_a_row_only_as_those_with_send(network):
    rows = by_age(network, DEMAND=aged(send_18_25=[1.0, 2.0, 3.0, 4.0, 5.0]))
    assert rows["18-25 with SEND"]["children"] == 15
    assert all(row["children"] != 45 for row in rows.values())
    assert "18-25 with SEND" not in by_age(network)


def test_a_band_of_the_users_own_stands_beside_the_others_and_nothing_is_added_up(network):
    rows = by_age(network, DEMAND=aged(children_0_11=[7.0] * 5))
    assert list(rows) == ["0-4", "0-2", "0-11", "3-4", "5-17"]
    assert rows["0-11"]["children"] == 35


def test_bands_that_are_not_known_are_not_assessed_and_the_children_counted_are_the_headline(
    network, tmp_path
):
    unknown = {name: [None] * 5 for name in ("children_0_2", "children_3_4")}
    layer = aged(ages=["0-4 (estimate)"] * 5, **unknown)
    page = tmp_path / "page.html"
    rows = by_age(network, DEMAND=layer, HTML=str(page), THRESHOLD=0)
    assert rows["0-4"]["children"] == 105 and rows["0-4"]["note"] == ""
    assert rows["0-2"]["note"] == "not assessed" and rows["0-2"]["children"] is None
    assert "of them aged 0-2: not assessed." in words_of(page)


def test_a_band_with_gaps_is_counted_by_the_children_of_its_ages_or_by_its_parts(network):
    """West has no children_0_4, as points added by hand often have none: 105 children all told."""
    holed = {"children_0_4": [None, 20.0, 30.0, 40.0, 5.0]}
    bare = {name: [None] * 5 for name in ("children_0_2", "children_3_4")}
    for layer in (aged(ages=["0-4"] * 5, **holed, **bare), aged(**holed)):
        row = by_age(network, DEMAND=layer)["0-4"]
        assert (row["areas"], row["children"], row["note"]) == (5, 105, "")
    row = by_age(network, DEMAND=aged(ages=["0-11"] * 5, **holed, **bare))["0-4"]
    assert (row["areas"], row["children"]) == (4, 95), "their ages are others, and no part is known"


def test_bands_that_are_estimates_are_called_so(network, tmp_path):
    page = tmp_path / "page.html"
    said = "children_0_2, need: shared out from 0-15"
    rows = by_age(network, DEMAND=aged(estimates=[said] * 5), HTML=str(page))
    assert rows["0-2"]["note"] == rows["0-4"]["note"] == "estimate, shared out from 0-15"
    assert rows["3-4"]["note"] == ""
    assert "0-2 (estimate), walking" in words_of(page)


def test_areas_that_another_mode_cannot_leave_are_unrouted_places_of_that_mode(network):
    """The stairs lie 120 m from any way that a pram may take, and nobody snaps over 50 m."""
    rows = [(at, {**v, **{n: c[0] for n, c in AGES.items()}}) for at, v in DEMAND]
    rows.append(((120, -240), {**rows[0][1], "area_code": "Stairs"}))
    done = cover(network, DEMAND=points(rows), AGE_MODES=OWN, MAX_SNAP=50.0,
                 UNROUTED="TEMPORARY_OUTPUT", BY_AGE="TEMPORARY_OUTPUT")  # fmt: skip
    lost = {(row["id"], row["role"]) for row in done.rows("UNROUTED")}
    assert lost == {("Moor", "demand"), ("Stairs", "demand, pram")}
    found = done.by("BY_AGE", "key")
    assert (found["0-2"]["unrouted"], found["5-17"]["unrouted"]) == (12, 30)
    assert done["CHILDREN_UNROUTED"] == 5


def test_the_page_says_how_each_age_travels(network, tmp_path):
    page = tmp_path / "page.html"
    cover(network, AGE_MODES=OWN, HTML=str(page), THRESHOLD=0)
    said = words_of(page)
    assert "By age of child" in said and "5-17, walking" in said
    assert "Those aged 5-17 are modelled walking, not at the speed of a pram." in said
    assert "Ages, and how they travel" in said
    cover(network, DEMAND=demand(), HTML=str(page))
    assert "By age of child" not in words_of(page)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [({"AGE_MODES": "0-11=walk"}, "no count of ages 0-11 (children_0_11). Its bands: 0-2, 3-4"),
     ({"AGE_MODES": "18-25"}, "18 to 25 year olds count only where they have SEND"),
     ({"AGE_MODES": "0-2=bus"}, "no mode of travel for the ages 0-2"),
     ({"AGE_MODES": "5-17=walk", "MODE": "drive", "BAR_FAST_ROADS": True}, "the ages 5-17 go on"),
     ({"DEMAND": "negative"}, "count of ages 0-2 that is negative")],
)  # fmt: skip
def test_ages_that_cannot_be_counted_are_refused_in_words(network, parameters, words):
    if parameters.get("DEMAND"):
        parameters = {"DEMAND": aged(children_0_2=[1.0, -1.0, 1.0, 1.0, 1.0])}
    log = Log()
    with pytest.raises(QgsProcessingException) as error:
        cover(network, log=log, **parameters)
    assert words in "".join([*log.errors, str(error.value)])


def test_a_table_of_times_has_no_minutes_of_another_mode_but_serves_every_age(network):
    rows = [("West", "007", 4.0), ("North", "8", 11.0)]
    times = layer_of("none", [(None, {"origin_id": a, "destination_id": h, "minutes": m})
                              for a, h, m in rows])  # fmt: skip
    log = Log()
    with pytest.raises(QgsProcessingException) as error:
        cover(None, log=log, TIMES=times, AGE_MODES=OWN)
    assert "another mode can be routed on a network only" in "".join(
        [*log.errors, str(error.value)]
    )
    found = by_age(None, TIMES=times, AGE_MODES="0-2; 5-17")
    assert found["0-2"]["reached_12"] == 30 and found["5-17"]["reached_5"] == 30
    assert found["0-2"]["travel"] == "as in the table of times given"


def test_each_ward_has_a_row_and_the_page_a_part_where_any_is_known(network, tmp_path):
    page = tmp_path / "page.html"
    wards = aged(ward=["Old", "Old", "New", "New", None])
    done = cover(network, DEMAND=wards, BY_WARD="TEMPORARY_OUTPUT", HTML=str(page))
    found = {k: (r["children"], r["reached_12"]) for k, r in done.by("BY_WARD", "key").items()}
    assert found == {"New (Nextdoor)": (30, 30), "New (Toytown)": (40, 40), "Old": (30, 30),
                     "not known": (5, 0), "All areas": (105, 100)}  # fmt: skip
    assert "Children by ward" in words_of(page)
    renamed = aged(wd=["Old", "Old", "New", "Old", "Old"])
    done = cover(network, DEMAND=renamed, WARD="wd", BY_WARD="TEMPORARY_OUTPUT", HTML=str(page))
    assert done.by("BY_WARD", "key")["Old"]["children"] == 75
    cover(network, HTML=str(page))
    assert "By ward" not in words_of(page)


def test_the_page_has_the_groups_and_names_those_not_assessed(network, tmp_path):
    page = tmp_path / "page.html"
    layer = aged(lone_parents=[20.0, 10.0, 0.0, 5.0, 1.0], main_language=[1.0] * 5)
    cover(network, DEMAND=layer, GROUPS="lone_parents", HTML=str(page), THRESHOLD=0)
    said = words_of(page)
    assert "lone parents 5 40" in said and "Counts modelled, about" in said
    assert "demand points: disability, ethnic group, special educational needs" in said
    assert "have a column (GROUPS): main_language." in said
    cover(network, HTML=str(page))
    assert "No further groups were counted." in words_of(page)


def test_households_without_a_car_told_of_elsewhere_are_not_called_not_assessed(network, tmp_path):
    page = tmp_path / "page.html"
    cars = aged(carless=[0.5, 0.2, 0.1, 0.25, 0.4])
    cover(network, DEMAND=cars, MODE="drive", NO_CAR="carless", HTML=str(page))
    said = words_of(page)
    assert "Not assessed, for want of a column" in said
    assert "households without a car. Equality" not in said
