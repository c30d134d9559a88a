"""The bullet of a figure: a bar from zero to the figure, a line at the target (after Few, 2006)."""

from __future__ import annotations

from tallystick.reports.charts.drawing import SCREEN, Ink, Scale

WIDTH, HEIGHT = 160, 18
_INKS = {"met": "good", "near": "warn", "missed": "bad"}


def bullet(
    value: float | None, target: float | None, scale_of: tuple[float, float], *, status: str = "none", ink: Ink = SCREEN
) -> str:
    """Draw it on a scale that several rows share; it holds zero, since the length of a bar is read from there.

    It is hidden from screen readers: the row says the figure.
    """
    frame = f'<svg class="bullet" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" aria-hidden="true">'
    low, high = min(0.0, *scale_of), max(0.0, *scale_of)
    scale = Scale(low, high if high > low else low + 1.0, 4, WIDTH - 4)
    parts = [frame, f'<rect x="4" y="3" width="{WIDTH - 8}" height="12" {ink("band")}/>']
    if value is not None:
        start, end = sorted((scale(0.0), min(max(scale(value), 4.0), WIDTH - 4.0)))
        width = max(round(end - start, 1), 1.0)
        parts.append(f'<rect x="{start}" y="6" width="{width}" height="6" {ink(_INKS.get(status, "plain"))}/>')
    if target is not None:
        parts.append(f'<path d="M{scale(target)} 1V17" {ink("goal")}/>')
    return "".join([*parts, "</svg>"])


def share_bar(share: float, ink: Ink = SCREEN) -> str:
    """A thin bar of a part (0 to 1) of a whole, hidden from screen readers: the figure beside it says it."""
    part = round(100 * min(max(share, 0.0), 1.0), 1)
    return (
        '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="100" height="6" {ink("rest")}/><rect width="{part}" height="6" {ink("good")}/></svg>'
    )
