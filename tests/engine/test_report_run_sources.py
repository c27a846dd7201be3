"""What stands side by side is credited like the run itself: its data sets, licences, estimates."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine.pack_cases import CHILDREN, CODES, EVIDENCE, NEED

from family_hub_planner.engine.made_with import MadeWith, read_made_with
from family_hub_planner.engine.page import OSM_NOTICE
from family_hub_planner.engine.provenance import Provenance
from family_hub_planner.engine.report.audience import for_public
from family_hub_planner.engine.report.evidence import Coverage, FurtherNeed, Origin
from family_hub_planner.engine.report.run_sources import every_source, owes_osm
from family_hub_planner.engine.report.sections import document_of
from family_hub_planner.engine.tables import Table

OURS = "Births; 2026; births.csv; publisher and licence not stated"
ONS = "Population; mid-2024; ONS; OGL v3.0; people.csv (sha256 0123456789ab)"
HUBS = "Hubs: hubs.csv; publisher and licence not stated"
WAYS = Provenance("Ways", "2026", "Exshire Council", "OGL v3.0", "ways.gpkg", "ab" * 32)
OTHER_WAYS = (
    "Network: OpenStreetMap (county.osm), data up to 2022; © OpenStreetMap contributors; ODbL"
)
MADE = MadeWith(mode="drive", bands="20", network="other ways", hubs=("Z9",))


def run(name="By car", children=CHILDREN, **made):
    columns = {"area_code": CODES, "minutes": [3.0] * 4, "children": children, "need": children}
    told = replace(MADE, **made)
    return Coverage(name, Table(columns, name), made=told, origin=Origin("car.gpkg"))


def given(*beside, needs=(), **more):
    """The pack of `pack_cases` on a council's own ways, with its sources named."""
    by_part = {"NETWORK": [WAYS], "NEED": [ONS], "HUBS": [HUBS]}
    today = replace(EVIDENCE.today, made=replace(EVIDENCE.today.made, network="ways"))
    parts = {"sources": [WAYS, ONS, HUBS], "sources_of": by_part, "today": today,
             "from_osm": False, **more}  # fmt: skip
    return replace(EVIDENCE, beside=list(beside), needs=list(needs), **parts)


def section(evidence, key):
    return next(one for one in document_of(evidence).sections if one.key == key)


def said(evidence, key="data"):
    blocks = section(evidence, key).blocks
    return [text for one in blocks for text in getattr(one, "texts", [getattr(one, "text", "")])]


OLDER = FurtherNeed(
    "Older",
    Table({**NEED.columns, "children": [9.0, 9.0, 9.0, 9.0], "sources": [f"{OURS}. {ONS}"] * 4,
           "estimates": ["children: shared by years of age"] * 4}, "older"),
    Origin("older.gpkg"),
)  # fmt: skip
OWN = {"NETWORK": [OTHER_WAYS], "NEED": [OURS], "HUBS": ["Hubs: Venues; County Council; OGL v3.0"]}


def test_a_runs_own_data_sets_stand_behind_those_of_the_pack_each_once():
    mine = run(children=[1.0] * 4, sources=OWN)
    listed = [one if isinstance(one, str) else one.sentence() for one in every_source(given(mine))]
    assert listed == [WAYS.sentence(), ONS, HUBS, OTHER_WAYS, OURS, OWN["HUBS"][0]]
    assert said(given(mine, mine))[: len(listed)] == listed
    assert said(for_public(given(mine), 10))[: len(listed)] == listed


@pytest.mark.parametrize(
    ("told", "listed"),
    [([HUBS], []), (["Hubs: layer; publisher and licence not stated"], []), ([], []),
     (["Schools; gias.csv; DfE"], ["Schools; gias.csv; DfE"])],
)  # fmt: skip
def test_a_run_of_the_packs_own_parts_adds_no_line_but_hubs_of_another_data_set(told, listed):
    """Two councils number their hubs alike: the data set that the layer names is what counts."""
    hubs = Table({"site_id": ["H1", "H2"]}, "hubs")
    alike = run(network="ways", hubs=("H1",), sources={**OWN, "HUBS": told})
    evidence = given(alike, hubs=hubs, need=Table(dict(NEED.columns), "need"))
    assert every_source(evidence) == [WAYS, ONS, HUBS, *listed]


def test_a_layer_of_an_earlier_version_names_its_network_and_what_nobody_stated():
    listed = every_source(
        given(run(children=[1.0] * 4, demand="homes", network="ways (2022; 5 km)"))
    )
    assert listed[3:] == [
        f"Network: ways (2022, 5 km); {OSM_NOTICE}",
        "Demand points: homes; publisher and licence not stated",
        "Hubs of car.gpkg; publisher and licence not stated",
    ]


