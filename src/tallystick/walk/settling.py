"""What is owed for a period, and why?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tallystick.agreement.findings import Finding, Refused, Severity
from tallystick.measurement.measuring import Wanted
from tallystick.settlement.canonical import statement_bytes
from tallystick.settlement.results import Statement
from tallystick.settlement.statement import settle as settle_terms
from tallystick.settlement.statement import wanted
from tallystick.values.periods import Period
from tallystick.walk.case import Case, Progress, open_case, silent
from tallystick.walk.measuring import Result, find_period, measure_periods
from tallystick.words import say


@dataclass(frozen=True)
class Settled:
    """A statement, the measurements it stands on, and its canonical bytes."""

    statement: Statement
    result: Result
    content: bytes


def settle(
    agreement: Path,
    period: str,
    *,
    bindings: Path | None = None,
    store: Path | None = None,
    as_of: datetime | None = None,
    progress: Progress = silent,
) -> Settled:
    """Settle one period of an agreement. Raises Refused or Refusal."""
    case = open_case(agreement, bindings=bindings, store=store, as_of=as_of, progress=progress)
    return settle_case(case, find_period(case, period))


def settle_case(case: Case, period: Period) -> Settled:
    """Settle a period of an open case."""
    if case.agreement.settlement is None:
        problem = say("the agreement has no `settlement:`")
        raise Refused(
            [Finding("settlement.missing", Severity.ERROR, problem, say("say per which period what is paid"))]
        )
    needed = [Wanted((kpi,), (when,)) for kpi, when in wanted(case.agreement, period)]
    result = measure_periods(case, needed)
    statement = settle_terms(case.agreement, period, result.measurements, stands_on=result.stands_on())
    return Settled(statement, result, statement_bytes(statement))
