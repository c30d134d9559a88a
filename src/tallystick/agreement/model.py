"""The whole agreement."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from tallystick.agreement.fields import STRICT, Name, Text
from tallystick.agreement.terms.kpis import Kpi
from tallystick.agreement.terms.objectives import Objective
from tallystick.agreement.terms.parties import CalendarTerms, Party, Term
from tallystick.agreement.terms.settlement import Example, SettlementTerms
from tallystick.agreement.terms.sources import Source

FORMAT = "tallystick/v1"


class Agreement(BaseModel):
    """One client, one provider, one agreement."""

    model_config = STRICT

    agreement: Literal["tallystick/v1"] = Field(description="the version of the format (a draft until 1.0)")
    title: Text = Field(description="what the agreement is about")
    client: Party = Field(description="the company that hands over the work")
    provider: Party = Field(description="the company that does it")
    term: Term = Field(description="from when to when")
    currency: Text = Field(
        description="the currency of all amounts, by ISO 4217", json_schema_extra={"pattern": "^[A-Z]{3}$"}
    )
    zone: Text = Field(description="the IANA zone in which periods begin and end")
    year_starts: int = Field(1, ge=1, le=12, description="the month in which the fiscal year starts")
    calendars: dict[Name, CalendarTerms] = Field(default_factory=dict, description="when services are open")
    objectives: dict[Name, Objective] = Field(min_length=1, description="what both want")
    sources: dict[Name, Source] = Field(default_factory=dict, description="what the rows of data are")
    kpis: dict[Name, Kpi] = Field(min_length=1, description="how the objectives are measured")
    settlement: SettlementTerms | None = Field(None, description="the fee and what is at risk")
    incentives: dict[Name, Any] = Field(default_factory=dict, description="rules that move money or rights, by name")
    examples: tuple[Example, ...] = Field((), strict=False, description="worked examples that both sign")


__all__ = ["Agreement", "Example", "Kpi"]
