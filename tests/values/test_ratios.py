"""Shares are exact fractions, however they are written."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.values.ratios import parse_ratio, written_ratio
from tallystick.values.refusals import Refusal


@given(st.fractions(-100, 100, max_denominator=10**6))
def test_written_and_read_again_is_the_same(value: Fraction) -> None:
    assert parse_ratio(written_ratio(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(3, 25), "12%"),
        (Fraction(1, 8), "12.5%"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-1, 7), "-1/7"),
        (Fraction(0), "0%"),
        (Fraction(2), "200%"),
    ],
)
def test_a_share_is_written_in_percent_where_that_is_exact(value: Fraction, text: str) -> None:
    assert written_ratio(value) == text


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("12", 'write it as "12%" or "1/3"'),
        ("0.12", 'write it as "12%" or "1/3"'),
        ("1/0", 'write it as "12%" or "1/3"'),
        ("1/2/3", 'write it as "12%" or "1/3"'),
        ("", 'write it as "12%" or "1/3"'),
        ("12,5%", "write the decimal sign as a point"),
        ("twelve%", "write digits with at most one point, such as 1500 or 0.25"),
    ],
)
def test_what_is_no_share_is_refused_with_its_mend(text: str, mend: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_ratio(text)
    assert refused.value.mend == mend
