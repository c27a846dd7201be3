"""The pack's sections from evidence by hand (`pack_cases`): what they say and do not say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from engine.pack_cases import (
    CHILDREN,
    CODES,
    COMPARED,
    EMPTY,
    EVIDENCE,
    NEED,
    TODAY,
    by_decile,
    table,
    with_sites,
    with_voices,
)

from family_hub_planner.engine.equity_table import equity_table
from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.giving_up import DECIDES_NOTHING
from family_hub_planner.engine.report.added_points import of_added
from family_hub_planner.engine.report.document import Chart, Paragraph, Points, Sheet, plain
from family_hub_planner.engine.report.evidence import (
    Estate,
    Evidence,
    MapShapes,
    Option,
    Origin,
    Sites,
    Step,
)
from family_hub_planner.engine.report.pack import Pack
from family_hub_planner.engine.report.sections import document_of
from family_hub_planner.engine.report.sections_equality import PROTECTED
from family_hub_planner.engine.tables import Table


def part_of(evidence, key):
    return next(part for part in document_of(evidence).parts() if part.key == key)


def words(part):
    found = []
    for block in part.blocks:
        if isinstance(block, Paragraph):
            found.append(plain(block.text))
        if isinstance(block, Points):
            found += [plain(text) for text in block.texts]
    return "\n".join(found)


def sheet(evidence, key):
    return next(one for one in document_of(evidence).sheets() if one.key == key)


def row(found, first):
    rows = [dict(zip(found.printed.columns, cells)) for cells in found.printed.rows()]
    return next(one for one in rows if next(iter(one.values())) == first)


def test_the_short_page_answers_in_figures_that_are_the_coverages_own():
    said = words(part_of(EVIDENCE, "summary"))
    # A, B and C, 210 of 214, are within 20 minutes; all but 4, who have no way.
    assert "All but fewer than 10 children aged 0-4 are modelled within 20 minutes' walk" in said
    assert "About 60 children would have a longer journey under “One hub”" in said
    assert "about 60 of them by more than 5 minutes" in said


def test_the_short_page_says_that_options_decide_nothing_and_what_it_does_not_tell():
    said = words(part_of(EVIDENCE, "summary"))
    assert DECIDES_NOTHING in said and "What this does not tell" in said


def test_the_status_quo_stands_first_among_the_options():
    found = sheet(EVIDENCE, "options_considered")
    assert next(iter(found.printed.column("Option"))).startswith("Today")
    one = row(found, "One hub")
    assert one["Hubs"] == "1" and one["Longer journey"] == "about 60"
    assert one["Children within 20 min"].startswith("about 150")
    assert "counted today alone: Moor Hub (H2)" in words(part_of(EVIDENCE, "options"))


def test_a_sites_stability_is_a_share_and_need_in_reach_is_rounded():
    given = with_sites(frontier=table(
        [{"points": 1, "need_hub": 1684.6, "need_outreach": 207.2, "need_neither": 4.0}]
    ))  # fmt: skip
    sites = Table({**given.sites.sites.columns, "stability": [1.0]}, "sites")
    given = replace(given, sites=replace(given.sites, sites=sites))
    found = [one for one in part_of(given, "sites").blocks if isinstance(one, Sheet)]
    assert row(found[0], "1")["Share of tests it stays in"] == "100 %"
    told = dict(zip(found[1].printed.columns, next(iter(found[1].printed.rows()))))
    assert told["Need in reach of a hub, about"] == "1,680"
    assert told["Of neither, about"] == "under 10"


def test_places_that_a_search_tested_are_counted_and_not_listed_among_the_hubs_left_out():
    hubs = {"site_id": ["H1", "H2", "T1", "T2", "X"], "site_name": ["Mill", "Moor", "A", "B", "C"],
            "decision": ["kept", "kept", "not_chosen", "not_chosen", None]}  # fmt: skip
    said = words(part_of(replace(EVIDENCE, hubs=Table(hubs, "hubs")), "options"))
    assert "2 places were tested and not suggested: no hub today, nor under an option." in said
    assert "neither today nor under an option: C (X)." in said


def test_a_small_count_stands_in_no_table():
    # D's four children: not routed in decile 5, and its quintile's only ones.
    assert row(sheet(EVIDENCE, "today_by_decile"), "5")["Not routed"] == "under 10"
    assert row(sheet(EVIDENCE, "need_by_quintile"), "5")["Children counted, about"] == "under 10"


def test_need_adds_up_the_areas_that_the_coverage_counts():
    areas = Table({name: values[:3] for name, values in TODAY.areas.columns.items()}, "areas")
    evidence = replace(EVIDENCE, today=replace(TODAY, areas=areas), options=())
    assert "About 210 children aged 0-4 live in 3 areas" in words(part_of(evidence, "need"))
    assert "1 more area," in words(part_of(evidence, "need"))


@pytest.mark.parametrize("by_hand", [True, False])
def test_need_tells_of_places_that_reach_counts_and_the_need_layer_has_not(by_hand):
    columns = {name: [*values, values[0]] for name, values in TODAY.areas.columns.items()}
    columns |= {"area_code": [*CODES, "HOTEL"], "children": [*CHILDREN, 50.0]}
    columns |= {"added": ["", "", "", "", "by hand"]} if by_hand else {}
    evidence = replace(EVIDENCE, today=replace(TODAY, areas=Table(columns, "areas")))
    place = "1 place added by hand that" if by_hand else "1 place that"
    said = words(part_of(evidence, "need"))
    assert f"counted at {place} the need layer does not hold (about 50)" in said
    assert "about 260 in all; those of need do not." in said
    assert "narrower ages" not in said  # no table by age lacks them
    ages = Table({"key": ["0-4", "0-2"], "areas": [5, 4]}, "BY_AGE")
    today = replace(evidence.today, tables={**TODAY.tables, "BY_AGE": ages})
    assert "rows of narrower ages lack them" in of_added(Pack(replace(evidence, today=today)))
    assert "Besides these" not in words(part_of(EVIDENCE, "need"))


def test_a_pack_of_a_part_of_the_authority_says_so_on_its_first_page_and_with_its_sites():
    need = Table({**NEED.columns, "authority": ["Testshire"] * 3 + ["Otherham"]}, "need")
    areas = Table({name: values[:2] for name, values in TODAY.areas.columns.items()}, "areas")
    whole = Table({name: values[:3] for name, values in TODAY.areas.columns.items()}, "areas")
    part = replace(with_sites(), need=need, today=replace(TODAY, areas=areas), options=())
    said = "Counted are 2 of the 3 areas of Testshire. No figure here tells of the children of"
    assert said in words(part_of(part, "summary")) and said in words(part_of(part, "sites"))
    assert "aged 0-4 in 2 of the 3 areas of Testshire." in words(part_of(part, "question"))
    full = replace(part, today=replace(TODAY, areas=whole))
    assert "Counted are 3" not in words(part_of(full, "summary"))
    assert "aged 0-4 in Testshire." in words(part_of(full, "question"))


def test_every_protected_characteristic_has_a_row_and_none_is_guessed():
    found = sheet(EVIDENCE, "equality_groups")
    groups, assessed = found.printed.column("Group"), found.printed.column("Assessed")
    said = dict(zip(groups, assessed))
    assert len(PROTECTED) == 9
    for group in PROTECTED[1:]:
        assert said[group.words] == "not assessed", "no table of groups was given"
    aged = row(found, "Age: aged 0-4")  # no table by age: all who are counted, by their ages
    assert (aged["Assessed"], aged["Counted, about"]) == ("yes", "210")
    assert said["Families without a car"] == said["Rural families"] == "not assessed"
    # Deciles 1 to 3 are A and B: 150 children, all within 20 minutes; none has a longer journey.
    deprived = row(found, "Most deprived areas (deciles 1 to 3)")
    assert deprived["Counted, about"] == "150" and deprived["Longer: One hub"] == "none"


AGED = {**by_decile([5.0, 15.0, 8.0, None]).columns, "key": ["0-2", "3-4", "0-4"]}


@pytest.mark.parametrize(
    ("travel", "named", "longer", "why"),
    [("walk", "aged 0-4", "about 60", ""),
     ("drive", "aged 0-4 (as if all drove)", "not assessed",
      "“One hub”: no changes by age of child were given")],
)  # fmt: skip
def test_an_options_change_for_the_ages_counted_is_that_of_all_who_are(travel, named, longer, why):
    """A row of the same children by another mode says so and is no total's: what lacks is told."""
    ages = Table({**AGED, "travel": ["walk", "walk", travel]}, "BY_AGE")
    today = replace(TODAY, tables={**TODAY.tables, "BY_AGE": ages})
    found = sheet(replace(EVIDENCE, today=today), "equality_groups")
    aged = row(found, f"Age: {named}")
    assert (aged["Longer: One hub"], aged["Why not"]) == (longer, why)
    younger = row(found, f"Age: aged 0-2{'' if travel == 'walk' else ' (walking)'}")
    assert younger["Longer: One hub"] == "not assessed"
    assert younger["Why not"] == "“One hub”: no changes by age of child were given"


