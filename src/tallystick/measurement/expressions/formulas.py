"""What is left of an expression after the engine: exact arithmetic over a few counts and sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tallystick.measurement.expressions.nodes import Hashed, Node
from tallystick.words import say


class LeafKind(StrEnum):
    """The aggregates that an engine computes: exact integers, decimals and order statistics, never quotients."""

    COUNT = "count"
    SUM = "sum"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    DISTINCT = "distinct"
    NEAREST_RANK = "nearest rank"
    LOWER_RANK = "lower rank"
    UPPER_RANK = "upper rank"
    LOW_BOUND = "low bound"
    HIGH_BOUND = "high bound"


ADDITIVE = frozenset({LeafKind.COUNT, LeafKind.SUM})
ORDER_STATISTICS = frozenset(
    {LeafKind.NEAREST_RANK, LeafKind.LOWER_RANK, LeafKind.UPPER_RANK, LeafKind.LOW_BOUND, LeafKind.HIGH_BOUND}
)


@dataclass(frozen=True)
class Leaf(Hashed):
    """One aggregate over the rows of a period: of `value`, where `where` is true.

    `share` is the quantile of order statistics. `time` places rows in periods in place of the KPI's own time.
    """

    kind: LeafKind
    value: Node | None = None
    where: Node | None = None
    share: Fraction | None = None
    time: Node | None = None

    __hash__ = Hashed.__hash__


@dataclass(frozen=True)
class Number:
    """A constant in a formula."""

    value: Fraction


@dataclass(frozen=True)
class Part(Hashed):
    """A leaf in a formula. `running` sums it over all periods up to this one."""

    leaf: Leaf
    running: bool = False

    __hash__ = Hashed.__hash__


@dataclass(frozen=True)
class OfKpi:
    """The exact value of another KPI."""

    kpi: str


@dataclass(frozen=True)
class Combined:
    """Two formulas under + - * / % (remainder), least, greatest."""

    sign: str
    left: Formula
    right: Formula


Formula = Number | Part | OfKpi | Combined
LeafValues = Mapping[Part, Fraction | None]


class NoValue(Exception):
    """A formula that has no value here, and why."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def parts(*formulas: Formula) -> Iterator[Part]:
    """All leaves that the formulas use."""
    for formula in formulas:
        if isinstance(formula, Part):
            yield formula
        elif isinstance(formula, Combined):
            yield from parts(formula.left, formula.right)


def kpis(formula: Formula) -> Iterator[str]:
    """All other KPIs that the formula uses."""
    if isinstance(formula, OfKpi):
        yield formula.kpi
    elif isinstance(formula, Combined):
        yield from kpis(formula.left)
        yield from kpis(formula.right)


def evaluate(formula: Formula, leaves: LeafValues, of_kpis: Mapping[str, Fraction] | None = None) -> Fraction:
    """Compute a formula exactly; raises NoValue with the reason."""
    if isinstance(formula, Number):
        return formula.value
    if isinstance(formula, OfKpi):
        value = (of_kpis or {}).get(formula.kpi)
        if value is None:
            raise NoValue(say("{kpi} has no value", kpi=formula.kpi))
        return value
    if isinstance(formula, Part):
        found = leaves.get(formula)
        if found is None:
            raise NoValue(say("no row has a value"))
        return found
    left = evaluate(formula.left, leaves, of_kpis)
    right = evaluate(formula.right, leaves, of_kpis)
    return _combine(formula.sign, left, right)


def _combine(sign: str, left: Fraction, right: Fraction) -> Fraction:
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    if sign == "*":
        return left * right
    if sign == "least":
        return min(left, right)
    if sign == "greatest":
        return max(left, right)
    if right == 0:
        raise NoValue(say("nothing to divide by"))
    return left % right if sign == "%" else left / right
