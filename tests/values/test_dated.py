"""A dated value holds from its date until the next."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.values.dated import Dated
from tallystick.values.refusals import Refusal

steps = st.dictionaries(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(), min_size=1, max_size=8)


@given(steps, st.dates(date(2019, 1, 1), date(2031, 1, 1)))
def test_the_latest_step_so_far_is_in_force(given_steps: dict[date, int], day: date) -> None:
    begun = [start for start in given_steps if start <= day]
    assert Dated.of(given_steps.items()).at(day) == (given_steps[max(begun)] if begun else None)


@given(steps, st.dates(date(2019, 1, 1), date(2031, 1, 1)), st.integers(0, 2000))
def test_steps_within_a_span_are_those_that_begin_in_it(given_steps: dict[date, int], first: date, length: int) -> None:
    last = first + timedelta(days=length)
    found = Dated.of(given_steps.items()).steps_within(first, last)
    assert found == sorted((day, value) for day, value in given_steps.items() if first <= day <= last)


def test_a_date_given_twice_is_refused_with_its_mend() -> None:
    with pytest.raises(Refusal) as refused:
        Dated.of([(date(2026, 1, 1), "a"), (date(2026, 7, 1), "b"), (date(2026, 1, 1), "c")])
    assert "2026-01-01" in refused.value.problem
    assert refused.value.mend == "keep one value a date"
