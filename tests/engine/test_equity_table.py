"""The gap, access poverty and the table of measures, on a town of six areas worked by hand.

Decile 1: 10 children with 30 minutes, 10 with 10 (mean 20). Decile 10: 20 children with 5
minutes. Decile 4: 10 with 40. No known decile: 5 with 10. Not routed: 7 children in decile 1.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from family_hub_planner.engine.bands import TOLERANCE_MINUTES
from family_hub_planner.engine.equity import access_poverty, mean_gap
from family_hub_planner.engine.equity_table import equity_table
from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.inequality import kolm_pollak_ede

MINUTES = np.array([30.0, 10.0, 5.0, 40.0, 10.0, np.inf])
CHILDREN = np.array([10.0, 10.0, 20.0, 10.0, 5.0, 7.0])
NAN = np.nan
DECILE = np.array([1.0, 1.0, 10.0, 4.0, np.nan, 1.0])
QUINTILE = np.array([1.0, 2.0, 5.0, 3.0, 4.0, 1.0])


def rows(*given, **more):
    """Give the table's rows by key."""
    table = equity_table(*given, **more)
    return {row[0]: dict(zip(table.columns, row)) for row in table.rows()}


def town(**more):
    return rows(MINUTES, CHILDREN, DECILE, (20.0,), quintile=QUINTILE, **more)


def test_gap_and_ratio_by_hand():
    routed = np.isfinite(MINUTES)
    found = mean_gap(MINUTES[routed], CHILDREN[routed], DECILE[routed])
    assert (found.most, found.least, found.gap, found.ratio) == (20, 5, 15, 4)
    nobody = mean_gap(MINUTES[routed], CHILDREN[routed], DECILE[routed], 1, 9)
    assert math.isnan(nobody.gap) and math.isnan(nobody.ratio)


def test_access_poverty_by_hand():
    """Beyond 20 minutes: 10 children by 10 and 10 by 20, of 55; those at 20 would be within."""
    routed = np.isfinite(MINUTES)
    found = access_poverty(MINUTES[routed], CHILDREN[routed], 20)
    assert found.share == pytest.approx(20 / 55)
    assert found.depth == pytest.approx((10 * 0.5 + 10 * 1.0) / 55)
    assert found.excess == pytest.approx(15)
    at_the_line = access_poverty(np.array([20.000000000000004]), np.ones(1), 20)
    assert (at_the_line.share, at_the_line.depth) == (0, 0) and math.isnan(at_the_line.excess)
    assert math.isnan(access_poverty(np.array([]), np.array([]), 20).share)
    with np.errstate(all="raise"):  # nobody beyond: not worked out, rather than nought by nought
        at_the_slack = access_poverty(np.array([20 + TOLERANCE_MINUTES]), np.ones(1), 20)
    assert at_the_slack.share == 0 and math.isnan(at_the_slack.excess)


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 9)), min_size=1, max_size=20),
       st.integers(1, 60))  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_access_poverty_is_the_one_of_pandas_child_by_child(pairs, line):
    minutes, children = (np.array(part, dtype=float) for part in zip(*pairs))
    child = pd.Series(np.repeat(minutes, children.astype(int)))
    found = access_poverty(minutes, children, line)
    assert found.share == pytest.approx((child > line).mean())
    assert found.depth == pytest.approx(((child - line).clip(lower=0) / line).mean())


@pytest.mark.parametrize("line", [0.0, -5.0, math.nan, math.inf])
def test_a_line_that_is_no_minutes_is_refused(line):
    with pytest.raises(InputError, match="line must be minutes above zero"):
        access_poverty(np.ones(1), np.ones(1), line)


