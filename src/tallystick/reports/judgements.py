"""Judgements as plain data, in words first."""

from __future__ import annotations

from typing import Any

from tallystick.judgement import CannotSay, Interval
from tallystick.reports.kpis import interval_words
from tallystick.walk.judging import Judged
from tallystick.walk.measuring import Result


def judged_data(result: Result, judged: Judged, locale: str = "en_GB") -> dict[str, Any]:
    """What was judged of one KPI: the latest interval in words, the sentences, and all figures for programs."""
    kpi = result.case.agreement.kpis[judged.kpi]
    known = [index for index, one in enumerate(judged.series) if one.value is not None]
    last = known[-1] if known else None
    chart = judged.chart
    return {
        "kpi": judged.kpi,
        "latest": interval_words(kpi, judged.intervals[last] if last is not None else None, locale),
        "period": judged.series[last].period.name if last is not None else None,
        "says": list(judged.sentences()),
        "variation": None if isinstance(chart, CannotSay) else str(chart.variation),
        "assurance": None if isinstance(chart, CannotSay) or chart.assurance is None else str(chart.assurance),
        "intervals": [
            {"period": one.period.name, "low": interval.low, "high": interval.high, "method": interval.method}
            if isinstance(interval, Interval)
            else {"period": one.period.name, "reason": interval.reason}
            for one, interval in zip(judged.series, judged.intervals, strict=True)
        ],
    }
