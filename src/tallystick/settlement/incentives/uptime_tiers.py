"""Uptime tiers: a credit as a share of the fee, by the tier in which the availability of a period lies.

Clause: "If the monthly uptime percentage lies in a tier below the commitment, the customer receives the tier's
service credit, as a percentage of the month's charges. Credits are issued only above one dollar."

Worked example: fee 5000.00 USD; at least 99.9%: nothing; at least 99.0% and below 99.9%: 10%; at least 95.0% and
below 99.0%: 25%; below 95.0%: 100%. So 99.90% credits 0, 99.89% credits 500.00 USD and 94.99% the whole fee.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tallystick.agreement.fields import MoneyText, Ratio
from tallystick.settlement.closing import close
from tallystick.settlement.conditions import happened
from tallystick.settlement.fees import payment
from tallystick.settlement.lines import left_out, result
from tallystick.settlement.outcomes import Line, Outcome
from tallystick.settlement.readings import Reading
from tallystick.settlement.rules import Rule
from tallystick.settlement.sentences import sentence
from tallystick.settlement.terms.bands import Bounds, in_order, row_for, worst_row
from tallystick.settlement.terms.incentive import IncentiveTerms, Use
from tallystick.settlement.view import View
from tallystick.settlement.writing import share_text

SOURCE = "Amazon Web Services, Amazon Compute Service Level Agreement: uptime tiers, credits above one dollar"


class Tier(Bounds):
    """A row of the tier table."""

    credit: Ratio = Field(description="part of the period's fee that is credited")


class Terms(IncentiveTerms):
    """The terms of uptime tiers."""

    rule: Literal["uptime_tiers"]
    measure: str = Field(description="the KPI")
    tiers: Annotated[tuple[Tier, ...], Field(strict=False)]
    issued_above: MoneyText | None = Field(None, description="a credit of this amount or less is not issued")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        in_order(self.tiers)
        return self

    def uses(self) -> tuple[Use, ...]:
        """Name the KPI and the ends of its tiers."""
        return (Use(self.measure, edges=tuple(edge for tier in self.tiers for edge in tier.edges())),)


def evaluate(terms: Terms, view: View) -> Outcome:
    """Credit the tier of every period looked at."""
    rows = in_order(terms.tiers)
    worst = worst_row(rows, str(view.kpi(terms.measure).better))

    def tier_of(reading: Reading) -> Tier | None:
        if reading.left_out:
            return None
        return worst if reading.value is None else row_for(rows, reading.value)

    def failed(reading: Reading) -> bool:
        tier = tier_of(reading)
        return tier is not None and tier.credit > 0

    readings = [view.reading(terms.measure, period) for period in view.periods]
    lines = [_credit(tier_of(reading), reading, view) for reading in readings]
    events = happened(terms, view, [terms.measure], failed=failed, worst=lambda reading: tier_of(reading) == worst)
    return Outcome(close(lines, terms, view, issued_above=terms.issued_above), events)


def _credit(tier: Tier | None, reading: Reading, view: View) -> Line:
    if tier is None:
        return left_out(reading, money=True)
    credit, steps = payment(view, tier.credit, reading.period)
    band = tier.written()
    named = {"kpi": reading.kpi, "period": reading.period.name, "band": band, "credit": share_text(tier.credit)}
    if reading.value is None:
        words = sentence(
            "{kpi} in {period}: no figure, so the worst tier, {band}: {credit} of the fee to the client", **named
        )
    else:
        words = sentence(
            "{kpi} in {period}: {shown} lies in the tier {band}: {credit} of the fee to the client",
            shown=reading.shown,
            **named,
        )
    return result(reading, words, steps, band=band, exact=-credit)


RULE = Rule("uptime_tiers", Terms, SOURCE, evaluate)
