"""How terms are written in the file: quoted amounts with units, dates, values by date. Shared by all rooms' terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, ConfigDict, PlainSerializer, PlainValidator, StringConstraints, WithJsonSchema
from pydantic_core import CoreSchema, core_schema
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
DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
NAME_PATTERN = r"^[a-z][a-z0-9_]*$"
YEARS = range(1900, 2200)


def quoted(value: object, example: str) -> str:
    """The text of a quoted amount; a bare number is refused, since its unit would be a guess."""
    if isinstance(value, str):
        return value.strip()
    if not isinstance(value, (int, date, Unquoted)):
        raise Refusal(say("a text is wanted here"), say('write it as "{example}"', example=example))
    raise Refusal(
        say("{value} is not quoted, or has no unit", value=as_written(value)),
        say('write it as a text with its unit, such as "{example}"', example=example),
    )


def as_written(value: object) -> str:
    """A scalar as it stands in the file; anything larger is not repeated."""
    if isinstance(value, (dict, list)):
        return say("what stands here")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _reading(kind: type[T], parse: Callable[[str], T], example: str) -> Callable[[object], T]:
    def read(value: object) -> T:
        return value if isinstance(value, kind) else parse(quoted(value, example))

    return read


def read_date(value: object) -> date:
    """Read a date, quoted or not."""
    if isinstance(value, date):
        day: date | None = value
    else:
        text = quoted(value, "2026-01-31")
        try:
            day = date.fromisoformat(text) if re.fullmatch(DATE_PATTERN, text) else None
        except ValueError:
            day = None
    if day is None:
        raise Refusal(say("«{value}» is no date", value=value), say("write it as 2026-01-31"))
    if day.year not in YEARS:
        raise Refusal(say("{day} lies too far away", day=day), say("write a year from 1900 to 2199"))
    return day


class ByDate:
    """Reads a mapping from dates to values, so that each wrong date and value has its own place."""

    def __init__(self, read: Callable[[object], Any]) -> None:
        self.read = read

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        """As pydantic asks for it."""
        days = core_schema.no_info_plain_validator_function(read_date)
        values = core_schema.no_info_plain_validator_function(self.read)
        steps = core_schema.dict_schema(days, values, min_length=1)
        return core_schema.no_info_wrap_validator_function(_dated, steps)


def _dated(value: object, steps: Callable[[object], dict[date, Any]]) -> Dated[Any]:
    if isinstance(value, Dated):
        return value
    if not isinstance(value, Mapping):
        raise Refusal(say("values by date are wanted here"), say('write each after its date: {{2026-01-01: "74%"}}'))
    return Dated.of(steps(value).items())


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
    _schema(
        "how the figure shown is rounded",
        r"^(half up|half down|half even|up|down|truncate|ceiling|floor) to [0-9].*$",
        "half up to 0.1%",
    ),
]
DurationText = Annotated[
    Duration, PlainValidator(read_duration), WRITE, _schema("a duration with its unit", r"^[0-9.]+ [a-z ]+$", "3 days")
]
DatedAmount = Annotated[
    Dated[Quantity],
    ByDate(read_quantity),
    PlainSerializer(_write_dated),
    _dated_schema("values by the date from which they hold", _AMOUNT, "74%"),
]
DatedMoney = Annotated[
    Dated[Money],
    ByDate(read_money),
    PlainSerializer(_write_dated),
    _dated_schema("amounts by the date from which they hold", _MONEY, "250000.00 USD"),
]


def _refuse_control(text: str) -> str:
    if any(ord(sign) < 32 and sign not in "\n\t" for sign in text) or "\x7f" in text:
        raise Refusal(say("the text holds a control character"), say("delete it"))
    return text


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_refuse_control)]
Name = Annotated[str, StringConstraints(pattern=NAME_PATTERN)]


def read_period(value: object, info: ValidationInfo) -> Period:
    """Read the name of a period, quoted or not. Raises Refusal."""
    if isinstance(value, Period):
        return value
    year_starts = (info.context or {}).get("year_starts", 1)
    plain = isinstance(value, date) or (isinstance(value, int) and not isinstance(value, bool))
    text = str(value) if plain else quoted(value, "2026-Q1")
    period = Period.parse(text, year_starts)
    if period.start.year not in YEARS:
        raise Refusal(say("{period} lies too far away", period=text), say("write a year from 1900 to 2199"))
    return period


PeriodName = Annotated[
    Period,
    PlainValidator(read_period),
    WRITE,
    WithJsonSchema(
        {
            "type": ["string", "integer"],
            "pattern": r"^[0-9]{4}([/-].+)?$",
            "description": "the name of a period",
            "examples": ["2026-Q1", "2026-01", "2026"],
        }
    ),
]