def test_each_change_that_is_not_assessed_says_why():
    columns = by_decile([5.0, 15.0, 8.0, None]).columns
    more = {
        "BY_GROUP": Table({**columns, "key": ["send_0_4", "lone_parents", "x"]}, "BY_GROUP"),
        "BY_MODE": Table({**columns, "travel": ["without a car"] * 3}, "BY_MODE"),
        "BY_RURAL_URBAN": Table({**columns, "key": ["Rural", "Urban", "All"]}, "BY_RURAL_URBAN"),
    }
    plans = [*EVIDENCE.options, Option("Two more", EVIDENCE.options[0].coverage, None)]
    given = replace(EVIDENCE, today=replace(TODAY, tables={**TODAY.tables, **more}), options=plans)
    found = sheet(given, "equality_groups")
    second = "“Two more”: not compared with today"
    for group, why in (
        ("Disability: send 0 4", f"“One hub”: no changes by group were given; {second}"),
        ("Families without a car", f"“One hub”: no changes by car were given; {second}"),
        ("Most deprived areas (deciles 1 to 3)", second),
        ("Most deprived fifth of the areas here (local quintile 1)",
         "no table by local quintile was given"),
        ("Rural families",
         f"“One hub”: comparisons tell no changes by rural-urban class; {second}"),
    ):  # fmt: skip
        assert row(found, group)["Why not"] == why, group


