"""From what is asked to the fewest scans: leaves shared between KPIs, files grouped so that each is read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tallystick.measurement.definitions import CompiledKpi, CompiledSource
from tallystick.measurement.engines.scans import Axis, Cut, Scan
from tallystick.measurement.expressions.formulas import ADDITIVE, Leaf, LeafKind, Part
from tallystick.measurement.expressions.nodes import Column, Hashed, Node, Operation, walk
from tallystick.values.calendars import CalendarDay
from tallystick.values.periods import Grain, Period

Dimensions = tuple[str, ...]
MERGEABLE = ADDITIVE | {LeafKind.MINIMUM, LeafKind.MAXIMUM}


@dataclass(frozen=True)
class SourceFile:
    """A file of a source's current rows, with the first and last second of each time column (None: no value)."""

    path: Path
    spans: Mapping[str, tuple[int, int] | None]


@dataclass(frozen=True)
class Asked:
    """One KPI over consecutive periods of one grain, as a whole and by dimensions."""

    kpi: CompiledKpi
    periods: tuple[Period, ...]
    cuts: tuple[Dimensions, ...]


@dataclass(frozen=True)
class AxisKey(Hashed):
    """Rows are placed by a time, in periods of a grain."""

    time: Node
    grain: Grain

    __hash__ = Hashed.__hash__


@dataclass
class SourcePlan:
    """All that one source is asked. `running` axes need earlier rows too; on `whole` axes files do not add up."""

    source: CompiledSource
    periods: dict[AxisKey, tuple[Period, ...]] = field(default_factory=dict)
    cuts: dict[tuple[AxisKey, Dimensions], None] = field(default_factory=dict)
    leaves: dict[Leaf, None] = field(default_factory=dict)
    wanted: dict[AxisKey, set[Leaf]] = field(default_factory=dict)
    running: set[AxisKey] = field(default_factory=set)
    whole: set[AxisKey] = field(default_factory=set)


@dataclass(frozen=True)
class Scheduled:
    """A scan, and which axis of the plan each of its axes is."""

    scan: Scan
    axes: tuple[AxisKey, ...]


def source_periods(asked: Asked) -> tuple[Period, ...]:
    """The periods in which the rows lie: a cohort's rows are older than the period in which they count."""
    shift = cohort_shift(asked.kpi, asked.periods[0])
    return tuple(period.shift(-shift) for period in asked.periods)


def cohort_shift(kpi: CompiledKpi, period: Period) -> int:
    """By how many periods a cohort's result lies behind its rows."""
    if kpi.term.cohort is None:
        return 0
    months = kpi.term.cohort.months
    length = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}.get(period.grain)
    return months // length if length else 0


def axis_of(kpi: CompiledKpi, part: Part, grain: Grain) -> AxisKey:
    """The axis on which a leaf of a KPI lies."""
    time = part.leaf.time or kpi.time
    if time is None:
        raise ValueError(f"{kpi.name} has no time")
    return AxisKey(time, grain)


def plan(asked: Iterable[Asked], *, uncertainty: bool = False) -> dict[str, SourcePlan]:
    """Gather what is asked by source."""
    plans: dict[str, SourcePlan] = {}
    for one in asked:
        if one.kpi.source is None or one.kpi.definition is None:
            continue
        plan_of = plans.setdefault(one.kpi.source.name, SourcePlan(one.kpi.source))
        for part in one.kpi.definition.leaves(uncertainty=uncertainty):
            key = axis_of(one.kpi, part, one.periods[0].grain)
            _widen(plan_of, key, source_periods(one))
            plan_of.leaves.setdefault(part.leaf)
            plan_of.wanted.setdefault(key, set()).add(part.leaf)
            if part.running:
                plan_of.running.add(key)
            if part.leaf.kind not in MERGEABLE:
                plan_of.whole.add(key)
            for cut in one.cuts:
                plan_of.cuts.setdefault((key, cut))
    return plans


def _widen(plan_of: SourcePlan, key: AxisKey, periods: tuple[Period, ...]) -> None:
    held = plan_of.periods.get(key, periods)
    first, last = min(held[0], periods[0]), max(held[-1], periods[-1])
    wide = [first]
    while wide[-1] < last:
        wide.append(wide[-1].shift(1))
    plan_of.periods[key] = tuple(wide)


