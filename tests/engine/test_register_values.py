"""The cells of a register: read where sure, left missing and said where not, one by one."""

import pytest

from family_hub_planner.engine.errors import ColumnError, InputError
from family_hub_planner.engine.sources.facility_types import read_facility_types
from family_hub_planner.engine.sources.register_values import read_column
from family_hub_planner.engine.sources.venue_words import read_venue_words


def one(name, text):
    values, unread = read_column(name, [text])
    return values[0], unread[0].reason if unread else ""


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("12500", 12_500), ("£12,500", 12_500), ("£ 12,500.50", 12_500.5), ("12.5k", 12_500),
        ("£1.2m", 1_200_000), ("9,000 p.a.", 9_000), ("GBP 40 per annum", 40), ("0", 0),
        ("3000 a year", 3_000), ("12500.0", 12_500),
    ],
)  # fmt: skip
def test_money_is_read_as_councils_write_it(text, pounds):
    assert one("running_cost_gbp", text) == (pounds, "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("tbc", "says that it is not known"), ("n/a", "says that it is not known"),
        ("N/K", "says that it is not known"), ("c. £12,000", "is no sum of money"),
        ("10-15k", "is no sum of money"), ("see lease", "is no sum of money"),
        ("-500", "is below nought"), ("12,50", "is no sum of money"), ("£", "is no sum of money"),
        ("<5", "is no sum of money"),
    ],
)  # fmt: skip
def test_money_that_is_not_sure_is_missing_and_never_nought(text, reason):
    assert one("running_cost_gbp", text) == (None, reason)


@pytest.mark.parametrize("text", ["", None, " ", "-", "–"])
def test_an_empty_cell_is_missing_without_a_word(text):
    assert one("running_cost_gbp", text) == (None, "")
    assert one("lease_end", text) == (None, "")
    assert one("step_free", text) == (None, "")


def test_areas_may_carry_their_unit_and_other_units_are_not_taken_for_it():
    for text in ("1,250", "1250 m2", "1250 m²", "1,250 sq m", "1250 sqm", "1250 sq. metres"):
        assert one("floor_area_m2", text) == (1250, "")
    assert one("floor_area_m2", "13,455 sq ft") == (None, "is no area in square metres")


def test_hours_are_a_number_of_them_and_no_opening_time():
    assert one("hours_week", "37.5 hours")[0] == 37.5
    assert one("hours_week", "40 hrs per week")[0] == 40
    assert one("sessions_week", "2 sessions a week")[0] == 2
    assert one("hours_week", "9-5") == (None, "is no number of hours a week")
    assert one("hours_week", "169") == (None, "is more hours than a week has")
    assert one("hours_week", "168") == (168, "")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("31/03/2030", "2030-03-31"), ("01.04.2030", "2030-04-01"), ("5-6-2030", "2030-06-05"),
        ("2030-03-31", "2030-03-31"), ("2030-03-31T00:00:00", "2030-03-31"),
        ("31 March 2030", "2030-03-31"), ("1st Sept 2030", "2030-09-01"),
        ("31-Mar-2030", "2030-03-31"), ("29/02/2028", "2028-02-29"),
    ],
)  # fmt: skip
def test_dates_come_out_as_year_month_day(text, iso):
    assert one("lease_end", text) == (iso, "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/03/30", "gives the year in two digits"), ("31-Mar-30", "gives the year in two digits"),
        ("2031", "names no day"), ("March 2031", "names no day"), ("03/2031", "names no day"),
        ("31/02/2030", "is no date"), ("Rolling", "is no date"), ("31 Mat 2030", "is no date"),
        ("46112", "is a spreadsheet's day number: format the column as a date"),
        ("tbc", "says that it is not known"),
    ],
)  # fmt: skip
def test_what_is_no_sure_date_is_missing(text, reason):
    assert one("lease_end", text) == (None, reason)


def test_a_date_that_may_be_either_way_round_is_refused_where_the_column_has_both():
    plain, _ = read_column("lease_end", ["03/04/2030", "31/12/2030"])
    assert plain == ["2030-04-03", "2030-12-31"]
    mixed, unread = read_column("lease_end", ["03/04/2030", "12/31/2030", "25/12/2030", "5/5/2030"])
    assert mixed == [None, "2030-12-31", "2030-12-25", "2030-05-05"]
    assert [(cell.row, cell.reason) for cell in unread] == [
        (0, "may be day or month first: the column has both")
    ]


