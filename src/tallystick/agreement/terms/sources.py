"""What a row of operational data is: columns, key, time, and how the file is written."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tallystick.agreement.fields import STRICT, DurationText, Name, Text

ColumnType = Annotated[
    str, StringConstraints(pattern=r"^(boolean|integer|text|timestamp|date|decimal\([1-9]\d?, ?\d{1,2}\))$")
]
# A tab or a space may be the delimiter, so nothing is stripped here.
Mark = Annotated[str, StringConstraints(min_length=1, max_length=1)]


class Position(BaseModel):
    """A column by its place in the file, for headers that repeat or are absent."""

    model_config = STRICT

    position: int = Field(ge=1, description="the place of the column, the first is 1")


class BooleanWords(BaseModel):
    """The words that mean yes and no in the file."""

    model_config = ConfigDict(**{**STRICT, "populate_by_name": True})

    yes: tuple[str, ...] = Field(strict=False, min_length=1, alias="true", description="words that mean yes")
    no: tuple[str, ...] = Field(strict=False, min_length=1, alias="false", description="words that mean no")


class Column(BaseModel):
    """One column: its type and unit, and how the file writes it."""

    model_config = ConfigDict(**{**STRICT, "populate_by_name": True})

    type: ColumnType = Field(description="boolean, integer, decimal(p,s), text, timestamp or date")
    unit: Text | None = Field(
        None, description="second, minute, hour, day, week, or a currency; none for a plain number"
    )
    nullable: bool = Field(False, description="whether a row may lack the value")
    found_as: Text | Position | None = Field(
        None, alias="from", description="the header as found, or its position; left out: the column's name"
    )
    format: Text | BooleanWords | None = Field(
        None, description='how dates are written ("%d/%m/%Y %H:%M"), or the words for true and false'
    )
    values: tuple[str, ...] = Field((), strict=False, description="the only values allowed")


class Format(BaseModel):
    """How the file is written. Nothing is guessed from its content."""

    model_config = STRICT

    type: Literal["csv", "parquet"] = Field("csv", description="csv or parquet")
    delimiter: Mark = Field(",", description="the mark between fields")
    quote: Mark = Field('"', description="the mark around fields")
    encoding: Literal["utf-8", "latin-1", "cp1252", "utf-16"] = Field("utf-8", description="the encoding of the text")
    header: bool = Field(True, description="whether the first line names the columns")
    decimal: Literal[".", ","] = Field(".", description="the decimal sign")
    missing: tuple[str, ...] = Field(("",), strict=False, description="texts that mean that there is no value")


class Source(BaseModel):
    """A contract on data: what both rely on, wherever the data lies."""

    model_config = STRICT

    about: Text | None = Field(None, description="what a row is, in words")
    key: tuple[Name, ...] = Field(strict=False, min_length=1, description="the columns that name a case")
    version: tuple[Name, ...] = Field((), strict=False, description="the columns that order the events of a case")
    time: Name = Field(description="the column that places a row in a period")
    zone: Text = Field(description="the IANA zone of its local times")
    ambiguous: Literal["quarantine", "earlier", "later"] = Field(
        "quarantine", description="a local time that occurs twice when clocks go back"
    )
    nonexistent: Literal["quarantine", "forward"] = Field(
        "quarantine", description="a local time that is skipped when clocks go forward"
    )
    late: DurationText | None = Field(None, description="how late a row may come before its period is final")
    format: Format = Field(default_factory=Format, description="how the file is written")
    columns: dict[Name, Column] = Field(min_length=1, description="the columns that are used")
    derive: dict[Name, Text] = Field(
        default_factory=dict, description="columns computed from others, in the KPI language"
    )
