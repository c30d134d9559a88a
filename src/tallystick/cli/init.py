"""`tallystick init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tallystick import walk
from tallystick.cli.presenting import Exit, out, refusals, table
from tallystick.words import say


def command(
    folder: Annotated[Path, typer.Argument(help="The folder to start in.")] = Path(),
    source: Annotated[
        Path | None, typer.Option("--from", help="Propose the contract on data from this CSV file (or zip).")
    ] = None,
    member: Annotated[str | None, typer.Option("--member", help="The file inside a zip.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Confirm without being asked.")] = False,
) -> None:
    """Write an agreement to start from; with --from, one proposed from a data file, after you confirm it.

    Example: tallystick init my-engagement --from tickets.csv
    """
    with refusals():
        if source is None:
            written = walk.start(folder)
        else:
            proposal, agreement, bindings = walk.propose_source(source, member)
            shown = table(say("column"), say("in the file"), say("type"), say("may be missing"), say("for example"))
            for column in proposal.columns:
                nullable = say("yes") if column.nullable else ""
                shown.add_row(column.name, column.header, column.type, nullable, ", ".join(column.examples)[:60])
            out.print(shown)
            out.print(
                say(
                    "From {n} rows. Key: {key}. Time: {time}.",
                    n=proposal.rows,
                    key=", ".join(proposal.key),
                    time=proposal.time or "?",
                )
            )
            out.print(agreement, markup=False)
            if not yes and not typer.confirm(say("Write this to {folder}?", folder=folder)):
                out.print(say("nothing was written"))
                raise typer.Exit(Exit.PROBLEMS)
            written = walk.write_proposed(folder, agreement, bindings)
    for path in written:
        out.print(str(path), markup=False)
    out.print(say("Next: tallystick check {path}", path=written[0]), markup=False)
