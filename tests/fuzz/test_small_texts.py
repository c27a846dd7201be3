"""What stands in one parameter, cell or tag: read, left aside, or refused in a sentence."""

from __future__ import annotations

import math

import numpy as np
import pytest
from fuzz.budget import budget
from fuzz.reading import read_or_refused
from fuzz.spoiling import spoilt
from hypothesis import example, given
from hypothesis import strategies as st

from family_hub_planner.engine.accessibility import parse_weights
from family_hub_planner.engine.age_columns import age_columns
from family_hub_planner.engine.bands import parse_bands
from family_hub_planner.engine.confidential import is_confidential
from family_hub_planner.engine.coverage_age_modes import parse_age_modes
from family_hub_planner.engine.made_with import MadeWith, read_made_with
from family_hub_planner.engine.mapping import parse_mapping
from family_hub_planner.engine.need_ages import parse_age_bands, parse_ages
from family_hub_planner.engine.need_deciles import parse_decile_weights
from family_hub_planner.engine.network.access import access, directions, modes_stopped, wheels
from family_hub_planner.engine.network.fast_roads import is_fast
from family_hub_planner.engine.network.ferries import duration_minutes
from family_hub_planner.engine.network.limits import limit_kph, limits_kph
from family_hub_planner.engine.network.modes import MODES
from family_hub_planner.engine.network.rules import read_rules
from family_hub_planner.engine.network.way_speeds import local_modes, speeds_of_way
from family_hub_planner.engine.plain_text import guarded, unguarded, without_unseen
from family_hub_planner.engine.services import offers_service, split_services
from family_hub_planner.engine.sources.age_bands import parse_band
from family_hub_planner.engine.sources.further_tables import parse_groups
from family_hub_planner.engine.sources.map_reference import crs_named, point_of_reference
from family_hub_planner.engine.sources.number_text import number_of
from family_hub_planner.engine.sources.postcode_text import postcode_key, written
from family_hub_planner.engine.sources.register_values import read_column, site_type_of
from family_hub_planner.engine.sources.road_lines import plain_text

RULES = read_rules()
KNOWN_AS = (
    b"10,20,30", b"name=Site Name; uprn=UPRN", b'{"name": "Site Name", "uprn": "UPRN"}',
    b"low_income; lone=Lone parents; young=", b"0-4", b"0-2,3-4,5-17,18-25", b"Aged 4 years",
    b"1=2; 2=1.5; 10=1", b"0-4=pram; 5-17=walk", b"1,0.68,0.22", b"31/12/2027", b"Dec 2027",
    b"2027-12-31T00:00", b"1,234.50", b"24.8k", b"36.5 sq m", b"1.2 million", b"SK 8612 0866",
    b"+52.67-000.73/", b"EPSG:27700", b"urn:ogc:def:crs:EPSG::4326", b"LE15 6HP", b"60 mph",
    b"GB:nsl_single", b"50;30 mph", b"PT1H5M", b"01:05:00", b"20", b"health visiting; SEND",
    b"12345678901", b"yes", b"under 5", b"<5", b"[c]", b"Working towards", b"-1", b"reversible",
    b"destination", b"Mo-Fr 09:00-17:00",
)  # fmt: skip
TEXTS = st.one_of(
    spoilt(*KNOWN_AS, most=3).map(lambda text: text.decode("utf-8", "surrogateescape")),
    st.text(max_size=40),
).map(lambda text: text.encode("utf-8", "replace").decode("utf-8"))
COLUMNS = (
    "site_name", "uprn", "postcode", "status", "site_type", "lease_end", "break_date",
    "floor_area_m2", "running_cost_gbp", "hours_week", "term_time_only", "open_to", "step_free",
    "clawback_until", "confidential", "sessions_week", "condition",
)  # fmt: skip


