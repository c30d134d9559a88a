"""A KPI page's view of a case."""

from __future__ import annotations

from fractions import Fraction

from tallystick.agreement.terms.kpis import Kpi
from tallystick.judgement import CannotSay, Interval
from tallystick.measurement.results import Measurement
from tallystick.reports.charts.bullet import bullet
from tallystick.reports.charts.process import process_chart
from tallystick.reports.charts.series import DrawnEvent, DrawnPhase, DrawnPoint, ProcessDrawing
from tallystick.reports.formats import direction_of, figure, number, period_name, short_period
from tallystick.reports.pages import DimensionRow, KpiPage, SeriesRow, Status
from tallystick.reports.readings import Readings
from tallystick.reports.scorecards import baseline_words, owners_of
from tallystick.reports.states import name_of, status_of, target_of, target_text
from tallystick.walk.explaining import Explanation, explain_result
from tallystick.walk.judging import Judged
from tallystick.walk.measuring import Result
from tallystick.words import say


def kpi_page_of(readings: Readings, name: str, by: Result | None = None) -> KpiPage:
    """The page of one KPI; `by` holds the shown period by dimensions."""
    kpi, judged, locale = readings.case.agreement.kpis[name], readings.judged[name], readings.locale
    one, interval = readings.shown(name)
    shown = one or judged.series[-1]
    explained = explain_result(readings.result, name, shown.period.name)
    target = target_of(kpi, shown)
    drawing = drawing_of(readings, name)
    return KpiPage(
        id=name,
        name=name_of(name),
        clause=kpi.clause,
        period=period_name(shown.period, locale),
        measures=kpi.measures,
        objective=explained.objective or say("Serving no objective"),
        owners=owners_of(kpi.owner),
        actual=figure(shown.shown, kpi.rounding, locale) if shown.shown is not None else "–",
        target=target_text(kpi, target, locale),
        status=status_of(kpi, shown, interval),
        baseline=baseline_words(readings, name, kpi),
        chart=process_chart(drawing),
        says=judged.sentences(),
        events=tuple((event.letter, event.words) for event in drawing.events),
        interval=interval_words(kpi, interval, locale),
        formula=explained.formula.strip(),
        where=(explained.where or "").strip(),
        rounding=explained.rounding,
        excluded=tuple((rule.because, number(Fraction(rule.rows), 0, locale)) for rule in shown.excluded),
        sql=explained.sql,
        series=tuple(_series_row(readings, kpi, judged, index) for index in range(len(judged.series))),
        by=_by(kpi, by, name, shown, locale),
        evidence=_evidence(explained),
        back="scorecard.html",
        language=locale.split("_")[0],
        direction=direction_of(locale),
    )


def drawing_of(readings: Readings, name: str) -> ProcessDrawing:
    """What the process chart shows."""
    kpi, judged, locale = readings.case.agreement.kpis[name], readings.judged[name], readings.locale
    chart = judged.chart
    points, phases = [], []
    for index, one in enumerate(judged.series):
        read = None if isinstance(chart, CannotSay) else chart.points[index]
        points.append(
            DrawnPoint(
                short_period(one.period, locale),
                None if one.value is None else float(one.value),
                read.moving_range if read else None,
                str(read.signal) if read and read.signal else None,
                one.provisional or bool(read and read.excluded),
                say("provisional") if one.provisional else "",
            )
        )
    if not isinstance(chart, CannotSay):
        phases = [
            DrawnPhase(p.start, p.end, p.mean, p.lower, p.upper, p.range_mean, p.range_limit) for p in chart.phases
        ]
    targets = [target_of(kpi, one) for one in judged.series]
    start = readings.case.agreement.term.start
    began = next((index for index, one in enumerate(judged.series) if one.period.start >= start), 0)
    marks = [(began, say("The agreement starts"))] if began else []
    if not isinstance(chart, CannotSay):
        marks += [(p.start, p.rebase.reason) for p in chart.phases if p.rebase]
    events = [DrawnEvent(at, chr(ord("A") + number), words) for number, (at, words) in enumerate(sorted(marks))]
    return ProcessDrawing(
        title=name_of(name),
        description=" ".join(judged.sentences()),
        points=points,
        phases=phases,
        targets=[None if target is None else float(target.value) for target in targets],
        show=lambda value: figure(kpi.rounding.apply(Fraction(value)), kpi.rounding, locale),
        events=events,
    )


