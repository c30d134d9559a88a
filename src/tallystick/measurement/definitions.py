"""The agreement's KPIs compiled: names, types and units checked, every problem with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

from tallystick.agreement.findings import Finding, Severity
from tallystick.agreement.model import Agreement
from tallystick.agreement.reading import Document
from tallystick.agreement.terms.kpis import Kpi
from tallystick.agreement.terms.sources import Source
from tallystick.measurement.expressions.compiling import (
    Definition,
    compile_column,
    compile_composite,
    compile_condition,
    compile_kpi,
)
from tallystick.measurement.expressions.nodes import BOOLEAN, DATE, INSTANT, TEXT, Column, Kind, Node, Type
from tallystick.measurement.expressions.problems import ExpressionRefused
from tallystick.measurement.expressions.scope import Scope
from tallystick.values.units import NUMBER, SECOND, Unit
from tallystick.words import say

Path = tuple[str | int, ...]
T = TypeVar("T")

SECONDS_IN = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}
_DECIMAL = re.compile(r"decimal\((\d+),\s*(\d+)\)")


@dataclass(frozen=True)
class CompiledSource:
    """A source with its scope and its derived columns."""

    name: str
    term: Source
    scope: Scope
    derived: Mapping[str, Node]


@dataclass(frozen=True)
class CompiledKpi:
    """A KPI with its compiled definition; `definition` is None for entered values."""

    name: str
    term: Kpi
    unit: Unit
    definition: Definition | None
    source: CompiledSource | None
    time: Column | None


@dataclass
class Definitions:
    """All that compiled, and what did not, as findings."""

    sources: dict[str, CompiledSource] = field(default_factory=dict)
    kpis: dict[str, CompiledKpi] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def column_of(name: str, type_text: str, unit: str | None, *, nullable: bool) -> Column:
    """The typed column of a contract: durations become seconds, money its major unit."""
    plain = {"boolean": BOOLEAN, "text": TEXT, "timestamp": INSTANT, "date": DATE}.get(type_text)
    if plain is not None:
        return Column(name, plain, nullable=nullable)
    match = _DECIMAL.fullmatch(type_text)
    digits = (int(match[1]), int(match[2])) if match else (18, 0)
    if unit is None:
        return Column(name, Type(Kind.NUMBER, NUMBER, digits), nullable=nullable)
    factor = SECONDS_IN.get(unit)
    if factor is not None:
        return Column(name, Type(Kind.NUMBER, SECOND, digits), factor, nullable)
    return Column(name, Type(Kind.NUMBER, Unit.money(unit), digits), nullable=nullable)


def compile_agreement(document: Document, as_of: datetime) -> Definitions:
    """Compile every source and KPI of an agreement; problems are findings, and the rest still compiles."""
    agreement = document.partial or document.must()
    found = Definitions()
    for name, source in agreement.sources.items():
        found.sources[name] = _compile_source(document, found, agreement, name, source, as_of)
    for name in _in_order(document, found, agreement):
        compiled = _compile_kpi(document, found, agreement, name)
        if compiled is not None:
            found.kpis[name] = compiled
            found.findings += _rounding_problem(document, compiled)
    found.kpis = {name: found.kpis[name] for name in agreement.kpis if name in found.kpis}
    return found


def _compile_source(
    document: Document, found: Definitions, agreement: Agreement, name: str, source: Source, as_of: datetime
) -> CompiledSource:
    columns = {
        column: column_of(column, str(term.type), term.unit, nullable=term.nullable)
        for column, term in source.columns.items()
    }
    derived: dict[str, Node] = {}

    def scope() -> Scope:
        return Scope(
            columns=dict(columns),
            calendars=frozenset(agreement.calendars),
            zone=source.zone,
            currency=agreement.currency,
            key=tuple(source.key),
            time=source.time,
            ambiguous=source.ambiguous,
            nonexistent=source.nonexistent,
            as_of=as_of,
        )

    for column, text in source.derive.items():
        path: Path = ("sources", name, "derive", column)
        node = _try(document, found, path, lambda text=text: compile_column(text, scope()))  # type: ignore[misc]
        if node is not None:
            derived[column] = node
            columns[column] = Column(column, node.type)
    return CompiledSource(name, source, scope(), derived)


def _in_order(document: Document, found: Definitions, agreement: Agreement) -> list[str]:
    """KPIs so that each comes after those it is computed from; a circle is a finding."""
    names = set(agreement.kpis)
    graph = {
        name: {word for word in re.findall(r"[a-z][a-z0-9_]*", kpi.value) if word in names and kpi.of is None}
        for name, kpi in agreement.kpis.items()
    }
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        path: Path = ("kpis", error.args[1][0], "value")
        found.findings.append(
            Finding(
                "kpi.circle",
                Severity.ERROR,
                say("KPIs are computed from each other in a circle: {circle}", circle=circle),
                say("compute one of them from rows"),
                path,
                document.place(path),
            )
        )
        return []


def _compile_kpi(document: Document, found: Definitions, agreement: Agreement, name: str) -> CompiledKpi | None:
    kpi = agreement.kpis[name]
    if kpi.is_entered:
        return CompiledKpi(name, kpi, _entered_unit(kpi), None, None, None)
    path: Path = ("kpis", name)
    if kpi.of is None:
        scope = Scope(kpis={other: compiled.unit for other, compiled in found.kpis.items()}, zone=agreement.zone)
        composite = _try(document, found, (*path, "value"), lambda: compile_composite(kpi.value, scope))
        return CompiledKpi(name, kpi, composite.aggregate.unit, composite, None, None) if composite else None
    source = found.sources.get(kpi.of)
    if source is None:
        return None
    definition = _compile_over_rows(document, found, path, kpi, source)
    time = source.scope.columns.get(kpi.time or source.term.time)
    if definition is None or time is None:
        return None
    return CompiledKpi(name, kpi, definition.aggregate.unit, definition, source, time)


def _rounding_problem(document: Document, kpi: CompiledKpi) -> list[Finding]:
    """The rounding is in the unit of what the formula gives, or the figure could not be shown."""
    rounding = kpi.term.rounding
    if kpi.unit == rounding.unit:
        return []
    path: Path = ("kpis", kpi.name, "rounding")
    given, written = (unit.written() or say("a plain number") for unit in (kpi.unit, rounding.unit))
    problem = say("the formula gives {given}, and the rounding is in {written}", given=given, written=written)
    mend = say("write the rounding, the targets and the baseline in {given}", given=given)
    return [Finding("unit.rounding", Severity.ERROR, problem, mend, path, document.place(path))]


def _compile_over_rows(
    document: Document, found: Definitions, path: Path, kpi: Kpi, source: CompiledSource
) -> Definition | None:
    """Check each text of the KPI by itself, so that a problem is told at its own place; then compile the whole."""
    texts: list[tuple[Path, str]] = [((*path, "where"), kpi.where)] if kpi.where else []
    texts += [((*path, "exclude", index, "rows"), rule.rows) for index, rule in enumerate(kpi.exclude)]
    sound = True
    for place, text in texts:
        checked = _try(document, found, place, lambda text=text: compile_condition(text, source.scope))  # type: ignore[misc]
        sound = sound and checked is not None
    where = kpi.where if sound else None
    rules = [(rule.rows, rule.because) for rule in kpi.exclude] if sound else []
    compiled = _try(document, found, (*path, "value"), lambda: compile_kpi(kpi.value, source.scope, where, rules))
    return compiled if sound else None


def _entered_unit(kpi: Kpi) -> Unit:
    unit = kpi.unit or "number"
    if unit in SECONDS_IN:
        return SECOND
    return NUMBER if unit in ("%", "number") else Unit.money(unit)


def _try(document: Document, found: Definitions, path: Path, compile_text: Callable[[], T]) -> T | None:
    try:
        return compile_text()
    except ExpressionRefused as refused:
        for problem in refused.problems:
            place = document.place_within(path, problem.span.start)
            found.findings.append(
                Finding("formula.refused", Severity.ERROR, problem.problem, problem.mend, path, place)
            )
        return None