def test_the_table_by_hand():
    found = {key: row["value"] for key, row in town().items()}
    assert (found["children_routed"], found["children_not_routed"]) == (55, 7)
    assert found["mean_minutes"] == pytest.approx((300 + 100 + 100 + 400 + 50) / 55)
    assert (found["decile_gap"], found["decile_ratio"]) == (15, 4)
    assert (found["quintile_gap"], found["quintile_ratio"]) == (25, 6)
    assert found["poverty_share_20"] == pytest.approx(20 / 55)
    assert found["poverty_excess_20"] == pytest.approx(15)


def test_concentration_and_palma_leave_out_those_without_a_decile_and_say_so():
    """50 children: ranks of deciles 1, 4, 10 are .2, .5, .8; mean 18; covariance by hand.

    (20 (20 - 18) (-.3) + 10 (40 - 18) 0 + 20 (5 - 18) .3) / 50 = -1.8; C = -3.6 / 18. Palma: the
    last tenth has 5 minutes, the first 40 % are decile 1 with 20.
    """
    found = town()
    assert found["concentration_index"]["value"] == pytest.approx(-0.2)
    assert found["palma_ratio"]["value"] == pytest.approx(0.25)
    assert "without a known deprivation decile take no part" in found["palma_ratio"]["meaning"]
    assert "take no part" not in found["gini"]["meaning"]
    all_known = rows(MINUTES, CHILDREN, np.nan_to_num(DECILE, nan=7.0), (20.0,))
    assert "take no part" not in all_known["palma_ratio"]["meaning"]


def test_a_finer_rank_takes_the_deciles_place():
    found = town(rank=np.array([2.0, 1.0, 9.0, 5.0, 7.0, 3.0]))
    assert "by rank of deprivation" in found["palma_ratio"]["measure"]
    # 22 of 55 children: the 10 at 10 minutes, the 10 at 30, two at 40; the last 5.5 at 5 minutes
    assert found["palma_ratio"]["value"] == pytest.approx(5 / ((100 + 300 + 80) / 22))


def test_kolm_pollak_stands_with_its_aversion_and_its_scale():
    found, routed = town(), np.isfinite(MINUTES)
    kappa = -950 / (10 * 900 + 10 * 100 + 20 * 25 + 10 * 1600 + 5 * 100)
    assert found["kolm_pollak_kappa"]["value"] == pytest.approx(kappa)
    ede = kolm_pollak_ede(MINUTES[routed], CHILDREN[routed], kappa)
    assert found["kolm_pollak_ede"]["value"] == pytest.approx(ede)
    assert found["kolm_pollak_index"]["value"] == pytest.approx(ede - 950 / 55)
    assert f"epsilon -1, kappa {kappa:.6g} a minute" in found["kolm_pollak_ede"]["meaning"]
    fixed = town(kappa=-0.1)
    assert fixed["kolm_pollak_kappa"]["value"] == -0.1
    assert "kappa as given, kappa -0.1" in fixed["kolm_pollak_ede"]["meaning"]


def test_every_row_has_a_meaning_in_one_breath_a_unit_and_a_source():
    for row in town().values():
        assert row["unit"] and row["source"] and row["meaning"].endswith(".")
        assert row["note"] == ""


def test_an_area_without_children_changes_nothing():
    def with_one_more(column, value):
        return np.append(column, value)

    more = rows(
        with_one_more(MINUTES, 99.0), with_one_more(CHILDREN, 0.0), with_one_more(DECILE, 10.0),
        (20.0,), quintile=with_one_more(QUINTILE, 5.0),
    )  # fmt: skip
    assert more == town()


def test_a_decile_whose_areas_have_no_children_is_as_empty_as_one_without_areas():
    children = np.where(DECILE == 10, 0.0, CHILDREN)
    found = rows(MINUTES, children, DECILE, (20.0,))["decile_gap"]
    assert found["value"] is None and "deprivation decile 10" in found["note"]


