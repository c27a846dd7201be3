"""familyhub:rationalise on the toy town, worked by hand.

Minutes on foot: to the South Hub (007) West 2, Mid 7.5, East 11; to the North Hub (8) West 19.75,
Mid 14.25, East 16.25, North 1.5; to the library (9) on the High Street West 5.5, Mid 0, East 3.5,
North 15.75. Need: West 5, Mid 4, East 6, North 8; children 10, 20, 30, 40.

Merging the South Hub adds 17.75 * 5 + 6.75 * 4 + 5.25 * 6 = 147.25 need-minutes and saves 10,000 a
year; moving it into the library adds 3.5 * 5 = 17.5, and saves 10,000 - 80 m2 at 50 = 6,000.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from algorithms.estate_runs import LIBRARY, NORTH, SHED, SOUTH, estate, moves, options
from algorithms.runs import CancelledOnProgress, demand, points, run
from qgis.core import QgsFeatureRequest, QgsProcessingException

from family_hub_planner.engine.giving_up import DECIDES_NOTHING

CLOSE = 0.05  # minutes: positions of an OpenStreetMap file are rounded


def test_the_frontier_goes_from_nothing_over_a_move_to_a_merger(network):
    done = options(network)
    assert moves(done) == [(1, "007", "move", "9"), (2, "007", "merge", "8")]
    today, moved, merged = done.rows("FRONTIER")
    assert (today["step"], today["saving_gross"], today["children_worse"]) == (0, 0, 0)
    assert (moved["saving_gross"], moved["one_off"], moved["saving_net"]) == (6000, 7000, 4600)
    assert moved["payback_years"] == pytest.approx(7 / 6)
    assert moved["need_minutes_added"] == pytest.approx(17.5, abs=5 * CLOSE)
    assert (moved["children_worse"], moved["children_better"]) == (10, 50)
    assert (merged["saving_gross"], merged["one_off"], merged["saving_net"]) == (10000, 5000, 9000)
    assert merged["need_minutes_added"] == pytest.approx(147.25, abs=15 * CLOSE)
    assert merged["children_worse"] == 60
    assert merged["max_added_minutes"] == pytest.approx(17.75, abs=CLOSE)
    assert merged["longest_minutes"] == pytest.approx(19.75, abs=CLOSE)
    assert (done["PROVEN"], done["OPTIONS_FOUND"], done["MOST_SAVED"]) == (True, 2, 9000)


def test_who_falls_beyond_the_minutes_and_the_point_that_brings_them_back(network):
    """Merged, West and Mid fall beyond 10 minutes; the library is 5.5 and 0 minutes from them."""
    layer = estate(north={"hours_week": 2.0})
    few = {"ESTATE": layer, "PART_TIME_COUNTS": True}
    _, moved, merged = options(network, **few).rows("FRONTIER")
    assert (moved["children_fallen"], moved["outreach_site"]) == (0, None)
    assert (merged["children_fallen"], merged["outreach_site"]) == (30, "9")
    assert (merged["outreach_children"], merged["outreach_tested"]) == (30, 1)
    assert merged["areas_much_worse"] == 3 and merged["children_much_worse"] == 60
    assert merged["children_to_part_time"] == 60, "the North Hub is open two hours a week"
    venues = points([((940, 0), {"site_id": "e"}), ((660, 0), {"site_id": "m"}),
                     ((660, 0), {"site_id": "k"})])  # fmt: skip
    _, _, other = options(network, VENUES=venues).rows("FRONTIER")
    assert (other["outreach_site"], other["outreach_tested"]) == ("k", 3), "equals go by their id"
    shut = points([((940, 0), {"site_id": "e", "open_to": ""}),
                   ((660, 0), {"site_id": "m", "open_to": "pupils' families"})])  # fmt: skip
    _, _, other = options(network, VENUES=shut).rows("FRONTIER")
    assert (other["outreach_site"], other["outreach_children"]) == ("e", 30)
    assert other["outreach_tested"] == 1, "a venue that only some may enter is not tried"


def test_each_owner_has_its_part_and_the_parts_add_up(network):
    done = options(network, ESTATE=estate(shed={}), STEPS=3)
    by_step: dict = {}
    for row in done.rows("BY_OWNER"):
        by_step.setdefault(row["step"], []).append(row)
    for step in done.rows("FRONTIER")[1:]:
        parts = by_step[step["step"]]
        for name in ("saving_gross", "one_off", "saving_net"):
            assert sum(part[name] for part in parts) == pytest.approx(step[name])
    first = done.rows("FRONTIER")[1]
    assert (first["saving_gross"], first["saving_other"], first["children_worse"]) == (
        1000,
        1000,
        0,
    )
    assert by_step[1][0]["owner"] == "Parks"
    last = done.rows("FRONTIER")[-1]
    assert (last["saving_gross"], last["saving_other"]) == (11_000, 1000)


def test_the_tables_by_group_and_area_count_who_travels_longer(network):
    done = options(network, GROUPS="low_income")
    by = {(r["step"], r["by"], r["key"]): r["children_worse"] for r in done.rows("BY_GROUP")}
    assert by[1, "decile", "1"] == 10 and by[2, "decile", "1"] == 30 and by[2, "decile", "2"] == 30
    assert by[2, "locality", "South Bank"] == 60 and by[2, "locality", "North Bank"] == 0
    assert by[2, "group", "low_income"] == 15
    longer = [(row["step"], row["area_code"]) for row in done.rows("WORSE")]
    assert longer == [(1, "West"), (2, "West"), (2, "Mid"), (2, "East")]
    lines = [(r["step"], r["to_site"], r["move"], r["children"]) for r in done.rows("MOVES")]
    assert lines == [(1, "9", "move", 60), (2, "8", "merge", 60)]


def test_a_floor_keeps_the_merger_out(network):
    done = options(network, FLOORS="South Bank=50")
    assert {row["move"] for row in done.rows("OUTPUT")} == {"move"}


def test_a_floor_that_today_breaks_is_refused_before_anything_is_solved(network):
    """Today 9 of the 15 of South Bank's need are within 10 minutes: East is 11 minutes away."""
    with pytest.raises(QgsProcessingException, match=r"South Bank is not kept as things stand: 60"):
        options(network, FLOORS="South Bank=80")


