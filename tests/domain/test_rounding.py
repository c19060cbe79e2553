import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.rounding import at_nine_digits, nine


def test_the_sum_of_binary_fractions_equals_the_decimal_that_people_see():
    assert 0.1 + 0.2 != 0.3
    assert nine(0.1 + 0.2) == nine(0.3)


def test_halves_round_away_from_zero_as_in_a_spreadsheet():
    assert nine(0.0000000005) == 0.000000001
    assert nine(-0.0000000005) == -0.000000001
    assert nine(1.0000000005) == 1.000000001


def test_what_lies_below_half_of_the_ninth_digit_disappears():
    assert nine(0.1 + 4e-10) == 0.1
    assert nine(0.1 + 6e-10) == 0.100000001


def test_values_too_large_for_nine_digits_stay_as_they_are():
    assert nine(1e16 + 2) == 1e16 + 2
    assert nine(1e300) == 1e300
    assert nine(math.inf) == math.inf


def test_a_missing_value_stays_missing():
    assert np.isnan(at_nine_digits(np.array([np.nan, 1.0]))).tolist() == [True, False]


@pytest.mark.parametrize("amount", [527_766.0, 1_500_000.0, 2_400_000.0, 4_199_999.99])
def test_an_amount_of_money_is_not_changed(amount: float):
    assert nine(amount) == amount


@given(st.floats(-1e9, 1e9))
def test_rounding_twice_changes_nothing_and_never_moves_far(value: float):
    once = nine(value)
    assert nine(once) == once
    assert once == pytest.approx(value, rel=1e-12, abs=5.1e-10)
    assert nine(-value) == -once


@given(st.floats())
def test_one_value_is_rounded_as_a_column_is(value: float):
    column = at_nine_digits(np.array([value]))[0]
    assert np.array_equal(nine(value), column, equal_nan=True)
    assert math.copysign(1, nine(value)) == math.copysign(1, column) or np.isnan(value)
