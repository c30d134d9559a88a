"""The lower part of a process chart: how far each figure moved from the one before, with its own limit."""

from __future__ import annotations

from collections.abc import Sequence

from tallystick.reports.charts.drawing import Ink, Scale, polylines, text
from tallystick.reports.charts.places import spread
from tallystick.reports.charts.series import RANGE_BOTTOM, RANGE_TOP, DrawnPhase, Frame, ProcessDrawing
from tallystick.words import say


def draw_movement(drawing: ProcessDrawing, frame: Frame, ink: Ink) -> list[str]:
    """Draw the moving ranges under the figures, on the same axis of periods; nothing where there are none."""
    known = [point.moving_range for point in drawing.points if point.moving_range is not None]
    limits = [phase.range_limit for phase in drawing.phases if phase.range_limit is not None]
    if not known:
        return []
    scale = Scale(0, max([*known, *limits]) * 1.08 or 1.0, RANGE_BOTTOM, RANGE_TOP)
    parts = [
        text(frame.left, RANGE_TOP - 12, say("Movement from one period to the next"), ink("soft")),
        f'<path d="M{frame.left} {RANGE_BOTTOM}H{frame.right}" {ink("grid")}/>',
        text(frame.left - 8, RANGE_BOTTOM + 4, drawing.show(0.0), ink("soft"), "end"),
    ]
    for phase in drawing.phases:
        for level, kind in ((phase.range_limit, "limit"), (phase.range_mean, "mean")):
            if level is not None:
                y = scale(level)
                parts.append(f'<path d="M{frame.edge(phase.start)} {y}H{frame.edge(phase.end)}" {ink(kind)}/>')
    return [*parts, *_moves(drawing, scale, frame, ink), *_labels(drawing.phases[-1:], drawing, scale, frame, ink)]


def _moves(drawing: ProcessDrawing, scale: Scale, frame: Frame, ink: Ink) -> list[str]:
    places = [
        None if point.moving_range is None else (frame(index), scale(point.moving_range))
        for index, point in enumerate(drawing.points)
    ]
    above = {
        index
        for phase in drawing.phases
        for index in range(phase.start, min(phase.end, len(places)))
        if phase.range_limit is not None and (drawing.points[index].moving_range or 0.0) > phase.range_limit
    }
    parts = [f'<polyline points="{run}" {ink("series")}/>' for run in polylines(places)]
    for index, place in enumerate(places):
        if place is None:
            continue
        x, y = place
        parts.append(
            f'<path d="M{x} {y - 4.5}L{x + 4.5} {y}L{x} {y + 4.5}L{x - 4.5} {y}Z" {ink("plain")}/>'
            if index in above
            else f'<circle cx="{x}" cy="{y}" r="2" {ink("plain")}/>'
        )
    return parts


def _labels(last: Sequence[DrawnPhase], drawing: ProcessDrawing, scale: Scale, frame: Frame, ink: Ink) -> list[str]:
    told = [
        (level, words)
        for phase in last
        for level, words in (
            (phase.range_limit, say("Limit {value}", value=drawing.show(phase.range_limit or 0.0))),
            (phase.range_mean, say("Mean {value}", value=drawing.show(phase.range_mean or 0.0))),
        )
        if level is not None
    ]
    places = spread([scale(level) + 4 for level, _ in told], 14, RANGE_TOP - 4, RANGE_BOTTOM + 6)
    return [text(frame.right + 8, y, words, ink("soft")) for y, (_, words) in zip(places, told, strict=True)]