@pytest.mark.parametrize(
    ("floors", "words"),
    [("decile 5=50", "no area of decile 5"), ("Atlantis=50", "no group 'Atlantis'"),
     ("all=0", "is 0 %"), ("all", "is no floor")],
)  # fmt: skip
def test_a_floor_on_nobody_or_that_is_none_is_refused_in_words(network, floors, words):
    with pytest.raises(QgsProcessingException, match=words):
        options(network, FLOORS=floors)


def test_what_lease_ends_and_grants_do_to_dates_and_money(network):
    """Left at the break in 2028, before the claim of 2030 ends: 10,000 of it fall due."""
    lease = {"tenure": "leasehold", "lease_end": "31/03/2033", "break_date": "2028-06-30",
             "clawback_gbp": 10_000.0, "clawback_until": "2030-01-01"}  # fmt: skip
    done = options(network, ESTATE=estate(lease), SAVING="gross")
    last = done.rows("OUTPUT")[-1]
    assert (last["earliest_date"], last["date_is"]) == ("2028-06-30", "the break in its lease")
    assert (last["clawback"], last["one_off"]) == (10_000, 15_000)
    assert last["saving_net"] == 10_000 - 15_000 / 5
    assert "£10,000 of a grant falls due if it is left before 2030-01-01" in last["reason"]
    late = options(network, ESTATE=estate({**lease, "clawback_until": "2028-01-01"}))
    assert late.rows("OUTPUT")[-1]["clawback"] == 0
    unknown = options(network, ESTATE=estate({"tenure": "leasehold"}))
    assert unknown.rows("OUTPUT")[-1]["earliest_date"] is None


