"""Shares of the fee and agreed amounts, each with the steps that lead to it."""

from fractions import Fraction

from tallystick.settlement.outcomes import Step
from tallystick.settlement.sentences import CannotCompute, sentence
from tallystick.settlement.view import View
from tallystick.settlement.writing import amount_text, share_text
from tallystick.values.money import Money
from tallystick.values.periods import Period

Amount = tuple[Fraction, tuple[Step, ...]]


def fee_after(view: View, period: Period) -> Money:
    """Give the fee of the period that follows one looked at: the next bill."""
    if period in view.periods[:-1]:
        return view.fee(view.periods[view.periods.index(period) + 1])
    fee = view.fee_on(view.period.shift(1))
    return fee if period == view.period else fee.allocate([1] * len(view.periods))[0]


def fee_steps(view: View, period: Period) -> tuple[Step, ...]:
    """Say which fee is in force, and which equal part of it falls to a period looked at."""
    whole, part = view.fee_on(view.period).written(), view.fee(period).written()
    named = {"fee": whole, "settled": view.period.name, "day": str(view.period.start)}
    steps = [Step("given", (), whole, sentence("Fee of {settled}, in force on {day}: {fee}", **named))]
    if period in view.periods and len(view.periods) > 1:
        count = str(len(view.periods))
        words = sentence(
            "Of the fee {fee}, shared equally among {count} periods, {part} falls to {period}",
            fee=whole,
            count=count,
            part=part,
            period=period.name,
        )
        steps.append(Step("divide", (whole, count), part, words))
    return tuple(steps)


def payment(view: View, pays: Fraction | Money, period: Period, *, next_fee: bool = False) -> Amount:
    """Give an agreed amount, or an agreed share of the fee, in major units, and how it was found."""
    if isinstance(pays, Money):
        in_currency(view, pays.currency)
        words = sentence("the agreed amount is {amount}", amount=pays.written())
        return pays.exact, (Step("given", (), pays.written(), words),)
    fee = fee_after(view, period) if next_fee else view.fee(period)
    amount = fee.exact * pays
    texts = {"fee": fee.written(), "share": share_text(pays), "amount": amount_text(amount, view.currency)}
    if next_fee:
        words = sentence("fee of the period after {period}, {fee}, x {share} = {amount}", period=period.name, **texts)
        before: tuple[Step, ...] = ()
    else:
        words = sentence("fee {fee} x {share} = {amount}", **texts)
        before = fee_steps(view, period)
    return amount, (*before, Step("times", (texts["fee"], texts["share"]), texts["amount"], words))


def in_currency(view: View, currency: str) -> None:
    """Hold that an amount of the terms is in the agreement's currency; CannotCompute otherwise."""
    if currency != view.currency:
        raise CannotCompute(
            sentence(
                "the terms name an amount in {other} but the agreement settles in {currency}",
                other=currency,
                currency=view.currency,
            )
        )
