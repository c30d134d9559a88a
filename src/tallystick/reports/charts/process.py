"""The process behaviour chart: values with stepped limits above, moving ranges below on the same axis."""

from __future__ import annotations

from html import escape

from tallystick.reports.charts.drawing import SCREEN, Ink, Scale, polylines, text
from tallystick.reports.charts.marks import ROW, draw_events, rows_of
from tallystick.reports.charts.movement import draw_movement
from tallystick.reports.charts.places import spread
from tallystick.reports.charts.series import (
    BOTTOM,
    HEIGHT,
    RANGE_BOTTOM,
    TOP,
    WIDTH,
    DrawnPoint,
    Frame,
    ProcessDrawing,
    Room,
    width_of,
)
from tallystick.words import say

_Label = tuple[float, str, str]


def process_chart(drawing: ProcessDrawing, ink: Ink = SCREEN, name: str = "chart") -> str:
    """Draw it; `name` makes the ids of its title and description unique on a page."""
    known = [point.value for point in drawing.points if point.value is not None]
    if not known:
        return f"{_head(drawing, name, 0)}{text(60, 150, say('No figures yet'), ink('soft'))}</svg>"
    labels = _edge_labels(drawing)
    frame = _frame(drawing, known, labels)
    rows = rows_of(drawing.events, frame)
    room = Room()
    parts = [
        _head(drawing, name, max((row for row, _ in rows), default=0) * ROW),
        *_grid(drawing, frame, ink),
        *_bands(drawing, frame, ink),
        *draw_events(drawing.events, rows, frame, ink),
        *_targets(drawing, frame, ink),
        *_series(drawing, frame, ink),
        *_phase_labels(drawing, frame, ink, room),
        *_target_labels(drawing, frame, ink, room),
        *_labels(labels, frame, ink),
        *_axis(drawing, frame, ink),
        *_key(drawing, frame, ink),
        *draw_movement(drawing, frame, ink),
    ]
    return "".join([*parts, "</svg>"])


def _head(drawing: ProcessDrawing, name: str, above: int) -> str:
    """The frame; rows of events grow it upwards, missing movements end it earlier."""
    height = (HEIGHT if _moves(drawing) else BOTTOM + 54) + above
    return (
        f'<svg class="xmr" viewBox="0 {-above} {WIDTH} {height}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(drawing.title)}</title><desc id="{name}-d">{escape(drawing.description)}</desc>'
    )


def _moves(drawing: ProcessDrawing) -> bool:
    return any(point.moving_range is not None for point in drawing.points)


def _key(drawing: ProcessDrawing, frame: Frame, ink: Ink) -> list[str]:
    """What rings and crosses mean, where there are any."""
    told = [
        *([say("○ left out of the limits, or provisional")] if any(p.excluded for p in drawing.points) else []),
        *([say("× no figure")] if any(p.value is None for p in drawing.points) else []),
    ]
    y = RANGE_BOTTOM + 18 if _moves(drawing) else BOTTOM + 42
    return [text(frame.right, y, " · ".join(told), ink("soft"), "end")] if told else []


def _frame(drawing: ProcessDrawing, known: list[float], labels: list[_Label]) -> Frame:
    levels = [level for phase in drawing.phases for level in (phase.lower, phase.upper) if level is not None]
    levels += [target for target in drawing.targets if target is not None]
    scale = Scale.over([*known, *levels], BOTTOM, TOP)
    left = max((width_of(drawing.show(tick)) for tick in scale.ticks()), default=0.0) + 14
    right = max((width_of(words) for _, words, _ in labels), default=0.0) + 12
    return Frame(round(min(max(left, 40), 150), 1), round(WIDTH - min(right, 220), 1), len(drawing.points), scale)


def _grid(drawing: ProcessDrawing, frame: Frame, ink: Ink) -> list[str]:
    parts, last = [], ""
    for tick in frame.scale.ticks():
        y, words = frame.scale(tick), drawing.show(tick)
        if words == last:  # two ticks that the agreed rounding shows alike would contradict each other
            continue
        parts.append(f'<path d="M{frame.left} {y}H{frame.right}" {ink("grid")}/>')
        parts.append(text(frame.left - 8, round(y + 4, 1), words, ink("soft"), "end"))
        last = words
    return parts


def _bands(drawing: ProcessDrawing, frame: Frame, ink: Ink) -> list[str]:
    parts = []
    for phase in drawing.phases:
        if phase.mean is None or phase.lower is None or phase.upper is None:
            continue
        start, end = frame.edge(phase.start), frame.edge(phase.end)
        top, bottom = frame.scale(phase.upper), frame.scale(phase.lower)
        size = f'width="{round(end - start, 1)}" height="{round(bottom - top, 1)}"'
        parts.append(f'<rect x="{start}" y="{top}" {size} {ink("band")}/>')
        parts += [f'<path d="M{start} {y}H{end}" {ink("limit")}/>' for y in (top, bottom)]
        parts.append(f'<path d="M{start} {frame.scale(phase.mean)}H{end}" {ink("mean")}/>')
    return parts


def _targets(drawing: ProcessDrawing, frame: Frame, ink: Ink) -> list[str]:
    path, last = "", None
    for index, target in enumerate(drawing.targets):
        if target is not None:
            start = "H" if target == last else f"M{frame.edge(index)} {frame.scale(target)}H"
            path += f"{start}{frame.edge(index + 1)}"
        last = target
    return [f'<path d="{path}" {ink("target")}/>'] if path else []