@pytest.mark.parametrize(
    ("spoilt", "given"),
    [
        ({"spare_area_m2": 79.0}, {}),
        ({"open_to": "pupils' families"}, {}),
        ({}, {"ONLY_AGREED": True}),
        ({}, {"MAY_MOVE": False}),
        ({}, {"MOVE_M": 500}),
        ({"floor_area_m2": None}, {}),
        ({"one_off_gbp": None}, {}),
    ],
)
def test_nothing_moves_where_it_may_not_or_its_cost_is_not_known(network, spoilt, given):
    done = options(network, ESTATE=estate(library=spoilt), **given)
    assert {row["move"] for row in done.rows("OUTPUT")} == {"merge"}


def test_the_space_moved_into_costs_what_is_asked_for_it(network):
    free = options(network, MOVE_IN_COST=0).rows("FRONTIER")[1]
    assert free["saving_gross"] == 10_000
    dear = options(network, MOVE_IN_COST=60, SAVING="gross").rows("FRONTIER")[1]
    assert dear["saving_gross"] == 10_000 - 80 * 60
    stated = options(network, ESTATE=estate({"needs": 40.0}, {"needs": None}, {"needs": None}),
                     AREA_NEEDED="needs").rows("FRONTIER")[1]  # fmt: skip
    assert stated["saving_gross"] == 10_000 - 40 * 50


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("running_cost_gbp", None, "states no running cost"),
        ("one_off_gbp", None, "states no cost of giving it up"),
    ],
)
def test_a_missing_cost_is_named_and_never_taken_for_nothing(network, column, value, words):
    layer = estate({column: value}, shed={})
    done = options(network, ESTATE=layer)
    assert {row["site_id"] for row in done.rows("OUTPUT")} == {"S"}
    assert any("007" in said and words in said for said in done.log.warned)
    with pytest.raises(QgsProcessingException, match=words):
        options(network, ESTATE=estate({column: value}))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"open_to": "base families"}, "open to base families only"),
        ({"status": "Planned to be opened"}, "Planned to be opened"),
    ],
)
def test_a_site_whose_families_cannot_be_weighed_is_never_given_up(network, change, words):
    with pytest.raises(QgsProcessingException, match=words):
        options(network, ESTATE=estate(change))


def test_a_building_that_serves_nobody_is_weighed_by_its_money_alone_and_that_is_said(network):
    done = options(network, ESTATE=estate(shed={}))
    first = next(row for row in done.rows("OUTPUT") if row["site_id"] == "S")
    assert (first["move"], first["to_site"]) == ("give_up", None)
    assert "what happens in it is not known here" in first["reason"]


def test_a_closed_site_is_weighed_by_its_money_alone(network):
    done = options(network, ESTATE=estate(shed={"status": "Closed", "site_type": "Family Hub"}))
    assert (1, "S", "give_up", None) in moves(done)


def test_nothing_to_give_up_and_no_such_field_are_refused_in_words(network):
    with pytest.raises(QgsProcessingException, match="nothing to test"):
        options(network, ESTATE=estate({"may_close": "no"}))
    with pytest.raises(QgsProcessingException, match="MAY_GIVE_UP"):
        options(network, ESTATE=points([((60, 0), {"site_id": "007", "site_type": "Hub"})]))
    with pytest.raises(QgsProcessingException, match="is no date"):
        options(network, FROM_DATE="soon")


def test_what_saves_nothing_leaves_nothing_changes_alone(network, tmp_path):
    page = tmp_path / "page.html"
    done = options(network, ESTATE=estate({"one_off_gbp": 90_000.0}), HTML=str(page))
    assert done.rows("OUTPUT") == [] and len(done.rows("FRONTIER")) == 1
    assert "Nothing changes: of the buildings that may be given up" in page.read_text("utf-8")


def test_the_order_of_the_layer_changes_nothing(network):
    rows = [((60, 0), SOUTH), ((360, 720), NORTH), ((660, 0), LIBRARY), ((940, 0), SHED)]
    first = options(network, ESTATE=points(rows))
    second = options(network, ESTATE=points(rows[::-1]))
    assert first.rows("FRONTIER") == second.rows("FRONTIER")
    assert moves(first) == moves(second)


