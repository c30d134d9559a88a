"""Reading a whole series: phases with their limits, points with their signals, and the two icons.

The XmR chart of Wheeler with the rules of NHS England's Making Data Count, as NHSRplotthedots applies them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tallystick.judgement.figures import Figure, Unsayable, answering, finite
from tallystick.judgement.process.icons import (
    Assurance,
    Signal,
    Variation,
    assurance_of,
    signal_of,
    variation_of,
)
from tallystick.judgement.process.limits import Phase, Values, find_limits, hair, moving_ranges
from tallystick.judgement.process.rules import Rule, broken_rules, place
from tallystick.judgement.process.terms import ChartTerms, Rebase
from tallystick.values.refusals import Refusal
from tallystick.words import say


@dataclass(frozen=True)
class PointReading:
    """One period: its value (None for a gap) and what the rules say of it.

    `moving_range` is None at the start of a phase and beside gaps and excluded points. An excluded point
    keeps its value, so that it stays visible, but counts in no limit and breaks no rule. The first of `rules`
    is the one to name.
    """

    index: int
    value: float | None
    moving_range: float | None
    rules: tuple[Rule, ...]
    signal: Signal | None
    excluded: bool = False


@dataclass(frozen=True)
class ProcessChart:
    """A series as read. `latest` is the index of the last point that counts.

    `new_level` is the agreed new level while it is news: for the agreed number of periods after it began.
    """

    phases: tuple[Phase, ...]
    points: tuple[PointReading, ...]
    variation: Variation
    assurance: Assurance | None
    terms: ChartTerms
    latest: int
    target: float | None = None
    new_level: Rebase | None = None

    @property
    def phase(self) -> Phase:
        """The phase that is in force."""
        return self.phases[-1]

    @property
    def signals(self) -> tuple[PointReading, ...]:
        """The points that are not noise."""
        return tuple(point for point in self.points if point.signal)


def check_indices(size: int, excluded: Collection[int], rebases: Sequence[Rebase]) -> None:
    """Refuse indices that point nowhere, and two new levels at one place."""
    starts = [rebase.index for rebase in rebases]
    if any(not 0 < start < size for start in starts) or any(not 0 <= index < size for index in excluded):
        raise Refusal(say("a new level or an exclusion lies outside the series"), say("name a point of it"))
    if len(set(starts)) < len(starts):
        raise Refusal(say("two new levels begin at the same point"), say("keep one of them"))


def split(counting: Values, rebases: Sequence[Rebase], terms: ChartTerms) -> tuple[Phase, ...]:
    """Cut the series at each new level and compute the limits of each part."""
    agreed = [None, *sorted(rebases, key=lambda rebase: rebase.index)]
    starts = [0 if rebase is None else rebase.index for rebase in agreed]
    ends = [*starts[1:], len(counting)]
    return tuple(
        find_limits(start, counting[start:end], terms, rebase)
        for start, end, rebase in zip(starts, ends, agreed, strict=True)
    )


def read_phase(phase: Phase, values: Values, counting: Values, terms: ChartTerms) -> list[PointReading]:
    """Apply the rules within one phase: a new level starts every run anew."""
    own = counting[phase.start : phase.end]
    slack = hair([value for value in own if value is not None])
    places = [place(value, phase, slack) for value in own]
    broken = broken_rules(places, terms.shift, terms.trend)
    return [
        PointReading(index, values[index], moved, rules, signal_of(spot, rules, terms.better), values[index] != value)
        for index, value, moved, rules, spot in zip(
            range(phase.start, phase.end), own, moving_ranges(own), broken, places, strict=True
        )
    ]


def must_suffice(phases: Sequence[Phase]) -> None:
    """Require limits in at least one phase; else Unsayable with the reason of the last."""
    if all(phase.withheld for phase in phases):
        raise Unsayable(phases[-1].withheld)


@answering
def read_process(
    values: Sequence[Figure | None],
    terms: ChartTerms = ChartTerms(),  # noqa: B008 - frozen
    *,
    target: Figure | None = None,
    excluded: Collection[int] = (),
    rebases: Sequence[Rebase] = (),
) -> ProcessChart:
    """Read a series in order of time, one value a period, None for a gap.

    Too few points and figures that are not finite give CannotSay; indices outside the series a Refusal.
    """
    check_indices(len(values), excluded, rebases)
    floats = [None if value is None else finite(value) for value in values]
    counting = [None if index in excluded else value for index, value in enumerate(floats)]
    phases = split(counting, rebases, terms)
    must_suffice(phases)
    points = tuple(point for phase in phases for point in read_phase(phase, floats, counting, terms))
    latest = max(index for index, value in enumerate(counting) if value is not None)
    aim = None if target is None else finite(target)
    current, slack = phases[-1], hair([value for value in counting if value is not None])
    return ProcessChart(
        phases,
        points,
        variation_of(current, points[latest].signal),
        assurance_of(current, aim, terms.better, slack),
        terms,
        latest,
        aim,
        current.rebase if len(values) - current.start <= terms.news else None,
    )
