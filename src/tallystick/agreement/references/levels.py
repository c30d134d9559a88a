"""Targets, minimums, baselines and stated capabilities: in the unit of the rounding, at dates that make sense."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.agreement.findings import Finding
from tallystick.agreement.positions import Path
from tallystick.agreement.references.finder import Finder
from tallystick.agreement.terms.kpis import Kpi
from tallystick.values.units import Unit
from tallystick.words import say


def check(finder: Finder) -> Iterator[Finding]:
    """Find levels that do not fit their KPI or the term."""
    for name, kpi in finder.agreement.kpis.items():
        path: Path = ("kpis", name)
        rounding = kpi.rounding
        yield from finder.currency(rounding.unit.currency, (*path, "rounding"))
        for place, unit in _levels(kpi, path):
            yield from finder.currency(unit.currency, place)
            yield from finder.unit(unit, rounding.unit, rounding.written(), place)
        yield from _dates(finder, kpi, path)


def _levels(kpi: Kpi, path: Path) -> Iterator[tuple[Path, Unit]]:
    for field in ("target", "minimum"):
        dated = getattr(kpi, field)
        for day, amount in dated.steps if dated else ():
            yield (*path, field, day.isoformat()), amount.unit
    if kpi.baseline is not None:
        yield (*path, "baseline", "value"), kpi.baseline.value.unit
    if kpi.capability is not None:
        yield (*path, "capability", "stated"), kpi.capability.stated.unit


def _dates(finder: Finder, kpi: Kpi, path: Path) -> Iterator[Finding]:
    for field in ("target", "minimum"):
        dated = getattr(kpi, field)
        for day, _ in dated.steps if dated else ():
            yield from finder.after_end(day, field, (*path, field, day.isoformat()))
    if kpi.baseline is not None and kpi.baseline.end < kpi.baseline.start:
        problem = say("the baseline ends before it starts")
        yield finder.error("dates.inverted", (*path, "baseline", "to"), problem, say("exchange the two days"))
