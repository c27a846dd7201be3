"""Refuges and shelters are told by their tags and words, and ordinary venues are not."""

from __future__ import annotations

import pytest

from family_hub_planner.engine.sources.safety import SAFETY_KEYS, may_endanger


@pytest.mark.parametrize(
    "tags",
    [
        {"amenity": "social_facility", "social_facility": "shelter"},
        {"social_facility": "outreach", "social_facility:for": "abused"},
        {"social_facility": "outreach", "social_facility:for": "child;Victim"},
        {"social_facility": "group_home", "social_facility:for": "women"},
        {"social_facility": "ambulatory_care", "social_facility:for": "refugee"},
        {"amenity": "community_centre", "community_centre:for": "domestic_violence"},
        {"amenity": "womens_shelter"},
        {"office": "crisis_centre"},
        {"amenity": "community_centre", "name": "Women's Aid Centre"},
        {"office": "charity", "operator": "Womens’ Aid"},
        {"office": "ngo", "name": "The Haven", "description": "domestic abuse support"},
        {"building": "public", "operator": "Refuge"},
        {"building": "yes", "old_name": "Fenmarch Women's Refuge"},
        {"amenity": "clinic", "name": "Sexual Assault Referral Centre"},
    ],
)
def test_a_place_that_may_endanger_somebody_is_told(tags):
    assert may_endanger(tags)
    assert set(tags) <= set(SAFETY_KEYS)


@pytest.mark.parametrize(
    "tags",
    [
        {"amenity": "library", "name": "Central Library"},
        {"amenity": "community_centre", "community_centre:for": "women"},
        {"amenity": "social_facility", "social_facility": "food_bank"},
        {"social_facility": "day_care", "social_facility:for": "senior"},
        {"amenity": "shelter", "shelter_type": "public_transport"},
        {"amenity": "doctors", "name": "Women's Health Clinic"},
        {"amenity": "school", "name": "Refugeton School"},
        {},
    ],
)
def test_an_ordinary_place_is_not(tags):
    assert not may_endanger(tags)
