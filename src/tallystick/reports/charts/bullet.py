"""The bullet of a figure: a bar from the edge of the scale to the figure, a line at the target (after Few, 2006)."""

from __future__ import annotations

from tallystick.reports.charts.drawing import SCREEN, Ink, Scale

WIDTH, HEIGHT = 160, 18
_INKS = {"met": "good", "near": "warn", "missed": "bad"}


def bullet(
    value: float | None, target: float | None, scale_of: tuple[float, float], *, status: str = "none", ink: Ink = SCREEN
) -> str:
    """Draw it on a scale that several rows share. It is hidden from screen readers: the row says the figure."""
    frame = f'<svg class="bullet" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" aria-hidden="true">'
    scale = Scale.over([*scale_of], 4, WIDTH - 4)
    parts = [frame, f'<rect x="2" y="3" width="{WIDTH - 4}" height="12" {ink("band")}/>']
    if value is not None:
        end = max(scale(value), 3.0)
        parts.append(f'<rect x="2" y="6" width="{round(end - 2, 1)}" height="6" {ink(_INKS.get(status, "plain"))}/>')
    if target is not None:
        parts.append(f'<path d="M{scale(target)} 1V17" {ink("goal")}/>')
    return "".join([*parts, "</svg>"])