def interval_words(kpi: Kpi, interval: Interval | CannotSay | None, locale: str) -> str:
    """The interval of a figure, or why there is none."""
    if interval is None:
        return say("No figure")
    if isinstance(interval, CannotSay):
        return interval.reason
    return say(
        "{low} to {high} with 95% confidence ({method})",
        low=figure(kpi.rounding.apply(Fraction(interval.low)), kpi.rounding, locale),
        high=figure(kpi.rounding.apply(Fraction(interval.high)), kpi.rounding, locale),
        method=interval.method,
    )


def _series_row(readings: Readings, kpi: Kpi, judged: Judged, index: int) -> SeriesRow:
    one, interval, locale = judged.series[index], judged.intervals[index], readings.locale
    shown = "–"
    if isinstance(interval, Interval):
        ends = (kpi.rounding.apply(Fraction(end)) for end in (interval.low, interval.high))
        shown = " – ".join(figure(end, kpi.rounding, locale) for end in ends)
    notes = [one.reason or "", one.filled or ""]
    notes += [say("{n} pending", n=one.pending)] if one.pending else []
    status: Status = status_of(kpi, one, interval)
    return SeriesRow(
        period_name(one.period, locale),
        "–" if one.shown is None else figure(one.shown, kpi.rounding, locale),
        target_text(kpi, target_of(kpi, one), locale),
        status,
        counts_words(one, locale),
        shown,
        "; ".join(note for note in notes if note),
    )


def counts_words(one: Measurement, locale: str) -> str:
    """The counts that a figure stands on."""
    moments = one.moments
    if "numerator" in moments and "denominator" in moments:
        above, below = (
            number(moments[name], 0 if moments[name].denominator == 1 else 2, locale)
            for name in ("numerator", "denominator")
        )
        return say("{above} of {below}", above=above, below=below)
    if "promoters" in moments:
        return say(
            "{a} promoters, {b} passives, {c} detractors",
            a=moments["promoters"],
            b=moments["passives"],
            c=moments["detractors"],
        )
    return say("{n} rows", n=number(Fraction(one.rows), 0, locale))


def _by(
    kpi: Kpi, by: Result | None, name: str, shown: Measurement, locale: str
) -> tuple[tuple[str, tuple[DimensionRow, ...]], ...]:
    """The shown period by each dimension, all rows of a table on one scale."""
    tables = []
    for dimension in kpi.dimensions if by else ():
        found = [
            one
            for one in (by.measurements if by else [])
            if one.kpi == name
            and one.period == shown.period
            and one.rows
            and [key for key, _ in one.dimensions] == [dimension]
        ]
        target = target_of(kpi, shown)
        levels = [float(one.value) for one in found if one.value is not None] + (
            [float(target.value)] if target else []
        )
        ends = (min(levels), max(levels)) if levels else (0.0, 1.0)
        rows = tuple(_dimension_row(kpi, one, ends, locale) for one in found)
        if rows:
            tables.append((dimension, rows))
    return tuple(tables)


def _dimension_row(kpi: Kpi, one: Measurement, ends: tuple[float, float], locale: str) -> DimensionRow:
    status, target = status_of(kpi, one), target_of(kpi, one)
    value = one.dimensions[0][1]
    return DimensionRow(
        say("unknown") if value is None else value,
        one.reason or "–" if one.shown is None else figure(one.shown, kpi.rounding, locale),
        number(Fraction(one.rows), 0, locale),
        status,
        bullet(
            None if one.value is None else float(one.value),
            float(target.value) if target else None,
            ends,
            status=status.key,
        ),
    )


def _evidence(explained: Explanation) -> tuple[tuple[str, str], ...]:
    listed = [
        (
            say("Delivery {n}", n=receipt.number),
            say(
                "{name}: {rows} rows, {accepted} accepted, {quarantined} quarantined, {duplicate} duplicate; sha256 {hash}",
                name=receipt.name,
                rows=f"{receipt.rows:,}",
                accepted=f"{receipt.accepted:,}",
                quarantined=f"{receipt.quarantined:,}",
                duplicate=f"{receipt.duplicate:,}",
                hash=receipt.sha256,
            ),
        )
        for receipt in explained.receipts
    ]
    return (
        *listed,
        (say("Agreement"), f"sha256 {explained.stands_on['agreement']}"),
        (say("Engine"), explained.stands_on["engine"]),
    )
