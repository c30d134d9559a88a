"""At-risk pool: a part of the fee stands behind service levels, shared among them by allocation and weight.

Clause: "For each service level that is not met in a month, the provider credits the at-risk amount times the
allocation of the level's category times the weight of the level. The credits of a month do not exceed the
at-risk amount." Allocations and weights may each add up to more than 100%; only the cap holds them.

Worked example: fee 100000.00 USD, 10% at risk; a category of 50% with a level of 40% not met: 100000.00 x 10% x
50% x 40% = 2000.00 USD. Eleven such levels come to 22000.00 USD and are capped at 10000.00 USD.
"""

from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, Field

from tallystick.agreement.fields import STRICT, Ratio
from tallystick.settlement.closing import Cap, close
from tallystick.settlement.conditions import happened, level_text, meets
from tallystick.settlement.fees import fee_steps
from tallystick.settlement.lines import left_out, result
from tallystick.settlement.outcomes import Event, Line, Outcome, Step
from tallystick.settlement.readings import Reading
from tallystick.settlement.rules import Rule
from tallystick.settlement.sentences import CannotCompute, sentence
from tallystick.settlement.terms.incentive import IncentiveTerms, MetAt, Use, use_met_at
from tallystick.settlement.view import View
from tallystick.settlement.writing import amount_text, share_text
from tallystick.values.periods import Period

SOURCE = (
    "Texas Department of Information Resources, Data Center Services contracts: service level allocation pool, "
    "weights and at-risk amount"
)


class Level(BaseModel):
    """A service level of a category."""

    model_config = STRICT

    measure: str | None = Field(None, description="the KPI; left out: the one that the level is named after")
    weight: Ratio = Field(description="the level's part of its category's allocation")
    met_at: MetAt = "target"


class Category(BaseModel):
    """A group of service levels and its part of the at-risk amount."""

    model_config = STRICT

    allocation: Ratio = Field(description="the category's part of the at-risk amount")
    levels: dict[str, Level] = Field(min_length=1)


class Terms(IncentiveTerms):
    """The terms of an at-risk pool."""

    rule: Literal["at_risk_pool"]
    at_risk: Ratio | None = Field(None, description="part of the fee at risk; left out: the settlement's at_risk")
    categories: dict[str, Category] = Field(min_length=1)
    cap: Ratio = Field(Fraction(1), description="most that a period's credits come to, as part of the at-risk amount")

    def levels(self) -> tuple[tuple[str, Category, str, Level], ...]:
        """Give every level with its category and KPI, in the order of their names."""
        return tuple(
            (f"{name} / {level}", category, terms.measure or level, terms)
            for name, category in sorted(self.categories.items())
            for level, terms in sorted(category.levels.items())
        )

    def uses(self) -> tuple[Use, ...]:
        """Name the KPIs of all levels."""
        return tuple(use_met_at(kpi, level.met_at) for _, _, kpi, level in self.levels())


def evaluate(terms: Terms, view: View) -> Outcome:
    """Credit each level that is not met, period by period, and cap each period's sum."""
    pools = {period: _pool(terms, view, period) for period in view.periods}
    lines = [
        _level(about, category, level, view.reading(kpi, period), pools[period], view)
        for period in view.periods
        for about, category, kpi, level in terms.levels()
    ]
    caps = {period: _cap(terms, pool, view) for period, pool in pools.items()}
    events = [event for _, _, kpi, level in terms.levels() for event in _events(terms, view, kpi, level)]
    return Outcome(close(lines, terms, view, caps=caps), tuple(dict.fromkeys(events)))


def _events(terms: Terms, view: View, kpi: str, level: Level) -> tuple[Event, ...]:
    def failed(reading: Reading) -> bool:
        return not meets(view, reading, level.met_at)

    return happened(terms, view, [kpi], failed=failed, worst=failed)


def _pool(terms: Terms, view: View, period: Period) -> tuple[Fraction, tuple[Step, ...]]:
    settlement = view.agreement.settlement
    share = terms.at_risk if terms.at_risk is not None else (settlement.at_risk if settlement else None)
    if share is None:
        raise CannotCompute(sentence("no part of the fee is agreed to be at risk, neither here nor for the settlement"))
    fee = view.fee(period)
    amount = fee.exact * share
    words = sentence(
        "At-risk amount of {period}: fee {fee} x {share} = {amount}",
        period=period.name, fee=fee.written(), share=share_text(share), amount=amount_text(amount, view.currency),
    )  # fmt: skip
    step = Step("times", (fee.written(), share_text(share)), amount_text(amount, view.currency), words)
    return amount, (*fee_steps(view, period), step)


def _level(
    about: str,
    category: Category,
    level: Level,
    reading: Reading,
    pool: tuple[Fraction, tuple[Step, ...]],
    view: View,
) -> Line:
    if reading.left_out:
        return left_out(reading, about=about, money=True)
    target = level_text(view, reading.kpi, level.met_at, reading.period)
    named = {"kpi": reading.kpi, "period": reading.period.name, "shown": reading.shown, "target": target}
    if meets(view, reading, level.met_at):
        words = sentence("{kpi} in {period}: {shown} meets {target}, no credit", **named)
        return result(reading, words, about=about, target=target, exact=Fraction(0))
    credit = pool[0] * category.allocation * level.weight
    texts = [amount_text(pool[0], view.currency), share_text(category.allocation), share_text(level.weight)]
    amount = amount_text(credit, view.currency)
    arithmetic = sentence(
        "{pool} x allocation {allocation} x weight {weight} = {amount}, credited to the client",
        pool=texts[0], allocation=texts[1], weight=texts[2], amount=amount,
    )  # fmt: skip
    steps = (*pool[1], Step("times", tuple(texts), amount, arithmetic))
    words = sentence("{kpi} in {period}: {shown} does not meet {target}", **named)
    return result(reading, words, steps, about=about, target=target, exact=-credit)


def _cap(terms: Terms, pool: tuple[Fraction, tuple[Step, ...]], view: View) -> Cap:
    most = pool[0] * terms.cap
    texts = (amount_text(pool[0], view.currency), share_text(terms.cap))
    words = sentence(
        "The most for a period: at-risk amount {pool} x {cap} = {most}",
        pool=texts[0], cap=texts[1], most=amount_text(most, view.currency),
    )  # fmt: skip
    return Cap(most, (*pool[1], Step("times", texts, amount_text(most, view.currency), words)))


RULE = Rule("at_risk_pool", Terms, SOURCE, evaluate)
