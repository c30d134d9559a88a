"""What all incentive terms share: rule and clause, the periods looked at, rounding and its stage, events."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from tallystick.agreement.fields import STRICT, RoundingText, Text
from tallystick.settlement.terms.bands import Bounds
from tallystick.settlement.terms.fields import Figure
from tallystick.values.refusals import Refusal
from tallystick.words import say

Over = Literal["each_month", "each_quarter", "whole"]
Stage = Literal["each_line", "each_period", "total"]
Dated = Literal["target", "minimum"]
MetAt = Annotated[
    Dated | Bounds,
    Field(description="the KPI's dated target or minimum, or a bound of this rule's own"),
]


@dataclass(frozen=True)
class Use:
    """One KPI that terms look at: the figures they compare it with, and whether it only opens a gate."""

    kpi: str
    edges: tuple[Figure, ...] = ()
    dated: Dated | None = None
    gate: bool = False
    counts: bool = False


class EventTerms(BaseModel):
    """Something other than money that follows from repeated results, such as a material breach."""

    model_config = STRICT

    event: Text = Field(description="what happens, in the contract's words")
    clause: Text = Field(description="the clause in words")
    when: Literal["missing", "failed", "worst_band"] = Field(description="which results count")
    times: int = Field(ge=1, description="how many such periods bring it about")
    within: int | None = Field(None, ge=1, description="among how many periods; left out: running, one after another")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.window < self.times:
            raise Refusal(
                say("{times} times cannot happen within {window} periods", times=self.times, window=self.window),
                say("name more periods under within"),
            )
        return self

    @property
    def window(self) -> int:
        """The number of periods looked back on, this one included."""
        return self.within or self.times


class IncentiveTerms(BaseModel):
    """The terms of one incentive; each rule adds its own."""

    model_config = STRICT

    rule: str
    clause: Text = Field(description="the clause in words")
    over: Over = Field(description="the periods the rule looks at within a settlement period")
    rounding: RoundingText | None = Field(None, description="left out: the settlement's rounding")
    rounded: Stage = Field("each_line", description="the stage at which amounts are rounded, once")
    events: Annotated[tuple[EventTerms, ...], Field(strict=False)] = ()
    better_may_pay_less: Text | None = Field(
        None, description="why a better result may pay less, where both parties mean that"
    )

    @abstractmethod
    def uses(self) -> tuple[Use, ...]:
        """Name the KPIs that the terms look at."""

    def lookback(self) -> int:
        """Count the earlier periods that the terms need beside those they look at."""
        return max((event.window - 1 for event in self.events), default=0)


def use_met_at(kpi: str, level: Dated | Bounds, *, gate: bool = False) -> Use:
    """Name a KPI that is compared with a dated level or a bound."""
    if isinstance(level, Bounds):
        return Use(kpi, edges=level.edges(), gate=gate)
    return Use(kpi, dated=level, gate=gate)
