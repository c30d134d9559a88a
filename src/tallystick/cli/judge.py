"""`tallystick judge`."""

from __future__ import annotations

from typing import Annotated

import typer

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
)
from tallystick.reports.judgements import judged_data


def command(
    agreement: AgreementFile,
    kpi: Annotated[list[str] | None, typer.Option("--kpi", "-k", help="Only this KPI (repeat for more).")] = None,
    bindings: BindingsFile = None,
    store: StoreFolder = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Say what the numbers mean: how sure each is, and whether a change is signal or noise.

    Example: tallystick judge examples/regional_flying/agreement.yaml -k arrived_on_time
    """
    with refusals(as_json), progress(as_json) as tell:
        result, judged = walk.judge(
            agreement, kpis=tuple(kpi or ()), bindings=bindings, store=store, as_of=read_as_of(as_of), progress=tell
        )
        data = [judged_data(result, one) for one in judged]
    if as_json:
        print_json(data)
        return
    for one in data:
        out.print(f"[bold]{one['kpi']}[/bold]  {one['latest']}")
        for sentence in one["says"]:
            out.print(f"  {sentence}", markup=False)
