"""Numbers carry their unit: read, written, and never mixed."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.values.dated import Dated
from tallystick.values.durations import Duration
from tallystick.values.quantities import Quantity
from tallystick.values.ratios import parse_ratio, written_ratio
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
    ("text", "value"), [("12%", Fraction(3, 25)), ("1/3", Fraction(1, 3)), ("12.5%", Fraction(1, 8))]
)
def test_shares_are_exact(text: str, value: Fraction) -> None:
    assert parse_ratio(text) == value
    assert parse_ratio(written_ratio(value)) == value


@pytest.mark.parametrize("text", ["12", "1/0", "a%", "0.5"])
def test_a_share_without_its_sign_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse_ratio(text)


def test_a_month_has_no_number_of_seconds_and_three_days_no_months() -> None:
    assert Duration.parse("3 days").seconds == 259_200
    assert Duration.parse("1 year").months == 12
    assert Duration.parse("2 working days").is_working
    for text, attribute in (
        ("1 month", "seconds"),
        ("2 working days", "seconds"),
        ("3 days", "months"),
        ("0.5 months", "months"),
    ):
        with pytest.raises(Refusal):
            getattr(Duration.parse(text), attribute)


@pytest.mark.parametrize("text", ["3", "three days", "-1 day", "2 moons"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        Duration.parse(text)


def test_a_dated_value_holds_from_its_day_until_the_next() -> None:
    dated = Dated.of([(date(2026, 7, 1), 2), (date(2026, 1, 1), 1)])
    assert [dated.at(day) for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1))] == [
        None,
        1,
        1,
        2,
    ]
    assert dated.steps_within(date(2026, 2, 1), date(2026, 12, 31)) == [(date(2026, 7, 1), 2)]
    with pytest.raises(Refusal):
        Dated.of([(date(2026, 1, 1), 1), (date(2026, 1, 1), 2)])