def test_empty_extremes_are_not_applicable_and_the_quintiles_still_stand():
    """As in Rutland: no area in deciles 1 to 5."""
    decile = np.array([6.0, 7.0, 10.0, 8.0, 9.0, 6.0])
    found = rows(MINUTES, CHILDREN, decile, (20.0,), quintile=QUINTILE)
    for key in ("decile_gap", "decile_ratio"):
        assert found[key]["value"] is None
        assert found[key]["note"] == (
            "not applicable: no routed child lives in deprivation decile 1"
        )
    assert found["quintile_gap"]["value"] == 25
    assert found["concentration_index"]["value"] is not None


@pytest.mark.parametrize(
    ("change", "key", "why"),
    [
        ({"minutes": np.full(6, np.inf)}, "gini", "no child is routed"),
        ({"minutes": np.full(6, np.nan)}, "decile_gap", "no child is routed"),
        ({"minutes": np.zeros(6)}, "kolm_pollak_ede", "the mean is 0 minutes"),
        ({"minutes": np.zeros(6)}, "decile_ratio", "has a mean of 0 minutes"),
        ({"minutes": np.zeros(6)}, "concentration_index", "the mean is 0 minutes"),
        ({"decile": np.full(6, np.nan)}, "decile_gap", "no deprivation decile is known"),
        ({"decile": np.full(6, np.nan)}, "palma_ratio", "no deprivation decile is known"),
        ({"decile": np.full(6, 4.0)}, "palma_ratio", "all routed children share one"),
        ({"decile": np.full(6, 4.0)}, "concentration_index", "all routed children share one"),
        ({"decile": np.where(MINUTES == 40, NAN, 4.0)}, "palma_ratio", "children share one"),
        ({"decile": np.full(6, 4.0)}, "decile_gap", "decile 1 or 10"),
        ({"thresholds": (60.0,)}, "poverty_excess_60", "no routed child is beyond 60 minutes"),
        ({}, "quintile_gap", "no local quintile is known"),
    ],
)
def test_what_cannot_be_said_is_not_applicable_with_the_reason(change, key, why):
    given = {"minutes": MINUTES, "children": CHILDREN, "decile": DECILE, "thresholds": (20.0,),
             **change}  # fmt: skip
    row = rows(**given)[key]
    assert row["value"] is None
    assert row["note"].startswith("not applicable: ") and why in row["note"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"decile": DECILE[:3]}, "one value for each area"),
        ({"children": -CHILDREN}, "zero or more"),
        ({"children": np.full(6, np.nan)}, "zero or more"),
        ({"children": np.where(MINUTES == 40, np.inf, CHILDREN)}, "children must be numbers"),
        ({"children": np.where(MINUTES == 40, -1.0, CHILDREN)}, "zero or more"),
        ({"epsilon": 0.0}, "below 0"),
        ({"epsilon": 1.0}, "below 0"),
        ({"kappa": 0.2}, "below 0"),
        ({"thresholds": (0.0,)}, "above zero"),
    ],
)
def test_unusable_input_is_refused_in_words(change, why):
    given = {"minutes": MINUTES, "children": CHILDREN, "decile": DECILE, "thresholds": (20.0,),
             **change}  # fmt: skip
    with pytest.raises(InputError, match=why):
        equity_table(**given)


def test_two_deciles_with_a_single_child_each_are_enough_by_hand():
    """20 and 10 minutes, mean 15; places .25 and .75; covariance -1.25; C = -2.5 / 15."""
    found = rows(np.array([20.0, 10.0]), np.ones(2), np.array([1.0, 10.0]), (20.0,))
    assert (found["children_routed"]["value"], found["mean_minutes"]["value"]) == (2, 15)
    assert found["concentration_index"]["value"] == pytest.approx(-1 / 6)
    assert found["palma_ratio"]["value"] == 0.5


def test_without_minutes_no_aversion_is_named_and_nothing_is_divided_by_nought():
    with np.errstate(all="raise"):
        found = rows(np.zeros(6), CHILDREN, DECILE, (20.0,))
    assert "Aversion" not in found["kolm_pollak_ede"]["meaning"]
    assert found["kolm_pollak_kappa"]["value"] is None
