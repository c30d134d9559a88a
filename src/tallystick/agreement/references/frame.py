"""The term, the currency and the zone."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.agreement.findings import Finding
from tallystick.agreement.references.finder import Finder
from tallystick.values.currencies import is_currency
from tallystick.words import say


def check(finder: Finder) -> Iterator[Finding]:
    """Find what is wrong with the agreement's frame."""
    agreement = finder.agreement
    yield from finder.zone(agreement.zone, ("zone",))
    if not is_currency(agreement.currency):
        problem = say("there is no currency «{code}»", code=agreement.currency)
        capitals = agreement.currency.upper()
        mend = (
            say("did you mean {name}?", name=capitals)
            if is_currency(capitals)
            else say("use a code of ISO 4217, such as EUR")
        )
        yield finder.error("currency.unknown", ("currency",), problem, mend)
    if agreement.term.end < agreement.term.start:
        mend = say("write a day after {day}", day=agreement.term.start)
        yield finder.error("term.inverted", ("term", "end"), say("the agreement ends before it starts"), mend)