def test_where_no_area_is_in_the_most_deprived_deciles_the_local_quintile_stands():
    rows = by_decile([5.0, 15.0, 8.0, None])
    deciles = Table({**rows.columns, "key": ["7", "9", "All areas"]}, "BY_DECILE")
    quintiles = Table({**rows.columns, "key": ["1", "5", "All areas"]}, "BY_QUINTILE")
    today = replace(TODAY, tables={"BY_DECILE": deciles, "BY_QUINTILE": quintiles})
    found = sheet(replace(EVIDENCE, today=today, options=()), "equality_groups")
    national = row(found, "Most deprived areas (deciles 1 to 3)")
    assert national["Assessed"] == "not assessed"
    assert national["Why not"] == "no area here lies in deciles 1 to 3"
    local = row(found, "Most deprived fifth of the areas here (local quintile 1)")
    assert local["Counted, about"] == "150" and local["Assessed"] == "yes"


def test_an_option_that_changes_nobody_is_said_to():
    nobody = {"longer": [0.0] * 3, "much_longer": [0.0] * 3, "same": [150.0, 60.0, 210.0]}
    rows = {**COMPARED.tables["BY_DECILE"].columns, **nobody}
    part = replace(COMPARED, tables={"BY_DECILE": Table(rows, "BY_DECILE")})
    said = words(part_of(replace(EVIDENCE, options=[Option("Same", None, part)]), "summary"))
    assert "No children would have a longer journey under “Same”" in said


def test_a_need_without_idaci_goes_by_the_decile_of_all_deprivation():
    columns = {name: values for name, values in NEED.columns.items() if name != "idaci_decile"}
    need = Table({**columns, "imd_decile": [2, 2, 2, 9]}, "need")
    found = sheet(replace(EVIDENCE, need=need), "need_by_decile")
    assert row(found, "2")["Children counted, about"] == "210"


