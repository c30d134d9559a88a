"""Rounding against tables written by hand, with negative numbers and exact halves."""

import decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.values.refusals import Refusal
from tallystick.values.rounding import Mode, Rounding, to_whole

VALUES = ["-3.5", "-2.6", "-2.5", "-2.4", "-2", "-0.5", "-0.1", "0", "0.1", "0.5", "1.5", "2.4", "2.5", "2.6"]
TABLE = {
    "half up": [-4, -3, -3, -2, -2, -1, 0, 0, 0, 1, 2, 2, 3, 3],
    "half down": [-3, -3, -2, -2, -2, 0, 0, 0, 0, 0, 1, 2, 2, 3],
    "half even": [-4, -3, -2, -2, -2, 0, 0, 0, 0, 0, 2, 2, 2, 3],
    "up": [-4, -3, -3, -3, -2, -1, -1, 0, 1, 1, 2, 3, 3, 3],
    "down": [-3, -2, -2, -2, -2, 0, 0, 0, 0, 0, 1, 2, 2, 2],
    "ceiling": [-3, -2, -2, -2, -2, 0, 0, 0, 1, 1, 2, 3, 3, 3],
    "floor": [-4, -3, -3, -3, -2, -1, -1, 0, 0, 0, 1, 2, 2, 2],
}
CASES = [(mode, *row) for mode, wholes in TABLE.items() for row in zip(VALUES, wholes, strict=True)]


@pytest.mark.parametrize(("mode", "value", "whole"), CASES)
def test_each_mode_does_what_its_name_says(mode: str, value: str, whole: int) -> None:
    assert to_whole(Fraction(value), Mode(mode)) == whole


DECIMAL_MODES = {
    Mode.HALF_UP: decimal.ROUND_HALF_UP,
    Mode.HALF_DOWN: decimal.ROUND_HALF_DOWN,
    Mode.HALF_EVEN: decimal.ROUND_HALF_EVEN,
    Mode.UP: decimal.ROUND_UP,
    Mode.DOWN: decimal.ROUND_DOWN,
    Mode.CEILING: decimal.ROUND_CEILING,
    Mode.FLOOR: decimal.ROUND_FLOOR,
}


@given(st.integers(-(10**6), 10**6), st.sampled_from(list(Mode)))
def test_each_mode_agrees_with_the_decimal_module_of_python(tenths: int, mode: Mode) -> None:
    value = decimal.Decimal(tenths).scaleb(-1)
    assert to_whole(Fraction(value), mode) == int(value.to_integral_value(DECIMAL_MODES[mode]))


@given(st.fractions(), st.sampled_from(list(Mode)))
def test_rounding_moves_by_less_than_a_step_and_twice_changes_nothing(value: Fraction, mode: Mode) -> None:
    whole = to_whole(value, mode)
    assert abs(whole - value) < 1
    assert to_whole(Fraction(whole), mode) == whole


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("half up to 0.1%", Fraction(7495, 10000), "75.0%"),
        ("half up to 0.1%", Fraction(2, 3), "66.7%"),
        ("truncate to 0.1 hours", Fraction(79_999), "22.2 hours"),
        ("half up to 1 minute", Fraction(90), "2 minutes"),
        ("half even to 0.01 USD", Fraction("11.225"), "11.22 USD"),
        ("half up to 0.01", Fraction("-0.005"), "-0.01"),
        ("half up to 5", Fraction(12), "10"),
        ("half up to 0.1%", Fraction(-4, 10_000), "0.0%"),
        ("half even to 1 JPY", Fraction("1500.5"), "1500 JPY"),
        ("half up to 0.001 KWD", Fraction("1.2345"), "1.235 KWD"),
        ("half up to 0.01 USD per hour", Fraction(45, 3600), "45.00 USD per hour"),
        ("up to 5 minutes", Fraction(301), "10 minutes"),
        ("half up to 1", Fraction(0), "0"),
    ],
)
def test_a_clause_rounds_and_shows_as_it_is_written(text: str, value: Fraction, shown: str) -> None:
    rounding = Rounding.parse(text)
    assert rounding.show(rounding.apply(value)) == shown
    assert Rounding.parse(rounding.written()) == rounding


@pytest.mark.parametrize(
    "text",
    ["", "half up", "round to 0.1%", "half up to 0", "half up to -1%", "half up to 0.1 apples", "half up to many"],
)
def test_what_is_no_rounding_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        Rounding.parse(text)
    assert refused.value.mend
