"""`tallystick init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tallystick import walk
from tallystick.cli.presenting import AsJson, Exit, out, print_json, refusals, table
from tallystick.measurement.deliveries.proposing import Proposal
from tallystick.words import say


def command(
    folder: Annotated[Path, typer.Argument(help="The folder to start in.")] = Path(),
    source: Annotated[
        Path | None, typer.Option("--from", help="Propose the contract on data from this CSV file (or zip).")
    ] = None,
    member: Annotated[str | None, typer.Option("--member", help="The file inside a zip.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Confirm without being asked.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write an agreement to start from; with --from, one proposed from a data file, after you confirm it.

    With --json a proposal is only printed, unless --yes confirms it.

    Example: tallystick init my-engagement --from tickets.csv
    """
    with refusals(as_json):
        if source is None:
            written = walk.start(folder)
        else:
            proposal, agreement, bindings = walk.propose_source(source, member)
            if not as_json:
                _show(proposal, agreement)
            confirmed = yes or (not as_json and typer.confirm(say("Write this to {folder}?", folder=folder)))
            written = walk.write_proposed(folder, agreement, bindings) if confirmed else []
            if as_json and not written:
                print_json({"agreement": agreement, "bindings": bindings, "written": []})
    if as_json and written:
        print_json({"written": [str(path) for path in written]})
    elif written:
        for path in written:
            out.print(str(path), markup=False)
        out.print(say("Next: tallystick check {path}", path=written[0]), markup=False)
    elif not as_json:
        out.print(say("nothing was written"))
    raise typer.Exit(Exit.FINE if written else Exit.PROBLEMS)


def _show(proposal: Proposal, agreement: str) -> None:
    """What the file seems to hold, and the agreement that would say so."""
    shown = table(say("column"), say("in the file"), say("type"), say("may be missing"), say("for example"))
    for column in proposal.columns:
        nullable = say("yes") if column.nullable else ""
        shown.add_row(column.name, column.header, column.type, nullable, ", ".join(column.examples)[:60])
    out.print(shown)
    key, time = ", ".join(proposal.key), proposal.time or "?"
    out.print(say("From {n} rows. Key: {key}. Time: {time}.", n=proposal.rows, key=key, time=time), markup=False)
    out.print(agreement, markup=False)
