"""Services by locality: four areas in two localities, three hubs, worked out by hand."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from family_hub_planner.engine.coverage import cover
from family_hub_planner.engine.coverage_service_page import service_section
from family_hub_planner.engine.coverage_services import by_service, services_of, split_services
from family_hub_planner.engine.coverage_tables import table_columns
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.method_note import Method

INF, NAN = np.inf, np.nan
BANDS = (10, 20)
METHOD = Method(threshold=10, headline_minutes=20)
MINUTES = np.array([[5, 30, 40], [15, 12, 40], [40, 8, 18], [INF, INF, INF]], dtype=float)
HUBS = ["midwifery; Stay and play", "stay  and PLAY", ""]


def demand(children=(100.0, 60, 40, 20), locality=("East", "East", "West", "")) -> Demand:
    children, nothing = np.array(children, dtype=float), np.full(4, NAN)
    return Demand(list("abcd"), children, children / 10, nothing, nothing, list(locality), [""] * 4)


def covered(people=None, minutes=MINUTES):
    lost = ~np.isfinite(minutes).any(axis=1)
    ids = [f"H{place}" for place in range(minutes.shape[1])]
    return cover(minutes, people or demand(), ids, BANDS, lost)


def table_of(texts=HUBS, also=(), where=("East", "West", None), people=None):
    people = people or demand()
    services = services_of(texts, also)
    return by_service(covered(people), people, MINUTES, services, where)


def rows_of(table):
    rows = [dict(zip(table.columns, row)) for row in table.rows()]
    return {(row["service"], row["key"]): row for row in rows}


def page(texts=HUBS, also=(), where=("East", "West", None), people=None, method=METHOD, **more):
    return service_section(table_of(texts, also, where, people), covered(people), method, **more)


def cells(html):
    lines = html.split("<tr")
    found = [re.findall(r">([^<]*)</t[hd]>", line) for line in lines]
    return {line[0]: line[1:] for line in found if line}


@pytest.mark.parametrize(
    ("text", "services"),
    [("a; b ;c", ["a", "b", "c"]), ("a, b,c", ["a", "b", "c"]), ("a|b", ["a", "b"]),
     ("a\nb\r\nc", ["a", "b", "c"]), ("advice, debt; play", ["advice, debt", "play"]),
     ("advice (housing, debt), play", ["advice (housing, debt)", "play"]),
     ("Play; play;  PLAY ", ["Play"]), ("stay  and\tplay", ["stay and play"]),
     (" ; ,; ", []), ("", []), (" ;; ", [])],
)  # fmt: skip
def test_services_are_parted_trimmed_and_named_once(text, services):
    assert split_services(text) == services


def test_services_stand_in_the_order_of_their_names_whatever_their_capitals():
    found = services_of(["Zumba; midwifery", "antenatal", "MIDWIFERY"], ["Portage; ZUMBA"])
    assert list(found) == ["antenatal", "midwifery", "Portage", "Zumba"]
    assert {name: hubs.tolist() for name, hubs in found.items()} == {
        "antenatal": [False, True, False], "midwifery": [True, False, True],
        "Portage": [False, False, False], "Zumba": [True, False, False]}  # fmt: skip


def test_minutes_are_those_to_the_nearest_hub_that_offers_the_service():
    rows = rows_of(table_of())
    found = {key: (r["sites"], r["children"], r["reached_10"], r["reached_20"], r["unrouted"])
             for key, r in rows.items()}  # fmt: skip
    assert found == {
        ("midwifery", "East"): (1, 160, 100, 160, 0),
        ("midwifery", "West"): (0, 40, 0, 0, 0),
        ("midwifery", "not known"): (0, 20, 0, 0, 20),
        ("midwifery", "All areas"): (1, 220, 100, 160, 20),
        ("Stay and play", "East"): (1, 160, 100, 160, 0),
        ("Stay and play", "West"): (1, 40, 40, 40, 0),
        ("Stay and play", "not known"): (0, 20, 0, 0, 20),
        ("Stay and play", "All areas"): (2, 220, 140, 200, 20),
    }
    east = rows["Stay and play", "East"]
    assert east["mean_minutes"] == pytest.approx((100 * 5 + 60 * 12) / 160)
    assert rows["midwifery", "East"]["mean_minutes"] == pytest.approx((100 * 5 + 60 * 15) / 160)


def test_the_columns_are_service_locality_sites_and_those_of_the_other_tables():
    assert list(table_of().columns) == ["service", "key", "sites", *table_columns(BANDS)[1:]]
    assert len(table_of(["", "", ""])) == 0
    assert list(table_of(["", "", ""]).columns) == list(table_of().columns)


def test_a_service_of_a_hub_that_is_not_counted_has_no_site_and_no_nought():
    row = rows_of(table_of(also=["Portage"]))["Portage", "West"]
    assert (row["sites"], row["children"], row["note"]) == (0, 40, "no site")
    assert row["reached_20"] is None and row["unrouted"] is None
    html = page(also=["Portage"])
    assert cells(html)["West"] == ["0 % (0)", "no site", "100 % (1)"]
    assert "“no site”: no hub that is counted offers it." in html
    assert "no site" not in page()


def test_hubs_outside_all_areas_count_in_the_last_row_alone_and_it_says_so():
    rows = rows_of(table_of(where=(None, "West", None)))
    assert [rows["Stay and play", key]["sites"] for key in ("East", "West", "All areas")] == [
        0, 1, 2]  # fmt: skip
    note = rows["Stay and play", "All areas"]["note"]
    assert note == "1 of 2 sites stands in none of these areas"
    assert "stand in the last row alone" in page(where=(None, "West", None))
    assert "stand in the last row alone" not in page()


def test_where_the_hubs_localities_are_not_known_only_all_areas_has_sites():
    rows = rows_of(table_of(where=None))
    assert rows["midwifery", "East"]["sites"] is None
    assert rows["midwifery", "All areas"]["sites"] == 1
    assert not any("none of these areas" in row["note"] for row in rows.values())
    html = page(where=None)
    assert cells(html)["East"] == ["100 %", "100 %"] and "is not known here" in html
    assert cells(html)["All areas"][0] == "73 % (1)"


def test_without_localities_the_page_has_the_row_of_all_areas_alone():
    people = demand(locality=[""] * 4)
    html = page(people=people, where=None)
    assert "not known" not in html and "All areas" in cells(html)


def test_a_locality_named_not_known_is_not_the_one_that_is_unknown():
    people = demand(locality=["not known", "not known", "West", ""])
    table = table_of(people=people, where=("not known", "", "West"))
    rows = [dict(zip(table.columns, row)) for row in table.rows()][:4]
    assert [(r["key"], r["sites"], r["children"]) for r in rows] == [
        ("West", 0, 40), ("not known", 1, 160), ("not known", 0, 20), ("All areas", 1, 220),
    ]  # fmt: skip


def test_a_share_that_would_tell_few_children_is_held_back():
    """Of East's 1,000 are 500 near the first hub, which offers both, and 6 near the second."""
    minutes = np.array([[5, 30, 40], [30, 12, 40], [40, 40, 18], [40, 5, 40]], dtype=float)
    people = demand((500, 6, 494, 100), ("East", "East", "East", "West"))
    found = covered(people, minutes)

    def east(texts, threshold):
        table = by_service(found, people, minutes, services_of(texts), None)
        return cells(service_section(table, found, replace(METHOD, threshold=threshold)))["East"]

    assert east(["a; b", "b", ""], 0) == ["50 %", "51 %"]
    assert east(["a; b", "b", ""], 10) == ["50 %", "held back"]  # beside a's it would tell the 6
    assert east(["a", "b", ""], 10) == ["50 %", "held back"]  # the 6 themselves
    assert east(["a", "", "a"], 0) == ["99 %"]
    assert east(["a", "", "a"], 10) == ["held back"]  # beside all hubs' it would tell the 6


