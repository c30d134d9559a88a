"""Worked examples: known names, a settlement period of the term, figures and amounts in their units."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.agreement.findings import Finding
from tallystick.agreement.positions import Path
from tallystick.agreement.references.finder import Finder
from tallystick.agreement.terms.settlement import Example
from tallystick.values.quantities import Quantity
from tallystick.words import say


def check(finder: Finder) -> Iterator[Finding]:
    """Find what is wrong with examples; those that are wrong elsewhere keep their number in the file."""
    seen: set[str] = set()
    for path, example in _numbered(finder):
        if example.name in seen:
            problem = say("there are two examples «{name}»", name=example.name)
            yield finder.error("name.twice", (*path, "name"), problem, say("give each its own name"))
        seen.add(example.name)
        yield from _given(finder, example, path)
        yield from _pays(finder, example, path)
        yield from _period(finder, example, path)


def _numbered(finder: Finder) -> Iterator[tuple[Path, Example]]:
    count = len(finder.agreement.examples) + len(finder.dropped)
    numbers = (number for number in range(count) if str(number) not in finder.dropped)
    for number, example in zip(numbers, finder.agreement.examples, strict=False):
        yield ("examples", number), example


def _given(finder: Finder, example: Example, path: Path) -> Iterator[Finding]:
    for name, given in example.given.items():
        place = (*path, "given", name)
        yield from finder.unknown(say("KPI"), name, finder.agreement.kpis, place)
        kpi = finder.agreement.kpis.get(name)
        figures = {(): given} if not isinstance(given, dict) else {(period.name,): one for period, one in given.items()}
        for part, figure in figures.items():
            if kpi is not None and isinstance(figure, Quantity):
                yield from finder.currency(figure.unit.currency, (*place, *part))
                yield from finder.unit(figure.unit, kpi.rounding.unit, kpi.rounding.written(), (*place, *part))


def _pays(finder: Finder, example: Example, path: Path) -> Iterator[Finding]:
    for incentive, amount in example.pays.items():
        place = (*path, "pays", incentive)
        yield from finder.unknown(say("incentive"), incentive, finder.agreement.incentives, place)
        yield from finder.currency(amount.currency, place)
    if example.total is not None:
        yield from finder.currency(example.total.currency, (*path, "total"))


def _period(finder: Finder, example: Example, path: Path) -> Iterator[Finding]:
    term, period = finder.agreement.term, example.period
    if term.start <= term.end and (period.start > term.end or period.last < term.start):
        problem = say("{period} lies outside the agreement", period=period.name)
        yield finder.error("example.outside", (*path, "period"), problem, say("choose a period of the term"))
    settlement = finder.agreement.settlement
    if settlement is not None and period.grain is not settlement.per:
        problem = say("{period} is no settlement period", period=period.name)
        yield finder.error("example.grain", (*path, "period"), problem, say("choose one {per}", per=settlement.per))
