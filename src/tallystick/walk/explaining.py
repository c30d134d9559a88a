"""Where does this number come from? Clause, formula, statement, deliveries, counts, rounding; and the rows behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tallystick.measurement.definitions import CompiledKpi
from tallystick.measurement.deliveries.store import Receipt
from tallystick.measurement.engines.duckdb import DuckDB
from tallystick.measurement.engines.rows import RowsAsked, RowsFound
from tallystick.measurement.measuring import Wanted
from tallystick.measurement.planning import Asked, boundaries, source_periods
from tallystick.measurement.results import Measurement
from tallystick.values.refusals import Refusal
from tallystick.walk.case import Case, Progress, open_case, silent
from tallystick.walk.measuring import Result, find_period, measure_periods
from tallystick.words import nearest, say


@dataclass(frozen=True)
class Explanation:
    """A number and all that it stands on. `receipts` are the deliveries; `sql` the statements that were run."""

    measurement: Measurement
    shown: str | None
    clause: str
    formula: str
    where: str | None
    rounding: str
    objective: str | None
    receipts: tuple[Receipt, ...]
    sql: tuple[str, ...]
    stands_on: dict[str, str]
    parts: tuple[Measurement, ...] = ()


def explain(
    agreement: Path,
    kpi: str,
    period: str,
    *,
    dimensions: tuple[tuple[str, str | None], ...] = (),
    bindings: Path | None = None,
    store: Path | None = None,
    as_of: datetime | None = None,
    progress: Progress = silent,
) -> Explanation:
    """Explain one number. Raises Refused or Refusal."""
    case = open_case(agreement, bindings=bindings, store=store, as_of=as_of, progress=progress)
    when = find_period(case, period)
    compiled = known_kpi(case, kpi)
    others = compiled.definition.other_kpis() if compiled.definition else ()
    cut = tuple(name for name, _ in dimensions)
    result = measure_periods(case, [Wanted((kpi, *others), (when,), ((), cut) if cut else ((),))])
    return explain_result(result, kpi, when.name, dimensions)


def explain_result(
    result: Result, kpi: str, period: str, dimensions: tuple[tuple[str, str | None], ...] = ()
) -> Explanation:
    """Explain one measurement of a result."""
    case = result.case
    compiled = case.definitions.kpis[kpi]
    term = compiled.term
    found = [one for one in result.series(kpi, dimensions) if one.period.name == period]
    if not found:
        raise Refusal(
            say("{kpi} has no measurement for {period} there", kpi=kpi, period=period),
            say("look at the values of the dimension with `tallystick measure --by`"),
        )
    source = compiled.source.name if compiled.source else None
    scans = result.scans.get(source, []) if source else []
    others = compiled.definition.other_kpis() if compiled.definition else ()
    objective = case.agreement.objectives.get(term.objective or "")
    return Explanation(
        measurement=found[0],
        shown=None if found[0].shown is None else term.rounding.show(found[0].shown),
        clause=term.clause,
        formula=term.value,
        where=term.where,
        rounding=term.rounding.written(),
        objective=objective.outcome if objective else None,
        receipts=case.states[source].receipts if source else (),
        sql=tuple(dict.fromkeys(result.engine.sql(scheduled.scan) for scheduled in scans)),
        stands_on=result.stands_on(),
        parts=tuple(one for other in others for one in result.series(other, dimensions) if one.period.name == period),
    )


def rows(
    agreement: Path,
    kpi: str,
    period: str,
    *,
    limit: int = 20,
    bindings: Path | None = None,
    store: Path | None = None,
    as_of: datetime | None = None,
    progress: Progress = silent,
) -> RowsFound:
    """The rows that a number counts, each with its delivery and line. Raises Refused or Refusal."""
    case = open_case(agreement, bindings=bindings, store=store, as_of=as_of, progress=progress)
    compiled = known_kpi(case, kpi)
    if (
        compiled.source is None
        or compiled.definition is None
        or compiled.time is None
        or compiled.definition.rows is None
    ):
        raise Refusal(
            say("{kpi} has no rows of its own", kpi=kpi),
            say("it is entered, or computed from other KPIs: {formula}", formula=compiled.term.value),
        )
    when = find_period(case, period)
    own = source_periods(Asked(compiled, (when,), ()))
    data = case.data([compiled.source.name])
    moments = compiled.definition.aggregate.moments
    counted = moments.get("numerator")
    asked = RowsAsked(
        files=tuple(file.path for file in data.files[compiled.source.name]),
        columns=tuple(compiled.source.scope.columns),
        time=compiled.time,
        bounds=(boundaries(own, data.zone, case.as_of)[0], boundaries(own, data.zone, case.as_of)[-1]),
        where=compiled.definition.rows.leaf.where,
        counted=getattr(getattr(counted, "leaf", None), "where", None),
        calendars=dict(data.calendars),
        limit=limit,
    )
    return DuckDB().rows(asked)


def known_kpi(case: Case, name: str) -> CompiledKpi:
    """A KPI by its id. Raises Refusal with the nearest."""
    if name not in case.definitions.kpis:
        close = nearest(name, case.definitions.kpis)
        mend = say("did you mean {name}?", name=close) if close else ", ".join(case.definitions.kpis)
        raise Refusal(say("there is no KPI «{name}»", name=name), mend)
    return case.definitions.kpis[name]
