"""Findings about terms that cannot be settled: unknown KPIs, figures in another unit, levels or fees not there."""

from collections.abc import Iterator

from tallystick.agreement.findings import Finding, Severity
from tallystick.agreement.model import Agreement
from tallystick.agreement.reading import Document
from tallystick.settlement.incentives.registry import registry
from tallystick.settlement.statement import Rules
from tallystick.settlement.terms.incentive import Use
from tallystick.settlement.trials import trials
from tallystick.words import say


def check(document: Document, rules: Rules | None = None) -> tuple[Finding, ...]:
    """Give an error for everything that would stop a settlement whatever the figures are."""
    agreement = document.agreement
    if agreement is None or not agreement.incentives:
        return ()
    named = tuple(_references(document, agreement))
    if named:
        return named
    return tuple(dict.fromkeys(_stops(document, agreement, rules or registry())))


def finding(
    document: Document, code: str, severity: Severity, path: tuple[str | int, ...], problem: str, mend: str
) -> Finding:
    """Make a finding of this room, with its place in the document."""
    return Finding(code, severity, problem, mend, path, document.place(path))


def _references(document: Document, agreement: Agreement) -> Iterator[Finding]:
    for name, terms in agreement.incentives.items():
        for use in terms.uses():
            yield from _reference(document, agreement, name, use)


def _reference(document: Document, agreement: Agreement, name: str, use: Use) -> Iterator[Finding]:
    path = ("incentives", name)
    kpi = agreement.kpis.get(use.kpi)
    if kpi is None:
        yield finding(
            document, "settlement.unknown_kpi", Severity.ERROR, path,
            say("{incentive} looks at {kpi}, which is no KPI of this agreement", incentive=name, kpi=use.kpi),
            say("name one of: {kpis}", kpis=", ".join(sorted(agreement.kpis))),
        )  # fmt: skip
        return
    for edge in use.edges:
        if edge.unit != kpi.rounding.unit:
            named = {"incentive": name, "kpi": use.kpi, "edge": edge.written(), "rounding": kpi.rounding.written()}
            yield finding(
                document, "settlement.unit", Severity.ERROR, path,
                say("{incentive} compares {kpi} with {edge}, in another unit", **named),
                say("write it in the unit of the KPI's rounding, {rounding}", **named),
            )  # fmt: skip


def _stops(document: Document, agreement: Agreement, rules: Rules) -> Iterator[Finding]:
    for trial in trials(agreement, rules):
        ends = (trial.run({kpi: trial.grid(kpi)[end] for kpi in trial.kpis()}) for end in (0, -1))
        for reason in dict.fromkeys(reason for section in ends for reason in section.reasons):
            yield finding(
                document, "settlement.cannot_compute", Severity.ERROR, ("incentives", trial.incentive),
                say("in {period}, {reason}", period=trial.period.name, reason=reason.written()),
                say("add what the terms refer to, or change the terms"),
            )  # fmt: skip
