"""Points (or any measure) to money: by a rate, by marginal bands of the rate, or by a table of steps.

Clause: "The first 20 points of a month are free; points 21 to 100 cost 3.00 each, 101 to 200 that times 1.2, above
that times 1.5." Or: "5 points: 0%, 10: 2%, 15: 4%, 20: 6%, 25: 8%, 30 or more: 10% of the next bill, the points
being averaged with the previous month's; if that has no data, this month counts alone."

Worked example: 120 points in marginal bands: 80 x 3.00 + 20 x 3.60 = 312.00. 30 points without a previous month:
10% of the next bill.
"""

from fractions import Fraction
from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from tallystick.agreement.fields import STRICT, RoundingText
from tallystick.settlement.closing import Cap, close
from tallystick.settlement.conditions import happened
from tallystick.settlement.converting import Counted, convert
from tallystick.settlement.counting import average_counts, count_points, has_failed, is_worst
from tallystick.settlement.fees import payment
from tallystick.settlement.lines import left_out, result
from tallystick.settlement.outcomes import Event, Kind, Line, Outcome, Step
from tallystick.settlement.readings import Reading
from tallystick.settlement.rules import Rule
from tallystick.settlement.sentences import CannotCompute, sentence
from tallystick.settlement.terms.conversion import Conversion
from tallystick.settlement.terms.fields import ShareOrMoney
from tallystick.settlement.terms.incentive import IncentiveTerms, Use
from tallystick.settlement.terms.points import PointsTerms
from tallystick.settlement.view import View
from tallystick.settlement.writing import number_text
from tallystick.values.periods import Period
from tallystick.values.refusals import Refusal
from tallystick.values.units import NUMBER
from tallystick.words import say

SOURCE = (
    "HM Treasury, Standardisation of PFI Contracts: performance points in marginal bands; TELUS service level "
    "agreement: points to a share of the next bill, averaged with the previous month"
)


class Averaged(BaseModel):
    """The count is averaged with that of earlier periods; one without data is left out."""

    model_config = STRICT

    over: int = Field(ge=2, description="number of periods, this one included")
    rounding: RoundingText | None = Field(None, description="how the average is rounded; left out: not at all")


class Terms(IncentiveTerms):
    """The terms of turning points, or a measure, into money."""

    rule: Literal["points_to_money"]
    measure: str | None = Field(None, description="a KPI that is the count itself, entered or measured")
    points: PointsTerms | None = Field(None, description="points counted here, by bands")
    averaged: Averaged | None = None
    counted: Literal["each_period", "together"] = Field(
        "each_period", description="convert each period's count, or the sum"
    )
    money: Conversion
    of: Literal["this_fee", "next_fee"] = Field("this_fee", description="the fee that shares are of")
    paid_to: Literal["client", "provider"]
    cap: ShareOrMoney | None = Field(None, description="most that a period comes to: an amount, or a part of the fee")

    @model_validator(mode="after")
    def _one_count(self) -> Self:
        if (self.measure is None) == (self.points is None):
            raise Refusal(
                say("nothing, or two things, are counted"), say("name either measure (a KPI) or points (bands)")
            )
        if self.averaged and self.counted == "together":
            raise Refusal(
                say("a count taken together is not averaged"), say("leave out averaged, or let counted be each_period")
            )
        return self

    def uses(self) -> tuple[Use, ...]:
        """Name the KPI that is the count, or those that score points."""
        if self.points:
            return self.points.uses()
        return (Use(self.measure or "", edges=self.money.edges(), counts=True),)

    def lookback(self) -> int:
        """Count the earlier periods that events, repeats and averages need."""
        back = self.averaged.over - 1 if self.averaged else 0
        return max(super().lookback(), back + (self.points.lookback() if self.points else 0))


def evaluate(terms: Terms, view: View) -> Outcome:
    """Count, average and convert each period, or convert the sum of all periods once."""
    lines = _points(terms, view)
    if terms.counted == "together":
        lines.append(_together(terms, lines, view))
        paid = [view.period]
    else:
        lines += [_convert_period(terms, view, period) for period in view.periods]
        paid = list(view.periods)
    caps = {period: Cap(*payment(view, terms.cap, period)) for period in paid if terms.cap is not None}
    return Outcome(close(lines, terms, view, caps=caps), _events(terms, view))


