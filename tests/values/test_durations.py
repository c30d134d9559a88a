"""Durations keep their unit: a working day is no 24 hours, and a month is no number of days."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.values.durations import UNITS, Duration
from tallystick.values.refusals import Refusal


@given(st.integers(0, 10**6), st.sampled_from(UNITS))
def test_written_and_read_again_is_the_same(hundredths: int, unit: str) -> None:
    duration = Duration(Fraction(hundredths, 100), unit)
    assert Duration.parse(duration.written()) == duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1 second", 1),
        ("15 minutes", 900),
        ("1.5 hours", 5_400),
        ("3 days", 259_200),
        ("2 weeks", 1_209_600),
        ("0 days", 0),
    ],
)
def test_durations_of_the_clock_have_a_length(text: str, seconds: int) -> None:
    duration = Duration.parse(text)
    assert duration.seconds == seconds
    assert not duration.is_working


@pytest.mark.parametrize(("text", "months"), [("1 month", 1), ("2 quarters", 6), ("1.5 years", 18), ("0 months", 0)])
def test_durations_of_the_calendar_have_months(text: str, months: int) -> None:
    assert Duration.parse(text).months == months


@pytest.mark.parametrize("text", ["1 month", "1 quarter", "1 year", "8 working hours", "1 working day", "0.5 seconds"])
def test_a_length_that_is_not_fixed_is_refused_in_seconds(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        assert Duration.parse(text).seconds
    assert text in refused.value.problem
    assert refused.value.mend == "write it in days, hours or minutes"


@pytest.mark.parametrize("text", ["3 days", "1 week", "0.5 months", "1 working day"])
def test_what_is_no_whole_number_of_months_is_refused_in_months(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        assert Duration.parse(text).months
    assert refused.value.mend == 'write it as "1 year"'


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("3", 'write a number and a unit, such as "3 days" or "2 working days"'),
        ("3days", 'write a number and a unit, such as "3 days" or "2 working days"'),
        ("3 moons", 'write a number and a unit, such as "3 days" or "2 working days"'),
        ("three days", "write digits with at most one point, such as 1500 or 0.25"),
        ("1,5 hours", "write the decimal sign as a point"),
        ("-1 day", "write it without the sign"),
    ],
)
def test_what_is_no_duration_is_refused_with_its_mend(text: str, mend: str) -> None:
    with pytest.raises(Refusal) as refused:
        Duration.parse(text)
    assert refused.value.mend == mend
