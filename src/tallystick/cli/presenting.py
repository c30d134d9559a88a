"""How commands speak: a table or JSON, progress on the error stream, colour only on a terminal, stable exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import IntEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from tallystick.agreement.findings import Finding, Refused
from tallystick.values.periods import Period
from tallystick.values.refusals import Refusal
from tallystick.words import say


class Exit(IntEnum):
    """What a script learns from a command's end."""

    FINE = 0
    PROBLEMS = 1
    USAGE = 2
    REFUSED = 3


AgreementFile = Annotated[Path, typer.Argument(help="The agreement file.", metavar="AGREEMENT", show_default=False)]
BindingsFile = Annotated[
    Path | None, typer.Option("--bindings", help="Where the data lies; left out: bindings.yaml beside the agreement.")
]
StoreFolder = Annotated[
    Path | None, typer.Option("--store", help="The folder of deliveries; left out: .tallystick beside the agreement.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", help="The cut-off, such as 2020-01-01: later rows do not count. Left out: now.")
]

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


def print_json(data: Any) -> None:
    """Write plain data; amounts are texts, so that nothing is bent."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n")


def print_findings(findings: Sequence[Finding]) -> None:
    """One line a finding: place, severity, problem, mend, code."""
    for finding in findings:
        err.print(finding.written(), markup=False, style="red" if finding.severity == "error" else "yellow")


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding as plain data."""
    place = finding.place
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "problem": finding.problem,
        "mend": finding.mend,
        "path": list(finding.path),
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }


@contextmanager
def refusals(as_json: bool = False) -> Iterator[None]:
    """Turn what was refused into messages and an exit code; no traceback reaches a user."""
    try:
        yield
    except Refused as refused:
        findings = refused.findings
        _tell([finding_data(one) for one in findings], as_json, lambda: print_findings(findings))
        raise typer.Exit(Exit.REFUSED) from None
    except Refusal as refusal:
        data = [{"severity": "error", "problem": refusal.problem, "mend": refusal.mend}]
        told = f"{refusal.problem}. {refusal.mend[:1].upper()}{refusal.mend[1:]}"
        _tell(data, as_json, lambda: err.print(told, markup=False, style="red"))
        raise typer.Exit(Exit.REFUSED) from None
    except BrokenPipeError:
        raise
    except OSError as error:
        problem = say("{path}: {reason}", path=error.filename or "", reason=error.strerror or error)
        _tell(
            [{"severity": "error", "problem": problem}], as_json, lambda: err.print(problem, markup=False, style="red")
        )
        raise typer.Exit(Exit.REFUSED) from None


def _tell(data: list[dict[str, Any]], as_json: bool, plainly: Callable[[], None]) -> None:
    if as_json:
        print_json({"refused": data})
    else:
        plainly()


@contextmanager
def progress(as_json: bool = False) -> Iterator[Callable[[str], None]]:
    """Show what long work is doing, on a terminal only."""
    if as_json or not err.is_terminal:
        yield lambda _: None
        return
    with err.status(say("reading")) as status:
        yield status.update


def read_as_of(text: str | None) -> datetime | None:
    """Read a cut-off: a date is the midnight in UTC that begins it. Raises Refusal."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(
            say("«{text}» is no cut-off", text=text), say("write it as 2020-01-01 or 2020-01-01T12:00")
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def read_days(text: str | None, year_starts: int = 1) -> tuple[date, date] | None:
    """Read a day or the name of a period as its first and last day. Raises Refusal."""
    if text is None:
        return None
    period = Period.parse(text, year_starts)
    return period.start, period.last


def table(*names: str, title: str | None = None, right: Sequence[str] = ()) -> Table:
    """A quiet table."""
    made = Table(title=title, box=None, pad_edge=False, title_justify="left", header_style="dim")
    for name in names:
        made.add_column(name, justify="right" if name in right else "left", overflow="fold")
    return made
