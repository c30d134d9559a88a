"""How terms are written in the file: quoted amounts with units, dates, values by date. Shared by all rooms' terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, TypeVar

from pydantic import ConfigDict, PlainSerializer, PlainValidator, StringConstraints, WithJsonSchema
from pydantic_core.core_schema import ValidationInfo

from tallystick.agreement.positions import Unquoted
from tallystick.values.dated import Dated
from tallystick.values.durations import Duration
from tallystick.values.money import Money
from tallystick.values.periods import Period
from tallystick.values.quantities import Quantity
from tallystick.values.ratios import parse_ratio, written_ratio
from tallystick.values.refusals import Refusal
from tallystick.values.rounding import Rounding
from tallystick.words import say

T = TypeVar("T")
STRICT = ConfigDict(strict=True, extra="forbid", frozen=True, arbitrary_types_allowed=True)
DATE_PATTERN = r"^\d{4}-\d{2}-\d{2}$"


def quoted(value: object, example: str) -> str:
    """The text of a quoted amount; a bare number is refused, since its unit would be a guess."""
    if isinstance(value, str):
        return value.strip()
    shown = value.text if isinstance(value, Unquoted) else value
    raise Refusal(
        say("{value} is not quoted, or has no unit", value=shown),
        say('write it as a text with its unit, such as "{example}"', example=example),
    )


def _reading(kind: type[T], parse: Callable[[str], T], example: str) -> Callable[[object], T]:
    def read(value: object) -> T:
        return value if isinstance(value, kind) else parse(quoted(value, example))

    return read


def read_date(value: object) -> date:
    """Read a date, quoted or not."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(quoted(value, "2026-01-31"))
    except ValueError as error:
        if isinstance(error, Refusal):
            raise
        raise Refusal(say("«{value}» is no date", value=value), say("write it as 2026-01-31")) from None


def dated_of(read: Callable[[object], T]) -> Callable[[object], Dated[T]]:
    """Read a mapping from dates to values."""

    def read_all(value: object) -> Dated[T]:
        if isinstance(value, Dated):
            return value
        if not isinstance(value, Mapping) or not value:
            raise Refusal(
                say("values by date are wanted here"), say('write each after its date: {{2026-01-01: "74%"}}')
            )
        return Dated.of((read_date(day), read(each)) for day, each in value.items())

    return read_all


def _schema(description: str, pattern: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema(
        {"type": "string", "pattern": pattern, "description": description, "examples": list(examples)}
    )


def _dated_schema(description: str, pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema(
        {
            "type": "object",
            "description": description,
            "propertyNames": {"pattern": DATE_PATTERN},
            "additionalProperties": {"type": "string", "pattern": pattern},
            "minProperties": 1,
            "examples": [{"2026-01-01": example}],
        }
    )


def _written(value: Any) -> str:
    if isinstance(value, Fraction):
        return written_ratio(value)
    return value.name if isinstance(value, Period) else str(value.written())


def _write_dated(value: Dated[Any]) -> dict[str, str]:
    return {day.isoformat(): _written(each) for day, each in value.steps}


_AMOUNT = r"^-?[0-9]+(\.[0-9]+)?( ?%| [A-Za-z]+( per [a-z]+)?)?$"
_MONEY = r"^-?[0-9]+(\.[0-9]+)? [A-Z]{3}$"

read_quantity = _reading(Quantity, Quantity.parse, "74%")
read_money = _reading(Money, Money.parse, "250000.00 USD")
read_ratio = _reading(Fraction, parse_ratio, "12%")
read_rounding = _reading(Rounding, Rounding.parse, "half up to 0.1%")
read_duration = _reading(Duration, Duration.parse, "3 days")

WRITE = PlainSerializer(_written, return_type=str)
Day = Annotated[
    date,
    PlainValidator(read_date),
    WithJsonSchema({"type": "string", "pattern": DATE_PATTERN, "description": "a date"}),
]
Amount = Annotated[
    Quantity, PlainValidator(read_quantity), WRITE, _schema("a quoted number with its unit", _AMOUNT, "74%", "2 hours")
]
MoneyText = Annotated[
    Money, PlainValidator(read_money), WRITE, _schema("a quoted amount of money", _MONEY, "250000.00 USD")
]
Ratio = Annotated[
    Fraction, PlainValidator(read_ratio), WRITE, _schema("a quoted share", r"^[0-9]+(\.[0-9]+)? ?%$|^\d+/\d+$", "12%")
]
RoundingText = Annotated[
    Rounding,
    PlainValidator(read_rounding),
    WRITE,
    _schema("how the figure shown is rounded", r"^.+ to .+$", "half up to 0.1%"),
]
DurationText = Annotated[
    Duration, PlainValidator(read_duration), WRITE, _schema("a duration with its unit", r"^[0-9.]+ [a-z ]+$", "3 days")
]
DatedAmount = Annotated[
    Dated[Quantity],
    PlainValidator(dated_of(read_quantity)),
    PlainSerializer(_write_dated),
    _dated_schema("values by the date from which they hold", _AMOUNT, "74%"),
]
DatedMoney = Annotated[
    Dated[Money],
    PlainValidator(dated_of(read_money)),
    PlainSerializer(_write_dated),
    _dated_schema("amounts by the date from which they hold", _MONEY, "250000.00 USD"),
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


def _read_period(value: object, info: ValidationInfo) -> Period:
    if isinstance(value, Period):
        return value
    year_starts = (info.context or {}).get("year_starts", 1)
    if isinstance(value, int) and not isinstance(value, bool):
        return Period.parse(f"{value:04d}", year_starts)
    return Period.parse(value.isoformat() if isinstance(value, date) else quoted(value, "2026-Q1"), year_starts)


PeriodName = Annotated[
    Period, PlainValidator(_read_period), WRITE, _schema("the name of a period", r"^\d{4}.*$", "2026-Q1", "2026-01")
]
