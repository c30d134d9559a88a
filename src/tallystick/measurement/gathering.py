"""Groups of many scans become one table of leaves: sums add up, extremes compare, the rest stand alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from tallystick.measurement.engines.scans import Group, LeafValue
from tallystick.measurement.expressions.formulas import ADDITIVE, Leaf, LeafKind, Part
from tallystick.measurement.planning import AxisKey, Dimensions, Scheduled, SourcePlan
from tallystick.values.periods import Period

Values = tuple[str | None, ...]
Place = tuple[AxisKey, Dimensions, Values]


@dataclass
class LeafTable:
    """Exact leaf values by axis, dimensions and period number (of the axis)."""

    plan: SourcePlan
    cells: dict[Place, dict[int, dict[Leaf, LeafValue]]] = field(default_factory=dict)
    numbers: dict[AxisKey, dict[Period, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Number the periods of each axis once."""
        self.numbers = {
            axis: {period: number for number, period in enumerate(periods)}
            for axis, periods in self.plan.periods.items()
        }

    def add(self, scheduled: Scheduled, groups: Iterable[Group]) -> None:
        """Take in the groups of one scan."""
        for group in groups:
            cut = scheduled.scan.cuts[group.cut]
            place = (scheduled.axes[cut.axis], cut.dimensions, group.dimensions)
            held = self.cells.setdefault(place, {}).setdefault(group.period, {})
            # A scan computes every leaf on every axis; only those that a KPI wants there can be put together.
            wanted = self.plan.wanted[place[0]]
            for leaf, value in zip(scheduled.scan.leaves, group.values, strict=True):
                if leaf in wanted:
                    held[leaf] = _merged(leaf, held.get(leaf), value)

    def values_of(self, dimensions: Dimensions) -> list[Values]:
        """The combinations of dimension values that occur, in order."""
        found = {values for _, names, values in self.cells if names == dimensions}
        return sorted(found, key=lambda values: [(value is None, value or "") for value in values])

    def value(self, part: Part, axis: AxisKey, place: tuple[Dimensions, Values], period: Period) -> Fraction | None:
        """A leaf's value; counts of nothing are 0, all else of nothing is None."""
        number = self.numbers[axis][period]
        cells = self.cells.get((axis, *place), {})
        if part.running:
            known = [_fraction(cell.get(part.leaf)) or Fraction(0) for at, cell in cells.items() if at <= number]
            return sum(known, Fraction(0))
        return _fraction(cells.get(number, {}).get(part.leaf, _of_nothing(part.leaf)))


def _of_nothing(leaf: Leaf) -> LeafValue:
    return 0 if leaf.kind in (LeafKind.COUNT, LeafKind.DISTINCT) else None


def _fraction(value: LeafValue) -> Fraction | None:
    return None if value is None else Fraction(value)


def _merged(leaf: Leaf, held: LeafValue, value: LeafValue) -> LeafValue:
    if held is None or value is None:
        return value if held is None else held
    if leaf.kind in ADDITIVE:
        return _sum(held, value)
    if leaf.kind in (LeafKind.MINIMUM, LeafKind.MAXIMUM):
        return min(held, value) if leaf.kind is LeafKind.MINIMUM else max(held, value)
    raise ValueError(f"{leaf.kind} of two scans do not add up")


def _sum(left: int | Decimal, right: int | Decimal) -> int | Decimal:
    if isinstance(left, int) and isinstance(right, int):
        return left + right
    exact = Fraction(left) + Fraction(right)
    scale = max(_scale(left), _scale(right))
    return Decimal(int(exact * 10**scale)).scaleb(-scale)


def _scale(value: int | Decimal) -> int:
    return 0 if isinstance(value, int) else max(-int(value.as_tuple().exponent), 0)
