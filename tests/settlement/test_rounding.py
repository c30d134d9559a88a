"""Rounding, sharing and capping hold for every amount."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.settlement.rounding import apportion, round_amount
from tallystick.values.rounding import Rounding

CENT = Fraction(1, 100)
amounts = st.fractions(min_value=-1000, max_value=1000, max_denominator=7000)
roundings = st.sampled_from(["half up", "half down", "half even", "up", "down", "ceiling", "floor"]).flatmap(
    lambda mode: st.sampled_from([f"{mode} to {step} USD" for step in ("0.01", "0.05", "1")])
)


@given(st.lists(amounts, min_size=1, max_size=12), roundings)
def test_shares_sum_to_the_rounded_total_and_lie_within_a_step_of_their_part(parts, text):
    rounding = Rounding.parse(text)
    total = round_amount(sum(parts, Fraction(0)), rounding)
    shares = apportion(parts, total, rounding.step)
    assert sum(shares) == total
    assert all(abs(share - part) < rounding.step for share, part in zip(shares, parts, strict=True))


@given(st.lists(amounts, min_size=1, max_size=12))
def test_a_part_that_is_whole_keeps_its_amount(parts):
    whole = [Fraction(int(part)) for part in parts]
    mixed = [*whole, Fraction(1, 3)]
    shares = apportion(mixed, round_amount(sum(mixed, Fraction(0)), Rounding.parse("half up to 0.01 USD")), CENT)
    assert shares[:-1] == whole


@pytest.mark.parametrize(
    ("mode", "rounded"), [("half up", "2.01"), ("half down", "2.00"), ("up", "2.01"), ("floor", "2.00")]
)
def test_a_credit_is_rounded_as_a_positive_amount(mode, rounded):
    assert round_amount(Fraction("-2.005"), Rounding.parse(f"{mode} to 0.01 USD")) == -Fraction(rounded)
