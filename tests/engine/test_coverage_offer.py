"""The same children against other sets of hubs: five areas and four hubs, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import numpy as np
import pytest
from table_rows import table_row

from family_hub_planner.engine.coverage import cover
from family_hub_planner.engine.coverage_apart import rests_on
from family_hub_planner.engine.coverage_offer import by_offer, offer_section
from family_hub_planner.engine.coverage_sets import HubFacts, hub_sets, kinds_apart
from family_hub_planner.engine.coverage_tables import table_columns
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.errors import PlannerError
from family_hub_planner.engine.method_note import Method

INF, NAN = np.inf, np.nan
BANDS = (10, 20)
METHOD = Method(threshold=10, headline_minutes=20, hub_names={"H2": "Fire Station"})
# Minutes to H1 (own, full-time), H2 (own, 2 hours, outreach), H3 (neighbour's, full-time),
# H4 (own, hours and type not stated).
MINUTES = np.array(
    [[5, 12, 30, 40], [25, 8, 30, 40], [50, 50, 15, 40], [50, 50, 50, 18], [INF] * 4], dtype=float
)
CHILDREN = np.array([100.0, 50, 40, 30, 20])


def demand(children=CHILDREN) -> Demand:
    nothing, empty = np.full(5, NAN), [""] * 5
    return Demand(list("abcde"), children, children / 2, nothing, nothing, empty, empty)


def facts(**other) -> HubFacts:
    given = {
        "hours": np.array([30.0, 2, 15, NAN]), "full_hours": 15.0,
        "types": ["Family Hub", "network  SITE", "Best Start Family Hub", ""],
        "authorities": ["Fen", "Fen", "Moor", ""], "home": "Fen", **other,
    }  # fmt: skip
    return HubFacts(**given)


def covered(people=None):
    return cover(MINUTES, people or demand(), ["H1", "H2", "H3", "H4"], BANDS,
                 ~np.isfinite(MINUTES).any(axis=1))  # fmt: skip


def offered(of=None, people=None):
    people = people or demand()
    return by_offer(covered(people), people, MINUTES, hub_sets(of or facts()))


def page(of=None, people=None, method=METHOD):
    found = covered(people)
    table = offered(of, people)
    return "".join(offer_section(table, found, method, kinds_apart(of or facts())))


def test_each_row_counts_the_minutes_to_its_own_hubs_alone():
    rows = {key: table_row(offered(), key) for key in offered().column("key")}
    assert {key: (r["hubs"], r["reached_10"], r["reached_20"]) for key, r in rows.items()} == {
        "all hubs counted": (4, 150, 220),
        "without hubs of other authorities": (3, 150, 180),
        "full-time hubs alone": (2, 100, 140),
        "part-time hubs alone": (1, 50, 150),
        "hubs of unstated hours alone": (1, 0, 30),
        "outreach (network sites) alone": (1, 50, 150),
        "without outreach": (3, 100, 170),
    }
    part = rows["part-time hubs alone"]
    assert part["mean_minutes"] == pytest.approx((100 * 12 + 50 * 8 + 70 * 50) / 220)
    assert part["share_20"] == pytest.approx(150 / 240)


def test_every_row_is_of_the_same_children_and_none_is_their_total():
    table = offered()
    for name, whole in (("areas", 5), ("children", 240), ("need", 120), ("unrouted", 20)):
        assert table.column(name) == [whole] * 7
    assert list(table.columns) == ["key", "hubs", *table_columns(BANDS)[1:]]
    assert "All areas" not in table.column("key")


def test_a_set_without_hubs_says_so_and_is_never_nought():
    full = facts(hours=np.array([30.0, 15, 40, 16]))
    row = table_row(offered(full), "part-time hubs alone")
    assert (row["hubs"], row["children"], row["note"]) == (0, 240, "no such hubs")
    assert {row[n] for n in ("reached_10", "share_20", "beyond", "unrouted", "mean_minutes")} == {
        None}  # fmt: skip
    assert ">no such hubs<" in page(full)
    assert "Hubs of unstated hours" not in page(full)


@pytest.mark.parametrize(
    ("other", "key", "why"),
    [({"home": ""}, "without hubs of other authorities", "no home authority was named"),
     ({"authorities": [""] * 4}, "without hubs of other authorities", "states its authority"),
     ({"authorities": ["Fenland", "Fenland", "Moor", ""]}, "without hubs of other authorities",
      "no hub states 'Fen': they state Fenland (2), Moor (1)"),
     ({"hours": np.full(4, NAN)}, "full-time hubs alone", "states its hours a week"),
     ({"types": [""] * 4}, "without outreach", "states its type")],
)  # fmt: skip
def test_what_no_hub_states_is_not_assessed_and_why(other, key, why):
    row = table_row(offered(facts(**other)), key)
    assert row["hubs"] is None and row["reached_20"] is None
    assert row["note"].startswith("not assessed; ") and row["note"].endswith(why)
    assert row["note"] in unescape(page(facts(**other)))


@pytest.mark.parametrize(
    ("told", "others", "said"),
    [({"authorities": ["Rutland"] * 4}, 0, "no hub states 'E06000017': they state Rutland (4)"),
     ({"authorities": ["Rutland", "Rutland", "E10000019", ""]}, 0, "Rutland (2), E10000019 (1)"),
     ({"authorities": ["E10000019"] * 4}, 4, ""),  # codes are of one form: all are neighbours'
     ({"authorities": ["Moor"] * 4, "known": {"E06000017", "Moor"}}, 4, ""),
     ({"authorities": ["Moor"] * 4, "given": {"E06000017", "Moor"}}, 4, ""),
     ({"authorities": [*"ABCD"], "home": ""}, 0, ""),
     ({"authorities": [""] * 4}, 0, ""),
     ({"authorities": [*"ABCD"]}, 0, "they state A (1), B (1), C (1), D (1)")],
)  # fmt: skip
def test_hubs_are_anothers_only_where_they_write_an_authority_as_the_home_is_written(
    told, others, said
):
    of = facts(**{"home": "E06000017", **told})
    assert int(of.others().sum()) == others
    assert said in of.not_matched() if said else of.not_matched() == ""
    assert ("only by hubs of other" in page_note(of)) == bool(others)


def page_note(of):
    return rests_on(MINUTES, CHILDREN, kinds_apart(of), 20, METHOD)


def test_of_many_authorities_that_do_not_match_the_first_five_are_named():
    of = facts(authorities=[*"GFEDCBA", "G"], home="Fen", hours=np.full(8, NAN), types=[""] * 8)
    assert of.not_matched().endswith("G (2), A (1), B (1), C (1), D (1) and 2 more")


def test_hubs_that_state_nothing_stand_among_the_own_and_the_others_and_the_note_says_so():
    table = offered()
    note = table_row(table, "without hubs of other authorities")["note"]
    assert note == "1 hub states no authority (counted as its own)"
    note = table_row(table, "without outreach")["note"]
    assert note == "1 hub states no type (counted as no outreach)"
    assert f"Without outreach: {note}." in page()


def test_fifteen_hours_are_full_time_and_the_limit_is_the_users():
    assert table_row(offered(facts(full_hours=15.5)), "full-time hubs alone")["hubs"] == 1
    assert table_row(offered(facts(full_hours=2)), "part-time hubs alone")["hubs"] == 0


def test_where_nothing_tells_the_hubs_apart_the_page_has_no_such_part():
    nothing = facts(hours=np.full(4, NAN), types=[""] * 4, home="")
    assert page(nothing) == ""
    assert table_row(offered(nothing), "all hubs counted")["reached_20"] == 220


def test_the_page_names_the_hubs_of_each_kind_and_how_many_stand_in_each_row():
    text = page()
    assert "Outreach (network sites): Fire Station (H2)." in text
    assert "Hubs of other authorities than Fen: H3." in text
    assert "All hubs counted (4)" in text
    assert "table of times" not in text
    assert "for every hub&#x27;s minutes" in page(method=replace(METHOD, times="bus"))


def test_one_sentence_says_what_rests_on_which_hubs_alone():
    said = rests_on(MINUTES, CHILDREN, kinds_apart(facts()), 20, METHOD)
    assert said == (
        "Of the children modelled within 20 minutes' walk of a hub, about 40 are so only by hubs "
        "of other authorities than Fen, about 50 only by hubs open fewer than 15 hours a week and "
        "about 50 only by outreach (network sites)."
    )
    assert rests_on(MINUTES, CHILDREN, kinds_apart(facts(home="")), 20, METHOD).count("only") == 2
    nothing = facts(hours=np.full(4, NAN), types=[""] * 4, home="")
    assert rests_on(MINUTES, CHILDREN, kinds_apart(nothing), 20, METHOD) == ""


def test_a_share_that_would_tell_the_few_who_rest_on_some_hubs_alone_is_left_out():
    """Without the neighbour's hub 6 of 1,006 fewer are within 20 minutes."""
    few = demand(np.array([500.0, 450, 6, 30, 20]))
    assert ">990 (98 %)<" in page(people=few)
    assert ">980<" in page(people=few) and ">980 (97 %)<" not in page(people=few)
    assert ">980 (97 %)<" in page(people=few, method=replace(METHOD, threshold=0))