def test_the_page_decides_nothing_and_begins_with_nothing_changes(network, tmp_path):
    page = tmp_path / "page.html"
    options(network, ESTATE=estate(shed={}), HTML=str(page), THRESHOLD=15)
    text = Path(page).read_text("utf-8")
    plain = re.sub(r"<[^>]+>", " ", text)
    assert DECIDES_NOTHING in text
    assert plain.index("Nothing changes") < plain.index("Option 1")
    assert "go on costing £11,000 a year, with a stated backlog of repairs of £1,400" in plain
    for banned in ("closure", "losers", "sufficient provision", "compliant", "will close"):
        assert banned not in plain
    assert "under 15" in plain, "ten children are held back"
    assert " 10 children" not in plain and "West" in plain
    cells = re.findall(r'align="right">([^<]*)</td>', text)
    assert "under 15" in cells and not {"10", "10.0"} & set(cells)


def test_a_service_moves_into_a_building_that_serves_families_with_another(network):
    """The library has storytime: with another service asked for, its room can be used all the same.

    It may not be given up then, since who comes to storytime is not weighed."""
    story = {"status": "Active", "site_type": "Network Site", "services": "storytime"}
    given = {"SERVICE": "stay and play", "ESTATE": estate(library=story)}
    assert moves(options(network, **given))[0] == (1, "007", "move", "9")
    both = estate(library={**story, "may_close": "yes"})
    done = options(network, **{**given, "ESTATE": both})
    assert {row["site_id"] for row in done.rows("OUTPUT")} == {"007"}
    assert any("it does not offer stay and play" in said for said in done.log.warned)


def test_a_table_of_times_without_places_gives_the_same_options(network):
    by_network = options(network)
    made = run("traveltimes", NETWORK=network, ORIGINS=demand(), ORIGIN_ID="area_code",
               DESTINATIONS=estate(), DESTINATION_ID="site_id")  # fmt: skip
    done = options(None, TIMES=made.layer("OUTPUT"))
    assert moves(done) == moves(by_network)
    nowhere = points([(None, SOUTH), (None, NORTH), (None, LIBRARY)])
    done = options(None, TIMES=made.layer("OUTPUT"), ESTATE=nowhere)
    assert moves(done) == moves(by_network)


def test_a_cancelled_run_writes_nothing(network, tmp_path):
    target = tmp_path / "options.gpkg"
    done = options(network, log=CancelledOnProgress(45), OUTPUT=str(target))
    assert done["STATUS"] == "cancelled" and not target.exists()


def test_the_sites_of_an_option_are_hubs_to_coverage(network):
    """Step 0 is today; a service that moves stands at its new place with its own hours."""
    done = options(network)
    rows = [(r["step"], r["site_id"], r["to_site"], r["hours_week"]) for r in done.rows("SITES")]
    assert rows == [(0, "007", None, 30), (0, "8", None, 30), (1, "007", "9", 30),
                    (1, "8", None, 30), (2, "8", None, 30)]  # fmt: skip
    chosen = QgsFeatureRequest().setFilterExpression('"step" = 1')
    option = done.layer("SITES").materialize(chosen)
    moved = points([((660, 0), {"site_id": "007"}), ((360, 720), {"site_id": "8"})])
    told, by_hand = (
        run("coverage", NETWORK=network, HUBS=hubs, HUB_ID="site_id", DEMAND=demand(),
            BANDS="10,20").rows("OUTPUT")
        for hubs in (option, moved)
    )  # fmt: skip
    assert [one["minutes"] for one in told] == pytest.approx([one["minutes"] for one in by_hand])


def test_children_without_a_journey_stand_on_the_page(network, tmp_path):
    page = tmp_path / "page.html"
    far = points([((0, 0), {"area_code": "West", "children": 10.0, "need": 5.0}),
                  ((660, 0), {"area_code": "Mid", "children": 20.0, "need": 4.0}),
                  ((90_000, 0), {"area_code": "Far", "children": 245.0, "need": 4.0})])  # fmt: skip
    options(network, DEMAND=far, HTML=str(page))
    text = page.read_text("utf-8")
    assert re.search(r"Not routed: about 24[05]|Not routed: about 250", text)
    assert "in no count of longer journeys" in text