def test_a_group_with_data_is_assessed_by_its_columns_name():
    groups = by_decile([5.0, 15.0, 8.0, None])
    columns = {**groups.columns, "key": ["send_0_4", "lone_parents", "bus_users"]}
    today = replace(TODAY, tables={**TODAY.tables, "BY_GROUP": Table(columns, "BY_GROUP")})
    found = sheet(replace(EVIDENCE, today=today), "equality_groups")
    said = dict(zip(found.printed.column("Group"), found.printed.column("Assessed")))
    assert said["Disability: send 0 4"] == "yes" and said["Lone parents: lone parents"] == "yes"
    assert "Disability" not in said and said["Sex"] == "not assessed"


@pytest.mark.parametrize(("older", "mixed"), [("pram", True), ("walk", False)])
def test_where_ages_go_by_other_modes_each_group_tells_its_own(older, mixed):
    """Else pupils at the pace of one mode would read as worse off than their peers by another."""
    groups = Table({**AGED, "key": ["send_5_17", "lone_parents", "x"]}, "BY_GROUP")
    ages = Table({**AGED, "key": ["0-4", "5-11", "0-11"], "travel": ["", older, ""]}, "BY_AGE")
    today = replace(TODAY, tables={**TODAY.tables, "BY_GROUP": groups, "BY_AGE": ages})
    found = sheet(replace(EVIDENCE, today=today), "equality_groups")
    named, paced = set(found.printed.column("Group")), " (walking)" if mixed else ""
    assert {f"Disability: send 5 17{paced}", f"Age: aged 0-11{paced}"} <= named
    assert f"Most deprived areas (deciles 1 to 3){paced}" in named
    assert ("Age: aged 5-11 (walking with a pram)" in named) is mixed
    assert ("rows of different modes are not to be set against each other" in found.note) is mixed


def test_the_ages_that_a_run_counts_have_a_row_though_the_table_by_age_lacks_them():
    ages = Table({**AGED, "key": ["0-2", "3-4", "5-17"]}, "BY_AGE")
    today = replace(TODAY, tables={**TODAY.tables, "BY_AGE": ages})
    found = sheet(replace(EVIDENCE, today=today), "equality_groups")
    assert next(iter(found.printed.column("Group"))) == "Age: aged 0-4"
    counted = row(found, "Age: aged 0-4")
    assert (counted["Counted, about"], counted["Longer: One hub"]) == ("210", "about 60")
    estimated = Table({**NEED.columns, "estimates": ["children: shared"] * 4}, "need")
    found = sheet(replace(EVIDENCE, today=today, need=estimated), "equality_groups")
    assert "Age: aged 0-4 (estimate)" in found.printed.column("Group")


def test_best_is_said_only_where_it_is_proven():
    told = words(part_of(with_sites(proven=True), "sites"))
    assert "best of the 1 venues tested on this measure (proven)" in told
    told = words(part_of(with_sites(proven=False, gap=0.031), "sites"))
    assert "not proven best: a better one could be at most 3.1 % more" in told
    assert "best of" not in words(part_of(with_sites(), "sites"))
    assert "Library: Brings about 60 more." in told
    assert row(sheet(with_sites(), "sites_table"), "1")["Next best"] == "Moor Hub (H2)"


def with_estate(moves, mode="drive"):
    estate = Estate(moves, {}, Origin("options.gpkg", "estate"))
    step = Step("estate", "Options", "rationalise", {"MODE": mode} if mode else {})
    return replace(EVIDENCE, estate=estate, steps=[*EVIDENCE.steps, step])


def moves_of(*rows):
    names = ("step", "site_id", "site_name", "move", "to_name", "children_worse", "reason")
    return Table({name: [row[at] for row in rows] for at, name in enumerate(names)}, "moves")


def test_a_part_modelled_by_another_mode_says_so():
    moves = moves_of((1, "V9", "Old Offices", "give_up", "", 60.0, "It saves."))
    said = words(part_of(with_estate(moves), "estate"))
    assert "Journeys in this part are modelled as driving. Those of the reach today" in said
    assert "not to be set beside counts of the other" in said
    said = words(part_of(with_estate(moves, EVIDENCE.today.made.mode), "estate"))
    assert "Journeys in this part are modelled as walking." in said and "set beside" not in said
    said = words(part_of(replace(EVIDENCE, estate=Estate(moves)), "estate"))
    assert "By what mode its journeys were modelled was not given" in said


