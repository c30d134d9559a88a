"""Design advice about incentives: terms that can be settled but invite the wrong behaviour."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from tallystick.agreement.findings import Finding, Severity
from tallystick.agreement.model import Agreement
from tallystick.agreement.reading import Document
from tallystick.settlement.checking import check, finding
from tallystick.settlement.incentives.registry import registry
from tallystick.settlement.results import Section
from tallystick.settlement.statement import Rules
from tallystick.settlement.trials import Trial, trials
from tallystick.words import say

QUALITY = ("quality", "customer")


def advise(document: Document, rules: Rules | None = None) -> tuple[Finding, ...]:
    """Give advice on incentives; nothing while errors stop them from being settled."""
    agreement = document.agreement
    if agreement is None or not agreement.incentives or check(document, rules):
        return ()
    found = [
        *_moved_by_diagnostics(document, agreement),
        *_without_gate(document, agreement),
        *_better_pays_less(document, agreement, rules or registry()),
    ]
    return tuple(dict.fromkeys(found))


def _moved_by_diagnostics(document: Document, agreement: Agreement) -> Iterator[Finding]:
    for name, terms in agreement.incentives.items():
        for kpi in sorted({use.kpi for use in terms.uses()}):
            if agreement.kpis[kpi].role == "diagnostic":
                yield finding(
                    document, "settlement.diagnostic_pays", Severity.ADVICE, ("incentives", name),
                    say("{kpi} is diagnostic but moves money in {incentive}", kpi=kpi, incentive=name),
                    say("make it a headline KPI, or let a headline KPI move the money"),
                )  # fmt: skip


def _without_gate(document: Document, agreement: Agreement) -> Iterator[Finding]:
    for name, terms in agreement.incentives.items():
        uses = terms.uses()
        gated = any(use.gate and agreement.kpis[use.kpi].kind in QUALITY for use in uses)
        for kpi in sorted({use.kpi for use in uses if not use.gate}):
            its = agreement.kpis[kpi]
            balanced = any(agreement.kpis[other].kind in QUALITY for other in its.balance if other in agreement.kpis)
            if its.kind == "financial" and its.measures == "outcome" and not gated and not balanced:
                yield finding(
                    document, "settlement.no_gate", Severity.ADVICE, ("incentives", name),
                    say(
                        "{incentive} pays by the financial outcome {kpi}; nothing holds quality or satisfaction",
                        incentive=name, kpi=kpi,
                    ),
                    say("add a condition on a quality or customer KPI (only_if), or name one in the KPI's balance"),
                )  # fmt: skip


def _better_pays_less(document: Document, agreement: Agreement, rules: Rules) -> Iterator[Finding]:
    said: set[tuple[str, str, str]] = set()
    for trial in trials(agreement, rules):
        if trial.terms.better_may_pay_less:
            continue
        for kpi in trial.kpis():
            for drop in _drops(trial, kpi):
                place = (trial.incentive, kpi, drop["better"])
                if place not in said:
                    said.add(place)
                    yield _pays_less(document, trial.incentive, kpi, drop)


def _drops(trial: Trial, kpi: str) -> Iterator[dict[str, str]]:
    """Find where a better figure pays less, the other KPIs being at their best and at their worst."""
    show = trial.agreement.kpis[kpi].rounding.show
    for end in (-1, 0):
        others = {other: trial.grid(other)[end] for other in trial.kpis()}
        paid = [(value, trial.run({**others, kpi: value})) for value in trial.grid(kpi)]
        for (worse, before), (better, after) in pairwise(paid):
            if _worth(after) < _worth(before):
                yield {"worse": show(worse), "before": _text(before), "better": show(better), "after": _text(after)}


def _pays_less(document: Document, incentive: str, kpi: str, drop: dict[str, str]) -> Finding:
    problem = say(
        "in {incentive}, a better {kpi} pays the provider less: {before} at {worse}, {after} at {better}",
        incentive=incentive,
        kpi=kpi,
        **drop,
    )
    mend = say("change the terms, or say under better_may_pay_less why both of you mean it")
    return finding(document, "settlement.better_pays_less", Severity.ADVICE, ("incentives", incentive), problem, mend)


def _worth(section: Section) -> Fraction:
    """What a section is worth to the provider: its money, or, where it only counts points, fewer of them."""
    if section.points is not None and not any(line.amount is not None for line in section.lines):
        return -section.points
    return section.amount.exact if section.amount is not None else Fraction(0)


def _text(section: Section) -> str:
    if section.points is not None and not any(line.amount is not None for line in section.lines):
        return say("{points} points", points=section.points)
    return section.amount.written() if section.amount is not None else say("nothing")