def test_a_share_close_to_that_by_all_hubs_is_held_back_though_no_count_is_small():
    """Of 1,000 are 900 near any hub and 894 near one with the service: 106 are not."""
    minutes = np.array([[5, 30, 40], [30, 12, 40], [40, 40, 18], [40, 40, 40]], dtype=float)
    people = demand((500, 6, 394, 100), ["East"] * 4)
    found = covered(people, minutes)
    table = by_service(found, people, minutes, services_of(["a", "", "a"]), None)
    assert cells(service_section(table, found, METHOD))["East"] == ["held back"]
    shown = cells(service_section(table, found, replace(METHOD, threshold=6)))
    assert shown["East"] == ["89 %"]


def test_beside_a_share_held_back_for_another_services_sake_the_next_is_held_back_too():
    """East's 506 stand beside 500; West's 100, with all 606, would tell them."""
    minutes = np.array([[5, 30], [30, 12], [40, 40], [40, 5]], dtype=float)
    people = demand((500, 6, 494, 100), ("East", "East", "East", "West"))
    found = covered(people, minutes)
    table = by_service(found, people, minutes, services_of(["a; b", "b"]), None)
    shown = cells(service_section(table, found, METHOD))
    assert shown["East"] == ["50 %", "held back"]
    assert shown["West"] == ["0 %", "held back"]
    assert shown["All areas"] == ["45 % (1)", "55 % (2)"]