def test_a_move_of_many_steps_stands_once_with_its_steps():
    rows = [(step, "V9", "Old Offices", "give_up", "", 60.0, "It saves.") for step in (1, 2, 4)]
    rows.append((4, "V9", "Old Offices", "merge", "Library", 90.0, "Merged."))
    found = sheet(with_estate(moves_of(*rows)), "estate_moves")
    assert found.printed.column("In steps") == ["1 to 2, 4", "4"]
    assert len(found.exact) == 4


def test_of_a_long_table_the_heaviest_rows_are_printed_and_the_others_pointed_to():
    rows = [(1, f"V{n}", f"House {n}", "give_up", "", 10.0 * n, "") for n in range(1, 41)]
    found = sheet(with_estate(moves_of(*rows)), "estate_moves")
    assert found.printed.column("Site") == [f"House {n}" for n in range(11, 41)]
    assert "30 of 40 rows are printed" in found.note and "the table estate_moves" in found.note
    assert len(found.whole) == 40 and len(found.exact) == 40


def test_estimated_ages_are_called_estimates_wherever_they_stand():
    said = ["children_0_2, children_3_4: shared evenly within 0-15"] * len(NEED)
    counts = {name: NEED.column("children") for name in ("children_0_2", "children_3_4")}
    need = Table({**NEED.columns, **counts, "estimates": said}, "need")
    rows = by_decile([5.0, 15.0, 8.0, None])
    ages = Table({**rows.columns, "key": ["0-2", "5-17", "0-4"]}, "BY_AGE")
    today = replace(TODAY, tables={**TODAY.tables, "BY_AGE": ages})
    evidence = replace(EVIDENCE, need=need, today=today)
    assert "Aged 0-2 (estimate), about" in sheet(evidence, "need_by_decile").printed.columns
    keys = sheet(evidence, "today_by_age").printed.column("Age")
    assert keys == ["0-2 (estimate)", "5-17", "0-4 (estimate)"]
    groups = sheet(evidence, "equality_groups").printed.column("Group")
    assert "Age: aged 0-2 (estimate)" in groups and "Age: aged 5-17" in groups
    for part in ("need", "limits"):
        assert "Estimates, not counts: aged 0-2, aged 3-4 (shared evenly" in words(
            part_of(evidence, part)
        )


def test_low_income_is_assessed_by_the_income_score_and_called_an_estimate():
    """Half of A's 100 children and a tenth of B's 50: 55, of whom A's 50 have longer journeys."""
    need = Table({**NEED.columns, "idaci_score": [0.5, 0.1, 0.0, 0.0]}, "need")
    codes, result = NEED.column("area_code"), ["longer", "same", "same", "unrouted"]
    areas = Table({"area_code": codes, "result": result}, "areas")
    part = replace(COMPARED, areas=areas)
    evidence = replace(EVIDENCE, need=need, options=[Option("One hub", None, part)])
    said = "Low income: children in income-deprived families (estimate: IDACI score × children)"
    found = row(sheet(evidence, "equality_groups"), said)
    assert (found["Assessed"], found["Counted, about"]) == ("yes", "60")
    assert found["Longer: One hub"] == "all but fewer than 10"
    assert row(sheet(EVIDENCE, "equality_groups"), "Low income")["Assessed"] == "not assessed"


def test_evenness_stands_with_its_values_and_meanings():
    minutes, children = np.array([5.0, 15.0, 8.0, np.inf]), np.array([100.0, 50.0, 60.0, 4.0])
    equity = equity_table(minutes, children, np.array([1.0, 2.0, 5.0, 5.0]), [10.0])
    today = replace(TODAY, tables={**TODAY.tables, "EQUITY": equity})
    found = sheet(replace(EVIDENCE, today=today), "today_equity")
    assert row(found, "Children who take part")["Value"] == "210"
    assert row(found, "Children not routed")["Value"] == "under 10"
    assert row(found, "Mean minutes")["Value"] == "8.2 min"  # (500 + 750 + 480) / 210
    assert row(found, "Access poverty beyond 10 minutes")["Value"] == "24 %"  # 50 of 210
    assert (
        "share of routed children"
        in row(found, "Access poverty beyond 10 minutes")["What it means"]
    )