@budget(60)
@given(TEXTS)
@example("²")
@example("9" * 5000)
@example("١٢")
def test_any_text_of_a_cell_is_read_or_left_aside(text):
    number = read_or_refused(number_of, text)
    assert number is None or math.isnan(number) or math.isfinite(number)
    for column in COLUMNS:
        values, unread = read_or_refused(read_column, column, [text, text])
        assert len(values) == 2
        for value in values:
            assert not isinstance(value, float) or math.isfinite(value), (column, value)
        assert all(cell.value is not None for cell in unread)
    band = read_or_refused(parse_band, text)
    assert band is None or (band[0] >= 0 and (band[1] is None or band[0] <= band[1]))
    point = read_or_refused(point_of_reference, text)
    assert point is None or np.isfinite(point[:2]).all()
    read_or_refused(crs_named, text)
    read_or_refused(site_type_of, text)
    read_or_refused(is_confidential, text)
    read_or_refused(plain_text, text)
    key = postcode_key(text)
    assert not key or postcode_key(written(key)) == key
    assert unguarded(guarded(text)) == text
    assert "\0" not in without_unseen(text)
    services = split_services(text)
    assert all(offers_service(text, one) for one in services[:3])


@budget(100)
@given(TEXTS)
def test_any_text_of_a_parameter_is_read_or_refused(text):
    bands = read_or_refused(parse_bands, text)
    if bands is not None:
        assert list(bands) == sorted(set(bands))
        assert bands[0] > 0
    for weight in read_or_refused(parse_weights, text, (10.0, 20.0, 30.0)) or ():
        assert 0 <= weight < math.inf
    read_or_refused(parse_mapping, text)
    read_or_refused(parse_groups, text)
    ages = read_or_refused(parse_ages, text)
    assert ages is None or 0 <= ages[0] <= ages[1]
    read_or_refused(parse_age_bands, text)
    read_or_refused(parse_age_modes, text, MODES)
    for weight in (read_or_refused(parse_decile_weights, text) or {}).values():
        assert math.isfinite(weight)
        assert weight >= 0
    read_or_refused(age_columns, [text, "children_0_4"])


@budget(80)
@given(TEXTS, st.sampled_from(["maxspeed", "maxspeed:forward", "oneway", "access", "foot",
       "motor_vehicle", "wheelchair", "barrier", "lit", "sidewalk", "duration", "oneway:bicycle"]),
       st.sampled_from(["residential", "primary", "ferry", "motorway", "steps"]))  # fmt: skip
@example("1e-300", "maxspeed", "residential")
@example("nan", "maxspeed", "primary")
def test_any_value_of_a_tag_gives_speeds_that_are_speeds_or_none(text, key, highway):
    tags = {"highway": highway, key: text}
    for limit in (limit_kph(text, RULES.limits_mph), *limits_kph(tags, RULES.limits_mph)):
        assert limit > 0
    minutes = duration_minutes(text)
    assert math.isnan(minutes) or 0 < minutes < math.inf
    for kph in read_or_refused(speeds_of_way, tags, RULES).values():
        assert all(0 <= one <= 200 for one in kph), kph
    for mode in MODES:
        assert access(tags, mode, RULES) in {"yes", "no", "local", ""}
        assert len(directions(tags, mode)) == 2
    modes_stopped(tags, RULES)
    wheels(tags, RULES)
    local_modes(tags, RULES)
    is_fast(tags, False, RULES)


MADE = MadeWith(
    "walk", "10,20", "to", "net", "demand", "0a", 500.0, 4.8, "open", hubs=["A"],
    kinds={"outreach": ["B"]}, full_hours=20.0,
)  # fmt: skip


@budget(40)
@given(spoilt(MADE.text().encode()).map(lambda text: text.decode("utf-8", "replace")))
@example('{"max_snap_m": 1' + "0" * 400 + "}")
@example('{"full_hours": NaN, "speed_kph": 1e999}')
def test_what_a_layer_was_made_with_is_read_or_taken_as_not_stated(text):
    made = read_or_refused(read_made_with, "walk", "10,20", text)
    for number in (made.max_snap_m, made.speed_kph, made.full_hours):
        assert number is None or math.isfinite(number)
    read_or_refused(made.text)


@pytest.mark.parametrize("text", KNOWN_AS)
def test_the_texts_are_whole_before_they_are_spoilt(text):
    """Each is taken by one reader at least: else nothing but refusals would be tried."""
    plain = text.decode()
    taken = [number_of(plain), parse_band(plain), point_of_reference(plain), crs_named(plain)]
    readers = (parse_bands, parse_mapping, parse_groups, parse_ages)
    taken += [read_or_refused(read, plain) for read in readers]
    assert any(one is not None for one in taken)
