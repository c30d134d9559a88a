"""`tallystick deliveries`."""

from __future__ import annotations

from typing import Annotated

import typer

from tallystick import walk
from tallystick.cli.presenting import (
    AgreementFile,
    AsJson,
    BindingsFile,
    StoreFolder,
    out,
    print_json,
    progress,
    refusals,
    table,
)
from tallystick.words import say


def command(
    agreement: AgreementFile,
    quarantine: Annotated[int, typer.Option("--quarantine", "-q", min=0, help="How many waiting rows to show.")] = 10,
    bindings: BindingsFile = None,
    store: StoreFolder = None,
    as_json: AsJson = False,
) -> None:
    """List what was received and what became of each row; show the rows that wait in quarantine and why.

    Example: tallystick deliveries examples/regional_flying/agreement.yaml
    """
    with refusals(as_json), progress(as_json) as tell:
        receipts, waiting = walk.deliveries(agreement, bindings=bindings, store=store, limit=quarantine, progress=tell)
    if as_json:
        print_json(
            {
                name: {"receipts": [vars(one) for one in listed], "quarantine": [vars(one) for one in waiting[name]]}
                for name, listed in receipts.items()
            }
        )
        return
    shown = table(
        say("source"), say("receipt"), say("file"), say("rows"), say("accepted"), say("quarantined"), say("duplicate"),
        right=(say("rows"), say("accepted"), say("quarantined"), say("duplicate")),
    )  # fmt: skip
    for name, listed in receipts.items():
        for one in listed:
            counts = (f"{count:,}" for count in (one.rows, one.accepted, one.quarantined, one.duplicate))
            shown.add_row(name, str(one.number), one.name, *counts)
    out.print(shown)
    for name, rows in waiting.items():
        for row in rows:
            where = say("{source}, receipt {n}, line {line}", source=name, n=row.receipt, line=row.line)
            column = f" [{row.column}]" if row.column else ""
            out.print(f"{where}{column}: {row.reason}: {row.text}", markup=False)
