"""Every coverage and need side by side: shares worked by hand from the four areas of `pack_cases`.

Deciles: A and B (150 children) are in 1, C and D (64) in 5. Today, within 20 minutes' walk: A, B
and C; D has no way. Under "One hub" C is beyond.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from engine.pack_cases import CHILDREN, CODES, EVIDENCE, NEED
from engine.report_evidence import evidence
from engine.test_report_sections import part_of, words

from family_hub_planner.engine.coverage_mode import BOTH
from family_hub_planner.engine.coverage_tables import Reach, coverage_table, reach_row
from family_hub_planner.engine.errors import FiguresError, InputError
from family_hub_planner.engine.made_with import MadeWith
from family_hub_planner.engine.report.audience import for_public
from family_hub_planner.engine.report.checks import check
from family_hub_planner.engine.report.evidence import Coverage, FurtherNeed
from family_hub_planner.engine.report.sections import document_of
from family_hub_planner.engine.tables import Table


def by_car(minutes=(3.0, 20.0, 4.0, 12.0), **more):
    """A run by car whose tables were not given; its bands are others than today's."""
    columns = {"area_code": CODES, "minutes": list(minutes), "children": CHILDREN,
               "need": CHILDREN}  # fmt: skip
    areas = Table({**columns, **more}, "by car")
    return Coverage("By car", areas, made=MadeWith(mode="drive", bands="15", hubs=("H1",)))


def sheet(given, key):
    return next(one for one in document_of(given).sheets() if one.key == key)


def rows(given, key):
    table = sheet(given, key).printed
    return {row[0]: dict(zip(table.columns, row)) for row in table.rows()}


def test_today_options_and_further_runs_stand_in_a_row_each_by_their_own_mode_and_band():
    found = rows(replace(EVIDENCE, beside=[by_car()]), "beside_by_decile")
    shares = {name: (row["1"], row["5"], row["All areas"]) for name, row in found.items()}
    assert shares == {
        "Today": ("held back",) * 3,  # all but D's four are: 100 % of decile 1 would tell them
        "Under “One hub”": ("100 %", "0 %", "70 %"),
        "By car": ("67 %", "100 %", "77 %"),  # A of 150; C and D; 164 of 214
    }
    pace = "walking, toddlers and prams too at that pace, within 20 min"
    assert found["Today"]["How"] == pace
    assert found["By car"]["How"] == "driving, as if every family had a car, within 15 min"
    assert found["By car"]["Hubs"] == "1"


def test_no_share_tells_by_the_row_above_how_few_lose_their_reach():
    """All but D's four are reached alike by both runs: 72 % below 70 % would tell the four."""
    fewer = by_car((3.0, 4.0, 30.0, 12.0))
    fewer = replace(fewer, made=replace(fewer.made, bands="10,20"))
    same = by_car((3.0, 4.0, 30.0, 30.0))
    same = replace(same, made=replace(same.made, bands="10,20"), name="Again")
    found = rows(replace(EVIDENCE, options=[], beside=[same, fewer]), "beside_by_decile")
    assert (found["Again"]["1"], found["Again"]["All areas"]) == ("100 %", "70 %")
    assert found["By car"]["All areas"] == found["By car"]["5"] == "held back"


def test_a_table_by_ward_says_that_areas_are_counted_whole():
    tables = dict.fromkeys(("BY_WARD", "BY_LOCALITY"), EVIDENCE.today.tables["BY_DECILE"])
    given = replace(EVIDENCE, today=replace(EVIDENCE.today, tables=tables))
    assert "counted whole in one ward" in sheet(given, "today_by_ward").note
    assert "ward" not in sheet(given, "today_by_locality").note


def test_a_group_without_areas_has_no_share():
    table = EVIDENCE.today.tables["BY_DECILE"]
    empty = {name: [*values[:2], None, values[2]] for name, values in table.columns.items()}
    empty |= {"key": ["1", "5", "9", "All areas"], "note": ["", "", "no area", ""]}
    today = replace(EVIDENCE.today, tables={"BY_DECILE": Table(empty, "BY_DECILE")})
    found = rows(replace(EVIDENCE, today=today), "beside_by_decile")["Under “One hub”"]
    assert (found["1"], "9" in found) == ("100 %", False)


