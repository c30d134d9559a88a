"""Closing an incentive's lines: rounding at the agreed stage, small credits not issued, caps; the parts always sum.

Rounding applies to the amount as a positive figure, before its direction; so a credit of 2.005 USD rounded half
up to the cent is 2.01 USD. Where a period or a total is rounded once, its cents are shared among the lines by the
largest remainder, first among periods and then among the lines of each, so that no line is off by a whole step.
A cap holds for the amounts as they stand when it is applied: for rounded lines, for the rounded sum of a period, or,
where only the total is rounded, for exact amounts. Rounding never lifts an amount above its cap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tallystick.agreement.terms.settlement import SettlementTerms
from tallystick.settlement.fees import in_currency
from tallystick.settlement.outcomes import Kind, Line, Step
from tallystick.settlement.rounding import apportion, round_amount, round_within
from tallystick.settlement.sentences import CannotCompute, sentence
from tallystick.settlement.terms.incentive import IncentiveTerms
from tallystick.settlement.view import View
from tallystick.settlement.writing import amount_text
from tallystick.values.currencies import exponent
from tallystick.values.money import Money
from tallystick.values.periods import Period
from tallystick.values.rounding import Mode, Rounding
from tallystick.values.units import Unit

ZERO = Fraction(0)


@dataclass(frozen=True)
class Cap:
    """The most that a period's lines may come to, in major units, and how that was found."""

    most: Fraction
    steps: tuple[Step, ...]


def close(
    lines: Sequence[Line],
    terms: IncentiveTerms,
    view: View,
    *,
    caps: Mapping[Period, Cap] | None = None,
    issued_above: Money | None = None,
) -> tuple[Line, ...]:
    """Round, withhold small credits and cap; give every line its amount, in canonical order.

    Raises CannotCompute when the agreed rounding is in another currency or finer than it.
    """
    if all(line.exact is None for line in lines):
        return tuple(sorted(lines, key=Line.order))
    rounding = rounding_of(terms, view)
    kept = [_rounded(line, rounding) for line in lines] if terms.rounded == "each_line" else list(lines)
    for period in sorted({line.period for line in lines}):
        kept += _withheld(kept, period, issued_above, view)
        kept += _capped(kept, period, (caps or {}).get(period), _step(terms, rounding), view)
    kept.sort(key=Line.order)
    if terms.rounded != "each_line":
        kept = _rounded_later(kept, terms, rounding, {period: cap.most for period, cap in (caps or {}).items()})
    return tuple(_paid(line, view.currency) for line in kept)


def rounding_of(terms: IncentiveTerms, view: View) -> Rounding:
    """Give the rounding that holds for an incentive: its own, else the settlement's."""
    settlement = view.agreement.settlement or SettlementTerms(per=view.period.grain)
    rounding = terms.rounding or settlement.rounding_in(view.currency)
    if rounding.unit != Unit.money(view.currency):
        raise CannotCompute(
            sentence(
                "amounts are in {currency} but the rounding is {rounding}",
                currency=view.currency,
                rounding=rounding.written(),
            )
        )
    if (rounding.step * 10 ** exponent(view.currency)).denominator != 1:
        raise CannotCompute(
            sentence("{rounding} is finer than the smallest unit of the currency", rounding=rounding.written())
        )
    return rounding


def _rounded(line: Line, rounding: Rounding) -> Line:
    if line.exact is None:
        return line
    rounded = round_amount(line.exact, rounding)
    if rounded == line.exact:
        return line
    currency = str(rounding.unit.currency)
    step = Step(
        "round",
        (amount_text(line.exact, currency), rounding.written()),
        amount_text(rounded, currency),
        sentence(
            "{exact}, rounded {rounding} on this line, is {rounded}",
            exact=amount_text(line.exact, currency),
            rounding=rounding.written(),
            rounded=amount_text(rounded, currency),
        ),
    )
    return replace(line, exact=rounded, steps=(*line.steps, step))