def test_sites_that_do_not_count_and_neighbours_that_do_are_named():
    hubs = Table({"site_id": ["H1", "H2", "B1"], "site_name": ["Park Hub", "Moor Hub", "Barracks"],
                  "authority": ["Here", "There", "Here"], "status": ["Active"] * 3,
                  "open_to": ["", "", "base families"]}, "hubs")  # fmt: skip
    today = replace(TODAY, made=replace(TODAY.made, home="here"))
    said = words(part_of(replace(EVIDENCE, hubs=hubs, today=today), "options"))
    assert "neither today nor under an option: Barracks (B1) (status Active, open to base" in said
    assert "Counted, though another authority's: Moor Hub (H2) of There." in said


def test_a_figures_source_names_the_data_behind_it_and_no_others():
    behind = {"NETWORK": ["Ways; 2026"], "NEED": ["Children; mid-2024"], "VENUES": ["Venues; 2025"]}
    every = [one for sources in behind.values() for one in sources]
    evidence = replace(with_sites(), sources=every, sources_of=behind)
    traces = document_of(evidence).traces
    assert "Children, mid-2024" in traces["need"].source and "Ways" not in traces["need"].source
    assert "Ways" in traces["reach_today"].source and "Venues" not in traces["reach_today"].source
    assert "Venues, 2025" in traces["sites"].source


def test_voices_tell_no_small_number():
    evidence = with_voices(
        {("all themes", "all"): 45, ("buses", "all"): 42, ("prams", "all"): 3,
         ("buses", "negative"): 42, ("prams", "positive"): 3}
    )  # fmt: skip
    found = sheet(evidence, "voices_all")
    assert "3" not in "".join(found.printed.column("Of these, by sentiment"))
    assert row(found, "prams")["Voices"] == "none or held back"
    assert "About 50 voices" in words(part_of(evidence, "consultation"))


def test_without_consultation_the_pack_says_so():
    assert "No consultation evidence was given." in words(part_of(EVIDENCE, "consultation"))


def test_an_empty_pack_has_every_section_and_each_says_what_it_lacks():
    full, empty = document_of(EVIDENCE), document_of(EMPTY)
    options = {"beside", *(f"changes_{number}" for number in range(1, 9))}
    assert {p.key for p in full.parts()} - options == {p.key for p in empty.parts()} - options
    for part in empty.parts():
        assert len(words(part)) > 30, part.key


def test_every_figure_leads_to_a_source_a_date_a_formula_and_a_file_to_rerun():
    document = document_of(EVIDENCE)
    trace = document.traces["reach_today"]
    assert "coverage.gpkg" in trace.source and "Children, mid-2024" in trace.source
    assert trace.date == "2026-11-22" and "added up" in trace.formula
    assert trace.rerun == "scenario.json, step reach (familyhub:runscenario)"
    for one in document.traces.values():
        assert one.source and one.date and one.formula and one.rerun


def test_words_from_outside_cannot_pose_as_a_traced_figure():
    evidence = replace(EVIDENCE, question="Is it [[7|secret]]?", notes=["[[8|x]]"])
    assert "secret" not in document_of(evidence).traces
    assert "Is it [ [7|secret] ]?" in words(part_of(evidence, "question"))


def test_a_chart_stands_with_its_table():
    blocks = part_of(EVIDENCE, "results").blocks
    kinds = [type(block) for block in blocks if isinstance(block, (Chart, Sheet))]
    assert kinds[:2] == [Chart, Sheet]


def test_an_option_without_comparison_says_that_it_was_not_compared():
    evidence = replace(EVIDENCE, options=[Option("One hub"), Option("Other", None, COMPARED)])
    assert "No comparison with today was given" in words(part_of(evidence, "changes_1"))
    assert row(sheet(evidence, "options_considered"), "One hub")["Longer journey"] == "not compared"


