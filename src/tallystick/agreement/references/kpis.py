"""What KPIs name: objectives, sources, columns, each other; and what goes with which way of measuring."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.agreement.findings import Finding
from tallystick.agreement.positions import Path
from tallystick.agreement.references.finder import Finder
from tallystick.agreement.references.sources import time_column
from tallystick.agreement.terms.kpis import Kpi
from tallystick.values.currencies import is_currency
from tallystick.values.quantities import SECONDS_IN
from tallystick.values.refusals import Refusal
from tallystick.values.units import NUMBER, SECOND, Unit
from tallystick.words import say

_OF_ROWS = ("where", "exclude", "time", "cohort")
_OF_ENTRIES = ("unit", "entered_by")


def check(finder: Finder) -> Iterator[Finding]:
    """Find what is wrong with KPIs."""
    for name, kpi in finder.agreement.kpis.items():
        path: Path = ("kpis", name)
        if kpi.objective is not None:
            yield from finder.unknown(
                say("objective"), kpi.objective, finder.agreement.objectives, (*path, "objective")
            )
        yield from _balance(finder, name, kpi, path)
        yield from _entered(finder, kpi, path) if kpi.is_entered else _computed(finder, kpi, path)
        yield from _rows(finder, kpi, path)
        yield from _cohort(finder, kpi, path)


def _balance(finder: Finder, name: str, kpi: Kpi, path: Path) -> Iterator[Finding]:
    for index, other in enumerate(kpi.balance):
        place = (*path, "balance", index)
        yield from finder.unknown(say("KPI"), other, finder.agreement.kpis, place)
        if other == name:
            problem = say("{name} is named as its own counter-measure", name=name)
            mend = say("name the KPI that would suffer if only this one counted")
            yield finder.error("kpi.balance_itself", place, problem, mend)


def _entered(finder: Finder, kpi: Kpi, path: Path) -> Iterator[Finding]:
    if kpi.of is not None:
        problem = say("an entered value has no rows, and this KPI names a source")
        yield finder.error("kpi.entered", (*path, "of"), problem, say("delete `of:`, or write a formula as its value"))
    if kpi.entered_by is None:
        problem = say("nobody is named who enters the value")
        yield finder.error("kpi.entered", (*path, "value"), problem, say("add `entered_by: client` or `provider`"))
    unit = _unit_of(kpi.unit or "number")
    if unit is None:
        problem = say("there is no unit «{unit}»", unit=kpi.unit)
        mend = say("write %, number, second, minute, hour, day, week or a currency")
        yield finder.error("unit.unknown", (*path, "unit"), problem, mend)
        return
    yield from finder.currency(unit.currency, (*path, "unit"))
    yield from finder.unit(unit, kpi.rounding.unit, kpi.rounding.written(), (*path, "unit"))


def _unit_of(name: str) -> Unit | None:
    if name in SECONDS_IN:
        return SECOND
    if is_currency(name):
        return Unit.money(name)
    return NUMBER if name in ("%", "number") else None


def _computed(finder: Finder, kpi: Kpi, path: Path) -> Iterator[Finding]:
    for field in _OF_ENTRIES:
        if getattr(kpi, field) is not None:
            problem = say("{field} is for values that are entered, and this one is computed", field=field)
            yield finder.error("kpi.computed", (*path, field), problem, say("delete it, or write `value: entered`"))


def _rows(finder: Finder, kpi: Kpi, path: Path) -> Iterator[Finding]:
    if kpi.of is None:
        for field in _OF_ROWS:
            if getattr(kpi, field):
                problem = say("{field} needs rows, and this KPI names no source", field=field)
                yield finder.error("kpi.no_rows", (*path, field), problem, say("add `of: <source>`, or delete it"))
        return
    yield from finder.unknown(say("source"), kpi.of, finder.agreement.sources, (*path, "of"))
    source = finder.agreement.sources.get(kpi.of)
    if source is None:
        return
    for index, column in enumerate(kpi.dimensions):
        known = [*source.columns, *source.derive]
        yield from finder.unknown(say("column"), column, known, (*path, "dimensions", index))
    if kpi.time is not None:
        yield from time_column(finder, source, kpi.time, (*path, "time"))


def _cohort(finder: Finder, kpi: Kpi, path: Path) -> Iterator[Finding]:
    if kpi.cohort is None or kpi.of is None:
        return
    length = {"month": 1, "quarter": 3, "year": 12}.get(kpi.per)
    try:
        whole = length is not None and kpi.cohort.months % length == 0
    except Refusal:
        whole = False
    if not whole:
        problem = say("a cohort of «{text}» is no whole number of periods", text=kpi.cohort.written())
        mend = say("write whole months, quarters or years, at least one period of the KPI")
        yield finder.error("kpi.cohort", (*path, "cohort"), problem, mend)
