"""The fee, what is at risk, and how money is rounded."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.agreement.findings import Finding
from tallystick.agreement.references.finder import Finder
from tallystick.agreement.terms.settlement import SettlementTerms
from tallystick.words import say


def check(finder: Finder) -> Iterator[Finding]:
    """Find what is wrong with the settlement."""
    settlement = finder.agreement.settlement
    if settlement is not None:
        yield from _fee(finder, settlement)
        yield from _shares(finder, settlement)
    elif finder.agreement.incentives and ("settlement",) not in finder.positions.keys:
        mend = say("say per which period is settled")
        yield finder.error("settlement.missing", ("incentives",), say("incentives need `settlement:`"), mend)


def _fee(finder: Finder, settlement: SettlementTerms) -> Iterator[Finding]:
    start = finder.agreement.term.start
    for day, fee in settlement.fee.steps if settlement.fee else ():
        path = ("settlement", "fee", day.isoformat())
        yield from finder.currency(fee.currency, path)
        yield from finder.after_end(day, "fee", path)
    if settlement.fee and settlement.fee.at(start) is None:
        problem = say("no fee is in force on the first day")
        yield finder.error("fee.gap", ("settlement", "fee"), problem, say("give one from {day}", day=start))


def _shares(finder: Finder, settlement: SettlementTerms) -> Iterator[Finding]:
    if settlement.at_risk is not None and not 0 <= settlement.at_risk <= 1:
        problem = say("what is at risk is no part of the fee")
        yield finder.error("fee.at_risk", ("settlement", "at_risk"), problem, say("write from 0% to 100%"))
    if settlement.rounding is None:
        return
    if settlement.rounding.unit.is_money:
        yield from finder.currency(settlement.rounding.unit.currency, ("settlement", "rounding"))
    else:
        problem = say("amounts are rounded to a step of money")
        mend = say("write it as: half up to 0.01 {currency}", currency=finder.agreement.currency)
        yield finder.error("unit.mixed", ("settlement", "rounding"), problem, mend)
