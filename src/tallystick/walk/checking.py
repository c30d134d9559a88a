"""Is the agreement sound? Each room's own findings, gathered."""

from __future__ import annotations

from pathlib import Path

from tallystick.agreement.checking import advise
from tallystick.agreement.findings import Finding, Severity, in_order
from tallystick.agreement.reading import Document, read
from tallystick.measurement.definitions import Definitions, compile_agreement
from tallystick.measurement.deliveries.formats import format_problem
from tallystick.settlement import advice as settlement_advice
from tallystick.settlement import checking as settlement_checking
from tallystick.settlement.examples import check_examples
from tallystick.settlement.incentives.registry import registry, terms_by_rule
from tallystick.walk.case import not_derivable, now
from tallystick.words import say


def check(agreement: Path) -> tuple[Document, tuple[Finding, ...]]:
    """Check an agreement file: errors first make it unusable; advice is for both parties to weigh."""
    document = read(agreement, terms_by_rule(registry()))
    findings = list(document.findings)
    if document.partial is None:
        return document, in_order(findings)
    definitions = compile_agreement(document, now())
    findings += definitions.findings
    findings += _beyond_a_row(document, definitions)
    findings += _formats(document)
    if document.agreement is not None:
        findings += advise(document, lambda kpi: kpi in definitions.kpis)
        findings += settlement_checking.check(document)
    if document.agreement is not None and not any(one.severity is Severity.ERROR for one in findings):
        findings += check_examples(document)
        findings += settlement_advice.advise(document)
    return document, in_order(findings)


def _beyond_a_row(document: Document, definitions: Definitions) -> list[Finding]:
    found = []
    for name, source in definitions.sources.items():
        for column in not_derivable(source):
            path = ("sources", name, "derive", column)
            problem = say("{column} needs a calendar or other rows", column=column)
            mend = say("a derived column is computed from its own row; use the function in a KPI")
            found.append(Finding("derive.beyond_row", Severity.ERROR, problem, mend, path, document.place(path)))
    return found


def _formats(document: Document) -> list[Finding]:
    """Forms of dates that would leave something to be guessed."""
    found = []
    for name, source in (document.partial.sources if document.partial else {}).items():
        for column, terms in source.columns.items():
            form = terms.format if isinstance(terms.format, str) else None
            problem = format_problem(form, terms.type) if form and terms.type in ("date", "timestamp") else None
            if problem is not None:
                path = ("sources", name, "columns", column, "format")
                mend = say("use the directives of strptime, such as «%d/%m/%Y %H:%M»")
                found.append(Finding("source.format", Severity.ERROR, problem, mend, path, document.place(path)))
    return found
