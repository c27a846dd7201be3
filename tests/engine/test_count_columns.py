"""Counts are shared out, rates are carried over, and what nobody named is left out."""

from __future__ import annotations

import pytest

from family_hub_planner.engine.count_columns import is_count, is_rate, kinds_of_columns
from family_hub_planner.engine.errors import ColumnError, InputError
from family_hub_planner.engine.need import RETURN_BANDS


@pytest.mark.parametrize(
    "name",
    [
        "children",
        "need",
        "children_0_4",
        "children_16_over",
        "aged_20_24",
        "births",
        "send_18_25",
        "income_deprived_children",
        "households",
        "no_car_households",
        *RETURN_BANDS,
    ],
)
def test_the_counts_of_the_need_layer_are_known_by_name(name):
    assert is_count(name)
    assert not is_rate(name)


@pytest.mark.parametrize(
    "name",
    ["idaci_score", "idaci_rank", "idaci_decile", "imd_decile", "local_quintile", "no_car_share",
     "children_share", "children_per_km2", "need_rate", "pct_no_car", "Deri_Score", "ruc_code",
     "digital_exclusion"],
)  # fmt: skip
def test_rates_ranks_and_classes_are_known_by_name(name):
    assert is_rate(name)
    assert not is_count(name)


@pytest.mark.parametrize("name", ["low_income", "BNG_E", "homes", "area_km2", "childrens"])
def test_other_names_are_neither(name):
    assert not is_rate(name)
    assert not is_count(name)


def test_what_nobody_named_is_neither_shared_out_nor_carried_over():
    kinds = kinds_of_columns(["children", "idaci_score", "low_income", "no_car"])
    assert (kinds.counts, kinds.rates) == (("children",), ("idaci_score",))
    assert kinds.unknown == ("low_income", "no_car")
    said = kinds_of_columns(
        ["children", "idaci_score", "low_income", "no_car"], ["low_income"], ["no_car"]
    )
    assert said.counts == ("children", "low_income")
    assert said.rates == ("idaci_score", "no_car")
    assert said.unknown == ()


@pytest.mark.parametrize(
    "name",
    ["children", "need", "children_0_2", "children_0_11", "aged_65_over", "young_18_25", "send",
     "send_18_25", "income_deprived_children", "households", "no_car_households", "births"],
)  # fmt: skip
def test_a_count_by_its_name_is_never_carried_over_even_when_asked(name):
    """Each point would bear its whole area's: their sum would be a multiple of the children."""
    with pytest.raises(InputError, match=rf"{name} cannot be carried over as a rate"):
        kinds_of_columns(["children", "need", name], (), [name])


def test_a_number_of_an_unknown_name_is_carried_over_where_the_user_says_it_is_a_rate():
    kinds = kinds_of_columns(["children", "warmth"], (), ["warmth"])
    assert (kinds.counts, kinds.rates) == (("children",), ("warmth",))


def test_a_rate_is_never_shared_out_even_when_asked():
    with pytest.raises(InputError, match=r"idaci_score cannot be shared out .* its name says"):
        kinds_of_columns(["children", "idaci_score"], ["idaci_score"])
    with pytest.raises(InputError, match=r"send cannot be shared out .* named in RATES too"):
        kinds_of_columns(["children", "send"], ["send"], ["send"])


def test_a_column_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(ColumnError, match=r"no number column 'sned'\. They have: children, send"):
        kinds_of_columns(["children", "send"], ["sned"])


def test_areas_without_any_count_are_refused():
    with pytest.raises(InputError, match=r"no count to share out.*Their numbers: homes\."):
        kinds_of_columns(["homes"])
