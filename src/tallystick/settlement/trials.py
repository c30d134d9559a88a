"""Trying terms on figures of one's choice: what an incentive would pay, without data.

Used by worked examples, by the check that terms can be settled at all, and by the search for places where a
better result pays less.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from tallystick.agreement.model import Agreement
from tallystick.measurement.results import Measurement, Shape
from tallystick.settlement.results import Section
from tallystick.settlement.statement import Rules, settle
from tallystick.settlement.terms.incentive import IncentiveTerms
from tallystick.settlement.view import looked_at
from tallystick.values.periods import Period


@dataclass(frozen=True)
class Trial:
    """An incentive and the settlement period in which it is tried."""

    agreement: Agreement
    incentive: str
    period: Period
    rules: Rules

    @property
    def terms(self) -> IncentiveTerms:
        """The incentive's terms."""
        terms: IncentiveTerms = self.agreement.incentives[self.incentive]
        return terms

    def run(self, figures: Mapping[str, Fraction]) -> Section:
        """Settle the incentive alone with one figure for each KPI, nothing known before."""
        alone = self.agreement.model_copy(update={"incentives": {self.incentive: self.terms}})
        measurements = [
            given(self.agreement, kpi, period, value)
            for kpi, value in figures.items()
            for period in looked_at(self.terms.over, self.period)
        ]
        statement = settle(alone, self.period, measurements, rules=self.rules, known_since=self.period.start)
        return statement.sections[0]

    def grid(self, kpi: str) -> tuple[Fraction, ...]:
        """Give the figures worth trying: each edge that the terms name, its neighbours, and between; worse first."""
        rounding = self.agreement.kpis[kpi].rounding
        step = rounding.step
        edges = sorted(self._edges(kpi))
        between = {rounding.apply((low + high) / 2) for low, high in zip(edges, edges[1:], strict=False)}
        around = {edge + shift for edge in edges for shift in (-step, Fraction(0), step)}
        figures = sorted(around | between) or [Fraction(0), step]
        return tuple(figures if self.agreement.kpis[kpi].better == "higher" else reversed(figures))

    def _edges(self, kpi: str) -> set[Fraction]:
        terms = self.agreement.kpis[kpi]
        edges: set[Fraction] = set()
        for use in self.terms.uses():
            if use.kpi != kpi:
                continue
            edges |= {edge.value for edge in use.edges}
            dated = {"target": terms.target, "minimum": terms.minimum}.get(use.dated or "")
            level = dated.at(self.period.start) if dated else None
            edges |= {level.value} if level is not None else set()
        return edges

    def kpis(self) -> tuple[str, ...]:
        """Name the KPIs that the terms look at."""
        return tuple(sorted({use.kpi for use in self.terms.uses()}))


def trials(agreement: Agreement, rules: Rules) -> Iterable[Trial]:
    """Give every incentive in every settlement period in which a level or fee that it may use begins to hold."""
    settlement = agreement.settlement
    if settlement is None:
        return
    for name, terms in sorted(agreement.incentives.items()):
        days = {agreement.term.start}
        for use in terms.uses():
            kpi = agreement.kpis.get(use.kpi)
            for dated in (kpi.target, kpi.minimum) if kpi else ():
                days |= {day for day, _ in dated.steps} if dated else set()
        starts = {
            Period.containing(day, settlement.per, agreement.year_starts)
            for day in days
            if agreement.term.start <= day <= agreement.term.end
        }
        yield from (Trial(agreement, name, period, rules) for period in sorted(starts))


def given(agreement: Agreement, kpi: str, period: Period, value: Fraction | None) -> Measurement:
    """Make the measurement of a figure that is given and not measured; None is a period without data."""
    return Measurement(
        kpi,
        period,
        value=value,
        shown=value,
        unit=agreement.kpis[kpi].rounding.unit,
        shape=Shape.ENTERED,
        moments={},
        rows=0,
        excluded=(),
        reason="no data" if value is None else None,
    )