def test_a_share_is_held_back_where_its_own_table_holds_it_beside_the_nearer_bands():
    """D's four children lie between 5 and 15 minutes: the shares of both bands would tell them."""
    made = MadeWith(mode="drive", bands="5,15", hubs=("H1",))
    found = rows(replace(EVIDENCE, beside=[replace(by_car(), made=made)]), "beside_by_decile")
    assert (found["By car"]["1"], found["By car"]["5"]) == ("67 %", "held back")


def test_a_run_without_a_table_is_grouped_by_the_needs_own_quintiles():
    found = rows(replace(EVIDENCE, beside=[by_car()]), "beside_by_quintile")["By car"]
    # A and C are reached; D's four are held back, and B's nought that would tell them
    assert [found[one] for one in ("1", "2", "4", "5")] == ["100 %", *["held back"] * 3]


def test_a_runs_other_demand_points_are_named():
    run = by_car()
    other = replace(run, made=replace(run.made, demand="homes", demand_mark="22"))
    today = replace(EVIDENCE.today, made=replace(EVIDENCE.today.made, demand_mark="11"))
    found = rows(replace(EVIDENCE, today=today, beside=[other]), "beside_by_decile")
    assert found["By car"]["How"].endswith("other demand points (layer homes)")
    assert "points" not in found["Today"]["How"]


def test_needs_stand_side_by_side_with_their_weighting_where_it_is_one():
    need = [0.0, 10.0, 30.0, 0.0]
    older = Table({**NEED.columns, "children": [10.0, 20.0, 30.0, 40.0], "need": need,
                   "ages": ["5-11"] * 4, "need_is": ["poverty"] * 4}, "older")  # fmt: skip
    table = sheet(replace(EVIDENCE, needs=[FurtherNeed("Older", older)]), "needs_by_decile").printed
    assert [(row[0], *row[1:]) for row in table.rows()][-2:] == [
        ("Older", "children aged 5-11, about", "30", "70", "100"),
        ("Older", "share of need: poverty", "25 %", "75 %", "100 %"),
    ]


@pytest.mark.parametrize("named", [True, False])
def test_no_need_counts_neighbours_areas_and_what_is_left_out_is_said(named):
    codes = [*CODES, "N1"] if named else ["a", "b", "c", "d", "n"]  # as codes of another edition
    five = {name: [*values, values[-1]] for name, values in NEED.columns.items()}
    five |= {"authority": ["Testshire"] * 4 + ["Otherham"], "area_code": codes}
    five |= {"children": [10.0, 20.0, 30.0, 40.0, 500.0], "need": [1.0] * 5}
    wide = Table(five, "wide")
    made = replace(EVIDENCE.today.made, home="Testshire")
    given = replace(EVIDENCE, today=replace(EVIDENCE.today, made=made), need=EVIDENCE.need,
                    needs=[FurtherNeed("Older", wide)])  # fmt: skip
    found = sheet(given, "needs_by_decile")
    assert [row[2:] for row in found.printed.rows()][-2:] == [
        ("30", "70", "100"), ("50 %", "50 %", "100 %"),
    ]  # fmt: skip
    assert "where no run counts: 1 of “Older”." in found.note
    other = "“Older” counts 4 areas, none of them among the 4 of “Need, as shown above”"
    assert (other in found.note) is not named