def _sum(lines: Sequence[Line], period: Period) -> Fraction:
    return sum((line.exact for line in lines if line.period == period and line.exact is not None), ZERO)


def _withheld(lines: Sequence[Line], period: Period, least: Money | None, view: View) -> list[Line]:
    if least is None:
        return []
    in_currency(view, least.currency)
    total = _sum(lines, period)
    if total == 0 or abs(total) > least.exact:
        return []
    words = sentence(
        "Not issued: {amount} is not above {least}, the least that the terms issue",
        amount=amount_text(abs(total), view.currency),
        least=least.written(),
    )
    return [Line(Kind.MINIMUM, period, words, exact=-total)]


def _capped(lines: Sequence[Line], period: Period, cap: Cap | None, step: Fraction | None, view: View) -> list[Line]:
    total = _sum(lines, period)
    if cap is None or abs(total) <= cap.most:
        return []
    most = cap.most // step * step if step else cap.most
    off = most - abs(total) if total > 0 else abs(total) - most
    texts = {
        "total": amount_text(abs(total), view.currency),
        "most": amount_text(most, view.currency),
        "off": amount_text(abs(off), view.currency),
    }
    words = sentence(
        "Cap: the lines of {period} come to {total}, the most is {most}, so {off} falls away",
        period=period.name,
        **texts,
    )
    return [Line(Kind.CAP, period, words, steps=(*cap.steps, *_taken_down(cap.most, most, view)), exact=off)]


def _taken_down(exact: Fraction, most: Fraction, view: View) -> tuple[Step, ...]:
    if exact == most:
        return ()
    texts = {"exact": amount_text(exact, view.currency), "most": amount_text(most, view.currency)}
    words = sentence("{exact} is taken down to {most}, so that rounding never passes the cap", **texts)
    return (Step("round", (texts["exact"],), texts["most"], words),)


def _step(terms: IncentiveTerms, rounding: Rounding) -> Fraction | None:
    return rounding.step if terms.rounded == "each_line" else None


def _rounded_later(
    lines: list[Line], terms: IncentiveTerms, rounding: Rounding, most: Mapping[Period, Fraction]
) -> list[Line]:
    by_period: dict[Period, list[int]] = {}
    for place, line in enumerate(lines):
        if line.exact is not None:
            by_period.setdefault(line.period, []).append(place)
    sums = [sum((lines[place].exact or ZERO for place in places), ZERO) for places in by_period.values()]
    if terms.rounded == "total":
        whole = sum(most.values(), ZERO) if set(most) == set(by_period) else None
        totals = apportion(sums, round_within(sum(sums, ZERO), rounding, whole), rounding.step)
    else:
        totals = [
            round_within(amount, rounding, most.get(period)) for period, amount in zip(by_period, sums, strict=True)
        ]
    done = list(lines)
    for places, total in zip(by_period.values(), totals, strict=True):
        parts = apportion([lines[place].exact or ZERO for place in places], total, rounding.step)
        for place, part in zip(places, parts, strict=True):
            done[place] = _shared(lines[place], part, terms, rounding)
    return done


def _shared(line: Line, part: Fraction, terms: IncentiveTerms, rounding: Rounding) -> Line:
    currency = str(rounding.unit.currency)
    exact = amount_text(line.exact or ZERO, currency)
    share = amount_text(part, currency)
    stage = (
        sentence(
            "{exact} before rounding; the period's sum is rounded {rounding}; {share} of it stands here",
            exact=exact, rounding=rounding.written(), share=share,
        )
        if terms.rounded == "each_period"
        else sentence(
            "{exact} before rounding; the incentive's total is rounded {rounding}; {share} of it stands here",
            exact=exact, rounding=rounding.written(), share=share,
        )
    )  # fmt: skip
    step = Step("share", (exact, rounding.written()), share, stage)
    return replace(line, exact=part, steps=(*line.steps, step))


def _paid(line: Line, currency: str) -> Line:
    if line.exact is None:
        return line
    return replace(line, amount=Money.of(line.exact, currency, Mode.HALF_EVEN))
