"""Everything a set of pages needs, measured and judged once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from tallystick.judgement import CannotSay, Interval
from tallystick.measurement.results import Measurement
from tallystick.reports.formats import check_locale
from tallystick.values.money import Money
from tallystick.values.periods import Grain, Period
from tallystick.values.refusals import Refusal
from tallystick.walk.case import Case
from tallystick.walk.judging import Judged, judge_result
from tallystick.walk.measuring import Result, find_period, measure_case
from tallystick.walk.settling import Settled, settle_case
from tallystick.words import say


@dataclass
class Readings:
    """An open case, the period shown, the locale, and the series of every KPI with its judgement."""

    case: Case
    result: Result
    judged: dict[str, Judged]
    period: Period
    locale: str
    settled: dict[str, Settled] = field(default_factory=dict)

    @cached_property
    def position(self) -> dict[str, int | None]:
        """Where the figure of the shown period stands in each series: of longer or shorter periods the last that ended."""
        found: dict[str, int | None] = {}
        for name, judged in self.judged.items():
            ended = [index for index, one in enumerate(judged.series) if one.period.end <= self.period.end]
            found[name] = ended[-1] if ended else None
        return found

    def shown(self, kpi: str) -> tuple[Measurement | None, Interval | CannotSay | None]:
        """The figure of the shown period and its interval."""
        index, judged = self.position[kpi], self.judged[kpi]
        return (None, None) if index is None else (judged.series[index], judged.intervals[index])

    def settle(self, period: Period) -> Settled:
        """A settlement, computed once."""
        if period.name not in self.settled:
            self.settled[period.name] = settle_case(self.case, period)
        return self.settled[period.name]

    def money_of(self, kpi: str) -> tuple[Money, Period] | None:
        """What a KPI moved, and for which period: the shown one, or the longer one that its lines are settled by."""
        settlement, term = self.case.agreement.settlement, self.case.agreement.term
        if settlement is None or not self.case.agreement.incentives:
            return None
        when = Period.containing(self.period.start, settlement.per, self.case.agreement.year_starts)
        if when.start < term.start or when.start > term.end:
            return None
        sections = self.settle(when).statement.sections
        lines = [line for section in sections for line in section.lines if line.kpi == kpi and line.amount is not None]
        inside = [
            line for line in lines if line.period.start >= self.period.start and line.period.end <= self.period.end
        ]
        if not lines:
            return None
        total = Money.zero(self.case.agreement.currency)
        for line in inside or lines:
            total += line.amount or Money.zero(self.case.agreement.currency)
        return total, self.period if inside else when


def read_case(case: Case, period: str | None, locale: str) -> Readings:
    """Measure and judge all KPIs from the earliest baseline on. Raises Refused, or Refusal for a period without figures."""
    check_locale(locale)
    agreement = case.agreement
    starts = [kpi.baseline.start for kpi in agreement.kpis.values() if kpi.baseline]
    first = min([agreement.term.start, *starts])
    result = measure_case(case, first=first, uncertainty=True)
    judged = {one.kpi: one for one in judge_result(result)}
    shown = find_period(case, period) if period else _last_complete(result, agreement.year_starts)
    if all(shown.start > one.series[-1].period.start for one in judged.values() if one.series):
        raise Refusal(
            say("{period} lies behind all figures", period=shown.name),
            say("choose a period of the agreement that has begun"),
        )
    return Readings(case, result, judged, shown, locale)


def _last_complete(result: Result, year_starts: int) -> Period:
    """The last month that has figures which may no longer change, else the last month with any."""
    figures = [one for one in result.measurements if one.value is not None and not one.dimensions]
    final = [one for one in figures if not one.provisional] or figures
    days = [one.period.last for one in final if one.period.grain in (Grain.MONTH, Grain.WEEK, Grain.DAY)]
    last = max(days or [one.period.last for one in final], default=result.case.agreement.term.start)
    return Period.containing(min(last, result.case.agreement.term.end), Grain.MONTH, year_starts)