BUILT = "Network: Ways (town.osm), file without dates; Exshire; CC0; made by Family Hub Planner"
GIAS = "Schools; gias.csv; publisher and licence not stated"
SCHOOL = "Hubs: school; publisher and licence not stated"
ALONE = {"NETWORK": [BUILT], "NEED": [ONS], "HUBS": [GIAS]}


def single(**more):
    """Today's coverage and one option's, given one by one as layers, with the need alone."""
    told = replace(MADE, mode="walk", bands="5,15", network="town", from_osm=False)
    columns = dict(EVIDENCE.today.areas.columns)
    today = Coverage("Today", Table(columns, "today"), made=replace(told, sources=ALONE),
                     origin=Origin("today.gpkg"))  # fmt: skip
    plan = replace(today, name="plan", origin=Origin("plan.gpkg"),
                   made=replace(told, sources={**ALONE, "HUBS": [SCHOOL]}))  # fmt: skip
    options = [replace(EVIDENCE.options[0], coverage=plan)]
    parts = {"sources": [ONS], "sources_of": {"NETWORK": [], "NEED": [ONS], "HUBS": []},
             "today": today, "options": options, "steps": (), "hubs": None, **more}  # fmt: skip
    return given(**parts)


def test_todays_coverage_and_the_options_given_one_by_one_are_credited_as_they_tell_each_once():
    assert every_source(single()) == [ONS, BUILT, GIAS, SCHOOL]
    assert said(single())[:4] == [ONS, BUILT, GIAS, SCHOOL]
    assert said(for_public(single(), 10))[:4] == [ONS, BUILT, GIAS, SCHOOL]


def test_figures_of_single_layers_lead_to_the_sources_of_their_own_run():
    traces = document_of(single()).traces
    ways = "Network: Ways (town.osm), file without dates, Exshire; Population, mid-2024; "
    assert traces["reach_today"].source == f"today.gpkg. It rests on: {ways}Schools, gias.csv"
    both = f"{ways}Schools, gias.csv; Hubs: school, publisher and licence not stated"
    assert traces["changes_1"].source.endswith(both)  # it sets both beside each other
    beside = document_of(replace(single(), beside=[run()])).traces["beside_decile"].source
    assert f"Under “One hub”: plan.gpkg. It rests on: {ways}Hubs: school" in beside


def test_page_one_warns_of_hubs_whose_licence_only_the_layer_of_today_tells():
    blocks = document_of(for_public(single(), 10)).summary.blocks
    warning = next(one.text for one in blocks if "not stated of" in getattr(one, "text", ""))
    assert "Schools, gias.csv; Hubs: school" in warning and "Ways" not in warning


def test_parts_that_were_given_beside_single_layers_are_named_and_not_the_layers_twins():
    hubs = Table({"site_id": [*EVIDENCE.today.made.hubs, "Z9"]}, "hubs")
    by_part = {"NETWORK": [WAYS], "NEED": [ONS], "HUBS": [HUBS]}
    more = {"hubs": hubs, "sources": [WAYS, ONS, HUBS], "sources_of": by_part}
    assert every_source(single(**more)) == [WAYS, ONS, HUBS]
    known = Table({"site_id": ["H1"]}, "hubs")
    assert every_source(single(**{**more, "hubs": known})) == [WAYS, ONS, HUBS, GIAS, SCHOOL]


def test_a_recorded_run_is_told_by_the_files_that_its_steps_name():
    today = replace(single().today, origin=Origin("today.gpkg", "reach"))
    more = {"sources": [ONS, HUBS], "sources_of": {"NEED": [ONS], "HUBS": [HUBS]},
            "options": (), "steps": EVIDENCE.steps, "today": today}  # fmt: skip
    assert every_source(single(**more)) == [ONS, HUBS, BUILT]


def test_a_layer_that_tells_nothing_of_its_own_rests_on_what_was_given():
    today = replace(single().today, made=MadeWith(mode="walk", bands="5,15", from_osm=False))
    by_part = {"NETWORK": [WAYS], "NEED": [ONS], "HUBS": [HUBS]}
    more = {"sources": [WAYS, ONS, HUBS], "sources_of": by_part, "today": today, "options": ()}
    assert every_source(single(**more)) == [WAYS, ONS, HUBS]


def test_an_option_on_openstreetmaps_ways_owes_its_credit_though_today_does_not():
    assert not owes_osm(single())
    plan = single().options[0]
    other = replace(plan.coverage.made, network="county", from_osm=True)
    option = replace(plan, coverage=replace(plan.coverage, made=other))
    assert owes_osm(single(options=[option]))


def test_a_run_by_a_table_of_times_owes_openstreetmap_nothing():
    evidence = given(run(network="table of times bus.csv", from_osm=False))
    assert "Travel times: bus.csv; publisher and licence not stated" in every_source(evidence)
    assert not owes_osm(evidence) and OSM_NOTICE not in " ".join(said(evidence))