@pytest.mark.parametrize(
    ("no_car", "words"),
    [
        ("pram", "walking with a pram"), ("walk", "walking"),
        ("walk or bus", "walking or by bus"), ("pram or bus", "walking with a pram or by bus"),
        ("", "by a mode that is not stated"), ("not told apart", "by a mode that is not stated"),
    ],
)  # fmt: skip
def test_a_run_by_car_says_that_all_drive_and_the_mode_that_families_have_stands_below(
    no_car, words
):
    row = {"by": "all areas", "key": "All areas", "children": 214.0, "reached_5": 90.0,
           "reached_15": 107.0}  # fmt: skip
    modes = [{**row, "travel": "with a car", "reached_15": 80.0}, {**row, "travel": BOTH},
             {**row, "by": "decile", "key": "1", "travel": BOTH, "children": 150.0,
              "reached_15": 75.0},
             {**row, "by": "decile", "key": "5", "travel": BOTH, "children": 64.0,
              "reached_5": 32.0, "reached_15": 32.0}]  # fmt: skip
    table = Table({name: [one[name] for one in modes] for name in modes[0]}, "by mode")
    run = replace(by_car(), tables={"BY_MODE": table})
    run = replace(run, made=replace(run.made, no_car=no_car))
    found = rows(replace(EVIDENCE, beside=[run]), "beside_by_decile")
    assert found["By car: as if all drove"]["All areas"] == "77 %"
    own = found["By car: by the mode they have"]
    assert (own["1"], own["5"], own["All areas"]) == ("50 %", "50 %", "50 %")
    assert own["How"] == f"by car with one, else {words}, within 15 min"
    note = sheet(replace(EVIDENCE, beside=[run]), "beside_by_quintile").note
    assert "mode they have”: no share by local quintile: by the mode" in note


def test_as_many_children_at_points_of_their_own_are_not_called_others():
    """A finer placing of the same children beside the areas' centres is what it is there for."""
    finer = by_car(area_code=[f"{code}1" for code in CODES])
    note = sheet(replace(EVIDENCE, beside=[finer]), "beside_by_decile").note
    assert "“By car”: counts as many children as “Today”, at 4 demand points of its own;" in note
    assert "Shares of other children" not in note


@pytest.mark.parametrize(
    ("name", "own", "other", "words"),
    [
        ("direction", "to", "from", ("to the hub", "from the hub")),
        ("fast_roads", "open", "barred", ("fast roads open", "fast roads barred")),
        ("max_snap_m", 500.0, 12.0,
         ("places at most 500 m from a way", "places at most 12 m from a way")),
        ("speed_kph", 4.8, 3.0, ("at 4.8 km/h", "at 3 km/h")),
        ("network", "ways (2022)", "ways (2026)", ("", "on another network: ways (2026)")),
    ],
)  # fmt: skip
def test_runs_side_by_side_name_each_setting_in_which_they_differ_and_no_other(
    name, own, other, words
):
    same = {"direction": "to", "fast_roads": "open", "max_snap_m": 400.0, "speed_kph": 5.0,
            "network": "ways"}  # fmt: skip
    made = {key: replace(EVIDENCE.today.made, **{**same, name: value})
            for key, value in {"own": own, "other": other}.items()}  # fmt: skip
    today = replace(EVIDENCE.today, made=made["own"])
    beside = [replace(today, name="Other", made=made["other"])]
    found = rows(replace(EVIDENCE, today=today, options=(), beside=beside), "beside_by_decile")
    how = [found[one]["How"].partition(" min")[2].lstrip("; ") for one in ("Today", "Other")]
    assert tuple(how) == words


def test_outreach_and_places_of_single_services_are_no_hubs_beside_others():
    today = replace(EVIDENCE.today, made=replace(EVIDENCE.today.made, kinds={"outreach": ["H2"]}))
    run = replace(by_car(), tables={"BY_SERVICE": table_of("key", ["advice"])})
    run = replace(run, made=replace(run.made, hubs=("H1", "H2", "S1", "S2", "S3")))
    found = rows(replace(EVIDENCE, today=today, beside=[run]), "beside_by_decile")
    assert found["Today"]["Hubs"] == "2 (1 of them outreach)"
    assert found["By car"]["Hubs"] == "2, and 3 places of services that are no hubs"