def test_a_row_that_is_not_the_runs_own_is_refused():
    other = MINUTES + 1
    with pytest.raises(PlannerError, match="BY_OFFER"):
        by_offer(covered(), demand(), other * 2, hub_sets(facts()))


def test_a_run_without_children_stands():
    nobody = demand(np.zeros(5))
    assert offered(people=nobody).column("note").count("no children") == 5
    assert "no children" in page(people=nobody)


def test_by_brute_force_on_random_hubs_each_row_is_the_nearest_of_its_own():
    random = np.random.default_rng(7)
    for _ in range(20):
        minutes = random.uniform(1, 60, (30, 6))
        minutes[random.random((30, 6)) < 0.2] = INF
        children = random.integers(0, 90, 30).astype(float)
        nothing, empty = np.full(30, NAN), [""] * 30
        people = Demand([f"a{i:02d}" for i in range(30)], children, children, nothing, nothing,
                        empty, empty)  # fmt: skip
        hours = random.choice([NAN, 2.0, 15, 40], 6)
        types = random.choice(["Network Site", "Family Hub", ""], 6).tolist()
        of = HubFacts(hours, 15, types, random.choice(["A", "B", ""], 6).tolist(), "A")
        lost = ~np.isfinite(minutes).any(axis=1)
        found = cover(minutes, people, list("pqrstu"), BANDS, lost)
        table = by_offer(found, people, minutes, hub_sets(of))
        chosen = {
            "full-time hubs alone": [h >= 15 for h in hours],
            "part-time hubs alone": [h < 15 for h in hours],
            "outreach (network sites) alone": [t == "Network Site" for t in types],
            "without hubs of other authorities": [a in ("A", "") for a in of.authorities],
        }
        for key, some in chosen.items():
            row = table_row(table, key)
            if any(some) and row["hubs"]:
                near = [min(m for m, one in zip(line, some) if one) <= 20 for line in minutes]
                assert row["reached_20"] == children[near].sum()
                assert row["hubs"] == sum(some)
