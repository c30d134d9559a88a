"""`tallystick demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tallystick.cli.presenting import AsJson, Exit, err, out, print_json, progress, refusals
from tallystick.reports.readings import read_case
from tallystick.reports.scorecards import scorecard_of
from tallystick.reports.terminal import print_scorecard
from tallystick.reports.writing import write_readings
from tallystick.walk.case import open_case
from tallystick.words import say

EXAMPLE = Path("examples/regional_flying/agreement.yaml")


def command(
    agreement: Annotated[Path, typer.Option("--agreement", help="Another example to show.")] = EXAMPLE,
    folder: Annotated[Path, typer.Option("--out", "-o", help="Where to write the pages.")] = Path("build/demo"),
    as_json: AsJson = False,
) -> None:
    """Measure a year of real flights, show the scorecard, and write its pages and a statement.

    Example: tallystick demo
    """
    if not agreement.exists():
        err.print(say("{path} is not here: run this in a checkout of Tallystick", path=agreement), style="red")
        raise typer.Exit(Exit.REFUSED)
    with refusals(as_json):
        with progress(as_json) as tell:
            case = open_case(agreement, progress=tell)
            readings = read_case(case, None, "en_GB")
            written = write_readings(readings, folder, ("2013-Q2", "2013-Q3", "2013-Q4"))
        if as_json:
            print_json([str(path) for path in written])
            return
        print_scorecard(scorecard_of(readings), out)
        out.print()
        out.print(
            say("Open {path} in a browser: the same, with a page for each KPI and the statements.", path=written[0])
        )
        out.print(say("Next: tallystick explain {agreement} arrived_on_time 2013-05", agreement=agreement))
