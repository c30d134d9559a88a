"""Currencies by ISO 4217: how many decimals each has."""

from __future__ import annotations

from functools import lru_cache

from tallystick.values.refusals import Refusal
from tallystick.words import say


@lru_cache(maxsize=1)
def _exponents() -> dict[str, int]:
    from iso4217 import Currency

    return {currency.code: currency.exponent for currency in Currency if currency.exponent is not None}


def is_currency(code: str) -> bool:
    """Whether the code is a currency of ISO 4217 in which amounts can be paid."""
    return code in _exponents()


def exponent(code: str) -> int:
    """The number of decimals of a currency: 2 for USD, 0 for JPY, 3 for KWD. Raises Refusal."""
    found = _exponents().get(code)
    if found is None:
        close = _nearest(code)
        mend = say("did you mean {code}?", code=close) if close else say("use a code of ISO 4217, such as EUR")
        raise Refusal(say("there is no currency «{code}»", code=code), mend)
    return found


def _nearest(code: str) -> str | None:
    """The currency most likely meant: in capitals, with its letters exchanged, or of the same country."""
    capitals = code.upper()
    known = sorted(_exponents())
    letters = (one for one in known if sorted(one) == sorted(capitals))
    country = (one for one in known if one[:2] == capitals[:2])
    return next((one for group in (letters, country) for one in group), None)
