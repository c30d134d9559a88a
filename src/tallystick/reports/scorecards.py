"""The scorecard's view of a case."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from tallystick.agreement.terms.kpis import Kpi
from tallystick.agreement.terms.parties import Owners
from tallystick.reports.formats import (
    day,
    difference,
    direction_of,
    figure,
    money,
    number,
    period_name,
    spoken_operator,
)
from tallystick.reports.pages import Figure, ScorecardGroup, ScorecardPage, ScorecardRow, Status
from tallystick.reports.readings import Readings
from tallystick.reports.states import (
    assurance_of,
    limits_of,
    name_of,
    status_of,
    target_of,
    target_text,
    variation_of,
)
from tallystick.values.zones import zone_of
from tallystick.words import say, say_n


def scorecard_of(readings: Readings) -> ScorecardPage:
    """The scorecard of the shown period."""
    agreement = readings.case.agreement
    rows = {name: _row(readings, name, kpi) for name, kpi in agreement.kpis.items()}
    headline = {name: row for name, row in rows.items() if agreement.kpis[name].role == "headline"} or rows
    rest = {name: row for name, row in rows.items() if name not in headline}
    return ScorecardPage(
        title=agreement.title,
        parties=f"{agreement.client.name} × {agreement.provider.name}",
        period=period_name(readings.period, readings.locale),
        freshness=_freshness(readings),
        agreed=Status("unsigned", say("Not signed by either party yet")),
        sentence=_sentence(readings, headline),
        figures=_figures(readings, headline),
        headline=_groups(readings, headline),
        diagnostic=_groups(readings, rest),
        has_money=any(row.money for row in rows.values()),
        statements=tuple((name, f"statement-{file_name(name)}.html") for name in readings.settled),
        agreement=readings.case.document.sha256,
        language=readings.locale.split("_")[0],
        direction=direction_of(readings.locale),
    )


def file_name(period: str) -> str:
    """A period's name as part of a file's."""
    return period.replace("/", "-")


def owners_of(owner: Owners | None) -> tuple[tuple[str, str], ...]:
    """Both owners, each with the side."""
    sides = (("client", owner.client if owner else None), ("provider", owner.provider if owner else None))
    return tuple((side, name) for side, name in sides if name)


def _row(readings: Readings, name: str, kpi: Kpi) -> ScorecardRow:
    one, interval = readings.shown(name)
    judged, locale = readings.judged[name], readings.locale
    target = target_of(kpi, one) if one else None
    status = status_of(kpi, one, interval) if one else Status("none", say("No data"))
    assurance = assurance_of(judged.chart)
    variance = "–"
    if one is not None and one.shown is not None and target is not None:
        variance = difference(one.shown - target.value, kpi.rounding, locale, signed=True)
    cut = (readings.position[name] if readings.position[name] is not None else -1) + 1  # type: ignore[operator]
    paid = readings.money_of(name)
    return ScorecardRow(
        id=name,
        name=name_of(name),
        link=f"kpi-{name}.html",
        measures=kpi.measures,
        owners=owners_of(kpi.owner),
        values=[None if each.value is None else float(each.value) for each in judged.series[:cut]],
        limits=limits_of(judged.chart),
        target_value=float(target.value) if target else None,
        actual=figure(one.shown, kpi.rounding, locale) if one and one.shown is not None else "–",
        target=target_text(kpi, target, locale),
        target_spoken=spoken_operator(kpi.better) if target else "",
        variance=variance,
        variance_spoken=_variance_words(status) if variance != "–" else "",
        status=status,
        variation=variation_of(judged.chart),
        assurance=assurance.word if assurance else "",
        assurance_key=assurance.key if assurance else "",
        baseline=baseline_words(readings, name, kpi),
        note=(one.reason or one.filled or "") if one else "",
        money=money(paid[0], locale) if paid else "",
        money_of=say("for {period}", period=period_name(paid[1], locale)) if paid else "",
    )


def _variance_words(status: Status) -> str:
    return say("better than target by") if status.key == "met" else say("away from target by")


def baseline_words(readings: Readings, name: str, kpi: Kpi) -> str:
    """The baseline and the change since: a description, never a claim of cause."""
    if kpi.baseline is None:
        return say("No baseline")
    one, _ = readings.shown(name)
    base = figure(kpi.baseline.value.value, kpi.rounding, readings.locale)
    if one is None or one.shown is None:
        return say("Baseline {base}", base=base)
    change = one.shown - kpi.baseline.value.value
    if change == 0:
        return say("Baseline {base}, unchanged", base=base)
    better = (change > 0) == (kpi.better == "higher")
    moved = difference(abs(change), kpi.rounding, readings.locale)
    if better:
        return say("Baseline {base}, {moved} better now", base=base, moved=moved)
    return say("Baseline {base}, {moved} worse now", base=base, moved=moved)


def _groups(readings: Readings, rows: dict[str, ScorecardRow]) -> tuple[ScorecardGroup, ...]:
    agreement = readings.case.agreement
    groups = []
    for key in [*agreement.objectives, None]:
        inside = tuple(row for name, row in rows.items() if agreement.kpis[name].objective == key)
        if not inside:
            continue
        objective = agreement.objectives[key] if key else None
        judged = [row for row in inside if row.status.key in ("met", "near", "missed")]
        met = sum(row.status.key == "met" for row in judged)
        groups.append(
            ScorecardGroup(
                objective.outcome if objective else say("Serving no objective"),
                (objective.serves or "") if objective else "",
                owners_of(objective.owner) if objective else (),
                say("{met} of {n} met", met=met, n=len(judged)) if judged else "",
                inside,
            )
        )
    return tuple(groups)


def _freshness(readings: Readings) -> str:
    case, locale = readings.case, readings.locale
    parts = []
    spans = [
        span
        for state in case.states.values()
        for file in state.files
        for name, span in file.spans.items()
        if span and name
    ]
    if spans:
        last = datetime.fromtimestamp(max(high for _, high in spans), zone_of(case.agreement.zone)).date()
        parts.append(say("Data to {day}", day=day(last, locale)))
    parts.append(say("measured {day}", day=day(case.as_of.date(), locale)))
    bases = [kpi.baseline for kpi in case.agreement.kpis.values() if kpi.baseline]
    if bases:
        first, end = min(base.start for base in bases), max(base.end for base in bases)
        parts.append(say("baseline {first} to {last}", first=day(first, locale), last=day(end, locale)))
    return " · ".join(parts)


def _sentence(readings: Readings, rows: dict[str, ScorecardRow]) -> str:
    judged = [row for row in rows.values() if row.status.key in ("met", "near", "missed")]
    met = sum(row.status.key == "met" for row in judged)
    told = [
        say(
            "{met} of {n} headline KPIs met their target in {period}.",
            met=met,
            n=len(judged),
            period=period_name(readings.period, readings.locale),
        )
    ]
    better, worse = (
        ", ".join(row.name for row in rows.values() if row.variation.key == key) for key in ("improving", "worsening")
    )
    told += [say("Better by more than chance: {names}.", names=better)] if better else []
    told += [say("Worse by more than chance: {names}.", names=worse)] if worse else []
    stuck = [row.name for row in rows.values() if row.assurance_key == "will not reach"]
    told += [say("As things run, {names} will not reach the target.", names=", ".join(stuck))] if stuck else []
    if not any(row.variation.key in ("improving", "worsening") for row in rows.values()):
        told.append(say("No KPI moved by more than chance."))
    return " ".join(told)


def _figures(readings: Readings, rows: dict[str, ScorecardRow]) -> tuple[Figure, ...]:
    better = sum(row.variation.key == "improving" for row in rows.values())
    worse = sum(row.variation.key == "worsening" for row in rows.values())
    signals = Figure(
        say("Signals"), str(better + worse), say("{better} better, {worse} worse", better=better, worse=worse)
    )
    waiting = sum(receipt.quarantined for state in readings.case.states.values() for receipt in state.receipts)
    data = Figure(
        say("Rows in quarantine"),
        number(Fraction(waiting), 0, readings.locale),
        say_n("{n} source", "{n} sources", len(readings.case.states)),
    )
    settled = next(iter(reversed(list(readings.settled.values()))), None)
    if settled is None or settled.statement.total is None:
        return (signals, data)
    moved = settled.statement.total - (
        settled.statement.fee.amount
        if settled.statement.fee and settled.statement.fee.amount
        else settled.statement.total
    )
    label = say("Incentives {period}", period=settled.statement.period.name)
    return (
        Figure(
            label, money(moved, readings.locale), say("on top of the fee") if moved.minor >= 0 else say("off the fee")
        ),
        signals,
        data,
    )
