"""The view that a rule has of a settlement period: its periods, figures, fee, and what came before.

A rule sees only this. Where a figure is missing the KPI's agreed rule says how the period stands, and a rule only
handles the standings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tallystick.agreement.model import Agreement, Kpi
from tallystick.measurement.results import Measurement
from tallystick.settlement.readings import Reading, read_measurement
from tallystick.settlement.sentences import CannotCompute, sentence
from tallystick.settlement.terms.incentive import Dated, Over
from tallystick.settlement.writing import figure_text
from tallystick.values.money import Money
from tallystick.values.periods import Grain, Period
from tallystick.values.quantities import Quantity, write_styled

GRAINS = {"each_month": Grain.MONTH, "each_quarter": Grain.QUARTER}
Key = tuple[str, Grain, date]
Measured = Mapping[Key, Measurement]


def key(kpi: str, period: Period) -> Key:
    """Give the key of a measurement: a month is the same month whichever month the years begin with."""
    return (kpi, period.grain, period.start)


def looked_at(over: Over, period: Period) -> tuple[Period, ...]:
    """Give the periods that a rule looks at within a settlement period."""
    if over == "whole" or GRAINS[over] == period.grain:
        return (period,)
    return tuple(period.split(GRAINS[over]))


@dataclass(frozen=True)
class View:
    """What a rule may look at. `known_since` is the day before which nothing is held to exist."""

    agreement: Agreement
    period: Period
    periods: tuple[Period, ...]
    measured: Measured
    known_since: date

    @property
    def currency(self) -> str:
        """The currency of the agreement."""
        return self.agreement.currency

    def kpi(self, kpi: str) -> Kpi:
        """Give a KPI's terms; an unknown one stops the rule with its reason."""
        if kpi not in self.agreement.kpis:
            raise CannotCompute(sentence("the agreement has no KPI called {kpi}", kpi=kpi))
        return self.agreement.kpis[kpi]

    def over(self, kpi: str) -> list[Measurement]:
        """Give the KPI's measurements for the periods the rule looks at, all absent ones named at once."""
        absent = [period.name for period in self.periods if key(kpi, period) not in self.measured]
        if absent:
            raise CannotCompute(
                sentence("no measurement of {kpi} was given for {periods}", kpi=kpi, periods=", ".join(absent))
            )
        return [self.measured[key(kpi, period)] for period in self.periods]

    def reading(self, kpi: str, period: Period) -> Reading:
        """Give a KPI's figure in a period, after the agreed rule for missing figures."""
        terms = self.kpi(kpi)
        found = self.measured.get(key(kpi, period))
        if found is None:
            raise CannotCompute(
                sentence("no measurement of {kpi} was given for {periods}", kpi=kpi, periods=period.name)
            )
        return read_measurement(found, terms, self._last(kpi, period))

    def _last(self, kpi: str, period: Period) -> Measurement | None:
        earlier = [
            other
            for (name, grain, start), other in self.measured.items()
            if name == kpi and grain == period.grain and start < period.start and other.shown is not None
        ]
        return max(earlier, key=lambda measurement: measurement.period.start, default=None)

    def earlier(self, kpi: str, period: Period, back: int) -> Reading | None:
        """Give the reading some periods back, or None before the day from which anything is known."""
        before = period.shift(-back)
        return self.reading(kpi, before) if before.end > self.known_since else None

    def level(self, kpi: str, dated: Dated, period: Period) -> Quantity:
        """Give the target or minimum in force on the period's first day."""
        steps = self.kpi(kpi).target if dated == "target" else self.kpi(kpi).minimum
        level = steps.at(period.start) if steps else None
        if level is None:
            raise CannotCompute(
                sentence("{kpi} has no {dated} in force on {day}", kpi=kpi, dated=dated, day=period.start)
            )
        return level

    def level_text(self, kpi: str, dated: Dated, period: Period) -> str:
        """Write the level in force as the KPI's figures are written."""
        level = self.level(kpi, dated, period)
        return write_styled(level.value, level.unit, self.kpi(kpi).rounding.style, None)

    def figure(self, kpi: str, value: Fraction) -> str:
        """Write a figure as the KPI's figures are written."""
        return figure_text(self.kpi(kpi), value)

    def fee(self, period: Period | None = None) -> Money:
        """Give the fee of the settlement period, or the equal part of it that falls to a period looked at."""
        fee = self.fee_on(self.period)
        if period is None or self.periods == (self.period,) or period not in self.periods:
            return fee
        return fee.allocate([1] * len(self.periods))[self.periods.index(period)]

    def fee_on(self, period: Period) -> Money:
        """Give the fee in force on the first day of a settlement period."""
        steps = self.agreement.settlement.fee if self.agreement.settlement else None
        fee = steps.at(period.start) if steps else None
        if fee is None:
            raise CannotCompute(sentence("no fee is in force on {day}", day=period.start))
        return fee
