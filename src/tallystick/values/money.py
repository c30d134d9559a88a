"""Money in whole minor units of its currency: it is added, split and rounded, and never loses a unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tallystick.values.currencies import exponent
from tallystick.values.numerals import read_numeral, write_numeral
from tallystick.values.refusals import Refusal
from tallystick.values.rounding import Mode, to_whole
from tallystick.words import say


@dataclass(frozen=True, slots=True)
class Money:
    """An amount: `minor` counts the currency's smallest units (cents, yen, fils)."""

    minor: int
    currency: str

    @classmethod
    def parse(cls, text: str) -> Money:
        """Read «250000.00 USD». More decimals than the currency has are refused. Raises Refusal."""
        numeral, _, currency = text.strip().partition(" ")
        if not currency:
            raise Refusal(
                say("«{text}» has no currency", text=text),
                say('write the amount with it, such as "250.00 USD"'),
            )
        places = exponent(currency.strip())
        minor = read_numeral(numeral) * 10**places
        if minor.denominator != 1:
            raise Refusal(
                say("{currency} has {n} decimals, «{text}» has more", currency=currency, n=places, text=text),
                say("round the amount; prices per unit may have more decimals"),
            )
        return cls(minor.numerator, currency.strip())

    @classmethod
    def of(cls, major: Fraction, currency: str, mode: Mode) -> Money:
        """Round an exact amount of major units once. Raises Refusal for an unknown currency."""
        return cls(to_whole(major * 10 ** exponent(currency), mode), currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in a currency."""
        return cls(0, currency)

    @property
    def major(self) -> Decimal:
        """The amount in major units."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    @property
    def exact(self) -> Fraction:
        """The amount in major units, as a fraction."""
        return Fraction(self.minor, 10 ** exponent(self.currency))

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.minor), self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise Refusal(
                say("{left} and {right} are two currencies", left=self.currency, right=other.currency),
                say("agree an exchange rate first"),
            )
        return other.minor

    def times(self, factor: Fraction, mode: Mode) -> Money:
        """The amount times a factor, rounded once to minor units."""
        return Money(to_whole(self.minor * factor, mode), self.currency)

    def allocate(self, weights: Sequence[Fraction | int]) -> list[Money]:
        """Split in proportion; the parts sum to the whole, and none is a unit off its exact share.

        Largest remainder method: each part is rounded towards 0, and the units left over go one by one to the
        largest remainders, ties in the order given. Raises Refusal when no weight is above 0 or one is below.
        """
        exact = [Fraction(weight) for weight in weights]
        if not exact or min(exact) < 0 or sum(exact) == 0:
            raise Refusal(
                say("an amount cannot be split by these weights"), say("give weights of 0 or more, not all 0")
            )
        total, amount = sum(exact), abs(self.minor)
        shares = [amount * weight / total for weight in exact]
        parts = [int(share) for share in shares]
        order = sorted(range(len(shares)), key=lambda index: parts[index] - shares[index])
        for index in order[: amount - sum(parts)]:
            parts[index] += 1
        sign = -1 if self.minor < 0 else 1
        return [Money(sign * part, self.currency) for part in parts]

    def written(self) -> str:
        """Canonical text: «250000.00 USD»."""
        return f"{write_numeral(self.exact, exponent(self.currency))} {self.currency}"


def total(amounts: Sequence[Money], currency: str) -> Money:
    """The sum of amounts of one currency."""
    result = Money.zero(currency)
    for amount in amounts:
        result += amount
    return result
