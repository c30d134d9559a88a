"""Figures as the reader's locale writes them, from exact values: what is shown is what the agreement rounds to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from tallystick.values.money import Money
from tallystick.values.numerals import decimals, write_numeral
from tallystick.values.periods import Grain, Period
from tallystick.values.quantities import scale
from tallystick.values.refusals import Refusal
from tallystick.values.rounding import Rounding
from tallystick.words import say

MINUS = "\u2212"


def check_locale(locale: str) -> None:
    """Refuse a locale that is not known. Raises Refusal."""
    from babel.core import Locale, UnknownLocaleError

    try:
        Locale.parse(locale)
    except (UnknownLocaleError, ValueError):
        raise Refusal(
            say("there is no locale «{locale}»", locale=locale), say("write language and region, such as de_DE")
        ) from None


def direction_of(locale: str) -> str:
    """Whether the locale's script runs left to right or right to left."""
    from babel.core import Locale

    return "rtl" if Locale.parse(locale).character_order == "right-to-left" else "ltr"


def _decimal(value: Fraction, places: int) -> Decimal:
    return Decimal(write_numeral(value, places))


def number(value: Fraction, places: int, locale: str) -> str:
    """A number with exactly so many decimals."""
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(format_decimal(_decimal(value, places), format=pattern, locale=locale)).replace("-", MINUS)


def figure(value: Fraction, rounding: Rounding, locale: str, *, signed: bool = False) -> str:
    """A KPI's figure in the unit and with the decimals that its rounding has."""
    factor = scale(rounding.style, rounding.unit)
    places = decimals(rounding.step / factor)
    sign = "+" if signed and value > 0 else ""
    text = sign + number(value / factor, places, locale)
    if rounding.style == "percent":
        return f"{text}\u202f%"
    if rounding.unit.is_duration:
        return f"{text}\u202f{_UNITS[rounding.style]}"
    unit = rounding.style if " per " in rounding.style else rounding.unit.written()
    return f"{text}\u202f{unit}" if unit else text


def difference(value: Fraction, rounding: Rounding, locale: str, *, signed: bool = False) -> str:
    """How far two figures lie apart: of percentages in percentage points, never in percent."""
    if rounding.style != "percent":
        return figure(value, rounding, locale, signed=signed)
    factor = scale("percent", rounding.unit)
    sign = "+" if signed and value > 0 else ""
    text = sign + number(value / factor, decimals(rounding.step / factor), locale)
    return f"{text}\u202f{say('pp')}"


_UNITS = {"second": "s", "minute": "min", "hour": "h", "day": "d", "week": "wk", "number": "s"}


def money(amount: Money, locale: str) -> str:
    """An amount with its currency."""
    from babel.numbers import format_currency

    text = str(format_currency(amount.major, amount.currency, locale=locale))
    return text.replace("-", MINUS)


def day(moment: date, locale: str) -> str:
    """A day."""
    from babel.dates import format_date

    return str(format_date(moment, format="medium", locale=locale))


def period_name(period: Period, locale: str) -> str:
    """A period as people say it."""
    from babel.dates import format_date

    if period.grain is Grain.MONTH:
        return str(format_date(period.start, format="MMMM y", locale=locale))
    if period.grain is Grain.DAY:
        return day(period.start, locale)
    return period.name


def short_period(period: Period, locale: str) -> str:
    """A period for an axis."""
    from babel.dates import format_date

    return (
        str(format_date(period.start, format="MMM yy", locale=locale)) if period.grain is Grain.MONTH else period.name
    )


def operator(better: str) -> str:
    """The sign between a figure and its target."""
    return "≥" if better == "higher" else "≤"


def spoken_operator(better: str) -> str:
    """The same in words."""
    return say("at least") if better == "higher" else say("at most")
