"""Prices per unit, as exact as they are written; rounded only where the contract says."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tallystick.values.currencies import exponent
from tallystick.values.money import Money
from tallystick.values.numerals import read_numeral, shortest
from tallystick.values.refusals import Refusal
from tallystick.values.rounding import Mode
from tallystick.words import say


@dataclass(frozen=True, slots=True)
class Price:
    """Major units of a currency per one of something."""

    amount: Fraction
    currency: str
    per: str | None = None

    @classmethod
    def parse(cls, text: str) -> Price:
        """Read «3.00 USD per point» or «0.0125 USD». Raises Refusal."""
        money, _, per = text.strip().partition(" per ")
        numeral, _, currency = money.strip().partition(" ")
        if not currency:
            raise Refusal(say("«{text}» is no price", text=text), say('write it as "3.00 USD per point"'))
        exponent(currency.strip())
        return cls(read_numeral(numeral), currency.strip(), per.strip() or None)

    def times(self, count: Fraction | int, mode: Mode) -> Money:
        """What so many cost, rounded once."""
        return Money.of(self.amount * count, self.currency, mode)

    def written(self) -> str:
        """Canonical text."""
        amount = f"{shortest(self.amount)} {self.currency}"
        return f"{amount} per {self.per}" if self.per else amount
