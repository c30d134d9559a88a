"""A KPI: what it measures for which objective, by which formula, against which dated values."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from tallystick.agreement.fields import STRICT, Amount, DatedAmount, Day, DurationText, Name, RoundingText, Text
from tallystick.agreement.terms.parties import Owners

Side = Literal["client", "provider"]


class Exclude(BaseModel):
    """Rows left out, by agreement, with their reason."""

    model_config = STRICT

    rows: Text = Field(description="a condition: the rows for which it is true are left out")
    because: Text = Field(description="the reason, shown wherever the number is")


class Baseline(BaseModel):
    """Where things stood before."""

    model_config = ConfigDict(**{**STRICT, "populate_by_name": True})

    value: Amount = Field(description="the figure")
    start: Day = Field(alias="from", description="the first day it was measured over")
    end: Day = Field(alias="to", description="the last day it was measured over")


class Capability(BaseModel):
    """What the provider says it can reach, and on what ground."""

    model_config = STRICT

    stated: Amount = Field(description="the figure that the provider holds feasible")
    because: Text = Field(description="the evidence or the condition")


class Kpi(BaseModel):
    """One KPI. Values by date hold from their date on; the figure shown is the figure settled."""

    model_config = STRICT

    clause: Text = Field(description="what is measured, in the contract's words")
    objective: Name | None = Field(None, description="the objective that it serves")
    measures: Literal["outcome", "output", "obligation"] = Field(
        description="an outcome, an output that drives one, or an obligation of the client"
    )
    role: Literal["headline", "diagnostic"] = Field("diagnostic", description="headline KPIs steer; at most seven")
    kind: Literal["operational", "quality", "financial", "customer"] = Field(description="the kind of KPI")
    proposed_by: Side | None = Field(None, description="who proposed it")
    refined_by: Side | None = Field(None, description="who refined it")
    of: Name | None = Field(None, description="the source whose rows are counted")
    value: Text = Field(description="the formula, or `entered` for values without rows")
    where: Text | None = Field(None, description="which rows are meant")
    exclude: tuple[Exclude, ...] = Field((), strict=False, description="rows left out, with the reason")
    time: Name | None = Field(None, description="the column that places rows in periods, if not the source's")
    cohort: DurationText | None = Field(
        None, description="rows count in the period so much later: a cohort is judged when its time is over"
    )
    dimensions: tuple[Name, ...] = Field((), strict=False, description="columns by which it is broken down")
    unit: Text | None = Field(None, description="of an entered value: %, number, a unit of time or a currency")
    entered_by: Side | None = Field(None, description="who enters the value")
    better: Literal["higher", "lower"] = Field(description="which direction is better")
    rounding: RoundingText = Field(description="how the figure shown is rounded")
    per: Literal["day", "week", "month", "quarter", "year"] = Field("month", description="the period it is shown for")
    missing: Literal["exclude", "carry_forward", "worst_band", "relief"] = Field(
        "exclude", description="what follows when a period has no figure"
    )
    fewest: int | None = Field(None, ge=1, description="with fewer rows there is no figure")
    baseline: Baseline | None = Field(None, description="where things stood before")
    target: DatedAmount | None = Field(None, description="the agreed level by date; milestones are dated targets")
    minimum: DatedAmount | None = Field(None, description="the level below which it is a default, by date")
    capability: Capability | None = Field(None, description="what the provider holds feasible")
    owner: Owners | None = Field(None, description="who answers for it on each side")
    balance: tuple[Name, ...] = Field((), strict=False, description="the KPIs that gaming this one would hurt")

    @property
    def is_entered(self) -> bool:
        """Whether its values are entered by people."""
        return self.value.strip() == "entered"