def test_services_of_another_run_stand_with_their_places_and_reach():
    row = {"service": "advice", "key": "All areas", "sites": 3, "areas": 4, "children": 214.0,
           "need": 1.0, "reached_5": 90.0, "reached_15": 160.0, "beyond": 50.0, "unrouted": 4.0,
           "mean_minutes": 9.0, "median_minutes": 9.0, "p90_minutes": 9.0, "max_minutes": 9.0,
           "note": ""}  # fmt: skip
    table = Table({name: [value] for name, value in row.items()}, "by service")
    made = MadeWith(mode="drive", bands="5,15", hubs=("H1",))
    run = replace(by_car(), tables={"BY_SERVICE": table}, made=made)
    found = rows(replace(EVIDENCE, beside=[run]), "services_1_by_service")["advice (3 places)"]
    assert (found["Within 5 min"], found["Within 15 min"]) == ("90 (42 %)", "160 (75 %)")


def test_a_run_of_other_authorities_children_says_so():
    today = replace(EVIDENCE.today, made=replace(EVIDENCE.today.made, home="Testshire"))
    found = rows(replace(EVIDENCE, today=today, beside=[by_car()]), "beside_by_decile")
    assert found["By car"]["How"].endswith("; children of all authorities")
    assert "children" not in found["Today"]["How"]


def test_a_row_says_the_ages_of_the_need_that_it_counts_and_that_its_shares_are_no_better_reach():
    children = [200.0, 80.0, 90.0, 40.0]
    older = Table({**NEED.columns, "children": children, "ages": ["0-19"] * 4}, "older")
    run = by_car(minutes=(3.0, 4.0, 5.0, 6.0), children=children)
    made = MadeWith(mode="walk", bands="20", hubs=("H1",), demand_mark="22", demand="points_0_19")
    today = replace(EVIDENCE.today, made=replace(EVIDENCE.today.made, mode="pram", demand_mark="1"))
    given = replace(EVIDENCE, today=today, options=[], needs=[FurtherNeed("Older", older)],
                    beside=[replace(run, name="To 19", made=made)])  # fmt: skip
    found = rows(given, "beside_by_decile")
    assert [found[one]["Ages"] for one in ("Today", "To 19")] == ["0-4", "0-19"]
    assert found["Today"]["How"] == "walking with a pram, within 20 min"
    pace = "walking, toddlers and prams too at that pace, within 20 min"
    assert found["To 19"]["How"] == pace  # and no name of a file
    note = sheet(given, "beside_by_decile").note
    assert note.startswith("“To 19”: counts children aged 0-19, “Today” those aged 0-4. Shares of")
    assert "no better or worse reach" in note


def test_a_run_on_estimated_children_is_marked_as_its_need_is():
    how = "children: shared out of those aged 0-15"
    columns = {**NEED.columns, "children": [9.0, 20.0, 30.0, 40.0], "estimates": [how] * 4}
    shared = Table({**columns, "ages": ["0-4 (estimate)"] * 4}, "shared")
    given = replace(EVIDENCE, needs=[FurtherNeed("Shared", shared)],
                    beside=[by_car(children=[9.0, 20.0, 30.0, 40.0])])  # fmt: skip
    assert rows(given, "beside_by_decile")["By car"]["Children, about"] == "100 (estimate)"
    told = [row[1] for row in sheet(given, "needs_by_decile").printed.rows()]
    assert "children aged 0-4 (estimate), about" in told


@pytest.mark.parametrize("few", [True, False])
def test_a_run_of_other_areas_has_its_own_share_and_says_why_it_has_no_other(few):
    codes = ["A", "B", "X", "Y"] if few else ["W", "X", "Y", "Z"]
    run = by_car(area_code=codes, children=[count * 2 for count in CHILDREN])
    found, note = rows(replace(EVIDENCE, beside=[run]), "beside_by_decile")["By car"], ""
    note = sheet(replace(EVIDENCE, beside=[run]), "beside_by_decile").note
    assert found["All areas"] == "77 %"  # 164 of 214, whichever areas they live in
    if few:
        assert "“By car”: counts 4 areas, 2 of them among the 4 of “Today”." in note
    else:
        assert (found["1"], found["5"]) == ("–", "–")
        assert "counts 4 areas, none of them counted in “Today”; no share by deprivation" in note