def test_two_options_of_one_name_and_an_unknown_audience_are_refused():
    with pytest.raises(InputError, match="Two options are called"):
        replace(EVIDENCE, options=[Option("A"), Option("A")])
    with pytest.raises(InputError, match="audience 'press' is unknown"):
        Evidence("t", "2026-01-01", audience="press")
    with pytest.raises(InputError, match="no layer lakes"):
        MapShapes("lakes", [], [])


def test_forbidden_words_stand_nowhere():
    said = "\n".join(words(part) for part in document_of(EVIDENCE).parts()).lower()
    said = said.replace(DECIDES_NOTHING.lower(), "")
    for word in ("sufficient", "compliant", "closure", "loser"):
        assert word not in said


def test_a_public_pack_says_on_its_first_page_whose_data_nobody_named():
    sources = ["Population, Census 2021; pop.csv; publisher and licence not stated", "ONS; OGL v3"]
    given = replace(EVIDENCE, audience="public", fictional=False, sources=sources)
    first = words(part_of(given, "summary"))
    assert "publisher or licence is not stated of Population, Census 2021, pop.csv" in first
    assert "Before this goes out" not in words(
        part_of(replace(given, audience="internal"), "summary")
    )


def test_boundaries_are_credited_by_their_codes_or_said_to_be_of_nobody():
    def drawn(code):
        layers = [MapShapes("areas", [code], [{"type": "Point", "coordinates": [0, 52]}])]
        return replace(EVIDENCE, audience="public", fictional=False, shapes=layers)

    coded, own = drawn("E01013876"), drawn("Area 1")
    credit = "Boundaries of areas: Office for National Statistics, Open Government Licence v3.0"
    assert credit in words(part_of(coded, "data"))
    assert "the boundaries of areas" not in words(part_of(coded, "summary"))
    assert "the boundaries of areas on the map" in words(part_of(own, "summary"))


def test_how_good_a_plan_is_stands_once_where_only_its_reasons_tell_it():
    given = with_sites()
    table = given.sites.sites
    told = "Adds 40; no set of 3 from the 47 venues tested does better on this measure."
    reasons = [told, *[None] * (len(table) - 1)]
    found = replace(
        given.sites, proven=None, status="",
        sites=Table({**table.columns, "reason": reasons}, "sites"),
    )  # fmt: skip
    said = words(part_of(replace(given, sites=found), "sites"))
    assert "As the search told it: no set of 3 from the 47 venues tested does better" in said
    assert "Whether another plan would do better was not given" not in said


def test_results_given_one_by_one_tell_their_own_parameters():
    found = sheet(replace(EVIDENCE, steps=()), "parameters").printed
    rows = {(layer, name): value for layer, name, value in found.rows()}
    assert rows["Coverage: Today", "mode"] == TODAY.made.mode
    assert rows["Coverage: Today", "hubs counted"] == str(len(TODAY.made.hubs))


def test_a_figure_rests_on_the_hubs_that_its_own_step_read():
    hubs = [f"Hubs: {name}; publisher and licence not stated" for name in ("h.gpkg", "then.gpkg")]
    step = Step("today", "Reach", "coverage", {"HUBS": "../in/h.gpkg|layername=h"})
    today = replace(TODAY, origin=Origin("coverage.gpkg", "today"))
    given = replace(EVIDENCE, steps=[step], today=today, sources=hubs, sources_of={"HUBS": hubs})
    source = document_of(given).traces["reach_today"].source
    assert "h.gpkg" in source and "then.gpkg" not in source


def test_suggested_sites_stand_in_the_order_in_which_they_would_open_after_what_stays():
    told = [("H2", "kept", None), ("V1", "open", 2), ("V2", "open", 1), ("V3", "not_chosen", None)]
    rows = [
        {"site_id": i, "site_name": i, "decision": d, "order": o, "reason": ""} for i, d, o in told
    ]
    given = replace(with_sites(), sites=Sites(table(rows)))
    assert list(sheet(given, "sites_table").printed.column("Id")) == ["H2", "V2", "V1"]
