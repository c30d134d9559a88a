"""Agreed events on a process chart: a letter with its words, and a line down to the point where it began."""

from __future__ import annotations

from collections.abc import Sequence

from tallystick.reports.charts.drawing import Ink, text
from tallystick.reports.charts.series import BOTTOM, TOP, WIDTH, DrawnEvent, Frame, shortened, width_of

ROW, LONGEST, MOST_ROWS = 20, 230.0, 4


def rows_of(events: Sequence[DrawnEvent], frame: Frame) -> list[tuple[int, str]]:
    """For each event its row, counted upwards, and the words that fit.

    The earlier of two that would meet goes above, so that no line runs through the words of another.
    """
    placed: list[tuple[int, str]] = []
    later: list[tuple[float, int]] = []
    for event in reversed(events):
        x = frame.edge(event.index)
        words = shortened(event.words, min(WIDTH - x - 14, LONGEST))
        row = _free_row(later, x + 14 + width_of(words))
        if row >= MOST_ROWS:
            words, row = "", min(_free_row(later, x + 10), MOST_ROWS)
        later.append((x, row))
        placed.append((row, words))
    return placed[::-1]


def _free_row(later: Sequence[tuple[float, int]], end: float) -> int:
    return max((row + 1 for x, row in later if x - 10 < end), default=0)


def draw_events(events: Sequence[DrawnEvent], rows: Sequence[tuple[int, str]], frame: Frame, ink: Ink) -> list[str]:
    """Draw the letters, lines and words."""
    parts = []
    for event, (row, words) in zip(events, rows, strict=True):
        x, y = frame.edge(event.index), TOP - 30 - row * ROW
        parts.append(f'<path d="M{x} {y + 16}V{BOTTOM}" {ink("event")}/>')
        parts.append(f'<rect x="{round(x - 8, 1)}" y="{y}" width="16" height="16" rx="3" {ink("flag")}/>')
        parts.append(text(x, y + 12, event.letter, ink("flagtext"), "middle"))
        if words:
            parts.append(text(round(x + 13, 1), y + 12, words, ink("eventtext")))
    return parts
