"""The worked examples of an agreement, run: what both signed is what the terms compute, or a finding says where not.

An example gives the rounded figures of a settlement period (or of each period in it) and what each incentive
pays for them, in the direction of a statement: a credit to the client is negative. Nothing before the first
period that an example names is held to exist.
"""

from collections.abc import Iterator

from tallystick.agreement.findings import Finding, Severity
from tallystick.agreement.model import Agreement, Example
from tallystick.agreement.reading import Document
from tallystick.measurement.results import Measurement
from tallystick.settlement.checking import finding
from tallystick.settlement.incentives.registry import registry
from tallystick.settlement.results import Section, Statement
from tallystick.settlement.sentences import Sentence
from tallystick.settlement.statement import Rules, settle
from tallystick.settlement.terms.incentive import IncentiveTerms
from tallystick.settlement.trials import given
from tallystick.settlement.view import looked_at
from tallystick.values.money import Money
from tallystick.words import say

Path = tuple[str | int, ...]


def run_example(agreement: Agreement, example: Example, rules: Rules | None = None) -> Statement:
    """Settle the period of one example from the figures it gives, with the incentives that it says pay something.

    With a total to compare all incentives are settled.
    """
    named = (
        agreement.incentives
        if example.total is not None
        else {name: terms for name, terms in agreement.incentives.items() if name in example.pays}
    )
    measurements = list(_given(agreement, example, named))
    first = min((one.period.start for one in measurements), default=example.period.start)
    return settle(
        agreement.model_copy(update={"incentives": named}),
        example.period,
        measurements,
        rules=rules,
        known_since=max(first, agreement.term.start),
    )


def check_examples(document: Document, rules: Rules | None = None) -> tuple[Finding, ...]:
    """Run every worked example; give an error for each amount that the terms do not compute."""
    agreement = document.agreement
    if agreement is None or agreement.settlement is None:
        return ()
    return tuple(
        found
        for number, example in enumerate(agreement.examples)
        for found in _compare(document, agreement, example, ("examples", number), rules or registry())
    )


def _given(agreement: Agreement, example: Example, named: dict[str, IncentiveTerms]) -> Iterator[Measurement]:
    """Give each figure for the period it names, or for every period of its KPI that the incentives look at."""
    for kpi, figures in example.given.items():
        if isinstance(figures, dict):
            by_period = figures
        else:
            looked = [
                period
                for terms in named.values()
                if any(use.kpi == kpi for use in terms.uses())
                for period in looked_at(terms.over, example.period)
            ]
            by_period = dict.fromkeys(looked, figures)
        for period, figure in by_period.items():
            yield given(agreement, kpi, period, None if figure is None else figure.value)


def _compare(document: Document, agreement: Agreement, example: Example, path: Path, rules: Rules) -> Iterator[Finding]:
    yield from _unrounded(document, agreement, example, path)
    statement = run_example(agreement, example, rules)
    sections = {section.incentive: section for section in statement.sections}
    for incentive, pays in example.pays.items():
        yield from _differs(document, example, (*path, "pays", incentive), pays, sections[incentive])
    if example.total is not None:
        yield from _total_differs(document, example, (*path, "total"), example.total, statement)


def _unrounded(document: Document, agreement: Agreement, example: Example, path: Path) -> Iterator[Finding]:
    for kpi, figures in example.given.items():
        rounding = agreement.kpis[kpi].rounding
        for figure in figures.values() if isinstance(figures, dict) else (figures,):
            if figure is not None and rounding.apply(figure.value) != figure.value:
                yield _error(
                    document,
                    (*path, "given", kpi),
                    "example.not_rounded",
                    say(
                        "{kpi} cannot show {figure}, it is rounded {rounding}",
                        kpi=kpi,
                        figure=figure.written(),
                        rounding=rounding.written(),
                    ),
                    say("give the figure as the KPI shows it"),
                )


def _differs(document: Document, example: Example, path: Path, pays: Money, section: Section) -> Iterator[Finding]:
    if section.amount is None:
        problem = say(
            "the example «{name}» cannot be computed: {reasons}", name=example.name, reasons=_reasons(section.reasons)
        )
        yield _error(document, path, "example.cannot_compute", problem, say("give every figure that the rule looks at"))
    elif section.amount != pays:
        yield _error(
            document,
            path,
            "example.differs",
            say(
                "the example «{name}» says that {incentive} pays {pays}, the terms give {amount} ({how})",
                name=example.name,
                incentive=section.incentive,
                pays=pays.written(),
                amount=section.amount.written(),
                how=_how(section),
            ),
            say("mend the terms or the example; both of you sign both"),
        )


def _total_differs(
    document: Document, example: Example, path: Path, total: Money, statement: Statement
) -> Iterator[Finding]:
    if statement.total is None:
        problem = say(
            "the example «{name}» cannot be computed: {reasons}", name=example.name, reasons=_reasons(statement.reasons)
        )
        yield _error(document, path, "example.cannot_compute", problem, say("give every figure that the rules look at"))
    elif statement.total != total:
        parts = [(section.incentive, section.amount) for section in statement.sections if section.amount]
        yield _error(
            document,
            path,
            "example.differs",
            say(
                "the example «{name}» says that the total is {total}, the terms give {amount} ({how})",
                name=example.name,
                total=total.written(),
                amount=statement.total.written(),
                how="; ".join(f"{name} {amount.written()}" for name, amount in parts if amount is not None),
            ),
            say("mend the terms or the example; both of you sign both. The total includes the fee"),
        )


def _how(section: Section) -> str:
    moving = [line for line in section.lines if line.amount] or section.lines
    return "; ".join(line.words.written() for line in moving)


def _reasons(reasons: tuple[Sentence, ...]) -> str:
    return "; ".join(reason.written() for reason in reasons)


def _error(document: Document, path: Path, code: str, problem: str, mend: str) -> Finding:
    return finding(document, code, Severity.ERROR, path, problem, mend)
