"""Quoted constants take the type of what they stand beside: '15 minutes', '10.00 USD', '2013-01-01 08:00'."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from tallystick.measurement.expressions.nodes import DATE, INSTANT, INTEGER, Kind, Literal, Type
from tallystick.measurement.expressions.problems import Stop
from tallystick.values.quantities import Quantity
from tallystick.values.refusals import Refusal
from tallystick.values.zones import zone_of
from tallystick.words import say


def number(text: str) -> Literal:
    """A plain number, exact: digits with at most one point."""
    value = Decimal(text)
    scale = max(-int(value.as_tuple().exponent), 0)
    digits = max(len(value.as_tuple().digits), scale)
    if digits > 30:
        raise Stop(say("{text} has more than 30 digits", text=text), say("round it"))
    if scale == 0:
        return Literal(int(value), INTEGER if digits <= 18 else Type(Kind.NUMBER, digits=(digits, 0)))
    return Literal(value, Type(Kind.NUMBER, digits=(digits, scale)))


def as_type(text: str, wanted: Type, zone: str) -> Literal:
    """Read a quoted constant as the wanted type, or refuse it with an example of what would do."""
    if wanted.kind is Kind.NUMBER:
        return quantity(text, wanted)
    if wanted.kind is Kind.INSTANT:
        return Literal(_instant(text, zone), INSTANT)
    if wanted.kind is Kind.DATE:
        return Literal(_day(text), DATE)
    if wanted.kind is Kind.TEXT:
        return Literal(text, Type(Kind.TEXT))
    raise Stop(
        say("«{text}» is text where yes or no is wanted", text=text),
        say("write true or false, without quotes"),
    )


def quantity(text: str, wanted: Type | None = None) -> Literal:
    """Read an amount with its unit; durations become seconds, money its major unit.

    A bare number beside a duration or money is refused: its unit would be a guess.
    """
    try:
        read = Quantity.parse(text)
    except Refusal as refusal:
        raise Stop(refusal.problem, refusal.mend) from None
    if wanted is not None and read.unit != wanted.unit:
        raise Stop(
            say("«{text}» is compared with a {other}", text=text, other=wanted.written()),
            say("write it in that unit"),
        )
    value, digits = _decimal(read.value, text)
    return Literal(value, Type(Kind.NUMBER, read.unit, digits))


def _decimal(value: Fraction, text: str) -> tuple[int | Decimal, tuple[int, int]]:
    if value.denominator == 1:
        return value.numerator, (18, 0)
    for scale in range(1, 10):
        scaled = value * 10**scale
        if scaled.denominator == 1:
            return Decimal(scaled.numerator).scaleb(-scale), (18, scale)
    raise Stop(say("«{text}» has no exact decimal", text=text), say("write it with at most nine decimals"))


def _instant(text: str, zone: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise Stop(
            say("«{text}» is no point in time", text=text),
            say("write it as '2013-01-31 08:00' or with its offset, '2013-01-31T08:00+01:00'"),
        ) from None
    if read.tzinfo is None:
        read = read.replace(tzinfo=zone_of(zone))
        _refuse_folded(text, read)
    return read.astimezone(UTC)


def _refuse_folded(text: str, read: datetime) -> None:
    later = read.replace(fold=1)
    if read.utcoffset() != later.utcoffset():
        raise Stop(
            say("«{text}» is not one point in time where clocks change", text=text),
            say("write its offset, such as '{example}'", example=(read - timedelta(0)).isoformat()),
        )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Stop(say("«{text}» is no date", text=text), say("write it as '2013-01-31'")) from None
