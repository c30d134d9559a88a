"""A KPI's texts become one compiled definition: formula, leaves, exclusions, unit, shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlglot import exp

from tallystick.measurement.expressions.aggregates import AGGREGATES, Aggregate, AggregateReader
from tallystick.measurement.expressions.formulas import (
    Combined,
    Leaf,
    LeafKind,
    Number,
    OfKpi,
    Part,
    kpis,
    parts,
)
from tallystick.measurement.expressions.functions import call, check_count
from tallystick.measurement.expressions.literals import number, quantity
from tallystick.measurement.expressions.nodes import Node, both, is_true, negation
from tallystick.measurement.expressions.parsing import parse
from tallystick.measurement.expressions.problems import ExpressionRefused, Stop
from tallystick.measurement.expressions.rows import RowReader, bare, is_quoted
from tallystick.measurement.expressions.scope import Scope, suggestion
from tallystick.measurement.results import Shape
from tallystick.words import say


@dataclass(frozen=True)
class Excluded:
    """Rows left out by an agreed rule, and why."""

    because: str
    leaf: Part


@dataclass(frozen=True)
class Definition:
    """A compiled KPI. `rows` counts what passes; `source_rows` all rows of the source in the period."""

    aggregate: Aggregate
    rows: Part | None = None
    source_rows: Part | None = None
    exclusions: tuple[Excluded, ...] = ()

    def leaves(self, *, uncertainty: bool = False) -> tuple[Part, ...]:
        """All leaves that an engine must compute, each once; with those of the uncertainty where asked."""
        wanted = list(parts(self.aggregate.formula))
        wanted += parts(*(formula for name, formula in self.aggregate.moments.items() if name == "count"))
        wanted += self.aggregate.pending
        wanted += [excluded.leaf for excluded in self.exclusions]
        wanted += [part for part in (self.rows, self.source_rows) if part is not None]
        if uncertainty:
            wanted += parts(*self.aggregate.moments.values())
        return tuple(dict.fromkeys(wanted))

    def other_kpis(self) -> tuple[str, ...]:
        """Ids of the KPIs that this one is computed from."""
        return tuple(dict.fromkeys(kpis(self.aggregate.formula)))


def compile_kpi(
    value: str, scope: Scope, where: str | None = None, exclude: Sequence[tuple[str, str]] = ()
) -> Definition:
    """Compile a KPI over a source; `exclude` holds (condition, because).

    Raises ExpressionRefused of the first text that is wrong, with all problems in it.
    """
    base = compile_condition(where, scope) if where else None
    exclusions = []
    for condition, because in exclude:
        held = is_true(compile_condition(condition, scope))
        exclusions.append(Excluded(because, Part(Leaf(LeafKind.COUNT, where=both(base, held)))))
        base = both(base, negation(held))
    aggregate = _compiled(value, scope, base)
    rows = Part(Leaf(LeafKind.COUNT, where=base))
    return Definition(aggregate, rows, Part(Leaf(LeafKind.COUNT)), tuple(exclusions))


def compile_composite(value: str, scope: Scope) -> Definition:
    """Compile a KPI that is computed from other KPIs (`scope.kpis`)."""
    return Definition(_compiled(value, scope, None))


def compile_condition(text: str, scope: Scope) -> Node:
    """Compile a condition on rows."""
    reader = RowReader(text, scope, call)
    node = reader.condition(parse(text))
    if node is None:
        raise ExpressionRefused(text, tuple(reader.problems))
    return node


def compile_column(text: str, scope: Scope) -> Node:
    """Compile a derived column."""
    reader = RowReader(text, scope, call)
    node = reader.read(parse(text))
    if node is None:
        raise ExpressionRefused(text, tuple(reader.problems))
    return node


def _compiled(value: str, scope: Scope, base: Node | None) -> Aggregate:
    rows = RowReader(value, scope, call)
    tree = parse(value)
    reader = _FormulaReader(rows, AggregateReader(rows, base))
    aggregate = reader.read(tree)
    if aggregate is None or rows.problems:
        raise ExpressionRefused(value, tuple(rows.problems))
    if not list(parts(aggregate.formula)) and not list(kpis(aggregate.formula)):
        rows.note(Stop(say("nothing is counted here"), say("count rows, such as count() or share(...)")), tree)
        raise ExpressionRefused(value, tuple(rows.problems))
    return aggregate


class _FormulaReader:
    """Reads the arithmetic around aggregate functions."""

    def __init__(self, rows: RowReader, aggregates: AggregateReader) -> None:
        self.rows = rows
        self.aggregates = aggregates

    def read(self, tree: exp.Expr) -> Aggregate | None:
        try:
            return self.formula(tree)
        except Stop as stop:
            if stop.problem:
                self.rows.note(stop, tree)
            return None

    def formula(self, tree: exp.Expr) -> Aggregate:
        tree = bare(tree)
        if type(tree) in _SIGNS:
            return self._arithmetic(tree)
        if isinstance(tree, exp.Neg):
            inner = self.formula(tree.this)
            zero = Number(Fraction(0))
            return Aggregate(Combined("-", zero, inner.formula), inner.unit, pending=inner.pending)
        if isinstance(tree, exp.Literal):
            constant = quantity(str(tree.this)) if is_quoted(tree) else number(str(tree.this))
            return Aggregate(Number(Fraction(str(constant.value))), constant.type.unit)
        if isinstance(tree, exp.Anonymous):
            return self._call(tree)
        if isinstance(tree, exp.Column) and tree.name in self.rows.scope.kpis:
            return Aggregate(OfKpi(tree.name), self.rows.scope.kpis[tree.name])
        return self._not_counted(tree)

    def _not_counted(self, tree: exp.Expr) -> Aggregate:
        if isinstance(tree, exp.Column) and tree.name not in self.rows.scope.columns:
            known = [*self.rows.scope.columns, *self.rows.scope.kpis]
            raise Stop(
                say("there is no column or KPI «{name}»", name=tree.name),
                suggestion(tree.name, known, say("names")),
                tree,
            )
        self.rows.all(tree)
        raise Stop(
            say("this has one value a row; a KPI needs one value a period"),
            say("count over rows, such as share(...), mean(...) or sum(...)"),
            tree,
        )

    def _arithmetic(self, tree: exp.Expr) -> Aggregate:
        left, right = self.read(tree.this), self.read(tree.expression)
        if left is None or right is None:
            raise Stop("", "")
        sign = _SIGNS[type(tree)]
        if sign in "+-":
            if left.unit != right.unit:
                raise Stop(
                    say(
                        "{left} and {right} are added or subtracted",
                        left=left.unit.written() or say("a plain number"),
                        right=right.unit.written() or say("a plain number"),
                    ),
                    say("both sides need one unit"),
                    tree,
                )
            unit = left.unit
        else:
            unit = left.unit * right.unit if sign == "*" else left.unit / right.unit
        pending = tuple(dict.fromkeys(left.pending + right.pending))
        return Aggregate(Combined(sign, left.formula, right.formula), unit, Shape.COMPOSITE, {}, pending)

    def _call(self, tree: exp.Anonymous) -> Aggregate:
        name = str(tree.this).lower()
        arguments = list(tree.expressions)
        if name in ("least", "greatest"):
            return self._choice(name, arguments, tree)
        function = AGGREGATES.get(name)
        if function is None:
            return self._not_counted(tree)
        check_count(name, function.usage, len(arguments), function.fewest, function.most, tree)
        if not self.rows.scope.columns:
            raise Stop(
                say("{name}() counts rows, and this KPI names no source", name=name),
                say("add `of: <source>` to the KPI"),
                tree,
            )
        return function.expand(self.aggregates, arguments, tree)

    def _choice(self, name: str, trees: list[exp.Expr], tree: exp.Expr) -> Aggregate:
        check_count(name, f"{name}(a, b)", len(trees), 2, 2, tree)
        left, right = self.read(trees[0]), self.read(trees[1])
        if left is None or right is None:
            raise Stop("", "")
        if left.unit != right.unit:
            raise Stop(say("{name}() of two units", name=name), say("both sides need one unit"), tree)
        return Aggregate(Combined(name, left.formula, right.formula), left.unit)


_SIGNS: dict[type[exp.Expr], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/"}
