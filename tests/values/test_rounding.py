"""Rounding against tables written by hand, with negative numbers and exact halves."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.values.refusals import Refusal
from tallystick.values.rounding import Mode, Rounding, to_whole

TABLE = {
    "half up": {"2.5": 3, "-2.5": -3, "2.4": 2, "-2.6": -3, "0.5": 1, "3.5": 4, "2": 2},
    "half down": {"2.5": 2, "-2.5": -2, "2.6": 3, "0.5": 0, "3.5": 3},
    "half even": {"2.5": 2, "3.5": 4, "-2.5": -2, "-3.5": -4, "2.51": 3, "0.5": 0, "1.5": 2},
    "up": {"2.1": 3, "-2.1": -3, "2": 2, "0": 0},
    "down": {"2.9": 2, "-2.9": -2},
    "ceiling": {"2.1": 3, "-2.9": -2, "-3": -3},
    "floor": {"2.9": 2, "-2.1": -3},
}
CASES = [(mode, value, whole) for mode, rows in TABLE.items() for value, whole in rows.items()]


@pytest.mark.parametrize(("mode", "value", "whole"), CASES)
def test_each_mode_does_what_its_name_says(mode: str, value: str, whole: int) -> None:
    assert to_whole(Fraction(value), Mode(mode)) == whole


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
