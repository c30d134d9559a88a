"""What do the KPIs say? Measurements with all that they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tallystick.agreement.findings import Finding, Refused, Severity
from tallystick.measurement.engines.duckdb import DuckDB
from tallystick.measurement.engines.scans import Engine, EngineFailed
from tallystick.measurement.measuring import Measured, Wanted
from tallystick.measurement.measuring import measure as measure_wanted
from tallystick.measurement.planning import Scheduled
from tallystick.measurement.results import Measurement
from tallystick.values.periods import Grain, Period, periods
from tallystick.walk.case import Case, Progress, open_case, silent
from tallystick.words import nearest, say

FIELDS = (
    "kpi", "period", "start", "end", "dimensions", "value", "shown", "unit", "shape", "moments", "rows", "excluded",
    "pending", "reason", "filled", "provisional",
)  # fmt: skip


@dataclass
class Result:
    """Measurements, in the order of the agreement's KPIs, with the case that they come from."""

    case: Case
    measurements: list[Measurement]
    scans: dict[str, list[Scheduled]]
    engine: Engine

    def series(self, kpi: str, dimensions: tuple[tuple[str, str | None], ...] = ()) -> list[Measurement]:
        """The measurements of one KPI, as a whole or for one value of its dimensions, by period."""
        return [one for one in self.measurements if one.kpi == kpi and one.dimensions == dimensions]

    def stands_on(self) -> dict[str, str]:
        """Hashes and versions from which either party recomputes the numbers."""
        held = {
            "agreement": self.case.document.sha256,
            "engine": self.engine.version(),
            "tallystick": version("tallystick"),
        }
        for name, state in sorted(self.case.states.items()):
            held[f"rows of {name}"] = state.digest
            for receipt in state.receipts:
                held[f"delivery {name} {receipt.number}"] = receipt.sha256
        return {**held, "as_of": self.case.as_of.isoformat()}

    def table(self) -> Any:
        """An Arrow table, one row a measurement; exact values as text, since no column may bend them."""
        import pyarrow as pa

        whole, texts = ("rows", "pending"), pa.map_(pa.string(), pa.string())
        mapped = {"dimensions": texts, "moments": texts, "excluded": pa.map_(pa.string(), pa.int64())}
        rows = [self.row(one) for one in self.measurements]
        types = {name: mapped.get(name, pa.int64() if name in whole else pa.string()) for name in FIELDS}
        types["provisional"] = pa.bool_()
        columns = {name: [list(row[name].items()) if name in mapped else row[name] for row in rows] for name in FIELDS}
        return pa.table({name: pa.array(columns[name], types[name]) for name in FIELDS})

    def row(self, one: Measurement) -> dict[str, Any]:
        """A measurement as plain data."""
        kpi = self.case.definitions.kpis[one.kpi].term
        return {
            "kpi": one.kpi,
            "period": one.period.name,
            "start": one.period.start.isoformat(),
            "end": one.period.last.isoformat(),
            "dimensions": dict(one.dimensions),
            "value": None if one.value is None else str(one.value),
            "shown": None if one.shown is None else kpi.rounding.show(one.shown),
            "unit": one.unit.written(),
            "shape": str(one.shape),
            "moments": {name: str(value) for name, value in one.moments.items()},
            "rows": one.rows,
            "excluded": {exclusion.because: exclusion.rows for exclusion in one.excluded},
            "pending": one.pending,
            "reason": one.reason,
            "filled": one.filled,
            "provisional": one.provisional,
        }


def measure(
    agreement: Path,
    *,
    kpis: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
    per: Grain | None = None,
    by: Sequence[str] = (),
    bindings: Path | None = None,
    store: Path | None = None,
    as_of: datetime | None = None,
    uncertainty: bool = False,
    engine: Engine | None = None,
    progress: Progress = silent,
) -> Result:
    """Measure KPIs of an agreement over the periods from `first` to `last` (left out: the term so far).

    `by` names dimensions, each for itself. Raises Refused with findings.
    """
    case = open_case(agreement, bindings=bindings, store=store, as_of=as_of, progress=progress)
    return measure_case(case, kpis=kpis, first=first, last=last, per=per, by=by, uncertainty=uncertainty, engine=engine)


def measure_case(
    case: Case,
    *,
    kpis: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
    per: Grain | None = None,
    by: Sequence[str] = (),
    uncertainty: bool = False,
    engine: Engine | None = None,
) -> Result:
    """Measure an open case."""
    names = list(kpis) or list(case.agreement.kpis)
    _refuse_unknown(case, names, by)
    term = case.agreement.term
    begin, end = first or term.start, last or min(term.end, max(case.as_of.date(), term.start))
    cuts = ((), *((name,) for name in by))
    wanted = []
    for name in names:
        kpi = case.agreement.kpis[name]
        # What is carried forward may come from before the periods asked for.
        start = min(begin, term.start) if kpi.missing == "carry_forward" else begin
        wanted.append(
            Wanted((name,), tuple(periods(per or Grain(kpi.per), start, end, case.agreement.year_starts)), cuts)
        )
    result = measure_periods(case, wanted, uncertainty=uncertainty, engine=engine)
    result.measurements = [one for one in result.measurements if one.period.end > begin]
    return result


def measure_periods(
    case: Case, wanted: Sequence[Wanted], *, uncertainty: bool = False, engine: Engine | None = None
) -> Result:
    """Measure given periods of an open case. Raises Refused."""
    chosen = engine or DuckDB()
    data = case.data(_sources(case, wanted))
    case.progress(say("measuring"))
    try:
        measured: Measured = measure_wanted(case.definitions, wanted, data, chosen, uncertainty=uncertainty)
    except EngineFailed as failure:
        raise Refused([Finding("engine.failed", Severity.ERROR, failure.problem, failure.mend)]) from None
    return Result(case, measured.measurements, measured.scans, chosen)


def _sources(case: Case, wanted: Sequence[Wanted]) -> list[str]:
    """The sources that the KPIs need, also through KPIs computed from others."""
    queue = [name for want in wanted for name in want.kpis]
    seen, sources = set(queue), []
    while queue:
        kpi = case.definitions.kpis[queue.pop()]
        if kpi.source is not None and kpi.source.name not in sources:
            sources.append(kpi.source.name)
        for other in kpi.definition.other_kpis() if kpi.definition else ():
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return sorted(sources)


def _refuse_unknown(case: Case, names: Sequence[str], by: Sequence[str]) -> None:
    found = []
    columns = {name for source in case.definitions.sources.values() for name in source.scope.columns}
    for what, given, known in ((say("KPI"), names, set(case.agreement.kpis)), (say("dimension"), by, columns)):
        for name in given:
            if name not in known:
                close = nearest(name, known)
                mend = say("did you mean {name}?", name=close) if close else ", ".join(sorted(known))
                found.append(
                    Finding(
                        "name.unknown", Severity.ERROR, say("there is no {what} «{name}»", what=what, name=name), mend
                    )
                )
    if found:
        raise Refused(found)


def find_period(case: Case, text: str) -> Period:
    """Read the name of a period in the agreement's fiscal year. Raises Refusal."""
    return Period.parse(text, case.agreement.year_starts)
