"""The scorecard in the terminal, from the same view as the page."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tallystick.reports.pages import ScorecardPage, ScorecardRow
from tallystick.words import say

_BLOCKS = "▁▂▃▄▅▆▇█"
_SHAPES = {
    "met": "●",
    "near": "▲",
    "missed": "◆",
    "provisional": "◌",
    "later": "◷",
}
_COLOURS = {"met": "blue", "near": "yellow", "missed": "dark_orange3"}
_ARROWS = {"improving": "↗", "worsening": "↘", "common cause": "→", "neutral change": "→", "cannot say": "·"}


def blocks(values: Sequence[float | None], most: int = 12) -> str:
    """A sparkline of block characters on a scale of its own; a gap is a space."""
    shown = list(values)[-most:]
    known = [value for value in shown if value is not None]
    if not known:
        return ""
    low, span = min(known), max(known) - min(known)
    return "".join(" " if value is None else _BLOCKS[int((value - low) / span * 7) if span else 3] for value in shown)


def print_scorecard(page: ScorecardPage, console: Console) -> None:
    """Print the headline KPIs by objective, then the diagnostic ones in one line each."""
    console.print(
        f"[bold]{escape(say('{period} scorecard', period=page.period))}[/bold]  {escape(page.title)}  [dim]{escape(page.parties)}[/dim]"
    )
    console.print(f"[dim]{escape(page.freshness)} · {escape(page.agreed.word)}[/dim]")
    console.print(escape(page.sentence))
    console.print()
    wide = console.width >= 100
    for group in page.headline:
        console.print(f"[bold]{escape(group.objective)}[/bold]  [dim]{group.met}[/dim]")
        table = _table(wide)
        for row in group.rows:
            table.add_row(*_cells(row)[: 7 if wide else 6])
        console.print(table)
    console.print()
    for group in page.diagnostic:
        for row in group.rows:
            console.print(f"[dim]  {escape(row.name)}: {escape(row.actual)}  {blocks(row.values)}[/dim]")


def _table(wide: bool) -> Table:
    """One width for the tables of all objectives; a narrow terminal goes without the process column."""
    columns = [(24, "left"), (12, "left"), (11, "right"), (13, "right"), (11, "right"), (13, "left")]
    table = Table(box=None, pad_edge=False, show_header=False)
    for width, justify in columns:
        table.add_column(width=width if wide or width < 24 else 20, justify=justify, no_wrap=True, overflow="ellipsis")  # type: ignore[arg-type]
    if wide:
        table.add_column(no_wrap=True, overflow="ellipsis")
    return table


def _cells(row: ScorecardRow) -> tuple[str, ...]:
    colour, shape = _COLOURS.get(row.status.key, "dim"), _SHAPES.get(row.status.key, "○")
    process = f"{_ARROWS.get(row.variation.key, '·')} {row.variation.word}" + (
        f", {row.assurance.lower()}" if row.assurance else ""
    )
    return (
        f"  {escape(row.name)}",
        blocks(row.values),
        f"[bold]{escape(row.actual)}[/bold]",
        escape(row.target),
        escape(row.variance),
        f"[{colour}]{shape} {escape(row.status.word)}[/{colour}]",
        escape(process),
    )
