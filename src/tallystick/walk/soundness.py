"""What makes an agreement unusable beyond its own text: each room's errors, and worked examples that do not come out."""

from __future__ import annotations

from tallystick.agreement.findings import Finding, Severity
from tallystick.agreement.reading import Document
from tallystick.measurement.definitions import CompiledSource, Definitions
from tallystick.measurement.deliveries.formats import format_problem
from tallystick.measurement.expressions.nodes import Operation, walk
from tallystick.settlement import checking as settlement_checking
from tallystick.settlement.examples import check_examples
from tallystick.words import say


def errors_of(document: Document, definitions: Definitions) -> list[Finding]:
    """Gather the errors; the worked examples run on every read, once everything else is sound."""
    found = [*definitions.findings, *_beyond_a_row(document, definitions), *_formats(document)]
    if document.agreement is None:
        return found
    found += [one for one in settlement_checking.check(document) if one.severity is Severity.ERROR]
    return found or list(check_examples(document))


def _beyond_a_row(document: Document, definitions: Definitions) -> list[Finding]:
    found = []
    for name, source in definitions.sources.items():
        for column in _not_derivable(source):
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


def _not_derivable(source: CompiledSource) -> list[str]:
    """Derived columns that need more than their own row."""
    beyond = ("open_seconds", "next_of_same")
    return [
        name
        for name, node in source.derived.items()
        if any(isinstance(part, Operation) and part.name in beyond for part in walk(node))
    ]