MADE = {"direction": "to", "network": "county.pbf (mark 1)", "max_snap_m": 500.0,
        "fast_roads": "open", "demand_mark": "11", "speed_kph": 4.8}  # fmt: skip
ALONE = "Such rows differ by what they count as a hub alone."


def side_by_side(**otherwise):
    """Today beside a run of one hub fewer; `otherwise` is what that was made with besides."""
    today = replace(EVIDENCE.today, made=replace(EVIDENCE.today.made, **MADE))
    run = replace(today, name="Other", made=replace(today.made, hubs=("H1",), **otherwise))
    given = replace(EVIDENCE, today=today, options=[], beside=[run])
    section = part_of(given, "beside")
    return words(section), sheet(given, "beside_by_decile").note


def test_rows_differ_by_their_hubs_alone_only_where_all_that_is_told_is_equal():
    said, note = side_by_side()
    assert ALONE in said and not note
    said, note = side_by_side(bands="20")  # told by the same band
    assert ALONE in said


@pytest.mark.parametrize(
    "otherwise",
    [{"direction": "from"}, {"max_snap_m": 12.0}, {"network": "new.pbf (mark 2)"},
     {"fast_roads": "barred"}, {"speed_kph": 3.6}, {"direction": ""}],
)  # fmt: skip
def test_no_row_made_otherwise_is_said_to_differ_by_its_hubs_alone(otherwise):
    said, note = side_by_side(**otherwise)
    assert ALONE not in said and "no two rows are known to be so" in said
    assert ("not known whether alike in direction of travel" in note) == ("" in otherwise.values())


def test_rows_at_other_demand_points_do_not_differ_by_their_hubs_alone():
    said, _ = side_by_side(demand_mark="22", demand="homes")
    assert ALONE not in said


NEED_SETS = {"NEED": ["Census; age.csv (sha256 12ab)", "IoD; iod.csv (sha256 34cd)"]}


def finer(sources, localities=None, children=(60.0, 40.0, 50.0, 60.0, 2.0, 2.0), its=None):
    """Today's 214 children at six points of their own, A's and D's in two places each."""
    points = {"area_code": [f"p{one}" for one in range(6)], "children": list(children),
              "need": list(children), "minutes": [5.0] * 6}  # fmt: skip
    made = replace(EVIDENCE.today.made, sources=its or NEED_SETS)
    places = {"BY_LOCALITY": _localities({"North": 150.0, "South": 64.0})}
    today = replace(EVIDENCE.today, made=made, tables={**EVIDENCE.today.tables, **places})
    tables = {} if localities is None else {"BY_LOCALITY": _localities(localities)}
    made = replace(made, sources=sources, hubs=("H1",))
    run = replace(today, name="Fine", areas=Table(points, "fine"), made=made, tables=tables)
    return replace(EVIDENCE, today=today, options=[], beside=[run])


def _localities(sums):
    rows = EVIDENCE.today.tables["BY_DECILE"].columns
    columns = {name: list(values[: len(sums)]) for name, values in rows.items()}
    return Table({**columns, "key": list(sums), "children": list(sums.values())}, "BY_LOCALITY")


def test_the_same_children_at_finer_points_are_called_the_same():
    for localities in (None, {"South": 64.0, "North": 150.0}):
        given = finer(NEED_SETS, localities)
        note = sheet(given, "beside_by_decile").note
        told = "“Fine”: the same children, counted at 6 points instead of the 4 of “Today”"
        assert told in note and "other children" not in note
        found = rows(given, "beside_by_decile")
        assert found["Fine"]["Ages"] == found["Today"]["Ages"]
        assert ALONE not in words(part_of(given, "beside"))


@pytest.mark.parametrize(
    ("sources", "localities"),
    [
        ({}, None),
        ({"NEED": ["Census; age.csv (sha256 99)", "IoD; iod.csv (sha256 34cd)"]}, None),
        (NEED_SETS, {"North": 64.0, "South": 150.0}),
    ],
)
def test_as_many_children_at_other_points_are_called_no_more_than_that(sources, localities):
    note = sheet(finer(sources, localities), "beside_by_decile").note
    assert "“Fine”: counts as many children as “Today”, at 6 demand points of its own" in note
    assert "the same children" not in note and "other children" not in note


