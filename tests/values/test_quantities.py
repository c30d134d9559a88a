"""Numbers carry their unit: read, written, and never mixed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.values.quantities import Quantity
from tallystick.values.refusals import Refusal
from tallystick.values.units import NUMBER, SECOND, Unit


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("74%", Fraction(37, 50), NUMBER),
        ("74.5 %", Fraction(149, 200), NUMBER),
        ("12", Fraction(12), NUMBER),
        ("-3.5", Fraction(-7, 2), NUMBER),
        ("15 minutes", Fraction(900), SECOND),
        ("1 week", Fraction(604_800), SECOND),
        ("2.5 hours", Fraction(9000), SECOND),
        ("45.00 USD", Fraction(45), Unit.money("USD")),
        ("36.00 USD per hour", Fraction(1, 100), Unit.money("USD") / SECOND),
    ],
)
def test_a_number_is_read_with_its_unit_in_base_units(text: str, value: Fraction, unit: Unit) -> None:
    assert Quantity.parse(text) == Quantity(value, unit)


@pytest.mark.parametrize(
    "text", ["", "abc", "15min", "15 apples", "1,5%", "1 000", "٣%", "1e5", "inf", "--1", "1.2.3", "% 5", "5.00 US"]
)
def test_what_is_no_quantity_is_refused_with_a_mend(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        Quantity.parse(text)
    assert refused.value.problem
    assert refused.value.mend


@given(
    st.fractions(-(10**6), 10**6, max_denominator=10**4).filter(lambda f: (f * 10**8).denominator == 1),
    st.sampled_from(["percent", "number", "second", "hour"]),
)
def test_written_and_read_again_is_the_same(value: Fraction, style: str) -> None:
    unit = NUMBER if style in ("percent", "number") else SECOND
    base = value if unit == NUMBER else value * 3600
    assert Quantity.parse(Quantity(base, unit).written(style)) == Quantity(base, unit)


def test_units_multiply_and_cancel() -> None:
    dollars = Unit.money("USD")
    assert dollars / SECOND * SECOND == dollars
    assert (dollars / dollars).is_number
    assert (dollars / SECOND).written() == "USD per second"


@pytest.mark.parametrize(
    ("text", "style", "written"),
    [
        ("74.50%", None, "0.745"),
        ("74.50%", "percent", "74.5%"),
        ("90 minutes", None, "90 minutes"),
        ("120 minutes", None, "2 hours"),
        ("14 days", None, "2 weeks"),
        ("90 minutes", "hour", "1.5 hours"),
        ("1 hours", "hour", "1 hour"),
        ("-1 hour", "hour", "-1 hour"),
        ("0 hours", "hour", "0 hours"),
        ("5 USD", None, "5.00 USD"),
        ("1500 JPY", None, "1500 JPY"),
        ("7.1 KWD", None, "7.100 KWD"),
        ("0.0125 USD", None, "0.0125 USD"),
        ("45.00 USD per hour", "USD per hour", "45 USD per hour"),
        ("36.00 USD per hour", None, "0.01 USD per second"),
    ],
)
def test_a_quantity_is_written_in_the_style_asked_for(text: str, style: str | None, written: str) -> None:
    assert Quantity.parse(text).written(style) == written


@pytest.mark.parametrize("style", ["hour", "USD per hour", "percent"])
def test_the_style_of_another_unit_changes_no_figure(style: str) -> None:
    assert Quantity.parse("5.00 EUR").written(style) == "5.00 EUR"


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("15min", 'write it as "15 min"'),
        ("15 apples", 'write it as "15 minutes", "2.5 hours", "45.00 USD" or "74%"'),
        ("5 USD per apple", 'write it as "15 minutes", "2.5 hours", "45.00 USD" or "74%"'),
        ("1,5%", "write the decimal sign as a point"),
        ("1,500,000", "leave out the marks between thousands"),
        ("1e5", "write digits with at most one point, such as 1500 or 0.25"),
        ("1" * 40, "write digits with at most one point, such as 1500 or 0.25"),
    ],
)
def test_a_refusal_says_how_to_mend_it(text: str, mend: str) -> None:
    with pytest.raises(Refusal) as refused:
        Quantity.parse(text)
    assert refused.value.mend == mend


@given(st.text(max_size=12))
def test_a_text_that_is_read_holds_digits_and_reads_back(text: str) -> None:
    try:
        quantity = Quantity.parse(text)
    except Refusal:
        return
    assert any(sign.isascii() and sign.isdigit() for sign in text)
    assert Quantity.parse(quantity.written()) == quantity
