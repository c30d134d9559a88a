"""Rounding as a clause says it: «half up to 0.1%». Exact half-way cases, no floats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tallystick.values.quantities import parse_styled, write_styled
from tallystick.values.refusals import Refusal
from tallystick.values.units import NUMBER, Unit
from tallystick.words import say


class Mode(StrEnum):
    """How a value between two steps goes to one of them."""

    HALF_UP = "half up"
    HALF_DOWN = "half down"
    HALF_EVEN = "half even"
    UP = "up"
    DOWN = "down"
    CEILING = "ceiling"
    FLOOR = "floor"


def _nearest(value: Fraction, away_on_half: Callable[[int], bool]) -> int:
    whole, rest = divmod(abs(value.numerator), value.denominator)
    up = 2 * rest > value.denominator or (2 * rest == value.denominator and away_on_half(whole))
    return -(whole + up) if value < 0 else whole + up


def _away(value: Fraction) -> int:
    return -int(-value // 1) if value > 0 else int(value // 1)


_TO_WHOLE: dict[Mode, Callable[[Fraction], int]] = {
    Mode.HALF_UP: lambda value: _nearest(value, lambda whole: True),
    Mode.HALF_DOWN: lambda value: _nearest(value, lambda whole: False),
    Mode.HALF_EVEN: lambda value: _nearest(value, lambda whole: bool(whole % 2)),
    Mode.UP: _away,
    Mode.DOWN: int,
    Mode.CEILING: lambda value: int(-(-value // 1)),
    Mode.FLOOR: lambda value: int(value // 1),
}


def to_whole(value: Fraction, mode: Mode) -> int:
    """Round to a whole number. Half up and half down are symmetric around 0; up is away from 0, down towards it."""
    return _TO_WHOLE[mode](value)


@dataclass(frozen=True, slots=True)
class Rounding:
    """A mode and a step; `style` is how the step was written, and so how values are shown."""

    mode: Mode
    step: Fraction
    unit: Unit = NUMBER
    style: str = "number"

    @classmethod
    def parse(cls, text: str) -> Rounding:
        """Read «half up to 0.1%»; «truncate» is another word for down. Raises Refusal."""
        mode_text, separator, step_text = text.strip().partition(" to ")
        name = "down" if mode_text.strip() == "truncate" else mode_text.strip()
        if not separator or name not in {mode.value for mode in Mode}:
            raise Refusal(
                say("«{text}» is no rounding", text=text),
                say('write one of {modes}, such as "half up to 0.1%"', modes=", ".join(Mode)),
            )
        step, style = parse_styled(step_text)
        if step.value <= 0:
            raise Refusal(say("the step of a rounding must be above 0"), say('write "half up to 0.1%"'))
        return cls(Mode(name), step.value, step.unit, style)

    def apply(self, value: Fraction) -> Fraction:
        """Round a value in base units."""
        return to_whole(value / self.step, self.mode) * self.step

    def show(self, value: Fraction, unit: Unit | None = None) -> str:
        """Write a rounded value as the agreement shows it: «74.0%», «22.2 hours», «11.22 USD»."""
        return write_styled(value, self.unit if unit is None else unit, self.style, self.step)

    def written(self) -> str:
        """The clause in canonical words."""
        return f"{self.mode} to {write_styled(self.step, self.unit, self.style, self.step)}"
