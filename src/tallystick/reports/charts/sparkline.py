"""The sparkline of a row: the last 24 periods on a scale of their own, current limits as a band, target dotted."""

from __future__ import annotations

from collections.abc import Sequence

from tallystick.reports.charts.drawing import SCREEN, Ink, Scale, polylines, status_shape

WIDTH, HEIGHT, MOST = 130, 32, 24


def sparkline(
    values: Sequence[float | None],
    *,
    limits: tuple[float, float] | None = None,
    target: float | None = None,
    status: str = "none",
    ink: Ink = SCREEN,
) -> str:
    """Draw it. It is hidden from screen readers, since the row says in words what it shows."""
    shown = list(values)[-MOST:]
    known = [value for value in shown if value is not None]
    frame = f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" aria-hidden="true">'
    if not known:
        return f'{frame}<path d="M4 16H126" {ink("event")}/></svg>'
    extra = [*(limits or ()), *([target] if target is not None else [])]
    scale = Scale.over([*known, *extra], HEIGHT - 4, 4)
    step = (WIDTH - 14) / max(len(shown) - 1, 1)
    points = [
        None if value is None else (round(4 + index * step, 1), scale(value)) for index, value in enumerate(shown)
    ]
    parts = [frame]
    if limits:
        top, bottom = scale(limits[1]), scale(limits[0])
        parts.append(f'<rect x="2" y="{top}" width="{WIDTH - 8}" height="{round(bottom - top, 1)}" {ink("band")}/>')
    if target is not None:
        parts.append(f'<path d="M2 {scale(target)}H{WIDTH - 6}" {ink("target")}/>')
    parts += [f'<polyline points="{run}" {ink("series")}/>' for run in polylines(points)]
    last = next(point for point in reversed(points) if point is not None)
    parts.append(status_shape(status, last[0], last[1], 7, ink))
    return "".join([*parts, "</svg>"])
