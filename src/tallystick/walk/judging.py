"""What do the numbers mean: how sure is each, and is a change signal or noise?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tallystick.judgement import CannotSay, ChartTerms, Interval, ProcessChart, Rebase, interval_for, read_process
from tallystick.judgement.process import words
from tallystick.measurement.results import Measurement, Shape
from tallystick.values.quantities import Quantity
from tallystick.walk.case import Progress, open_case, silent
from tallystick.walk.measuring import Result, measure_case


@dataclass(frozen=True)
class Judged:
    """One KPI's series with an interval for each number and the reading of its process."""

    kpi: str
    series: tuple[Measurement, ...]
    intervals: tuple[Interval | CannotSay, ...]
    chart: ProcessChart | CannotSay
    target: Quantity | None

    def sentences(self) -> tuple[str, ...]:
        """What the chart says, in plain words."""
        if isinstance(self.chart, CannotSay):
            return (self.chart.reason,)
        return tuple(words.describe(self.chart, [one.period.name for one in self.series]))


def judge(
    agreement: Path,
    *,
    kpis: tuple[str, ...] = (),
    bindings: Path | None = None,
    store: Path | None = None,
    as_of: datetime | None = None,
    progress: Progress = silent,
) -> tuple[Result, list[Judged]]:
    """Judge KPIs over the term so far. Raises Refused."""
    case = open_case(agreement, bindings=bindings, store=store, as_of=as_of, progress=progress)
    result = measure_case(case, kpis=kpis, uncertainty=True)
    return result, judge_result(result)


def judge_result(result: Result) -> list[Judged]:
    """Judge every KPI of a result that was measured with its uncertainty."""
    names = dict.fromkeys(one.kpi for one in result.measurements)
    return [_judged(result, name) for name in names]


def _judged(result: Result, name: str) -> Judged:
    series = result.series(name)
    kpi = result.case.agreement.kpis[name]
    target = kpi.target.at(series[-1].period.start) if kpi.target and series else None
    values = [None if one.value is None or one.provisional else float(one.value) for one in series]
    places = {one.period.name: index for index, one in enumerate(series)}
    rebases = [
        Rebase(places[level.period], level.because, level.accepted_by)
        for level in result.case.bindings.levels
        if level.kpi == name and places.get(level.period)
    ]
    goal = float(target.value) if target is not None else None
    chart = read_process(values, ChartTerms(better=kpi.better), target=goal, rebases=rebases)
    return Judged(name, tuple(series), tuple(_interval(one) for one in series), chart, target)


def _interval(one: Measurement) -> Interval | CannotSay:
    if one.value is None:
        return CannotSay(one.reason or "")
    entered_share = one.shape is Shape.ENTERED and "denominator" in one.moments
    return interval_for("proportion" if entered_share else str(one.shape), dict(one.moments))
