"""Who agrees, for how long, and when they work."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, PlainValidator, WithJsonSchema

from tallystick.agreement.fields import STRICT, Day, Text, read_date


class Party(BaseModel):
    """One side of the agreement: roles sign, people are bound to roles elsewhere."""

    model_config = STRICT

    name: Text = Field(description="the party's name")
    signatories: tuple[Text, ...] = Field((), strict=False, description="the roles that sign for it")
    statement: Text | None = Field(None, description="what the party says of itself: expertise, resources, limits")


class Term(BaseModel):
    """First and last day of the agreement."""

    model_config = STRICT

    start: Day = Field(description="the first day")
    end: Day = Field(description="the last day, included")


SpecialDays = Annotated[
    dict[Annotated[date, PlainValidator(read_date)], str],
    WithJsonSchema(
        {"type": "object", "additionalProperties": {"type": "string"}, "description": "hours of single days"}
    ),
]


class CalendarTerms(BaseModel):
    """When a service is open, in its own zone."""

    model_config = STRICT

    zone: Text = Field(description="an IANA zone, such as Europe/London")
    hours: dict[str, str] = Field(description='hours by day or range of days: {mon-fri: "09:00-12:00, 13:00-17:00"}')
    holidays: tuple[Text, ...] = Field(
        (), strict=False, description="countries whose public holidays are closed: US, GB-ENG"
    )
    closed: tuple[Day, ...] = Field((), strict=False, description="further days that are closed")
    open: SpecialDays = Field(default_factory=dict, description="days with hours of their own")


class Owners(BaseModel):
    """Who answers for something, on each side; roles, not people."""

    model_config = STRICT

    client: Text | None = Field(None, description="the client's owner")
    provider: Text | None = Field(None, description="the provider's owner")
