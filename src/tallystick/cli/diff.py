"""`tallystick diff`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tallystick import walk
from tallystick.cli.presenting import AsJson, Exit, out, print_json, refusals
from tallystick.words import say


def command(
    before: Annotated[Path, typer.Argument(help="The earlier agreement.", show_default=False)],
    after: Annotated[Path, typer.Argument(help="The later agreement.", show_default=False)],
    text: Annotated[bool, typer.Option("--text", help="Show the difference in text as well.")] = False,
    as_json: AsJson = False,
) -> None:
    """Compare two agreements in meaning: "74%" and "74.0%" are the same; comments and order are no change.

    Example: tallystick diff agreement-2013.yaml agreement-2014.yaml

    Exit codes: 0 the same meaning, 1 different.
    """
    with refusals(as_json):
        difference = walk.diff(before, after)
    if as_json:
        changes = [
            {"kind": str(one.kind), "path": list(one.path), "before": one.before, "after": one.after}
            for one in difference.changes
        ]
        print_json({"changes": changes, "text": difference.text})
    else:
        for change in difference.changes:
            out.print(change.written(), markup=False)
        if not difference.changes:
            out.print(say("the same meaning"))
        if text and difference.text:
            out.print(difference.text, markup=False)
    raise typer.Exit(Exit.PROBLEMS if difference.changes else Exit.FINE)
