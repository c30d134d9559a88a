"""Units as products of powers, so that minutes and dollars can never be added."""

from __future__ import annotations

from dataclasses import dataclass

_SECOND = "second"


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of powers of dimensions; no power is a plain number. Time is always counted in seconds."""

    powers: tuple[tuple[str, int], ...] = ()

    @classmethod
    def money(cls, currency: str) -> Unit:
        """The major unit of a currency."""
        return cls(((currency, 1),))

    def __mul__(self, other: Unit) -> Unit:
        return self._combined(other, 1)

    def __truediv__(self, other: Unit) -> Unit:
        return self._combined(other, -1)

    def _combined(self, other: Unit, sign: int) -> Unit:
        powers = dict(self.powers)
        for name, power in other.powers:
            powers[name] = powers.get(name, 0) + sign * power
        return Unit(tuple(sorted((name, power) for name, power in powers.items() if power)))

    @property
    def is_number(self) -> bool:
        """Whether it is a plain number."""
        return not self.powers

    @property
    def is_duration(self) -> bool:
        """Whether it is a time."""
        return self.powers == ((_SECOND, 1),)

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of one currency."""
        return len(self.powers) == 1 and self.powers[0][1] == 1 and not self.is_duration

    @property
    def currency(self) -> str | None:
        """The currency of an amount of money, also of one per something."""
        return next((name for name, power in self.powers if name != _SECOND and power == 1), None)

    def written(self) -> str:
        """The unit in words: «», «second», «USD», «USD per second»."""
        above = " ".join(_power(name, power) for name, power in self.powers if power > 0)
        below = " ".join(_power(name, -power) for name, power in self.powers if power < 0)
        return f"{above} per {below}".strip() if below else above


def _power(name: str, power: int) -> str:
    return name if power == 1 else f"{name}^{power}"


NUMBER = Unit()
SECOND = Unit(((_SECOND, 1),))