def test_yes_and_no_come_in_many_words_and_what_is_neither_is_unknown():
    words = ["Yes", "Y", "TRUE", "1", "no", "N", "false", "0", "tbc", "n/a", "x", None]
    values, unread = read_column("private_room", words)
    assert values == ["yes"] * 4 + ["no"] * 4 + ["unknown"] * 3 + [None]
    assert [(cell.row, cell.reason) for cell in unread] == [(10, "is neither yes nor no")]
    assert one("step_free", "Partial") == ("limited", "")
    assert one("private_room", "Partial") == ("unknown", "is neither yes nor no")


def test_any_word_but_a_plain_no_is_confidential():
    values, _ = read_column("confidential", ["No", "Restricted", "tbc", "", "yes"])
    assert values == ["no", "yes", "yes", None, "yes"]


def test_a_uprn_that_a_spreadsheet_cut_short_is_missing():
    assert one("uprn", "100023336956.0") == ("100023336956", "")
    assert one("uprn", "1.00023E+11")[0] is None
    assert one("uprn", "1.00023E+11")[1].startswith("was cut short")
    assert one("uprn", "pending") == (None, "is no UPRN")
    assert one("uprn", "0") == (None, "is no UPRN")


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("A Best Start Family Hub", "Best Start Family Hub"), ("family_hub", "Family Hub"),
        ("Working towards a Best Start Family Hub", "Working towards"),
        ("A Family Hub; A Network Site", "Family Hub; Network Site"),
        ("network site", "Network Site"),
        ("Library", None),
    ],
)  # fmt: skip
def test_types_of_site_are_the_national_returns_and_no_others(text, type_):
    assert one("site_type", text)[0] == type_


def test_status_and_whom_it_is_open_to_are_in_the_planners_words():
    assert one("status", "Open") == ("Active", "")
    assert one("status", "proposed to open")[0] == "Planned to be opened"
    assert one("status", "Under review")[0] == "Under review"
    assert one("open_to", "Y")[0] == "public"
    assert one("open_to", "no")[0] == "not the public"
    assert one("open_to", "base families")[0] == "base families"


# --- types of building --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "venue", "colocation"),
    [
        ("Local authority run library", "library", "library"),
        ("GP Surgery", "GP surgery", "GP practice"),
        ("Voluntary aided school", "school", "school"),
        ("Academies", "school", "school"),
        ("FIRE STN", "fire station", "other"),
        ("Children’s Centre", "children's centre", "another LA service"),
        ("Village Hall", "village hall", ""),
    ],
)  # fmt: skip
def test_a_registers_word_means_a_type_of_the_table(said, venue, colocation):
    row = read_venue_words().of(said)
    assert (row.venue_type, row.colocation_type) == (venue, colocation)


@pytest.mark.parametrize("said", ["Former School", "Car park", "School caretaker's flat", "Xyz"])
def test_what_is_no_venue_or_not_in_the_table_has_no_type(said):
    assert read_venue_words().of(said) is None


def test_the_two_tables_of_types_guess_alike():
    of_map = {}
    for rule in read_facility_types().rules:
        of_map.setdefault(rule.venue_type, set()).add(rule.colocation_type)
    for row in read_venue_words().rows:
        if row.venue_type in of_map and row.colocation_type:
            assert row.colocation_type in of_map[row.venue_type], row.venue_type


def test_a_table_of_words_is_checked_when_it_is_read(tmp_path):
    path = tmp_path / "venue_words.csv"
    path.write_text("words,venue_type,colocation_type\n*depot*,depot,a depot\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 2: 'a depot' is no co-location type"):
        read_venue_words(path)
    path.write_text("words,venue_type,colocation_type\n,depot,\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 2: words is empty"):
        read_venue_words(path)
    path.write_text("words,type\n*depot*,depot\n", encoding="utf-8")
    with pytest.raises(ColumnError, match="has no column venue_type, colocation_type"):
        read_venue_words(path)
