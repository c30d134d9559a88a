"""The room's door: compiled KPIs, files of rows and entered values become measurements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from tallystick.measurement.bindings import Entry
from tallystick.measurement.definitions import CompiledKpi, Definitions
from tallystick.measurement.engines.scans import Engine
from tallystick.measurement.expressions.formulas import NoValue, Part, evaluate
from tallystick.measurement.gathering import LeafTable, Values
from tallystick.measurement.planning import (
    Asked,
    AxisKey,
    Dimensions,
    Scheduled,
    SourceFile,
    axis_of,
    plan,
    schedule,
    source_periods,
)
from tallystick.measurement.results import Exclusion, Measurement, Shape
from tallystick.values.calendars import CalendarDay
from tallystick.values.periods import Grain, Period
from tallystick.words import say

Place = tuple[Dimensions, Values]
TOTAL: Place = ((), ())


@dataclass(frozen=True)
class Wanted:
    """What to measure: KPIs over consecutive periods, as a whole and by dimensions."""

    kpis: tuple[str, ...]
    periods: tuple[Period, ...]
    cuts: tuple[Dimensions, ...] = ((),)


@dataclass
class Data:
    """Where the numbers come from: files of each source, entered values, open time of calendars, the cut-off."""

    files: Mapping[str, Sequence[SourceFile]]
    as_of: datetime
    zone: str
    calendars: Mapping[str, tuple[CalendarDay, ...]] = field(default_factory=dict)
    entries: Sequence[Entry] = ()


@dataclass
class Measured:
    """Measurements in the order asked, and the statement that each source ran."""

    measurements: list[Measurement]
    scans: dict[str, list[Scheduled]]


def measure(
    definitions: Definitions,
    wanted: Sequence[Wanted],
    data: Data,
    engine: Engine,
    *,
    uncertainty: bool = False,
) -> Measured:
    """Measure; every source is read in one pass, whatever the number of KPIs. Raises EngineFailed."""
    asked = [one for want in wanted for one in _asked(definitions, want)]
    plans = plan(asked, uncertainty=uncertainty)
    scans = {
        name: schedule(plan_of, data.files.get(name, ()), data.zone, data.as_of, data.calendars)
        for name, plan_of in plans.items()
    }
    tables = {name: LeafTable(plan_of) for name, plan_of in plans.items()}
    in_order = [(name, scheduled) for name, all_of in scans.items() for scheduled in all_of]
    for (name, scheduled), groups in zip(in_order, engine.run([s.scan for _, s in in_order]), strict=True):
        tables[name].add(scheduled, groups)
    worked = _Working(definitions, tables, data, uncertainty)
    results = [measurement for want in wanted for measurement in worked.results(want)]
    return Measured(results, scans)


def _asked(definitions: Definitions, want: Wanted) -> list[Asked]:
    """The KPIs over rows that are needed, also for those computed from them."""
    names = dict.fromkeys(want.kpis)
    queue = list(want.kpis)
    while queue:
        definition = definitions.kpis[queue.pop()].definition
        for other in definition.other_kpis() if definition else ():
            if other not in names:
                names[other] = None
                queue.append(other)
    compiled = [definitions.kpis[name] for name in names]
    return [Asked(kpi, want.periods, _cuts(kpi, want)) for kpi in compiled if kpi.source is not None]


def _cuts(kpi: CompiledKpi, want: Wanted) -> tuple[Dimensions, ...]:
    """Dimensions that the source does not have are left out for this KPI."""
    known = kpi.source.scope.columns if kpi.source else {}
    return tuple(cut for cut in want.cuts if all(name in known for name in cut))


class _Working:
    """Computes each KPI once for a period and a place; carries the agreed rules for missing data."""

    def __init__(
        self, definitions: Definitions, tables: Mapping[str, LeafTable], data: Data, uncertainty: bool
    ) -> None:
        self.definitions = definitions
        self.tables = tables
        self.data = data
        self.uncertainty = uncertainty
        self.done: dict[tuple[str, Period, Place], Measurement] = {}
        self.ends: dict[Period, int] = {}
        self.placed: dict[tuple[str, Grain], tuple[tuple[Part, AxisKey], ...]] = {}

    def results(self, want: Wanted) -> list[Measurement]:
        found = []
        for name in want.kpis:
            for place in self._places(name, want):
                series = [self.one(name, period, place) for period in want.periods]
                found += _filled(series, self.definitions.kpis[name])
        return found

    def _places(self, name: str, want: Wanted) -> list[Place]:
        kpi = self.definitions.kpis[name]
        places: list[Place] = []
        for cut in want.cuts:
            if not cut:
                places.append(TOTAL)
            for table in self._tables(kpi) if cut else ():
                places += [(cut, values) for values in table.values_of(cut) if (cut, values) not in places]
        return places

    def _tables(self, kpi: CompiledKpi) -> list[LeafTable]:
        if kpi.source is not None:
            return [self.tables[kpi.source.name]]
        others = kpi.definition.other_kpis() if kpi.definition else ()
        return [table for other in others for table in self._tables(self.definitions.kpis[other])]

    def one(self, name: str, period: Period, place: Place) -> Measurement:
        """The measurement of one KPI, one period, one place."""
        key = (name, period, place)
        if key not in self.done:
            kpi = self.definitions.kpis[name]
            if kpi.definition is None:
                self.done[key] = self._entered(kpi, period, place)
            elif kpi.source is None:
                self.done[key] = self._composite(kpi, period, place)
            else:
                self.done[key] = self._from_rows(kpi, period, place)
        return self.done[key]

    def _from_rows(self, kpi: CompiledKpi, period: Period, place: Place) -> Measurement:
        definition, source = kpi.definition, kpi.source
        if definition is None or source is None or definition.rows is None or definition.source_rows is None:
            raise ValueError(f"{kpi.name} has no rows")
        table = self.tables[source.name]
        (own,) = source_periods(Asked(kpi, (period,), ()))
        leaves = {part: table.value(part, axis, place, own) for part, axis in self._placed(kpi, period.grain)}
        rows = int(leaves[definition.rows] or 0)
        excluded = tuple(
            Exclusion(rule.because, int(leaves[rule.leaf] or 0)) for rule in definition.exclusions if leaves[rule.leaf]
        )
        pending = sum(int(leaves[part] or 0) for part in definition.aggregate.pending)
        moments = self._moments(definition.aggregate.moments, leaves)
        delivered = int(leaves[definition.source_rows] or 0)
        running = any(part.running for part in leaves)
        reason = None if running else _too_few(kpi, period, delivered, rows, pending)
        exact = None
        if reason is None:
            try:
                exact = evaluate(definition.aggregate.formula, leaves)
            except NoValue as none:
                reason = none.reason
        return self._measurement(
            kpi, period, place, exact, reason, moments=moments, rows=rows, excluded=excluded, pending=pending
        )

    def _placed(self, kpi: CompiledKpi, grain: Grain) -> tuple[tuple[Part, AxisKey], ...]:
        """The leaves of a KPI, each with the axis on which it lies; found once a KPI."""
        key = (kpi.name, grain)
        if key not in self.placed and kpi.definition is not None:
            parts = kpi.definition.leaves(uncertainty=self.uncertainty)
            self.placed[key] = tuple((part, axis_of(kpi, part, grain)) for part in parts)
        return self.placed[key]

    def _moments(self, formulas: Mapping[str, object], leaves: Mapping[Part, Fraction | None]) -> dict[str, Fraction]:
        moments = {}
        for name, formula in formulas.items():
            try:
                moments[name] = evaluate(formula, leaves)  # type: ignore[arg-type]
            except NoValue:
                continue
        return moments

    def _composite(self, kpi: CompiledKpi, period: Period, place: Place) -> Measurement:
        definition = kpi.definition
        if definition is None:
            raise ValueError(f"{kpi.name} has no formula")
        others = [self.one(other, period, place) for other in definition.other_kpis()]
        missing = [other for other in others if other.value is None]
        rows = sum(other.rows for other in others)
        pending = sum(other.pending for other in others)
        if missing:
            reason = say("{kpi} has no value: {reason}", kpi=missing[0].kpi, reason=missing[0].reason)
            return self._measurement(kpi, period, place, None, reason, rows=rows, pending=pending)
        values = {other.kpi: other.value for other in others if other.value is not None}
        try:
            exact = evaluate(definition.aggregate.formula, {}, values)
        except NoValue as none:
            return self._measurement(kpi, period, place, None, none.reason, rows=rows, pending=pending)
        return self._measurement(kpi, period, place, exact, None, moments=values, rows=rows, pending=pending)

    def _entered(self, kpi: CompiledKpi, period: Period, place: Place) -> Measurement:
        entry = next((one for one in self.data.entries if one.kpi == kpi.name and one.period == period.name), None)
        if entry is None or place != TOTAL:
            reason = say("nothing was entered for {period}", period=period.name)
            return self._measurement(kpi, period, place, None, reason)
        if entry.numerator is not None and entry.denominator is not None:
            moments = {"numerator": entry.numerator, "denominator": entry.denominator}
            if entry.denominator == 0:
                return self._measurement(kpi, period, place, None, say("nothing to divide by"), moments=moments)
            exact = entry.numerator / entry.denominator
            return self._measurement(kpi, period, place, exact, None, moments=moments, rows=int(entry.denominator))
        return self._measurement(kpi, period, place, entry.value, None)

    def _measurement(
        self,
        kpi: CompiledKpi,
        period: Period,
        place: Place,
        exact: Fraction | None,
        reason: str | None,
        *,
        moments: Mapping[str, Fraction] | None = None,
        rows: int = 0,
        **more: Any,
    ) -> Measurement:
        shape = kpi.definition.aggregate.shape if kpi.definition else Shape.ENTERED
        return Measurement(
            kpi.name,
            period,
            tuple(zip(*place, strict=True)),
            value=exact,
            shown=None if exact is None else kpi.term.rounding.apply(exact),
            unit=kpi.unit,
            shape=shape,
            moments=dict(moments or {}),
            rows=rows,
            excluded=more.get("excluded", ()),
            pending=more.get("pending", 0),
            reason=reason,
            provisional=self._provisional(kpi, period),
        )

    def _provisional(self, kpi: CompiledKpi, period: Period) -> bool:
        """A number may still change until its period is over and the agreed time for late rows has passed."""
        late = kpi.source.term.late.seconds if kpi.source and kpi.source.term.late else 0
        if period not in self.ends:
            self.ends[period] = int(period.instants(self.data.zone)[1].timestamp())
        return self.data.as_of.timestamp() < self.ends[period] + late


def _too_few(kpi: CompiledKpi, period: Period, delivered: int, rows: int, pending: int) -> str | None:
    """Why the rows do not suffice for a value, if they do not."""
    if delivered == 0:
        return say("no rows were delivered for {period}", period=period.name)
    counts = kpi.definition is not None and kpi.definition.aggregate.shape is Shape.COUNT
    if rows == 0 and not counts:
        return say("none of the {n} rows delivered for {period} is counted", n=delivered, period=period.name)
    if pending and pending == rows:
        return say("all {n} cases are still open and not yet due", n=pending)
    fewest = kpi.term.fewest
    if fewest is not None and rows < fewest:
        return say("only {n} rows, and the agreement asks for at least {fewest}", n=rows, fewest=fewest)
    return None


def _filled(series: list[Measurement], kpi: CompiledKpi) -> list[Measurement]:
    """Carry the last value forward where the agreement says so; the other rules are settlement's to apply."""
    if str(kpi.term.missing) != "carry_forward":
        return series
    filled: list[Measurement] = []
    last: Measurement | None = None
    for one in series:
        if one.value is None and last is not None:
            words = say("carried forward from {period}: {reason}", period=last.period.name, reason=one.reason)
            one = replace(one, value=last.value, shown=last.shown, reason=None, filled=words)  # noqa: PLW2901
        elif one.value is not None:
            last = one
        filled.append(one)
    return filled
