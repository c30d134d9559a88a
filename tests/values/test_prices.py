"""Prices keep every decimal they are written with; money is rounded once, where it is counted."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.values.money import Money
from tallystick.values.prices import Price
from tallystick.values.refusals import Refusal
from tallystick.values.rounding import Mode


@pytest.mark.parametrize(
    ("text", "amount", "currency", "per"),
    [
        ("3.00 USD per point", Fraction(3), "USD", "point"),
        ("0.0125 USD per call", Fraction(1, 80), "USD", "call"),
        ("0.5 JPY per page", Fraction(1, 2), "JPY", "page"),
        ("0.00025 KWD", Fraction(1, 4000), "KWD", None),
        ("-1.5 EUR per day of delay", Fraction(-3, 2), "EUR", "day of delay"),
    ],
)
def test_a_price_may_have_more_decimals_than_its_currency(
    text: str, amount: Fraction, currency: str, per: str | None
) -> None:
    price = Price.parse(text)
    assert price == Price(amount, currency, per)
    assert Price.parse(price.written()) == price


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**6), st.sampled_from(["USD", "JPY", "KWD"]))
def test_what_so_many_cost_is_rounded_once_and_not_each(ten_thousandths: int, count: int, currency: str) -> None:
    price = Price(Fraction(ten_thousandths, 10_000), currency, "piece")
    assert price.times(count, Mode.HALF_EVEN) == Money.of(price.amount * count, currency, Mode.HALF_EVEN)
    assert abs(price.times(count, Mode.HALF_UP).exact - price.amount * count) * 2 <= Fraction(
        1, {"USD": 100, "JPY": 1, "KWD": 1000}[currency]
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3.00", 'write it as "3.00 USD per point"'),
        ("3.00 per point", 'write it as "3.00 USD per point"'),
        ("3.00 USX per point", "did you mean"),
        ("3,00 EUR per point", "write the decimal sign as a point"),
        ("three USD per point", "write digits with at most one point"),
    ],
)
def test_what_is_no_price_is_refused_with_its_mend(text: str, told: str) -> None:
    with pytest.raises(Refusal) as refused:
        Price.parse(text)
    assert told in refused.value.mend