def boundaries(periods: Sequence[Period], zone: str, as_of: datetime) -> tuple[int, ...]:
    """Seconds since 1970 at which the periods begin, and the end of the last; rows after the cut-off do not count."""
    starts = [int(period.instants(zone)[0].timestamp()) for period in periods]
    end = int(periods[-1].instants(zone)[1].timestamp())
    cut_off = int(as_of.timestamp()) + 1
    return tuple(min(second, cut_off) for second in [*starts, end])


def schedule(
    plan_of: SourcePlan,
    files: Sequence[SourceFile],
    zone: str,
    as_of: datetime,
    calendars: Mapping[str, tuple[CalendarDay, ...]],
) -> list[Scheduled]:
    """Turn a source's plan into scans over groups of files; each file is in one scan at most."""
    keys = list(plan_of.periods)
    edges = {key: boundaries(plan_of.periods[key], zone, as_of) for key in keys}
    groups = _grouped(plan_of, files, edges)
    scans = []
    for group in groups:
        axes = [_axis(plan_of, key, edges[key], group) for key in keys]
        kept = [index for index, axis in enumerate(axes) if len(axis.boundaries) > 1 or axis.before]
        cuts = [Cut(kept.index(keys.index(key)), dims) for key, dims in plan_of.cuts if keys.index(key) in kept]
        if not cuts:
            continue
        paths = tuple(file.path for file in group)
        scan = Scan(paths, tuple(axes[index] for index in kept), tuple(cuts), tuple(plan_of.leaves), calendars)
        scans.append(Scheduled(scan, tuple(keys[index] for index in kept)))
    return scans


def _axis(plan_of: SourcePlan, key: AxisKey, edges: tuple[int, ...], group: Sequence[SourceFile]) -> Axis:
    """The axis cut down to what the group's files hold, so that a month's file is placed by one comparison."""
    before = key in plan_of.running
    span = _span(group, key)
    if span is None or before:
        return Axis(key.time, edges, before)
    low, high = span
    inside = [index for index in range(len(edges) - 1) if edges[index] <= high and edges[index + 1] > low]
    if not inside:
        return Axis(key.time, edges[:1], before)
    return Axis(key.time, edges[inside[0] : inside[-1] + 2], before, inside[0])


def _span(files: Sequence[SourceFile], key: AxisKey) -> tuple[int, int] | None:
    """First and last second of the axis' time in the files; None where it is not known."""
    if not isinstance(key.time, Column):
        return None
    spans = [file.spans.get(key.time.name) for file in files]
    known = [span for span in spans if span is not None]
    if not known or any(key.time.name not in file.spans for file in files):
        return None
    return min(low for low, _ in known), max(high for _, high in known)


def _grouped(
    plan_of: SourcePlan, files: Sequence[SourceFile], edges: Mapping[AxisKey, tuple[int, ...]]
) -> list[list[SourceFile]]:
    """Files that share a period of an axis with order statistics or distinct counts are scanned together."""
    if any(_looks_ahead(leaf) for leaf in plan_of.leaves):
        return [list(files)] if files else []
    group_of = list(range(len(files)))

    def root(index: int) -> int:
        while group_of[index] != index:
            index = group_of[index]
        return index

    for key in plan_of.whole:
        last_in: dict[int, int] = {}
        for index, file in enumerate(files):
            for period in _touched(file, key, edges[key]):
                if period in last_in:
                    group_of[root(index)] = root(last_in[period])
                last_in[period] = index
    grouped: dict[int, list[SourceFile]] = {}
    for index, file in enumerate(files):
        grouped.setdefault(root(index), []).append(file)
    return list(grouped.values())


def _touched(file: SourceFile, key: AxisKey, edges: tuple[int, ...]) -> range:
    span = _span([file], key)
    if span is None:
        return range(len(edges) - 1)
    low, high = span
    inside = [index for index in range(len(edges) - 1) if edges[index] <= high and edges[index + 1] > low]
    return range(inside[0], inside[-1] + 1) if inside else range(0)


def _looks_ahead(leaf: Leaf) -> bool:
    nodes = [node for node in (leaf.value, leaf.where, leaf.time) if node is not None]
    return any(isinstance(part, Operation) and part.name == "next_of_same" for node in nodes for part in walk(node))