def test_data_sets_without_a_checksum_make_no_children_certain():
    sets = {"NEED": ["Census; age.csv"]}
    note = sheet(finer(sets, its=sets), "beside_by_decile").note
    assert "counts as many children" in note and "the same children" not in note


def test_another_number_of_children_at_other_points_are_others():
    given = finer(NEED_SETS, children=(60.0, 40.0, 50.0, 60.0, 2.0, 9.0))
    note = sheet(given, "beside_by_decile").note
    assert "“Fine”: counts 6 areas, none of them counted in “Today”" in note
    assert "Shares of other children are no better or worse reach" in note


def test_a_group_that_a_run_has_no_area_of_is_said_under_the_table():
    some = by_car()
    areas = Table({name: values[:2] for name, values in some.areas.columns.items()}, "two")
    given = replace(EVIDENCE, beside=[replace(some, areas=areas)])
    assert rows(given, "beside_by_decile")["By car"]["5"] == "–"
    assert "no area of that group" in sheet(given, "beside_by_decile").note
    assert "no area of that group" not in sheet(EVIDENCE, "beside_by_decile").note


def test_children_added_by_hand_stand_in_the_group_that_another_runs_table_counts_them_in():
    """Thirty in a hotel: in quintile 1 of today's own table, in no area of the need."""
    five = {"area_code": [*CODES, "HOTEL"], "children": [100.0, 50.0, 60.0, 40.0, 30.0],
            "minutes": [5.0] * 5, "need": [1.0] * 5}  # fmt: skip
    five["added"] = ["", "", "", "", "by hand"]
    children = np.array(five["children"])
    reach = Reach(children, children, np.full(5, 5.0), (10.0, 20.0))
    places = {"1": [0, 4], "2": [1], "4": [2], "5": [3]}
    parts = [reach_row(key, reach.of(np.array(one))) for key, one in places.items()]
    own = coverage_table("BY_QUINTILE", parts, reach)
    today = replace(EVIDENCE.today, areas=Table(five, "five"), tables={"BY_QUINTILE": own})
    later = {**five, "minutes": [5.0, 5.0, 5.0, 5.0, 50.0]}
    plan = replace(today, name="Later", areas=Table(later, "later"), tables={})
    given = replace(EVIDENCE, today=today, options=[], beside=[plan])
    found = rows(given, "beside_by_quintile")
    assert "not known" not in found["Today"]
    assert found["Later"]["1"] == "77 %"  # A's 100 of the 130
    assert "counts" not in sheet(given, "beside_by_quintile").note


def table_of(name, values):
    return Table({name: values}, name)


def test_one_coverage_and_one_need_need_no_such_section():
    alone = replace(EVIDENCE, options=[])
    assert "beside" not in {part.key for part in document_of(alone).parts()}
    assert "a row each" in words(part_of(EVIDENCE, "beside"))


def test_a_further_runs_figures_are_checked_like_the_others():
    given = evidence()
    run = replace(given.today, name="By car")
    table = run.tables["BY_DECILE"]
    counts = [value + 7.0 for value in table.column("reached_20")]
    broken = Table({**table.columns, "reached_20": counts}, table.name)
    assert check(replace(given, beside=[run]))
    with pytest.raises(FiguresError, match="By car"):
        check(replace(given, beside=[replace(run, tables={"BY_DECILE": broken})]))
    means = [*table.column("mean_minutes")[:-1], 99.0]  # of another run than the areas are
    other = Table({**table.columns, "mean_minutes": means}, table.name)
    with pytest.raises(FiguresError, match="By car: mean_minutes of the areas"):
        check(replace(given, beside=[replace(run, tables={"BY_DECILE": other})]))


def test_a_further_runs_points_added_by_hand_keep_the_pack_inside():
    run = by_car(added=["", "", "", "by hand"])
    with pytest.raises(InputError, match="added by hand"):
        for_public(replace(EVIDENCE, beside=[run]), 10)