def _points(terms: Terms, view: View) -> list[Line]:
    points = terms.points
    return [line for period in view.periods for line in count_points(points, view, period)] if points else []


def _events(terms: Terms, view: View) -> tuple[Event, ...]:
    points = terms.points
    if points is None:
        return happened(terms, view, [terms.measure or ""], failed=_never, worst=_never)
    return happened(
        terms,
        view,
        points.measures,
        failed=lambda reading: has_failed(points, view, reading),
        worst=lambda reading: is_worst(points, view, reading),
    )


def _never(_: Reading) -> bool:
    return False


def _count(terms: Terms, view: View, period: Period) -> Fraction | None:
    """Give a period's count; None where it has no data."""
    if terms.points:
        lines = count_points(terms.points, view, period)
        if all(line.kind is Kind.LEFT_OUT for line in lines):
            return None
        return sum((line.points or Fraction(0) for line in lines), Fraction(0))
    return view.reading(terms.measure or "", period).value


def _convert_period(terms: Terms, view: View, period: Period) -> Line:
    reading = None if terms.points else view.reading(terms.measure or "", period)
    if reading is not None and reading.left_out:
        return left_out(reading, money=True)
    count, steps = _averaged(terms, view, period, _count(terms, view, period))
    return _paid(terms, view, period, count, steps, reading)


def _averaged(
    terms: Terms, view: View, period: Period, count: Fraction | None
) -> tuple[Fraction | None, tuple[Step, ...]]:
    if terms.averaged is None or count is None:
        return count, ()
    counts = [count]
    for back in range(1, terms.averaged.over):
        before = period.shift(-back)
        if before.end > view.known_since and (earlier := _count(terms, view, before)) is not None:
            counts.append(earlier)
    average, step = average_counts(counts, terms.averaged.rounding)
    return average, (step,)


def _together(terms: Terms, lines: list[Line], view: View) -> Line:
    if terms.points:
        counts = [line.points or Fraction(0) for line in lines]
    else:
        readings = [view.reading(terms.measure or "", period) for period in view.periods]
        counts = [_known(reading) for reading in readings if not reading.left_out]
    total = sum(counts, Fraction(0))
    texts = tuple(number_text(count) for count in counts)
    words = sentence(
        "all periods together: {counts} = {total}", counts=" + ".join(texts) or "0", total=number_text(total)
    )
    return _paid(terms, view, view.period, total, (Step("plus", texts, number_text(total), words),), None)


def _known(reading: Reading) -> Fraction:
    if reading.value is None:
        raise CannotCompute(
            sentence(
                "{kpi} has no figure for {period}, and a sum has no worst band",
                kpi=reading.kpi,
                period=reading.period.name,
            )
        )
    return reading.value


def _paid(
    terms: Terms,
    view: View,
    period: Period,
    count: Fraction | None,
    before: tuple[Step, ...],
    reading: Reading | None,
) -> Line:
    if terms.measure:
        kpi = view.kpi(terms.measure)
        text = "no figure" if count is None else view.figure(terms.measure, count)
        counted = Counted(count, kpi.rounding.unit, text, str(kpi.better))
    else:
        text = number_text(count or Fraction(0))
        counted = Counted(count or Fraction(0), NUMBER, text, "lower")
    amount, steps = convert(terms.money, counted, view, period, next_fee=terms.of == "next_fee")
    what = {"what": terms.measure or "points", "period": period.name, "count": text}
    if terms.paid_to == "client":
        words = sentence("{what} of {period}: {count}, credited to the client", **what)
    else:
        words = sentence("{what} of {period}: {count}, paid by the client", **what)
    exact = -amount if terms.paid_to == "client" else amount
    if reading is not None:
        return result(reading, words, (*before, *steps), exact=exact)
    return Line(Kind.CONVERTED, period, words, steps=(*before, *steps), exact=exact)


RULE = Rule("points_to_money", Terms, SOURCE, evaluate)
