"""Rounding amounts as positive figures, within a cap, and sharing a rounded total among exact parts."""

from collections.abc import Sequence
from fractions import Fraction

from tallystick.values.rounding import Rounding


def round_amount(amount: Fraction, rounding: Rounding) -> Fraction:
    """Round an amount as a positive figure and give it its direction back."""
    rounded = rounding.apply(abs(amount))
    return -rounded if amount < 0 else rounded


def round_within(amount: Fraction, rounding: Rounding, most: Fraction | None) -> Fraction:
    """Round an amount, and take it down a step where that lifts it above its cap."""
    rounded = round_amount(amount, rounding)
    if most is None or abs(rounded) <= most:
        return rounded
    down = most // rounding.step * rounding.step
    return -down if amount < 0 else down


def apportion(parts: Sequence[Fraction], total: Fraction, step: Fraction) -> list[Fraction]:
    """Share a rounded total among exact parts in whole steps, by the largest remainder; ties to the earlier.

    `total` lies within one step of the sum of the parts; each share then lies within one step of its part.
    """
    floors = [part // step for part in parts]
    left = int(total / step) - sum(floors)
    by_remainder = sorted(range(len(parts)), key=lambda place: (floors[place] - parts[place] / step, place))
    gaining = set(by_remainder[:left])
    return [(low + (place in gaining)) * step for place, low in enumerate(floors)]
