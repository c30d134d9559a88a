"""`tallystick rows`."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from tallystick import walk
from tallystick.cli.presenting import (
    AgreementFile,
    AsJson,
    AsOf,
    BindingsFile,
    StoreFolder,
    out,
    print_json,
    progress,
    read_as_of,
    refusals,
    table,
)
from tallystick.words import say


def command(
    agreement: AgreementFile,
    kpi: Annotated[str, typer.Argument(help="The KPI's id.")],
    period: Annotated[str, typer.Argument(help="The period, such as 2013-05.")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=100_000, help="How many rows to show.")] = 20,
    bindings: BindingsFile = None,
    store: StoreFolder = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Show the rows behind a number, each with its delivery, its line, and whether it counts.

    Example: tallystick rows examples/regional_flying/agreement.yaml long_delays 2013-05 -n 5
    """
    with refusals(as_json), progress(as_json) as tell:
        found = walk.rows(
            agreement, kpi, period, limit=limit, bindings=bindings, store=store, as_of=read_as_of(as_of), progress=tell
        )
    if as_json:
        print_json({"total": found.total, "rows": [dict(zip(found.names, row, strict=True)) for row in found.rows]})
        return
    shown = table(*found.names)
    for column in shown.columns:
        column.no_wrap = True
    for row in found.rows:
        shown.add_row(*("" if cell is None else str(cell) for cell in row))
    # A row stays on one line: a wide table is for scrolling, not for folding.
    Console(width=40 * len(found.names), soft_wrap=True, highlight=False).print(shown)
    out.print(say("{shown} of {total} rows, times in UTC", shown=len(found.rows), total=f"{found.total:,}"))
