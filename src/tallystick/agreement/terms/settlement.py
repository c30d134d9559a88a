"""What is paid for, over which period, and the worked examples that both sign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, Field, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core.core_schema import ValidationInfo

from tallystick.agreement.fields import (
    STRICT,
    DatedMoney,
    MoneyText,
    Name,
    PeriodName,
    Ratio,
    RoundingText,
    Text,
    as_written,
    read_period,
    read_quantity,
)
from tallystick.values.periods import Grain, Period
from tallystick.values.quantities import Quantity
from tallystick.values.refusals import Refusal
from tallystick.values.rounding import Rounding
from tallystick.words import say

Given = Quantity | None | dict[Period, Quantity | None]


def _read_grain(value: object) -> Grain:
    if isinstance(value, Grain):
        return value
    if value in ("month", "quarter", "year"):
        return Grain(str(value))
    raise Refusal(
        say("«{value}» is no settlement period", value=as_written(value)), say("write month, quarter or year")
    )


def _read_given(value: object, info: ValidationInfo) -> Given:
    """A figure for the whole period, or one for each shorter period by its name; null is no figure."""
    if value is None or isinstance(value, Quantity):
        return value
    if not isinstance(value, Mapping):
        return read_quantity(value)
    return {read_period(name, info): None if each is None else read_quantity(each) for name, each in value.items()}


def _write_given(value: Given) -> Any:
    if isinstance(value, dict):
        return {period.name: None if each is None else each.written() for period, each in value.items()}
    return None if value is None else value.written()


GrainName = Annotated[
    Grain,
    PlainValidator(_read_grain),
    WithJsonSchema({"enum": ["month", "quarter", "year"], "description": "the settlement period"}),
]
GivenFigure = Annotated[
    Any,
    PlainValidator(_read_given),
    PlainSerializer(_write_given),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "null"]},
                {"type": "object", "additionalProperties": {"type": ["string", "null"]}},
            ],
            "description": "a figure, or figures by period",
        }
    ),
]


class SettlementTerms(BaseModel):
    """How often is settled, the fee by date, what is at risk, how money is rounded."""

    model_config = STRICT

    per: GrainName = Field(description="the settlement period")
    fee: DatedMoney | None = Field(None, description="the fee of a settlement period, by date")
    at_risk: Ratio | None = Field(None, description="the share of the fee that is at risk")
    rounding: RoundingText | None = Field(None, description="how amounts are rounded")

    def rounding_in(self, currency: str) -> Rounding:
        """The agreed rounding of amounts; left out, half up to the currency's smallest unit."""
        from tallystick.values.currencies import exponent

        places = exponent(currency)
        smallest = f"0.{'1'.rjust(places, '0')}" if places else "1"
        return self.rounding or Rounding.parse(f"half up to {smallest} {currency}")


class Example(BaseModel):
    """Figures of a period and what they pay: run on every read."""

    model_config = STRICT

    name: Text = Field(description="what the example shows")
    period: PeriodName = Field(description="the settlement period")
    given: dict[Name, GivenFigure] = Field(description="rounded figures by KPI")
    pays: dict[Name, MoneyText] = Field(default_factory=dict, description="amount by incentive; credits are below 0")
    total: MoneyText | None = Field(None, description="the total of the statement, fee included")
