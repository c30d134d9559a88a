"""Turning a count or measure into money: by a rate, by marginal bands of the rate, or by a table of steps."""

from dataclasses import dataclass
from fractions import Fraction

from tallystick.settlement.fees import in_currency, payment
from tallystick.settlement.outcomes import Step
from tallystick.settlement.sentences import CannotCompute, sentence
from tallystick.settlement.terms.bands import in_order, row_for, worst_row
from tallystick.settlement.terms.conversion import Conversion, PayStep
from tallystick.settlement.view import View
from tallystick.settlement.writing import amount_text, number_text
from tallystick.values.periods import Period
from tallystick.values.prices import Price
from tallystick.values.quantities import Quantity
from tallystick.values.refusals import Refusal
from tallystick.values.units import NUMBER, Unit


@dataclass(frozen=True)
class Counted:
    """What is to be paid for: a value in base units of its unit, and how it is written. None is deemed worst."""

    value: Fraction | None
    unit: Unit
    text: str
    better: str


def convert(
    terms: Conversion, counted: Counted, view: View, period: Period, *, next_fee: bool
) -> tuple[Fraction, tuple[Step, ...]]:
    """Give the money, in major units and without direction, and the arithmetic.

    Raises CannotCompute where no row is the worst, or the rate's unit is not that of what is counted.
    """
    if terms.steps:
        return _by_steps(terms.steps, counted, view, period, next_fee=next_fee)
    if counted.value is None or terms.rate is None:
        raise CannotCompute(
            sentence(
                "{counted} for {period}, and a rate has no worst band",
                counted=counted.text,
                period=period.name,
            )
        )
    in_currency(view, terms.rate.currency)
    units = counted.value / one_unit(terms.rate, counted.unit)
    return _by_rate(terms, units, terms.rate, counted.unit)


def one_unit(rate: Price, unit: Unit) -> Fraction:
    """Give the size, in base units, of the one thing that a rate prices.

    Raises CannotCompute when the rate prices something of another kind than the unit.
    """
    per = rate.per or "unit"
    if per == "percentage point":
        size, of = Fraction(1, 100), NUMBER
    else:
        try:
            quantity = Quantity.parse(f"1 {per}")
            size, of = quantity.value, quantity.unit
        except Refusal:
            size, of = Fraction(1), NUMBER
    if of != unit:
        raise CannotCompute(
            sentence(
                "the rate is {rate} but what is counted has the unit {unit}",
                rate=rate.written(),
                unit=unit.written() or "number",
            )
        )
    return size


def _by_steps(
    rows: tuple[PayStep, ...], counted: Counted, view: View, period: Period, *, next_fee: bool
) -> tuple[Fraction, tuple[Step, ...]]:
    row = worst_row(in_order(rows), counted.better) if counted.value is None else row_for(rows, counted.value)
    band = row.written()
    words = sentence("{counted} lies in the row {band}", counted=counted.text, band=band)
    amount, steps = payment(view, row.pays, period, next_fee=next_fee)
    return amount, (Step("band", (counted.text,), band, words), *steps)


def _by_rate(terms: Conversion, units: Fraction, rate: Price, unit: Unit) -> tuple[Fraction, tuple[Step, ...]]:
    price = rate.amount
    if not terms.marginal:
        amount = units * price
        return amount, (_priced(units, rate, price, amount),)
    total, start, steps = Fraction(0), Fraction(0), []
    for band in terms.marginal:
        end = band.up_to.value / one_unit(rate, unit) if band.up_to else units
        inside = max(Fraction(0), min(units, end) - start)
        amount = inside * price * band.times
        if inside:
            steps.append(_in_band(start, inside, rate, band.times, amount))
        total, start = total + amount, end
    texts = {
        "sum": " + ".join(step.result for step in steps) or "0",
        "total": amount_text(total, rate.currency),
    }
    words = sentence("together {sum} = {total}", **texts)
    return total, (*steps, Step("plus", tuple(step.result for step in steps), texts["total"], words))


def _priced(units: Fraction, rate: Price, price: Fraction, amount: Fraction) -> Step:
    texts = {
        "units": number_text(units),
        "rate": rate.written(),
        "amount": amount_text(amount, rate.currency),
    }
    return Step(
        "times",
        (texts["units"], texts["rate"]),
        texts["amount"],
        sentence("{units} x {rate} = {amount}", **texts),
    )


def _in_band(start: Fraction, inside: Fraction, rate: Price, times: Fraction, amount: Fraction) -> Step:
    texts = {
        "inside": number_text(inside), "start": number_text(start), "end": number_text(start + inside),
        "rate": rate.written(), "times": number_text(times), "amount": amount_text(amount, rate.currency),
    }  # fmt: skip
    words = sentence("{inside} beyond {start} up to {end}: {inside} x {rate} x {times} = {amount}", **texts)
    return Step("times", (texts["inside"], texts["rate"], texts["times"]), texts["amount"], words)
