"""`tallystick explain`."""

from __future__ import annotations

from typing import Annotated, Any

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
from tallystick.walk.explaining import Explanation
from tallystick.words import say


def command(
    agreement: AgreementFile,
    kpi: Annotated[str, typer.Argument(help="The KPI's id.")],
    period: Annotated[str, typer.Argument(help="The period, such as 2013-05 or 2013-Q2.")],
    where: Annotated[
        list[str] | None, typer.Option("--where", help="One value of a dimension, such as carrier=EV.")
    ] = None,
    sql: Annotated[bool, typer.Option("--sql", help="Show the statements that were run.")] = False,
    bindings: BindingsFile = None,
    store: StoreFolder = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Explain one number: clause, formula, deliveries with their hashes, counts, what was left out, rounding.

    Example: tallystick explain examples/regional_flying/agreement.yaml arrived_on_time 2013-05
    """
    with refusals(as_json), progress(as_json) as tell:
        dimensions = tuple((name, value) for name, _, value in (text.partition("=") for text in where or ()))
        found = walk.explain(
            agreement,
            kpi,
            period,
            dimensions=dimensions,
            bindings=bindings,
            store=store,
            as_of=read_as_of(as_of),
            progress=tell,
        )
    if as_json:
        print_json(explanation_data(found))
        return
    for name, text in _lines(found):
        out.print(f"[dim]{name:<12}[/dim] ", end="")
        out.print(text, markup=False)
    if sql:
        for statement in found.sql:
            out.print()
            out.print(statement, markup=False)


def explanation_data(found: Explanation) -> dict[str, Any]:
    """An explanation as plain data."""
    one = found.measurement
    return {
        "kpi": one.kpi,
        "period": one.period.name,
        "dimensions": dict(one.dimensions),
        "shown": found.shown,
        "exact": None if one.value is None else str(one.value),
        "reason": one.reason,
        "clause": found.clause,
        "objective": found.objective,
        "formula": found.formula,
        "where": found.where,
        "rounding": found.rounding,
        "counts": {name: str(value) for name, value in one.moments.items()},
        "rows": one.rows,
        "excluded": [{"because": rule.because, "rows": rule.rows} for rule in one.excluded],
        "pending": one.pending,
        "deliveries": [vars(receipt) for receipt in found.receipts],
        "stands_on": found.stands_on,
        "sql": list(found.sql),
        "parts": {part.kpi: None if part.value is None else str(part.value) for part in found.parts},
    }


def _lines(found: Explanation) -> list[tuple[str, str]]:
    one = found.measurement
    lines = [
        (say("number"), found.shown or say("none, because {reason}", reason=one.reason)),
        (say("clause"), found.clause),
        (say("objective"), found.objective or "–"),
        (say("formula"), found.formula.strip()),
    ]
    lines += [(say("rows meant"), found.where.strip())] if found.where else []
    lines += (
        [(say("counts"), ", ".join(f"{name} {value}" for name, value in one.moments.items()))] if one.moments else []
    )
    lines += [(say("rows"), say("{n} counted", n=f"{one.rows:,}"))]
    lines += [
        (say("left out"), say("{n}: {because}", n=f"{rule.rows:,}", because=rule.because)) for rule in one.excluded
    ]
    lines += [(say("pending"), say("{n} not yet due", n=one.pending))] if one.pending else []
    lines += [(say("exact"), str(one.value))] if one.value is not None else []
    lines += [(say("rounding"), found.rounding)]
    lines += [(say("computed from"), f"{part.kpi} = {part.value}") for part in found.parts]
    lines += [
        (
            say("delivery"),
            say(
                "{number} {name}: {rows} rows, {accepted} accepted, {quarantined} quarantined, {duplicate} duplicate; sha256 {hash}",
                number=receipt.number,
                name=receipt.name,
                rows=f"{receipt.rows:,}",
                accepted=f"{receipt.accepted:,}",
                quarantined=receipt.quarantined,
                duplicate=receipt.duplicate,
                hash=receipt.sha256,
            ),
        )
        for receipt in found.receipts
    ]
    held = found.stands_on
    return [
        *lines,
        (say("agreement"), f"sha256 {held['agreement']}"),
        (say("engine"), f"{held['engine']}, {held['as_of']}"),
    ]
