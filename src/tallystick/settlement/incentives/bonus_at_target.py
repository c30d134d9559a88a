"""Bonus at target: the client pays a fixed amount, or a share of the fee, for each period that meets the level.

Clause: "For each quarter in which the KPI reaches its target, the client pays a bonus of the agreed amount,
provided that each quality level named as a condition is met in the same quarter."

Worked example: fee 100000.00 USD, bonus 2%; the figure meets the target and the condition holds: 100000.00 x 2% =
2000.00 USD. If the condition fails, the bonus stands on its line and is taken back on the condition's: 0.00 USD.
"""

from dataclasses import replace
from fractions import Fraction
from typing import Literal

from pydantic import Field

from tallystick.settlement.closing import close
from tallystick.settlement.conditions import happened, level_text, meets
from tallystick.settlement.fees import payment
from tallystick.settlement.lines import left_out, result
from tallystick.settlement.outcomes import Kind, Line, Outcome, Step
from tallystick.settlement.readings import Reading
from tallystick.settlement.rules import Rule
from tallystick.settlement.sentences import sentence
from tallystick.settlement.terms.fields import ShareOrMoney
from tallystick.settlement.terms.incentive import IncentiveTerms, MetAt, Use, use_met_at
from tallystick.settlement.view import View
from tallystick.settlement.writing import amount_text

SOURCE = (
    "US Federal Acquisition Regulation 16.402-2, performance incentives; the condition after the UK National Audit "
    "Office's guidance on outcome-based payment schemes"
)


class Terms(IncentiveTerms):
    """The terms of a bonus at target."""

    rule: Literal["bonus_at_target"]
    measure: str = Field(description="the KPI")
    met_at: MetAt = "target"
    pays: ShareOrMoney = Field(description="an amount, or a part of the period's fee")
    only_if: dict[str, MetAt] = Field({}, description="KPIs that must meet their level too, or nothing is paid")

    def uses(self) -> tuple[Use, ...]:
        """Name the KPI and those that stand as conditions."""
        gates = tuple(use_met_at(kpi, level, gate=True) for kpi, level in sorted(self.only_if.items()))
        return (use_met_at(self.measure, self.met_at), *gates)


def evaluate(terms: Terms, view: View) -> Outcome:
    """Pay the bonus of every period looked at that meets the level and every condition."""

    def failed(reading: Reading) -> bool:
        return not meets(view, reading, terms.met_at)

    lines: list[Line] = []
    for period in view.periods:
        line = _bonus(terms, view.reading(terms.measure, period), view)
        lines += [line, *_conditions(terms, line, view)]
    events = happened(terms, view, [terms.measure], failed=failed, worst=failed)
    return Outcome(close(lines, terms, view), events)


def _bonus(terms: Terms, reading: Reading, view: View) -> Line:
    if reading.left_out:
        return left_out(reading, money=True)
    target = level_text(view, reading.kpi, terms.met_at, reading.period)
    named = {"kpi": reading.kpi, "period": reading.period.name, "shown": reading.shown, "target": target}
    if not meets(view, reading, terms.met_at):
        words = sentence("{kpi} in {period}: {shown} does not meet {target}, no bonus", **named)
        return result(reading, words, target=target, exact=Fraction(0))
    amount, steps = payment(view, terms.pays, reading.period)
    words = sentence("{kpi} in {period}: {shown} meets {target}, bonus paid by the client", **named)
    return result(reading, words, steps, target=target, exact=amount)


def _conditions(terms: Terms, line: Line, view: View) -> list[Line]:
    """Give a line for each condition; the first that fails takes the bonus back, so nothing is taken twice."""
    left, lines = line.exact or Fraction(0), []
    for kpi, level in sorted(terms.only_if.items()):
        reading = view.reading(kpi, line.period)
        holds = meets(view, reading, level)
        lines.append(
            _condition(reading, level_text(view, kpi, level, line.period), Fraction(0) if holds else left, view)
        )
        left = left if holds else Fraction(0)
    return lines


def _condition(reading: Reading, target: str, taken: Fraction, view: View) -> Line:
    named = {"kpi": reading.kpi, "period": reading.period.name, "shown": reading.shown, "target": target}
    if taken:
        amount = amount_text(taken, view.currency)
        words = sentence(
            "Condition: {kpi} in {period}: {shown} does not meet {target}, so the bonus of {amount} is not paid",
            amount=amount,
            **named,
        )
        step = Step("minus", (amount, amount), amount_text(Fraction(0), view.currency), words)
        return replace(result(reading, words, (step,), target=target, exact=-taken), kind=Kind.GATE)
    words = sentence("Condition: {kpi} in {period}: {shown} against {target}, nothing is taken back", **named)
    return replace(result(reading, words, target=target, exact=Fraction(0)), kind=Kind.GATE)


RULE = Rule("bonus_at_target", Terms, SOURCE, evaluate)
