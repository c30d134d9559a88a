"""The statement: what is owed for a settlement period, line by line with reasons, exact and the same every time.

Direction: a positive amount is paid by the client to the provider, a negative one is credited to the client.
The total is the fee and the sub-totals of the incentives; it is None, with the reasons, as soon as one of them
cannot be computed. Order in the file of KPIs, rules or measurements changes nothing, not even a byte.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from tallystick.agreement.model import Agreement
from tallystick.measurement.results import Measurement
from tallystick.settlement.closing import rounding_of
from tallystick.settlement.fees import fee_steps
from tallystick.settlement.incentives.registry import registry
from tallystick.settlement.outcomes import Kind, Line
from tallystick.settlement.results import Section, Statement
from tallystick.settlement.rules import Rule
from tallystick.settlement.sentences import CannotCompute, Sentence, sentence
from tallystick.settlement.terms.incentive import IncentiveTerms
from tallystick.settlement.view import Key, Measured, View, key, looked_at
from tallystick.values.money import Money, total
from tallystick.values.periods import Period
from tallystick.values.refusals import Refusal
from tallystick.words import say

Rules = Mapping[str, Rule[Any]]


def settle(
    agreement: Agreement,
    period: Period,
    measurements: Iterable[Measurement],
    history: Iterable[Measurement] = (),
    *,
    rules: Rules | None = None,
    known_since: date | None = None,
    stands_on: Mapping[str, str] | None = None,
) -> Statement:
    """Settle one period of an agreement from its measurements; `wanted` says which those are.

    `history` holds measurements of earlier periods, back to the start of the term (or `known_since`), before
    which nothing is held to exist. Measurements by dimension are not settled. Raises Refusal when the period is
    not a settlement period of the agreement, or one KPI has two different measurements for the same period.
    """
    if agreement.settlement is None:
        raise Refusal(say("the agreement has no settlement"), say("add settlement: with per, fee and rounding"))
    if period.grain != agreement.settlement.per:
        raise Refusal(
            say("{period} is not a {grain}", period=period.name, grain=agreement.settlement.per),
            say("name a period of the length that the agreement settles"),
        )
    if period.end <= agreement.term.start or period.start > agreement.term.end:
        raise Refusal(say("{period} lies outside the term", period=period.name), say("name a period of the term"))
    measured = by_key((*history, *measurements))
    since = known_since or agreement.term.start
    sections = tuple(
        _section(name, agreement, period, measured, since, rules or registry()) for name in sorted(agreement.incentives)
    )
    fee, no_fee = _fee(agreement, period, measured, since)
    reasons = no_fee + tuple(reason for section in sections for reason in section.reasons)
    return Statement(
        title=agreement.title,
        client=agreement.client.name,
        provider=agreement.provider.name,
        currency=agreement.currency,
        period=period,
        fee=fee,
        sections=sections,
        total=None if reasons else _total(fee, sections, agreement.currency),
        reasons=reasons,
        provisional=any(line.evidence.provisional for section in sections for line in section.lines if line.evidence),
        stands_on=tuple(sorted((stands_on or {}).items())),
    )


def wanted(agreement: Agreement, period: Period) -> tuple[tuple[str, Period], ...]:
    """Name every (KPI, period) that settling a period needs, earlier ones within the term included."""
    needed: dict[Key, tuple[str, Period]] = {}
    for terms in agreement.incentives.values():
        looked = looked_at(terms.over, period)
        earlier = [looked[0].shift(-back) for back in range(1, terms.lookback() + 1)]
        known = [before for before in earlier if before.end > agreement.term.start]
        for use in terms.uses():
            needed.update({key(use.kpi, each): (use.kpi, each) for each in (*known, *looked)})
    return tuple(needed[each] for each in sorted(needed, key=lambda each: (each[0], each[2], str(each[1]))))


def by_key(measurements: Iterable[Measurement]) -> Measured:
    """Give measurements of the whole (no dimensions) by KPI and period. Raises Refusal when two differ."""
    measured: dict[Key, Measurement] = {}
    for found in measurements:
        if found.dimensions:
            continue
        if measured.setdefault(key(found.kpi, found.period), found) != found:
            raise Refusal(
                say("{kpi} has two different measurements for {period}", kpi=found.kpi, period=found.period.name),
                say("settle from one of them; a correction after sealing is a restatement"),
            )
    return measured


def view_of(agreement: Agreement, terms: IncentiveTerms, period: Period, measured: Measured, known_since: date) -> View:
    """Give what the rule of some terms may look at."""
    return View(agreement, period, looked_at(terms.over, period), measured, known_since)


def _section(name: str, agreement: Agreement, period: Period, measured: Measured, since: date, rules: Rules) -> Section:
    terms = agreement.incentives[name]
    view = view_of(agreement, terms, period, measured, since)
    looks_at = sentence("Looks at {periods}", periods=", ".join(each.name for each in view.periods))
    try:
        _all_given(terms, view)
        outcome = rules[terms.rule].evaluate(terms, view)
        rounded = _rounded(terms, view) if any(line.amount is not None for line in outcome.lines) else None
    except CannotCompute as stopped:
        reasons = tuple(
            sentence("{incentive}: cannot compute, because {why}", incentive=name, why=reason.english())
            for reason in stopped.reasons
        )
        return Section(name, terms.rule, terms.clause, looks_at, None, (), None, None, (), reasons)
    points = [line.points for line in outcome.lines if line.points is not None]
    return Section(
        name,
        terms.rule,
        terms.clause,
        looks_at,
        rounded,
        outcome.lines,
        _sum((line.amount for line in outcome.lines), agreement.currency),
        sum(points, Fraction(0)) if points else None,
        outcome.events,
    )


def _all_given(terms: IncentiveTerms, view: View) -> None:
    """Name every measurement that is not there at once, before the rule stops at the first."""
    reasons: list[Sentence] = []
    for kpi in sorted({use.kpi for use in terms.uses()}):
        try:
            view.kpi(kpi)
            view.over(kpi)
        except CannotCompute as stopped:
            reasons += stopped.reasons
    if reasons:
        raise CannotCompute(*reasons)


def _rounded(terms: IncentiveTerms, view: View) -> Sentence:
    named = {"rounding": rounding_of(terms, view).written()}
    if terms.rounded == "each_line":
        return sentence("Each line is rounded {rounding}, as a positive amount; sums are not rounded again", **named)
    if terms.rounded == "each_period":
        return sentence("The sum of each period is rounded once, {rounding}, as a positive amount", **named)
    return sentence("The total of this incentive is rounded once, {rounding}, as a positive amount", **named)


def _fee(
    agreement: Agreement, period: Period, measured: Measured, since: date
) -> tuple[Line | None, tuple[Sentence, ...]]:
    if agreement.settlement is None or agreement.settlement.fee is None:
        return None, ()
    view = View(agreement, period, (period,), measured, since)
    try:
        fee = view.fee()
    except CannotCompute as stopped:
        why = stopped.reasons[0].english()
        return None, (sentence("fee: cannot compute, because {why}", why=why),)
    words = sentence("Fee of {period}, paid by the client to the provider", period=period.name)
    steps = fee_steps(view, period)
    return Line(Kind.FEE, period, words, steps=steps, exact=fee.exact, amount=fee), ()


def _sum(amounts: Iterable[Money | None], currency: str) -> Money:
    return total([amount for amount in amounts if amount is not None], currency)


def _total(fee: Line | None, sections: tuple[Section, ...], currency: str) -> Money | None:
    if any(section.amount is None for section in sections):
        return None
    return _sum((fee.amount if fee else None, *(section.amount for section in sections)), currency)
