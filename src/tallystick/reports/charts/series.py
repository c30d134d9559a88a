"""What a process chart is given, and where its parts lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tallystick.reports.charts.drawing import Scale

WIDTH, TOP, BOTTOM = 760, 40, 270
RANGE_TOP, RANGE_BOTTOM, HEIGHT = 324, 378, 402
LETTER = 6.2  # the width to allow for a letter at 11 px


@dataclass(frozen=True)
class DrawnPhase:
    """Limits between two points (the end not included); no limits where there are too few points."""

    start: int
    end: int
    mean: float | None
    lower: float | None
    upper: float | None
    range_mean: float | None = None
    range_limit: float | None = None


@dataclass(frozen=True)
class DrawnPoint:
    """A point: its value, moving range, what it means (improvement, concern, neutral or none), whether it counts.

    `remark` says why a point counts in no limit, or that its figure may still change.
    """

    label: str
    value: float | None
    moving_range: float | None = None
    signal: str | None = None
    excluded: bool = False
    remark: str = ""


@dataclass(frozen=True)
class DrawnEvent:
    """Something agreed that happened at a point, with a letter on the chart."""

    index: int
    letter: str
    words: str


@dataclass(frozen=True)
class ProcessDrawing:
    """All that the chart shows. `show` writes a value as the reader's locale does; targets step by point."""

    title: str
    description: str
    points: Sequence[DrawnPoint]
    phases: Sequence[DrawnPhase]
    targets: Sequence[float | None]
    show: Callable[[float], str]
    events: Sequence[DrawnEvent] = ()


def width_of(words: str) -> float:
    """About how wide a text of the chart is: with room to spare, since the reader's font is not known."""
    return len(words) * LETTER


def shortened(words: str, room: float) -> str:
    """A text that fits, with an ellipsis where it was cut."""
    most = max(int(room / LETTER), 0)
    return words if len(words) <= most else words[: max(most - 1, 0)].rstrip() + "…" if most > 2 else ""


@dataclass(frozen=True)
class Frame:
    """Places points between left and right, half a step of air at both ends; values between bottom and top."""

    left: float
    right: float
    count: int
    scale: Scale

    @property
    def step(self) -> float:
        """The width of a period."""
        return (self.right - self.left) / max(self.count, 1)

    def __call__(self, index: float) -> float:
        """Give the place of a point."""
        return round(self.left + (index + 0.5) * self.step, 1)

    def edge(self, index: int) -> float:
        """Give the place where a point's period begins."""
        return round(self.left + index * self.step, 1)


class Room:
    """Where texts lie already, so that a later one can stay away."""

    def __init__(self) -> None:
        self._taken: list[tuple[float, float, float, float]] = []

    def take(self, x: float, y: float, words: str, *, height: float = 12) -> bool:
        """Take the place of a text that starts at x on the base line y; say whether it was free."""
        box = (x, y - height, x + width_of(words), y + 3)
        if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in self._taken):
            return False
        self._taken.append(box)
        return True
