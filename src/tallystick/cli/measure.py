"""`tallystick measure`."""

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
    read_days,
    refusals,
    table,
)
from tallystick.values.periods import Grain
from tallystick.words import say


def command(
    agreement: AgreementFile,
    kpi: Annotated[list[str] | None, typer.Option("--kpi", "-k", help="Only this KPI (repeat for more).")] = None,
    first: Annotated[str | None, typer.Option("--from", help="First day or period, such as 2013-01.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day or period, such as 2013-Q2.")] = None,
    per: Annotated[Grain | None, typer.Option("--per", help="Length of the periods; left out: as agreed.")] = None,
    by: Annotated[list[str] | None, typer.Option("--by", help="Also by this dimension (repeat for more).")] = None,
    bindings: BindingsFile = None,
    store: StoreFolder = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Measure the KPIs of an agreement from the data that its bindings name.

    Example: tallystick measure examples/regional_flying/agreement.yaml -k flown --per year --by carrier --from 2013-01
    """
    with refusals(as_json), progress(as_json) as tell:
        begin, end = read_days(first), read_days(last)
        result = walk.measure(
            agreement,
            kpis=kpi or (),
            first=begin[0] if begin else None,
            last=end[1] if end else None,
            per=per,
            by=by or (),
            bindings=bindings,
            store=store,
            as_of=read_as_of(as_of),
            progress=tell,
        )
        rows = [result.row(one) for one in result.measurements]
    if as_json:
        print_json({"stands_on": result.stands_on(), "measurements": rows})
        return
    shown = table(
        say("KPI"),
        say("period"),
        *(by or ()),
        say("value"),
        say("rows"),
        say("note"),
        right=(say("value"), say("rows")),
    )
    for row in rows:
        dimensions = [str(row["dimensions"].get(name, "")) for name in by or ()]
        shown.add_row(row["kpi"], row["period"], *dimensions, row["shown"] or "–", f"{row['rows']:,}", note(row))
    out.print(shown)


def note(row: dict[str, object]) -> str:
    """What must be said beside a number: why it is not there, what was left out, that it may change."""
    excluded, pending = row["excluded"], row["pending"]
    notes = [str(row["reason"])] if row["reason"] else []
    notes += [str(row["filled"])] if row["filled"] else []
    if isinstance(excluded, dict):
        notes += [
            say("{n} left out: {because}", n=f"{count:,}", because=because) for because, count in excluded.items()
        ]
    notes += [say("{n} pending", n=pending)] if pending else []
    notes += [say("provisional")] if row["provisional"] else []
    return "; ".join(notes)
