"""How figures, counts and prices are written in incentive terms; amounts, shares and roundings are the agreement's.

Each is a text with its unit; only plain counts may stand as whole numbers. Nothing is a float.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from tallystick.agreement.fields import quoted
from tallystick.values.money import Money
from tallystick.values.numerals import read_numeral, shortest
from tallystick.values.prices import Price
from tallystick.values.quantities import parse_styled, write_styled
from tallystick.values.ratios import parse_ratio, written_ratio
from tallystick.values.units import Unit

_CURRENCY = re.compile(r" [A-Z]{3}$")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a KPI can have, in base units, and the way it was written."""

    value: Fraction
    unit: Unit
    style: str

    def written(self) -> str:
        """Give the figure in the way it was written, without needless zeros."""
        return write_styled(self.value, self.unit, self.style, None)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def read_figure(value: object) -> Figure:
    """Read "99.5%", "4 hours", "12000.00 USD", or a plain count. Raises Refusal."""
    if isinstance(value, Figure):
        return value
    quantity, style = parse_styled(str(value) if _whole(value) else quoted(value, "99.5%"))
    return Figure(quantity.value, quantity.unit, style)


def read_count(value: object) -> Fraction:
    """Read a plain count such as 3, "3" or "1.5". Raises Refusal."""
    if isinstance(value, Fraction):
        return value
    return read_numeral(str(value) if _whole(value) else quoted(value, "1.5"))


def read_share_or_money(value: object) -> Fraction | Money:
    """Read "5%" (of the fee) or "2500.00 USD". Raises Refusal."""
    if isinstance(value, Fraction | Money):
        return value
    text = quoted(value, "2500.00 USD")
    return Money.parse(text) if _CURRENCY.search(text) else parse_ratio(text)


def read_price(value: object) -> Price:
    """Read "3.00 USD per point". Raises Refusal."""
    return value if isinstance(value, Price) else Price.parse(quoted(value, "3.00 USD per point"))


def _written(value: Any) -> str:
    return written_ratio(value) if isinstance(value, Fraction) else str(value.written())


def _schema(example: str, description: str, kind: str | list[str] = "string") -> WithJsonSchema:
    return WithJsonSchema({"type": kind, "description": description, "examples": [example]})


_NUMBER = ["string", "integer"]

FigureText = Annotated[
    Figure,
    PlainValidator(read_figure),
    PlainSerializer(_written, return_type=str),
    _schema("99.5%", "a quoted figure with its unit, or a count", _NUMBER),
]
Count = Annotated[
    Fraction,
    PlainValidator(read_count),
    PlainSerializer(shortest, return_type=str),
    _schema("3", "a count", _NUMBER),
]
ShareOrMoney = Annotated[
    Fraction | Money,
    PlainValidator(read_share_or_money),
    PlainSerializer(_written, return_type=str),
    _schema("5%", "a share of the fee, or an amount of money"),
]
UnitPrice = Annotated[
    Price,
    PlainValidator(read_price),
    PlainSerializer(_written, return_type=str),
    _schema("3.00 USD per point", "the price of one unit"),
]