def _series(drawing: ProcessDrawing, frame: Frame, ink: Ink) -> list[str]:
    """The line within each phase, dashed where an agreed new level begins, and the points on top."""
    places = [
        None if point.value is None else (frame(index), frame.scale(point.value))
        for index, point in enumerate(drawing.points)
    ]
    starts = {phase.start for phase in drawing.phases if phase.start}
    cuts = [0, *sorted(starts), len(places)]
    parts = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        parts += [f'<polyline points="{run}" {ink("series")}/>' for run in polylines(places[start:end])]
    for start in sorted(starts):
        parts += [f'<polyline points="{run}" {ink("jump")}/>' for run in polylines(places[start - 1 : start + 1])]
    for point, place in zip(drawing.points, places, strict=True):
        if place is not None and point.value is not None:
            words = [f"{point.label}: {drawing.show(point.value)}", *([point.remark] if point.remark else [])]
            parts.append(_dot(point, place[0], place[1], ", ".join(words), ink))
    return parts


def _dot(point: DrawnPoint, x: float, y: float, label: str, ink: Ink) -> str:
    title = f"<title>{escape(label)}</title>"
    if point.excluded:
        return f'<circle cx="{x}" cy="{y}" r="4" {ink("out")}>{title}</circle>'
    if point.signal == "improvement":
        return f'<circle cx="{x}" cy="{y}" r="4.5" {ink("good")}>{title}</circle>'
    if point.signal == "concern":
        return f'<path d="M{x} {y - 5.5}L{x + 5.5} {y}L{x} {y + 5.5}L{x - 5.5} {y}Z" {ink("bad")}>{title}</path>'
    return f'<circle cx="{x}" cy="{y}" r="2.8" {ink("plain")}>{title}</circle>'


def _edge_labels(drawing: ProcessDrawing) -> list[_Label]:
    """What stands at the right edge instead of a legend."""
    phase = drawing.phases[-1] if drawing.phases else None
    labels: list[_Label] = []
    if phase is not None and phase.mean is not None and phase.lower is not None and phase.upper is not None:
        labels.append((phase.upper, say("Upper limit {value}", value=drawing.show(phase.upper)), "soft"))
        labels.append((phase.mean, say("Mean {value}", value=drawing.show(phase.mean)), "label"))
        labels.append((phase.lower, say("Lower limit {value}", value=drawing.show(phase.lower)), "soft"))
    else:
        values = [point.value for point in drawing.points if point.value is not None]
        labels += [(values[-1], say("No limits yet"), "soft")] if values else []
    target = drawing.targets[-1] if drawing.targets else None
    if target is not None:
        labels.append((target, say("Target {value}", value=drawing.show(target)), "targettext"))
    return labels


def _labels(labels: list[_Label], frame: Frame, ink: Ink) -> list[str]:
    """Direct labels; they move apart rather than overlap."""
    places = spread([frame.scale(value) + 4 for value, _, _ in labels], 14, TOP + 4, BOTTOM + 4)
    return [text(frame.right + 8, y, words, ink(kind)) for y, (_, words, kind) in zip(places, labels, strict=True)]


def _phase_labels(drawing: ProcessDrawing, frame: Frame, ink: Ink, room: Room) -> list[str]:
    """The mean of each earlier phase above its upper limit, where few points lie."""
    parts = []
    for phase in drawing.phases[:-1]:
        if phase.mean is None or phase.upper is None:
            continue
        words = say("Mean {value}", value=drawing.show(phase.mean))
        x, y = frame.edge(phase.start) + 6, round(frame.scale(phase.upper) - 6, 1)
        if width_of(words) + 8 < frame.edge(phase.end) - x and room.take(x, y, words):
            parts.append(text(round(x, 1), y, words, ink("halo")))
    return parts


def _target_labels(drawing: ProcessDrawing, frame: Frame, ink: Ink, room: Room) -> list[str]:
    """The value of each earlier target where its step begins."""
    parts: list[str] = []
    starts = [
        index
        for index, target in enumerate(drawing.targets)
        if target is not None and (index == 0 or drawing.targets[index - 1] != target)
    ]
    for start in starts if len(starts) > 1 else []:
        target = drawing.targets[start]
        if target is None or target == drawing.targets[-1]:
            continue
        x, y, words = frame.edge(start) + 4, round(frame.scale(target) - 6, 1), drawing.show(target)
        if room.take(x, y, words):
            parts.append(text(round(x, 1), y, words, ink("targethalo")))
    return parts


def _axis(drawing: ProcessDrawing, frame: Frame, ink: Ink) -> list[str]:
    widest = max(width_of(point.label) for point in drawing.points) + 14
    every = max(1, -(-len(drawing.points) // max(int((frame.right - frame.left) / widest), 1)))
    every = next((step for step in (1, 2, 3, 4, 6, 12, 24, 52) if step >= every), every)
    parts = [f'<path d="M{frame.left} {BOTTOM}H{frame.right}" {ink("axis")}/>']
    for index, point in enumerate(drawing.points):
        if point.value is None:  # a gap is told on the axis, since the line can only break there
            x = frame(index)
            parts.append(f'<path d="M{round(x - 3, 1)} {BOTTOM - 7}l6 6m0 -6l-6 6" {ink("gap")}/>')
        if index % every == 0:
            parts.append(text(frame(index), BOTTOM + 20, point.label, ink("soft"), "middle"))
    return parts
