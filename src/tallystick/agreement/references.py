"""What the parts of an agreement say of each other: names that exist, dates that fit, one currency, units that match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tallystick.agreement.findings import Finding, Severity
from tallystick.agreement.model import Agreement
from tallystick.agreement.positions import Path, Positions
from tallystick.agreement.terms.kpis import Kpi
from tallystick.values.calendars import BusinessCalendar
from tallystick.values.currencies import is_currency
from tallystick.values.quantities import SECONDS_IN
from tallystick.values.refusals import Refusal
from tallystick.values.units import Unit
from tallystick.words import nearest, say


def check_references(agreement: Agreement, positions: Positions, dropped: frozenset[str]) -> list[Finding]:
    """Find what does not fit together; names in `dropped` are wrong elsewhere and not complained of twice."""
    checker = _Checker(agreement, positions, dropped)
    return [
        *checker.frame(),
        *checker.calendars(),
        *checker.sources(),
        *checker.kpis(),
        *checker.settlement(),
        *checker.examples(),
    ]


class _Checker:
    def __init__(self, agreement: Agreement, positions: Positions, dropped: frozenset[str]) -> None:
        self.agreement = agreement
        self.positions = positions
        self.dropped = dropped

    def error(self, code: str, path: Path, problem: str, mend: str) -> Finding:
        return Finding(code, Severity.ERROR, problem, mend, path, self.positions.place(path))

    def unknown(self, what: str, name: str, known: Iterable[str], path: Path) -> Iterator[Finding]:
        names = sorted(known)
        if name in names or name in self.dropped:
            return
        close = nearest(name, names)
        mend = (
            say("did you mean {name}?", name=close)
            if close
            else say("the names known here: {names}", names=", ".join(names) or say("none"))
        )
        yield self.error("name.unknown", path, say("there is no {what} «{name}»", what=what, name=name), mend)

    def zone(self, name: str, path: Path) -> Iterator[Finding]:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            mend = say("use a name of the IANA list, such as Europe/London")
            yield self.error("zone.unknown", path, say("there is no time zone «{name}»", name=name), mend)

    def currency(self, code: str | None, path: Path) -> Iterator[Finding]:
        if code is not None and code != self.agreement.currency:
            problem = say("{code} is not the agreement's currency", code=code)
            mend = say("write {currency}, or change `currency:`", currency=self.agreement.currency)
            yield self.error("currency.mixed", path, problem, mend)

    def frame(self) -> Iterator[Finding]:
        agreement = self.agreement
        yield from self.zone(agreement.zone, ("zone",))
        if not is_currency(agreement.currency):
            problem = say("there is no currency «{code}»", code=agreement.currency)
            yield self.error("currency.unknown", ("currency",), problem, say("use a code of ISO 4217, such as EUR"))
        if agreement.term.end < agreement.term.start:
            problem = say("the agreement ends before it starts")
            yield self.error(
                "term.inverted", ("term", "end"), problem, say("write a day after {day}", day=agreement.term.start)
            )

    def calendars(self) -> Iterator[Finding]:
        for name, calendar in self.agreement.calendars.items():
            path: Path = ("calendars", name)
            yield from self.zone(calendar.zone, (*path, "zone"))
            term = self.agreement.term
            try:
                BusinessCalendar.parse(
                    "UTC",
                    calendar.hours,
                    holidays=calendar.holidays,
                    opened=calendar.open,
                    first=term.start,
                    last=max(term.start, term.end),
                )
            except Refusal as refusal:
                yield self.error("calendar.hours", (*path, "hours"), refusal.problem, refusal.mend)

    def sources(self) -> Iterator[Finding]:
        for name, source in self.agreement.sources.items():
            path: Path = ("sources", name)
            yield from self.zone(source.zone, (*path, "zone"))
            known = [*source.columns, *source.derive]
            for field, columns in (("key", source.key), ("version", source.version)):
                for index, column in enumerate(columns):
                    yield from self.unknown(say("column"), column, source.columns, (*path, field, index))
            yield from self.unknown(say("column"), source.time, known, (*path, "time"))
            time = source.columns.get(source.time)
            if time is not None and time.type != "timestamp":
                problem = say("{column} places rows in periods and is a {type}", column=source.time, type=time.type)
                yield self.error("source.time", (*path, "time"), problem, say("name a column of type timestamp"))
            for column in source.derive:
                if column in source.columns:
                    problem = say("{column} is a column already", column=column)
                    yield self.error("name.twice", (*path, "derive", column), problem, say("give it another name"))
            for column, terms in source.columns.items():
                yield from self._column_unit(terms.unit, terms.type, (*path, "columns", column, "unit"))

    def _column_unit(self, unit: str | None, type_text: str, path: Path) -> Iterator[Finding]:
        if unit is None:
            return
        if not type_text.startswith(("integer", "decimal")):
            problem = say("a {type} has no unit", type=type_text)
            yield self.error(
                "unit.senseless", path, problem, say("delete the unit, or make it an integer or a decimal")
            )
        elif unit not in SECONDS_IN and not is_currency(unit):
            problem = say("there is no unit «{unit}»", unit=unit)
            mend = say("write second, minute, hour, day, week or a currency; a plain number has none")
            yield self.error("unit.unknown", path, problem, mend)
        elif is_currency(unit):
            yield from self.currency(unit, path)

    def kpis(self) -> Iterator[Finding]:
        for name, kpi in self.agreement.kpis.items():
            path: Path = ("kpis", name)
            if kpi.objective is not None:
                yield from self.unknown(
                    say("objective"), kpi.objective, self.agreement.objectives, (*path, "objective")
                )
            for index, other in enumerate(kpi.balance):
                yield from self.unknown(say("KPI"), other, self.agreement.kpis, (*path, "balance", index))
            yield from self._rows_of(kpi, path)
            yield from self._levels(kpi, path)

    def _rows_of(self, kpi: Kpi, path: Path) -> Iterator[Finding]:
        if kpi.of is None:
            for field in ("where", "time", "cohort"):
                if getattr(kpi, field) is not None:
                    problem = say("{field} needs rows, and this KPI names no source", field=field)
                    yield self.error("kpi.no_rows", (*path, field), problem, say("add `of: <source>`, or delete it"))
            return
        yield from self.unknown(say("source"), kpi.of, self.agreement.sources, (*path, "of"))
        source = self.agreement.sources.get(kpi.of)
        if source is None:
            return
        known = [*source.columns, *source.derive]
        for index, column in enumerate(kpi.dimensions):
            yield from self.unknown(say("column"), column, known, (*path, "dimensions", index))
        if kpi.time is not None:
            yield from self.unknown(say("column"), kpi.time, known, (*path, "time"))
        yield from self._cohort(kpi, path)

    def _cohort(self, kpi: Kpi, path: Path) -> Iterator[Finding]:
        if kpi.cohort is None:
            return
        length = {"month": 1, "quarter": 3, "year": 12}.get(kpi.per)
        try:
            whole = length is not None and kpi.cohort.months % length == 0
        except Refusal:
            whole = False
        if not whole:
            problem = say("a cohort of «{text}» is no whole number of periods", text=kpi.cohort.written())
            mend = say("write whole months, quarters or years, at least one period of the KPI")
            yield self.error("kpi.cohort", (*path, "cohort"), problem, mend)

    def _levels(self, kpi: Kpi, path: Path) -> Iterator[Finding]:
        yield from self.currency(kpi.rounding.unit.currency, (*path, "rounding"))
        levels: list[tuple[Path, Unit]] = []
        for field in ("target", "minimum"):
            dated = getattr(kpi, field)
            for day, amount in dated.steps if dated else ():
                levels.append(((*path, field, day.isoformat()), amount.unit))
                if day > self.agreement.term.end:
                    problem = say("a {field} holds from {day}, after the agreement ends", field=field, day=day)
                    yield self.error(
                        "dates.after_end", (*path, field, day.isoformat()), problem, say("move or delete it")
                    )
        if kpi.baseline is not None:
            levels.append(((*path, "baseline", "value"), kpi.baseline.value.unit))
            if kpi.baseline.end < kpi.baseline.start:
                problem = say("the baseline ends before it starts")
                yield self.error("dates.inverted", (*path, "baseline", "to"), problem, say("exchange the two days"))
        if kpi.capability is not None:
            levels.append(((*path, "capability", "stated"), kpi.capability.stated.unit))
        for place, unit in levels:
            yield from self.currency(unit.currency, place)
            if unit != kpi.rounding.unit:
                problem = say(
                    "this is in another unit ({unit}) than the rounding ({other})",
                    unit=unit.written() or say("a plain number"),
                    other=kpi.rounding.written(),
                )
                yield self.error("unit.mixed", place, problem, say("write both in one unit"))

    def settlement(self) -> Iterator[Finding]:
        settlement = self.agreement.settlement
        if settlement is None:
            if self.agreement.incentives:
                problem = say("incentives need `settlement:`")
                yield self.error("settlement.missing", ("incentives",), problem, say("say per which period is settled"))
            return
        for day, fee in settlement.fee.steps if settlement.fee else ():
            yield from self.currency(fee.currency, ("settlement", "fee", day.isoformat()))
        if settlement.fee and settlement.fee.at(self.agreement.term.start) is None:
            problem = say("no fee is in force on the first day")
            yield self.error(
                "fee.gap", ("settlement", "fee"), problem, say("give one from {day}", day=self.agreement.term.start)
            )
        if settlement.at_risk is not None and not 0 <= settlement.at_risk <= 1:
            yield self.error(
                "fee.at_risk",
                ("settlement", "at_risk"),
                say("more than the whole fee is at risk"),
                say("write 100% or less"),
            )
        if settlement.rounding is not None:
            yield from self.currency(settlement.rounding.unit.currency or "", ("settlement", "rounding"))

    def examples(self) -> Iterator[Finding]:
        agreement = self.agreement
        for index, example in enumerate(agreement.examples):
            path: Path = ("examples", index)
            for kpi in example.given:
                yield from self.unknown(say("KPI"), kpi, agreement.kpis, (*path, "given", kpi))
            for incentive in example.pays:
                yield from self.unknown(say("incentive"), incentive, agreement.incentives, (*path, "pays", incentive))
                yield from self.currency(example.pays[incentive].currency, (*path, "pays", incentive))
            term = agreement.term
            if example.period.start > term.end or example.period.last < term.start:
                problem = say("{period} lies outside the agreement", period=example.period.name)
                yield self.error("example.outside", (*path, "period"), problem, say("choose a period of the term"))
            per = agreement.settlement.per if agreement.settlement else None
            if per is not None and example.period.grain is not per:
                problem = say("{period} is no settlement period", period=example.period.name)
                yield self.error("example.grain", (*path, "period"), problem, say("choose one {per}", per=per))
