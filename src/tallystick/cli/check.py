"""`tallystick check`."""

from __future__ import annotations

from typing import Annotated

import typer

from tallystick import walk
from tallystick.agreement.findings import Severity
from tallystick.cli.presenting import AgreementFile, AsJson, Exit, finding_data, out, print_findings, print_json
from tallystick.words import say, say_n


def command(
    agreement: AgreementFile,
    strict: Annotated[bool, typer.Option("--strict", help="Advice fails too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check an agreement: errors, its worked examples, and design advice.

    Example: tallystick check examples/regional_flying/agreement.yaml

    Exit codes: 0 no errors, 1 errors (with --strict also advice).
    """
    document, findings = walk.check(agreement)
    errors = [one for one in findings if one.severity is Severity.ERROR]
    failed = bool(errors) or (strict and bool(findings))
    if as_json:
        print_json(
            {"sha256": document.sha256, "sound": not errors, "findings": [finding_data(one) for one in findings]}
        )
    else:
        print_findings(findings)
        advice = len(findings) - len(errors)
        counts = [
            say_n("{n} error", "{n} errors", len(errors)),
            say_n("{n} piece of advice", "{n} pieces of advice", advice),
        ]
        out.print(say("{file}: {counts}", file=agreement, counts=", ".join(counts)), markup=False)
    raise typer.Exit(Exit.PROBLEMS if failed else Exit.FINE)
