"""The process behaviour chart: values with stepped limits above, moving ranges below on the same axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from tallystick.reports.charts.drawing import SCREEN, Ink, Scale, polylines, text
from tallystick.words import say

WIDTH, LEFT, RIGHT = 760, 56, 640
TOP, BOTTOM = 40, 270
RANGE_TOP, RANGE_BOTTOM, HEIGHT = 318, 372, 396


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
    """A point: its value, moving range, what it means (improvement, concern, neutral or none), whether it counts."""

    label: str
    value: float | None
    moving_range: float | None = None
    signal: str | None = None
    excluded: bool = False


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


def process_chart(drawing: ProcessDrawing, ink: Ink = SCREEN, name: str = "chart") -> str:
    """Draw it; `name` makes the ids of its title and description unique on a page."""
    head = (
        f'<svg class="xmr" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(drawing.title)}</title><desc id="{name}-d">{escape(drawing.description)}</desc>'
    )
    known = [point.value for point in drawing.points if point.value is not None]
    if not known:
        return f"{head}{text(LEFT, 150, say('No figures yet'), ink('soft'))}</svg>"
    levels = [level for phase in drawing.phases for level in (phase.lower, phase.upper) if level is not None]
    levels += [target for target in drawing.targets if target is not None]
    scale = Scale.over([*known, *levels], BOTTOM, TOP)
    across = _Across(len(drawing.points))
    parts = [head, *_grid(drawing, scale, ink), *_bands(drawing, scale, across, ink), *_events(drawing, across, ink)]
    parts += [
        *_targets(drawing, scale, across, ink),
        *_series(drawing, scale, across, ink),
        *_labels(drawing, scale, ink),
    ]
    parts += [*_axis(drawing, across, ink), *_ranges(drawing, across, ink)]
    return "".join([*parts, "</svg>"])


class _Across:
    """Places points between left and right, half a step of air at both ends."""

    def __init__(self, count: int) -> None:
        self.step = (RIGHT - LEFT) / max(count, 1)

    def __call__(self, index: float) -> float:
        return round(LEFT + (index + 0.5) * self.step, 1)

    def edge(self, index: int) -> float:
        return round(LEFT + index * self.step, 1)


def _grid(drawing: ProcessDrawing, scale: Scale, ink: Ink) -> list[str]:
    parts = []
    for tick in scale.ticks():
        y = scale(tick)
        parts.append(f'<path d="M{LEFT} {y}H{RIGHT}" {ink("grid")}/>')
        parts.append(text(LEFT - 8, y + 4, drawing.show(tick), ink("soft"), "end"))
    return parts


def _bands(drawing: ProcessDrawing, scale: Scale, across: _Across, ink: Ink) -> list[str]:
    parts = []
    for phase in drawing.phases:
        if phase.mean is None or phase.lower is None or phase.upper is None:
            continue
        start, end = across.edge(phase.start), across.edge(phase.end)
        top, bottom = scale(phase.upper), scale(phase.lower)
        parts.append(
            f'<rect x="{start}" y="{top}" width="{round(end - start, 1)}" height="{round(bottom - top, 1)}" {ink("band")}/>'
        )
        parts += [f'<path d="M{start} {y}H{end}" {ink("limit")}/>' for y in (top, bottom)]
        parts.append(f'<path d="M{start} {scale(phase.mean)}H{end}" {ink("mean")}/>')
    return parts


def _targets(drawing: ProcessDrawing, scale: Scale, across: _Across, ink: Ink) -> list[str]:
    path, last = "", None
    for index, target in enumerate(drawing.targets):
        if target is not None:
            start = "H" if target == last else f"M{across.edge(index)} {scale(target)}H"
            path += f"{start}{across.edge(index + 1)}"
        last = target
    return [f'<path d="{path}" {ink("target")}/>'] if path else []


def _series(drawing: ProcessDrawing, scale: Scale, across: _Across, ink: Ink) -> list[str]:
    places = [
        None if point.value is None else (across(index), scale(point.value))
        for index, point in enumerate(drawing.points)
    ]
    parts = [f'<polyline points="{run}" {ink("series")}/>' for run in polylines(places)]
    for point, place in zip(drawing.points, places, strict=True):
        if place is not None and point.value is not None:
            label = f"{point.label}: {drawing.show(point.value)}"
            parts.append(_dot(point, place[0], place[1], label, ink))
    return parts


def _dot(point: DrawnPoint, x: float, y: float, label: str, ink: Ink) -> str:
    title = f"<title>{escape(label)}</title>"
    if point.excluded:
        return f'<circle cx="{x}" cy="{y}" r="3.5" {ink("out")}>{title}</circle>'
    if point.signal == "improvement":
        return f'<circle cx="{x}" cy="{y}" r="4.5" {ink("good")}>{title}</circle>'
    if point.signal == "concern":
        return f'<path d="M{x} {y - 5.5}L{x + 5.5} {y}L{x} {y + 5.5}L{x - 5.5} {y}Z" {ink("bad")}>{title}</path>'
    return f'<circle cx="{x}" cy="{y}" r="2.8" {ink("plain")}>{title}</circle>'


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places near the wanted ones, at least `gap` apart, in their order."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = [0.0] * len(wanted)
    previous = low - gap
    for index in order:
        placed[index] = max(wanted[index], previous + gap)
        previous = placed[index]
    over = previous - high
    if over > 0:
        limit = high
        for index in reversed(order):
            placed[index] = min(placed[index], limit)
            limit = placed[index] - gap
    return [round(place, 1) for place in placed]


def _labels(drawing: ProcessDrawing, scale: Scale, ink: Ink) -> list[str]:
    """Direct labels at the right edge; they move apart rather than overlap."""
    phase = drawing.phases[-1] if drawing.phases else None
    labels: list[tuple[float, str, str]] = []
    if phase is not None and phase.mean is not None and phase.lower is not None and phase.upper is not None:
        labels.append((phase.upper, say("Upper limit {value}", value=drawing.show(phase.upper)), "soft"))
        labels.append((phase.mean, say("Mean {value}", value=drawing.show(phase.mean)), "label"))
        labels.append((phase.lower, say("Lower limit {value}", value=drawing.show(phase.lower)), "soft"))
    target = drawing.targets[-1] if drawing.targets else None
    if target is not None:
        labels.append((target, say("Target {value}", value=drawing.show(target)), "targettext"))
    places = spread([scale(value) + 4 for value, _, _ in labels], 14, TOP + 4, BOTTOM + 4)
    return [text(RIGHT + 8, y, words, ink(kind)) for y, (_, words, kind) in zip(places, labels, strict=True)]


def _events(drawing: ProcessDrawing, across: _Across, ink: Ink) -> list[str]:
    parts = []
    for event in drawing.events:
        x = across.edge(event.index)
        parts.append(f'<path d="M{x} {TOP - 12}V{BOTTOM}" {ink("event")}/>')
        parts.append(f'<rect x="{x - 8}" y="{TOP - 30}" width="16" height="16" rx="3" {ink("flag")}/>')
        parts.append(text(x, TOP - 18, event.letter, ink("flagtext"), "middle"))
    return parts


def _axis(drawing: ProcessDrawing, across: _Across, ink: Ink) -> list[str]:
    every = max(1, -(-len(drawing.points) // 9))
    return [
        text(across(index), BOTTOM + 20, point.label, ink("soft"), "middle")
        for index, point in enumerate(drawing.points)
        if index % every == 0
    ]


def _ranges(drawing: ProcessDrawing, across: _Across, ink: Ink) -> list[str]:
    known = [point.moving_range for point in drawing.points if point.moving_range is not None]
    limits = [phase.range_limit for phase in drawing.phases if phase.range_limit is not None]
    if not known:
        return []
    scale = Scale(0, max([*known, *limits]) * 1.08 or 1.0, RANGE_BOTTOM, RANGE_TOP)
    parts = [text(LEFT, RANGE_TOP - 8, say("Movement from one period to the next"), ink("soft"))]
    parts.append(f'<path d="M{LEFT} {RANGE_BOTTOM}H{RIGHT}" {ink("grid")}/>')
    for phase in drawing.phases:
        if phase.range_limit is not None:
            y = scale(phase.range_limit)
            parts.append(f'<path d="M{across.edge(phase.start)} {y}H{across.edge(phase.end)}" {ink("limit")}/>')
    places = [
        None if point.moving_range is None else (across(index), scale(point.moving_range))
        for index, point in enumerate(drawing.points)
    ]
    parts += [f'<polyline points="{run}" {ink("series")}/>' for run in polylines(places)]
    parts += [f'<circle cx="{place[0]}" cy="{place[1]}" r="2.2" {ink("plain")}/>' for place in places if place]
    last = drawing.phases[-1].range_limit if drawing.phases else None
    if last is not None:
        parts.append(text(RIGHT + 8, scale(last) + 4, say("Limit {value}", value=drawing.show(last)), ink("soft")))
    return parts
