"""Money never loses a unit, whatever it is split by, and knows its currency."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.values.money import Money, total
from tallystick.values.refusals import Refusal
from tallystick.values.rounding import Mode

amounts = st.integers(-(10**12), 10**12)
weights = st.lists(st.fractions(0, 100, max_denominator=97), min_size=1, max_size=12).filter(any)


@given(amounts, weights)
def test_parts_always_sum_to_the_whole_and_none_is_a_unit_off(minor: int, split: list[Fraction]) -> None:
    money = Money(minor, "USD")
    parts = money.allocate(split)
    assert total(parts, "USD") == money
    for part, weight in zip(parts, split, strict=True):
        assert abs(part.minor - minor * weight / sum(split)) < 1


@given(amounts, st.integers(1, 20))
def test_equal_weights_give_parts_that_differ_by_one_unit_the_larger_first(minor: int, count: int) -> None:
    parts = [abs(part.minor) for part in Money(minor, "EUR").allocate([1] * count)]
    assert parts == sorted(parts, reverse=True)
    assert parts[0] - parts[-1] <= 1


@pytest.mark.parametrize("split", [[], [0, 0], [1, -1]])
def test_senseless_weights_are_refused(split: list[int]) -> None:
    with pytest.raises(Refusal):
        Money(100, "USD").allocate(split)


@pytest.mark.parametrize(
    ("text", "minor", "written"),
    [
        ("250000.00 USD", 25_000_000, "250000.00 USD"),
        ("-0.01 EUR", -1, "-0.01 EUR"),
        ("1500 JPY", 1_500, "1500 JPY"),
        ("1.234 KWD", 1_234, "1.234 KWD"),
        ("5 USD", 500, "5.00 USD"),
    ],
)
def test_amounts_are_read_in_the_decimals_of_their_currency(text: str, minor: int, written: str) -> None:
    assert Money.parse(text).minor == minor
    assert Money.parse(text).written() == written


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("1.005 USD", "round the amount; prices per unit may have more decimals"),
        ("1.5 JPY", "round the amount; prices per unit may have more decimals"),
        ("100", 'write the amount with it, such as "250.00 USD"'),
        ("1,000.00 USD", "leave out the marks between thousands"),
        ("10,5 EUR", "write the decimal sign as a point"),
        ("1e3 USD", "write digits with at most one point, such as 1500 or 0.25"),
        ("NaN USD", "write digits with at most one point, such as 1500 or 0.25"),
        ("5.00 USX", "did you mean USD?"),
        ("5.00 eur", "did you mean EUR?"),
        ("5.00 GPB", "did you mean GBP?"),
        ("5.00 @@@", "use a code of ISO 4217, such as EUR"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_mend(text: str, mend: str) -> None:
    with pytest.raises(Refusal) as refused:
        Money.parse(text)
    assert refused.value.mend == mend


def test_two_currencies_are_never_added_or_compared() -> None:
    with pytest.raises(Refusal):
        Money(1, "USD") + Money(1, "EUR")
    with pytest.raises(Refusal):
        assert Money(1, "USD") < Money(1, "EUR")


def test_major_units_are_decimal() -> None:
    assert Money(12345, "USD").major == Decimal("123.45")
    assert Money(12345, "JPY").major == Decimal(12345)


@pytest.mark.parametrize(
    ("text", "weights", "parts"),
    [
        ("100 JPY", [1, 1, 1], ["34 JPY", "33 JPY", "33 JPY"]),
        ("0.010 KWD", [1, 2, 4], ["0.001 KWD", "0.003 KWD", "0.006 KWD"]),
        ("-0.05 USD", [1, 1], ["-0.03 USD", "-0.02 USD"]),
        ("1.00 EUR", [0, 1, 0], ["0.00 EUR", "1.00 EUR", "0.00 EUR"]),
        ("0.00 EUR", [1, 3], ["0.00 EUR", "0.00 EUR"]),
        ("1000.00 USD", [Fraction(1, 3), Fraction(1, 6), Fraction(1, 2)], ["333.33 USD", "166.67 USD", "500.00 USD"]),
    ],
)
def test_an_amount_is_split_by_the_largest_remainder(
    text: str, weights: list[Fraction | int], parts: list[str]
) -> None:
    assert [part.written() for part in Money.parse(text).allocate(weights)] == parts


@given(amounts, st.sampled_from(["USD", "JPY", "KWD", "CLF"]))
def test_written_and_read_again_is_the_same(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.parse(money.written()) == money
    assert Money.of(money.exact, currency, Mode.FLOOR) == money


@given(amounts, st.fractions(-3, 3, max_denominator=1000))
def test_a_product_is_rounded_once(minor: int, factor: Fraction) -> None:
    assert abs(Money(minor, "USD").times(factor, Mode.HALF_EVEN).minor - minor * factor) <= Fraction(1, 2)
