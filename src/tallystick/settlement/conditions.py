"""Whether a figure meets a level, and the events that follow when it repeatedly does not."""

from collections.abc import Callable, Iterable

from tallystick.settlement.outcomes import Event
from tallystick.settlement.readings import Reading, Standing
from tallystick.settlement.sentences import sentence
from tallystick.settlement.terms.bands import Bounds
from tallystick.settlement.terms.incentive import EventTerms, IncentiveTerms, MetAt
from tallystick.settlement.view import View
from tallystick.values.periods import Period

Test = Callable[[Reading], bool]


def level_text(view: View, kpi: str, level: MetAt, period: Period) -> str:
    """Write the level that a KPI is held to in a period."""
    if isinstance(level, Bounds):
        return level.written()
    return f"{level} {view.level_text(kpi, level, period)}"


def meets(view: View, reading: Reading, level: MetAt) -> bool:
    """Say whether a reading meets a level; deemed worst does not, left out does (it cannot be held against one)."""
    if reading.value is None:
        return reading.standing is not Standing.WORST
    if isinstance(level, Bounds):
        return level.holds(reading.value)
    wanted = view.level(reading.kpi, level, reading.period).value
    return reading.value >= wanted if view.kpi(reading.kpi).better == "higher" else reading.value <= wanted


def happened(terms: IncentiveTerms, view: View, kpis: Iterable[str], *, failed: Test, worst: Test) -> tuple[Event, ...]:
    """Give the events that the terms attach to repeated results, in every period in which they hold."""
    tests: dict[str, Test] = {
        "missing": lambda reading: reading.missing,
        "failed": failed,
        "worst_band": worst,
    }
    return tuple(
        _event(event, kpi, period, count)
        for event in terms.events
        for kpi in sorted(set(kpis))
        for period in view.periods
        if (count := _count(view, kpi, period, event, tests[event.when])) >= event.times
    )


def _count(view: View, kpi: str, period: Period, event: EventTerms, test: Test) -> int:
    if not test(view.reading(kpi, period)):
        return 0
    readings = (view.earlier(kpi, period, back) for back in range(1, event.window))
    return 1 + sum(test(reading) for reading in readings if reading is not None)


def _event(event: EventTerms, kpi: str, period: Period, count: int) -> Event:
    named = {"event": event.event, "kpi": kpi, "count": count, "window": event.window, "period": period.name}
    if event.when == "missing":
        words = sentence("{event}: {kpi} had no figure in {count} of the {window} periods up to {period}", **named)
    elif event.when == "failed":
        words = sentence("{event}: {kpi} failed in {count} of the {window} periods up to {period}", **named)
    else:
        words = sentence(
            "{event}: {kpi} was in the worst band in {count} of the {window} periods up to {period}", **named
        )
    return Event(event.event, event.clause, period, kpi, words)
