"""`tallystick report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
from tallystick.reports.writing import write_reports
from tallystick.walk.case import open_case


def command(
    agreement: AgreementFile,
    folder: Annotated[Path, typer.Option("--out", "-o", help="The folder to write to.")] = Path("report"),
    period: Annotated[
        str | None, typer.Option("--period", help="The period shown; left out: the last complete one.")
    ] = None,
    statement: Annotated[
        list[str] | None,
        typer.Option("--statement", help="Also the statement of this settlement period (repeat for more)."),
    ] = None,
    locale: Annotated[
        str, typer.Option("--locale", help="Language and region of numbers and dates, such as de_DE.")
    ] = "en_GB",
    bindings: BindingsFile = None,
    store: StoreFolder = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Write the scorecard, a page a KPI, and statements: HTML that needs nothing else, with JSON and CSV beside.

    Example: tallystick report examples/regional_flying/agreement.yaml --statement 2013-Q3 -o report
    """
    with refusals(as_json), progress(as_json) as tell:
        case = open_case(agreement, bindings=bindings, store=store, as_of=read_as_of(as_of), progress=tell)
        written = write_reports(case, folder, period=period, statements=statement or (), locale=locale)
    if as_json:
        print_json([str(path) for path in written])
    else:
        for path in written:
            out.print(str(path), markup=False)
