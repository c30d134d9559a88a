"""Is the agreement sound? Each room's own findings, gathered."""

from __future__ import annotations

from pathlib import Path

from tallystick.agreement.checking import advise
from tallystick.agreement.findings import Finding, Severity, in_order
from tallystick.agreement.reading import Document, read
from tallystick.measurement.definitions import compile_agreement
from tallystick.settlement import advice as settlement_advice
from tallystick.settlement import checking as settlement_checking
from tallystick.settlement.incentives.registry import registry, terms_by_rule
from tallystick.walk.case import now
from tallystick.walk.soundness import errors_of


def check(agreement: Path) -> tuple[Document, tuple[Finding, ...]]:
    """Check an agreement file: errors first make it unusable; advice is for both parties to weigh."""
    document = read(agreement, terms_by_rule(registry()))
    findings = list(document.findings)
    if document.partial is None:
        return document, in_order(findings)
    definitions = compile_agreement(document, now())
    findings += errors_of(document, definitions)
    if document.agreement is not None:
        findings += advise(document, lambda kpi: kpi in definitions.kpis)
        findings += settlement_checking.check(document)
    if document.agreement is not None and not any(one.severity is Severity.ERROR for one in findings):
        findings += settlement_advice.advise(document)
    return document, in_order(findings)