def test_openstreetmap_is_credited_where_only_a_run_beside_rests_on_it():
    evidence = given(run(sources=OWN))
    assert owes_osm(evidence)
    assert said(evidence)[-1] == f"Map data: {OSM_NOTICE} (openstreetmap.org/copyright)."


def test_a_further_need_names_its_data_sets_and_one_without_says_so():
    bare = FurtherNeed("Bare", Table(dict(NEED.columns), "bare"), Origin("bare.gpkg"))
    listed = every_source(given(needs=[OLDER, bare]))
    assert listed[3:] == [OURS, "Need: bare.gpkg; publisher and licence not stated"]


def test_a_run_of_the_children_of_a_further_need_rests_on_its_data_and_is_as_much_an_estimate():
    older = run(children=[9.0] * 4, sources={"NEED": ["another"]})
    evidence = given(older, needs=[OLDER])
    assert OURS in every_source(evidence) and "another" not in every_source(evidence)
    limits = said(evidence, "limits")
    assert "Estimates in “Older”, not counts: children (shared by years of age)." in limits
    assert "Estimates in “By car”, not counts: children (shared by years of age)." in limits


def test_a_runs_own_estimates_are_told_and_those_of_the_pack_not_told_again():
    how = "children: shared by area; aged_5: by year"
    evidence = given(run(estimates=how))
    assert "Estimates in “By car”, not counts: children (shared by area)." in said(
        evidence, "limits"
    )
    need = Table({**NEED.columns, "estimates": [how] * 4}, "need")
    assert not any("By car" in text for text in said(replace(evidence, need=need), "limits"))


def test_publishers_that_nobody_states_are_warned_of_on_page_one_for_runs_beside_too():
    evidence = for_public(given(run(children=[1.0] * 4, sources=OWN), needs=[OLDER]), 10)
    blocks = document_of(evidence).summary.blocks
    warning = next(one.text for one in blocks if "not stated of" in getattr(one, "text", ""))
    assert "Births, 2026" in warning and "Venues" not in warning


def test_figures_side_by_side_lead_to_the_sources_of_every_row():
    document = document_of(given(run(children=[1.0] * 4, sources=OWN), needs=[OLDER]))
    runs, needs = (document.traces[key].source for key in ("beside_decile", "needs_decile"))
    assert runs == (
        "Today: coverage.gpkg, made by the step “Coverage today” (familyhub:coverage); "
        "Under “One hub”: plan.gpkg, made by the step “Coverage today” (familyhub:coverage). "
        "It rests on: Ways, 2026; Population, mid-2024; Hubs: hubs.csv, publisher and licence not "
        "stated. “By car”: car.gpkg. It rests on: Network: OpenStreetMap (county.osm), data up to "
        "2022, © OpenStreetMap contributors; Births, 2026; Hubs: Venues, County Council"
    )
    assert needs.endswith("“Older”: older.gpkg. It rests on: Births, 2026; Population, mid-2024")


def test_parameters_of_single_layers_beside_are_told_as_the_layers_tell_them():
    evidence = replace(given(run(), needs=[OLDER]), steps=())
    rows = list(next(one for one in document_of(evidence).sheets() if one.key == "parameters")
                .printed.rows())  # fmt: skip
    assert ("Coverage: By car", "network", "other ways") in rows
    assert ("Need: Older", "estimates", "children: shared by years of age") in rows


@pytest.mark.parametrize("told", ["", "[]", '{"sources": 5}', '{"sources": {"NEED": "one"}}'])
def test_a_layer_whose_sources_are_bent_tells_none(told):
    assert read_made_with("walk", "20", told).sources == {}


def test_sources_and_estimates_come_back_from_the_layer_as_they_were_written():
    made = replace(MADE, sources={"NEED": (OURS, ONS)}, estimates="children: shared")
    back = read_made_with("drive", "20", made.text())
    assert (dict(back.sources), back.estimates) == ({"NEED": (OURS, ONS)}, "children: shared")


def test_one_file_out_of_which_two_needs_took_other_counts_is_one_source():
    def of(counts):
        return f"Counts by area ({counts}); send.csv (sha256 0123456789ab)"

    need = Table({**NEED.columns, "sources": [of("b, c")] * 4}, "other")
    evidence = given(needs=[FurtherNeed("Other", need)], sources=[of("a, b")], sources_of={})
    assert every_source(evidence) == [of("a, b, c")]


def test_an_edition_that_nobody_stated_is_no_publisher_that_nobody_stated():
    said = "English Indices of Deprivation; edition not stated; ours.csv; MHCLG, OGL v3.0"
    evidence = for_public(given(sources=[said]), 10)
    texts = [getattr(one, "text", "") for one in document_of(evidence).summary.blocks]
    assert not any("English Indices" in text for text in texts)
