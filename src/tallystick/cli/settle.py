"""`tallystick settle`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tallystick import walk
from tallystick.cli.presenting import (
    AgreementFile,
    AsJson,
    AsOf,
    BindingsFile,
    Exit,
    StoreFolder,
    out,
    progress,
    read_as_of,
    refusals,
    table,
)
from tallystick.settlement.results import Statement
from tallystick.words import say


def command(
    agreement: AgreementFile,
    period: Annotated[str, typer.Argument(help="The settlement period, such as 2013-Q2.")],
    steps: Annotated[bool, typer.Option("--steps", help="Show the arithmetic of every line.")] = False,
    bindings: BindingsFile = None,
    store: StoreFolder = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Settle a period: what is owed, line by line, with the reasons.

    Example: tallystick settle examples/regional_flying/agreement.yaml 2013-Q3

    Exit codes: 0 settled, 1 the total cannot be computed (the reasons are printed).
    """
    with refusals(as_json), progress(as_json) as tell:
        settled = walk.settle(agreement, period, bindings=bindings, store=store, as_of=read_as_of(as_of), progress=tell)
    if as_json:
        # The canonical bytes themselves, so that their hash can be compared.
        sys.stdout.buffer.write(settled.content)
    else:
        _print(settled.statement, steps=steps)
    raise typer.Exit(Exit.FINE if settled.statement.total is not None else Exit.PROBLEMS)


def _print(statement: Statement, *, steps: bool) -> None:
    out.print(f"[bold]{say('Statement')} {statement.period.name}[/bold]  {statement.client} – {statement.provider}")
    shown = table(say("line"), say("amount"), right=(say("amount"),))
    if statement.fee:
        shown.add_row(statement.fee.words.written(), _amount(statement.fee.amount))
    for section in statement.sections:
        shown.add_section()
        shown.add_row(f"[bold]{section.incentive}[/bold]  [dim]{section.clause}[/dim]", "")
        for line in section.lines:
            shown.add_row("  " + line.words.written(), _amount(line.amount))
            if steps:
                for step in line.steps:
                    shown.add_row(f"[dim]    {step.words.written()}[/dim]", "")
        for reason in section.reasons:
            shown.add_row("  " + reason.written(), "–")
        shown.add_row(f"  {say('sum')}", f"[bold]{_amount(section.amount)}[/bold]")
    out.print(shown)
    out.print(f"[bold]{statement.direction().written()}[/bold]")
    for reason in statement.reasons:
        out.print(reason.written(), markup=False)
    for event in statement.events:
        out.print(event.words.written(), markup=False)


def _amount(amount: object) -> str:
    written = getattr(amount, "written", None)
    return str(written()) if written else "–"
