"""Places for labels that would otherwise overlap."""

from __future__ import annotations

from collections.abc import Sequence


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places near the wanted ones, at least `gap` apart, in their order."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = [0.0] * len(wanted)
    previous = low - gap
    for index in order:
        placed[index] = max(wanted[index], previous + gap)
        previous = placed[index]
    if previous > high:
        limit = high
        for index in reversed(order):
            placed[index] = min(placed[index], limit)
            limit = placed[index] - gap
    return [round(place, 1) for place in placed]
