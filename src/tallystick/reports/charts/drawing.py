"""Scales, points and text of a chart: floats place ink, they never become figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

# What a class looks like where no stylesheet reaches (PDF): presentation attributes of the light tokens.
PRINTED = {
    "series": 'fill="none" stroke="#4a5a67" stroke-width="1.5"',
    "band": 'fill="#edf1f4"',
    "limit": 'fill="none" stroke="#53626e" stroke-width="1" stroke-dasharray="5 4"',
    "mean": 'fill="none" stroke="#53626e" stroke-width="1"',
    "target": 'fill="none" stroke="#7a3b87" stroke-width="1.5" stroke-dasharray="2 2"',
    "grid": 'fill="none" stroke="#ebeff1" stroke-width="1"',
    "event": 'fill="none" stroke="#53626e" stroke-width="1" stroke-dasharray="2 3"',
    "flag": 'fill="#17222b"',
    "flagtext": 'fill="#ffffff" font-size="10" font-weight="700"',
    "label": 'fill="#17222b" font-size="11"',
    "soft": 'fill="#53626e" font-size="11"',
    "targettext": 'fill="#7a3b87" font-size="11" font-weight="600"',
    "good": 'fill="#0b62b0"',
    "bad": 'fill="#b8430b"',
    "warn": 'fill="#7a5c00"',
    "plain": 'fill="#4a5a67"',
    "out": 'fill="none" stroke="#53626e" stroke-width="1.2"',
    "eventtext": 'fill="#17222b" font-size="11"',
    "halo": 'fill="#53626e" font-size="11" stroke="#ffffff" stroke-width="3" paint-order="stroke"',
    "targethalo": 'fill="#7a3b87" font-size="11" stroke="#ffffff" stroke-width="3" paint-order="stroke"',
    "jump": 'fill="none" stroke="#4a5a67" stroke-width="1.5" stroke-dasharray="2 4"',
    "axis": 'fill="none" stroke="#dde3e7" stroke-width="1"',
    "gap": 'fill="none" stroke="#53626e" stroke-width="1.4"',
    "rest": 'fill="#dde3e7"',
    "goal": 'fill="none" stroke="#7a3b87" stroke-width="2.5"',
    "mark": 'fill="none" stroke="#ffffff" stroke-width="1.6"',
}


@dataclass(frozen=True)
class Ink:
    """Writes classes for screens or attributes for print."""

    printed: bool = False

    def __call__(self, name: str) -> str:
        """Write the attributes of a kind of ink."""
        return PRINTED[name] if self.printed else f'class="{name}"'


SCREEN = Ink()


@dataclass(frozen=True)
class Scale:
    """Maps values to places; a flat series lies in the middle."""

    low: float
    high: float
    start: float
    end: float

    @classmethod
    def over(cls, values: Sequence[float], start: float, end: float, margin: float = 0.06) -> Scale:
        """A scale that holds the values, not from zero, with a little air."""
        finite = [value for value in values if math.isfinite(value)]
        low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
        if high == low:
            pad = abs(high) * 0.1 or 1.0
            return cls(low - pad, high + pad, start, end)
        pad = (high - low) * margin
        return cls(low - pad, high + pad, start, end)

    def __call__(self, value: float) -> float:
        """Give the place of a value."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self, most: int = 5) -> list[float]:
        """Round values inside the scale."""
        span = self.high - self.low
        step = 10.0 ** math.floor(math.log10(span / most))
        step *= next((factor for factor in (1, 2, 5, 10) if span / (step * factor) <= most), 10)
        first = math.ceil(self.low / step)
        return [round(number * step, 12) for number in range(first, math.floor(self.high / step) + 1)]


def polylines(points: Sequence[tuple[float, float] | None]) -> list[str]:
    """Runs of points between gaps, as attributes of polylines."""
    runs: list[list[str]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(f"{point[0]},{point[1]}")
    return [" ".join(run) for run in runs if len(run) > 1]


def text(x: float, y: float, words: str, ink: str, anchor: str = "start") -> str:
    """A text, escaped."""
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" {ink}>{escape(words)}</text>'


def status_shape(status: str, x: float, y: float, size: float, ink: Ink = SCREEN) -> str:
    """The shape of a status: disc for met, triangle for near, diamond for missed, ring for none."""
    half = size / 2
    if status == "met":
        return f'<circle cx="{x}" cy="{y}" r="{half}" {ink("good")}/>'
    if status == "near":
        return f'<path d="M{x} {y - half}L{x + half} {y + half}H{x - half}Z" {ink("warn")}/>'
    if status == "missed":
        return f'<path d="M{x} {y - half}L{x + half} {y}L{x} {y + half}L{x - half} {y}Z" {ink("bad")}/>'
    return f'<circle cx="{x}" cy="{y}" r="{half - 0.6}" {ink("out")}/>'
