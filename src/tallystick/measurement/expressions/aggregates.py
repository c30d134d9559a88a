"""Functions over the rows of a period: each becomes a formula over leaves, with the shape that its uncertainty needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from sqlglot import exp

from tallystick.measurement.expressions.formulas import Combined, Formula, Leaf, LeafKind, Number, Part
from tallystick.measurement.expressions.nodes import (
    INTEGER,
    Kind,
    Literal,
    Node,
    Type,
    both,
    decided,
    known,
    negation,
    operation,
)
from tallystick.measurement.expressions.problems import Stop
from tallystick.measurement.expressions.rows import RowReader, bare, is_quoted, wanted
from tallystick.measurement.results import Shape
from tallystick.values.units import NUMBER, Unit
from tallystick.words import say


@dataclass(frozen=True)
class Aggregate:
    """A formula with its unit, its shape, the moments of its uncertainty, and its rows not decided yet."""

    formula: Formula
    unit: Unit = NUMBER
    shape: Shape = Shape.COMPOSITE
    moments: Mapping[str, Formula] = field(default_factory=dict)
    pending: tuple[Part, ...] = ()


class AggregateReader:
    """Reads aggregate functions; every leaf counts only rows that pass `base`."""

    def __init__(self, rows: RowReader, base: Node | None) -> None:
        self.rows = rows
        self.base = base

    def count(self, *conditions: Node | None) -> Part:
        """Leaf: rows that pass the base and the conditions."""
        return Part(Leaf(LeafKind.COUNT, where=both(self.base, *conditions)))

    def leaf(self, kind: LeafKind, value: Node, *conditions: Node | None, share: Fraction | None = None) -> Part:
        """Leaf: an aggregate of `value` over rows that pass the base and the conditions."""
        return Part(Leaf(kind, value, both(self.base, *conditions), share))

    def number(self, tree: exp.Expr) -> Node:
        """Read a row expression that must be a number."""
        (node,) = self.rows.all(tree)
        return wanted(node, Kind.NUMBER, tree)


@dataclass(frozen=True)
class AggregateFunction:
    """A function over rows: its shape for people, how many arguments it takes, what it becomes."""

    usage: str
    about: str
    fewest: int
    most: int
    expand: Callable[[AggregateReader, list[exp.Expr], exp.Expr], Aggregate]


def _share_of(reader: AggregateReader, condition: Node, *also: Node | None) -> Aggregate:
    certain, pending = decided(condition)
    counted = negation(pending) if pending is not None else None
    numerator = reader.count(*also, certain)
    denominator = reader.count(*also, counted)
    return Aggregate(
        Combined("/", numerator, denominator),
        shape=Shape.PROPORTION,
        moments={"numerator": numerator, "denominator": denominator},
        pending=(reader.count(*also, pending),) if pending is not None else (),
    )


def _share(reader: AggregateReader, trees: list[exp.Expr], tree: exp.Expr) -> Aggregate:
    (node,) = reader.rows.all(*trees)
    if node.type.kind is not Kind.BOOLEAN:
        raise Stop(
            say("share() wants a condition, this is a {kind}", kind=node.type.written()),
            say("compare it with something, such as share(cost > 100)"),
            tree,
        )
    return _share_of(reader, node)


def _count(reader: AggregateReader, trees: list[exp.Expr], tree: exp.Expr) -> Aggregate:
    if not trees:
        part = reader.count()
        return Aggregate(part, shape=Shape.COUNT, moments={"count": part})
    (node,) = reader.rows.all(*trees)
    if node.type.kind is not Kind.BOOLEAN:
        part = reader.count(known(node))
        return Aggregate(part, shape=Shape.COUNT, moments={"count": part})
    certain, pending = decided(node)
    part = reader.count(certain)
    waiting = (reader.count(pending),) if pending is not None else ()
    return Aggregate(part, shape=Shape.COUNT, moments={"count": part}, pending=waiting)


def _sum(reader: AggregateReader, trees: list[exp.Expr], tree: exp.Expr) -> Aggregate:
    node = reader.number(trees[0])
    total = reader.leaf(LeafKind.SUM, node)
    moments = {"count": reader.count(known(node)), "sum": total}
    return Aggregate(total, node.type.unit, Shape.SUM, moments)


def square(left: Node, right: Node) -> Node:
    """The product of two row values, as a row value."""
    digits = (38, left.type.digits[1] + right.type.digits[1])
    return operation("multiply", left, right, type=Type(Kind.NUMBER, left.type.unit * right.type.unit, digits))


def _mean(reader: AggregateReader, trees: list[exp.Expr], tree: exp.Expr) -> Aggregate:
    node = reader.number(trees[0])
    total, count = reader.leaf(LeafKind.SUM, node), reader.count(known(node))
    squares = reader.leaf(LeafKind.SUM, square(node, node))
    moments = {"count": count, "sum": total, "squares": squares}
    return Aggregate(Combined("/", total, count), node.type.unit, Shape.MEAN, moments)


def _ratio(reader: AggregateReader, trees: list[exp.Expr], tree: exp.Expr) -> Aggregate:
    above, below = (reader.number(part) for part in trees)
    present = both(known(above), known(below))
    numerator = reader.leaf(LeafKind.SUM, above, present)
    denominator = reader.leaf(LeafKind.SUM, below, present)
    moments: dict[str, Formula] = {
        "count": reader.count(present),
        "numerator": numerator,
        "denominator": denominator,
        "numerator_squares": reader.leaf(LeafKind.SUM, square(above, above), present),
        "denominator_squares": reader.leaf(LeafKind.SUM, square(below, below), present),
        "products": reader.leaf(LeafKind.SUM, square(above, below), present),
    }
    unit = above.type.unit / below.type.unit
    return Aggregate(Combined("/", numerator, denominator), unit, Shape.RATIO, moments)


def _quantile(reader: AggregateReader, tree: exp.Expr, share: Fraction, *, interpolated: bool) -> Aggregate:
    node = reader.number(tree)
    count = reader.count(known(node))
    moments: dict[str, Formula] = {
        "count": count,
        "share": Number(share),
        "lower": reader.leaf(LeafKind.LOW_BOUND, node, share=share),
        "upper": reader.leaf(LeafKind.HIGH_BOUND, node, share=share),
    }
    if not interpolated:
        nearest = reader.leaf(LeafKind.NEAREST_RANK, node, share=share)
        return Aggregate(nearest, node.type.unit, Shape.QUANTILE, moments)
    low = reader.leaf(LeafKind.LOWER_RANK, node, share=share)
    high = reader.leaf(LeafKind.UPPER_RANK, node, share=share)
    # Between the two order statistics around (n - 1) * share, counted from 0.
    formula = Combined("+", low, Combined("*", _fractional(count, share), Combined("-", high, low)))
    return Aggregate(formula, node.type.unit, Shape.QUANTILE, moments)


def _fractional(count: Part, share: Fraction) -> Formula:
    """The part of (n - 1) * share behind the point."""
    position = Combined("*", Combined("-", count, Number(Fraction(1))), Number(share))
    return Combined("%", position, Number(Fraction(1)))


def _percentile(reader: AggregateReader, trees: list[exp.Expr], tree: exp.Expr) -> Aggregate:
    percent = bare(trees[1])
    if not isinstance(percent, exp.Literal) or percent.is_string or not 0 < Fraction(str(percent.this)) < 100:
        raise Stop(say("the percentile must be a number between 0 and 100"), say("write percentile(x, 90)"), trees[1])
    method = str(bare(trees[2]).this) if len(trees) == 3 and is_quoted(trees[2]) else "nearest"
    if method not in ("nearest", "interpolated") or (len(trees) == 3 and not is_quoted(trees[2])):
        raise Stop(
            say("this is no way to take a percentile"),
            say("write 'nearest' (a value that occurred) or 'interpolated' (between two)"),
            trees[2],
        )
    share = Fraction(str(percent.this)) / 100
    return _quantile(reader, trees[0], share, interpolated=method == "interpolated")


def _median(reader: AggregateReader, trees: list[exp.Expr], tree: exp.Expr) -> Aggregate:
    return _quantile(reader, trees[0], Fraction(1, 2), interpolated=True)


def _count_distinct(reader: AggregateReader, trees: list[exp.Expr], tree: exp.Expr) -> Aggregate:
    (node,) = reader.rows.all(*trees)
    part = reader.leaf(LeafKind.DISTINCT, node)
    return Aggregate(part, shape=Shape.DISTINCT, moments={"count": part})


def _answers(reader: AggregateReader, tree: exp.Expr) -> Node:
    node = reader.number(tree)
    if not node.type.unit.is_number:
        raise Stop(
            say("a score is a plain number, this is a {kind}", kind=node.type.written()),
            say("take the unit off the column"),
            tree,
        )
    return node


def _nps(reader: AggregateReader, trees: list[exp.Expr], tree: exp.Expr) -> Aggregate:
    """Promoters answer 9 or 10, passives 7 or 8, detractors 0 to 6 (Reichheld, HBR December 2003)."""
    score = _answers(reader, trees[0])

    def at_least(limit: int) -> Node:
        return operation("greater_or_equal", score, Literal(limit, INTEGER))

    promoters = reader.count(at_least(9))
    passives = reader.count(at_least(7), negation(at_least(9)))
    detractors = reader.count(negation(at_least(7)))
    answers = reader.count(known(score))
    formula = Combined("*", Number(Fraction(100)), Combined("/", Combined("-", promoters, detractors), answers))
    moments = {"promoters": promoters, "passives": passives, "detractors": detractors}
    return Aggregate(formula, shape=Shape.NPS, moments=moments)


def _top_box(reader: AggregateReader, trees: list[exp.Expr], tree: exp.Expr) -> Aggregate:
    score = _answers(reader, trees[0])
    (limit,) = reader.rows.all(trees[1])
    if not isinstance(limit, Literal) or limit.type.kind is not Kind.NUMBER:
        raise Stop(say("the lowest answer of the top box must be a number"), say("write top_box(score, 4)"), trees[1])
    return _share_of(reader, operation("greater_or_equal", score, limit), known(score))


def _extreme(kind: LeafKind) -> Callable[[AggregateReader, list[exp.Expr], exp.Expr], Aggregate]:
    def expand(reader: AggregateReader, trees: list[exp.Expr], tree: exp.Expr) -> Aggregate:
        node = reader.number(trees[0])
        return Aggregate(reader.leaf(kind, node), node.type.unit)

    return expand


def _open_at_end(reader: AggregateReader, trees: list[exp.Expr], tree: exp.Expr) -> Aggregate:
    """Opened so far less closed so far; a close that is dated before its opening counts at the opening."""
    opened, closed = reader.rows.all(*trees)
    wanted(opened, Kind.INSTANT, trees[0])
    wanted(closed, Kind.INSTANT, trees[1])
    ended = operation("greatest", opened, closed, type=closed.type)
    into = Part(Leaf(LeafKind.COUNT, where=reader.base, time=opened), running=True)
    out = Part(Leaf(LeafKind.COUNT, where=both(reader.base, known(opened), known(closed)), time=ended), running=True)
    formula = Combined("-", into, out)
    return Aggregate(formula, shape=Shape.COUNT, moments={"count": formula})


AGGREGATES: dict[str, AggregateFunction] = {
    "share": AggregateFunction(
        "share(condition)",
        "The share of rows for which the condition is true; unknown is not true.",
        1,
        1,
        _share,
    ),
    "count": AggregateFunction(
        "count() or count(condition)",
        "The number of rows, or of those for which the condition is true.",
        0,
        1,
        _count,
    ),
    "sum": AggregateFunction("sum(x)", "The sum over rows that have a value.", 1, 1, _sum),
    "mean": AggregateFunction("mean(x)", "The mean over rows that have a value.", 1, 1, _mean),
    "ratio": AggregateFunction("ratio(a, b)", "The sum of a over the sum of b, of rows that have both.", 2, 2, _ratio),
    "percentile": AggregateFunction(
        "percentile(x, 90, 'nearest')",
        "The value that 90 % of the rows do not exceed: one that occurred ('nearest'), or between two ('interpolated').",
        2,
        3,
        _percentile,
    ),
    "median": AggregateFunction(
        "median(x)", "The middle value, or halfway between the two middle ones.", 1, 1, _median
    ),
    "count_distinct": AggregateFunction(
        "count_distinct(x)", "How many different known values there are.", 1, 1, _count_distinct
    ),
    "nps": AggregateFunction(
        "nps(score)",
        "Net promoter score of answers 0 to 10: 100 (promoters - detractors) / answers.",
        1,
        1,
        _nps,
    ),
    "top_box": AggregateFunction(
        "top_box(score, 4)",
        "The share of answers at or above the limit, of those who answered.",
        2,
        2,
        _top_box,
    ),
    "minimum": AggregateFunction("minimum(x)", "The smallest value.", 1, 1, _extreme(LeafKind.MINIMUM)),
    "maximum": AggregateFunction("maximum(x)", "The largest value.", 1, 1, _extreme(LeafKind.MAXIMUM)),
    "open_at_end": AggregateFunction(
        "open_at_end(opened, closed)", "How many cases are open when the period ends.", 2, 2, _open_at_end
    ),
}