def test_equal_totals_of_services_in_different_places_are_both_printed():
    """East's 500 are near the one service and West's 506 near the other: no few are told."""
    minutes = np.array([[5, 30], [40, 40], [30, 5], [40, 40]], dtype=float)
    people = demand((500, 100, 506, 100), ("East", "East", "West", "West"))
    found = covered(people, minutes)
    table = by_service(found, people, minutes, services_of(["a", "b"]), None)
    shown = cells(service_section(table, found, METHOD))
    assert shown["All areas"] == ["41 % (1)", "42 % (1)"]


def test_beside_one_share_held_back_the_next_in_its_column_is_held_back_too():
    """West's 4 of 40 are few: with East's share and that of all they could be told."""
    minutes = np.array([[5, 30], [15, 30], [8, 30], [40, 30]], dtype=float)
    people = demand((100, 60, 4, 36), ("East", "North", "West", "West"))
    found = covered(people, minutes)

    def column(threshold):
        table = by_service(found, people, minutes, services_of(["a", ""]), None)
        shown = cells(service_section(table, found, replace(METHOD, threshold=threshold)))
        return [shown[key][0] for key in ("East", "North", "West", "All areas")]

    assert column(0) == ["100 %", "100 %", "10 %", "82 % (1)"]
    assert column(10) == ["100 %", "held back", "held back", "82 % (1)"]


def test_ten_services_stand_in_two_tables_and_seven_in_four_and_three():
    def widths(count):
        html = page(["; ".join(f"service {n:02d}" for n in range(count)), "", ""])
        return [part.count('scope="col"') - 1 for part in html.split("<table")[1:]]

    assert (widths(1), widths(5), widths(7), widths(10)) == ([1], [5], [4, 3], [5, 5])
    assert widths(11) == [4, 4, 3]


def test_each_of_several_tables_of_services_has_a_caption_of_its_own():
    def captions(count):
        html = page(["; ".join(f"service {n:02d}" for n in range(count)), "", ""])
        return [part.split("<")[0] for part in html.split("<caption>")[1:]]

    (alone,), several = captions(5), captions(7)
    assert alone.endswith("offer the service")
    assert several == [f"{alone} (1 of 2)", f"{alone} (2 of 2)"]


def test_the_page_says_what_was_counted_alone_and_who_states_nothing():
    html = page(only="midwifery", silent=2)
    assert "Only hubs with the service “midwifery” are counted" in html
    assert "2 hubs counted state no services." in html
    assert "1 hub that is counted states no services." in page(silent=1)


def test_a_locality_without_children_says_so_in_every_table():
    people = demand((100, 60, 0, 20))
    html = page([";".join("abcdef"), "", ""], people=people)
    assert html.count("no children") == 2


def test_names_are_escaped():
    assert "<b>" not in page(["<b>bold</b>", "", ""])


def test_by_brute_force_every_cell_of_the_table_is_that_of_numpy():
    random = np.random.default_rng(11)
    areas, hubs = 40, 7
    minutes = random.uniform(1, 40, (areas, hubs))
    minutes[random.random((areas, hubs)) < 0.3] = INF
    children = random.integers(0, 70, areas).astype(float)
    place = random.choice(["P", "Q", ""], areas)
    nothing = np.full(areas, NAN)
    people = Demand([f"a{n:02d}" for n in range(areas)], children, children, nothing, nothing,
                    place.tolist(), [""] * areas)  # fmt: skip
    texts = ["; ".join(np.array(list("xyz"))[random.random(3) < 0.5]) for _ in range(hubs)]
    where = random.choice(["P", "Q", ""], hubs).tolist()
    lost = ~np.isfinite(minutes).any(axis=1)
    found = cover(minutes, people, list("ABCDEFG"), BANDS, lost)
    rows = rows_of(by_service(found, people, minutes, services_of(texts), where))
    assert len(rows) == 12
    for (service, key), row in rows.items():
        offer = np.array([service in text for text in texts])
        least = minutes[:, offer].min(axis=1)
        inside = (
            np.ones(areas, bool) if key == "All areas" else place == key.replace("not known", "")
        )
        assert row["reached_20"] == children[inside & (least <= 20)].sum()
        assert row["unrouted"] == children[inside & np.isinf(least)].sum()
        there = [key in ("All areas", name or "not known") for name in where]
        assert row["sites"] == (offer & there).sum()
