"""The columns of the national return, filled with what is known and nothing else."""

from __future__ import annotations

from report_evidence import evidence, replace, with_column

from family_hub_planner.engine.report.national_return import (
    AGE,
    DECILE,
    LIVING,
    MISSING,
    SITE_FIELDS,
    UNROUTED,
    return_reach,
    return_sites,
)


def rows_of(table):
    return [dict(zip(table.columns, row)) for row in table.rows()]


def test_sites_stand_in_the_returns_columns_with_what_is_missing_named():
    table = return_sites(evidence())
    assert list(table.columns) == [*SITE_FIELDS, MISSING]
    first, second = rows_of(table)
    assert first["FHS01 Delivery site name"] == "Castle Hub"
    assert first["FHS02 Postcode"] == "ZZ1 1AA"
    assert first["FHS03 UPRN"] == "100000001"
    assert first["FHS04 Status"] == "Active"
    assert first["FHS07 Type of site"] == "A Best Start Family Hub"
    assert (first["FHS10 Co-located"], first["FHS11 Co-location type"]) == ("Yes", "library")
    assert "FHS05" not in first[MISSING]  # of an open site nobody asks when it closed
    assert "FHS15 County" in first[MISSING]
    assert second["FHS07 Type of site"] == "A Network Site"
    assert second["FHS04 Status"] == ""  # "pending" is none of the return's words
    assert "FHS04 Status" in second[MISSING]
    assert "FHS03 UPRN" in second[MISSING]


def test_a_neighbours_hub_is_not_returned():
    given = evidence()
    hubs = with_column(given.hubs, authority=["Testshire", "Neighbour"])
    made = replace(given.today.made, home="Testshire")
    one = replace(given, hubs=hubs, register=None, today=replace(given.today, made=made))
    assert [row["FHS01 Delivery site name"] for row in rows_of(return_sites(one))] == ["Castle Hub"]


def test_ages_that_were_estimated_are_returned_as_estimates():
    given = evidence()
    said = ["children_0_2, children_3_4: shared evenly within 0-15"] * 4
    rows = rows_of(return_reach(replace(given, need=with_column(given.need, estimates=said))))
    ages = {row[AGE] for row in rows}
    assert ages == {"0-2 (estimate)", "3-4 (estimate)", "5-17", "18-25"}


def test_where_everybody_is_routed_nothing_is_held_back_as_not_routed():
    given = evidence()
    areas = with_column(given.today.areas, minutes=[6.0, 14.0, 33.0, 34.0])
    public = replace(given, audience="public", today=replace(given.today, areas=areas))
    assert {row[UNROUTED] for row in rows_of(return_reach(public))} == {0}


def test_reach_is_added_up_by_decile_and_age():
    rows = {(row[DECILE], row[AGE]): row for row in rows_of(return_reach(evidence()))}
    # decile 1: areas A1 (6 minutes) and A2 (14): 70 + 40 aged 0-2, the first 70 within 10
    one = rows["1", "0-2"]
    within = [one["Modelled within 10 minutes"], one["Modelled within 20 minutes"]]
    assert [one[LIVING], *within, one[UNROUTED]] == [110, 70, 110, 0]
    assert rows["4", "5-17"]["Modelled within 20 minutes"] == 0
    assert rows["not known", "18-25"][UNROUTED] == 2  # A4 has no way and no decile
    assert len(rows) == 4 * 11
    assert rows["7", "3-4"][LIVING] == 0


def test_the_public_gets_reach_rounded_and_no_small_count():
    public = replace(evidence(), audience="public")
    rows = {(row[DECILE], row[AGE]): row for row in rows_of(return_reach(public))}
    assert rows["1", "5-17"][LIVING] == 450
    assert rows["1", "5-17"]["Modelled within 10 minutes"] == 300
    assert rows["not known", "0-2"][LIVING] == "held back"  # 3 of them
    told = [value for row in rows.values() for value in row.values() if isinstance(value, int)]
    assert all(value % 10 == 0 for value in told)


def test_without_minutes_or_deciles_there_is_no_reach():
    assert len(return_reach(replace(evidence(), today=None))) == 0
    bare = evidence()
    need = with_column(bare.need)
    del need.columns["idaci_decile"]
    assert len(return_reach(replace(bare, need=need))) == 0


def test_a_decile_with_nobody_within_a_band_reads_nought_to_the_public_as_in_all_tables():
    public = replace(evidence(), audience="public")
    rows = {(row[DECILE], row[AGE]): row for row in rows_of(return_reach(public))}
    for age in ("0-2", "3-4", "5-17", "18-25"):
        assert rows["4", age]["Modelled within 20 minutes"] == 0
        assert rows["4", age][UNROUTED] == 0
    assert rows["not known", "0-2"][UNROUTED] == "held back"  # 3 of them, who are small
