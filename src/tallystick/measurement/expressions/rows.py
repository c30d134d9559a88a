"""Row expressions: each part of the syntax tree becomes a typed node, or a problem with its place."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from tallystick.measurement.expressions import literals
from tallystick.measurement.expressions.nodes import (
    BOOLEAN,
    TEXT,
    Kind,
    Literal,
    Node,
    Type,
    operation,
)
from tallystick.measurement.expressions.parsing import offset
from tallystick.measurement.expressions.problems import ExpressionProblem, Stop, span_of
from tallystick.measurement.expressions.scope import Scope, suggestion
from tallystick.words import say

_COMPARISONS: dict[type[exp.Expr], str] = {
    exp.EQ: "equal",
    exp.NEQ: "not_equal",
    exp.LT: "less",
    exp.LTE: "less_or_equal",
    exp.GT: "greater",
    exp.GTE: "greater_or_equal",
}
_SUMS: dict[type[exp.Expr], str] = {exp.Add: "add", exp.Sub: "subtract"}
_LONGEST_LIST = 200


class RowReader:
    """Reads row expressions of one text against one scope; problems gather in `problems`; `call` reads functions."""

    def __init__(self, text: str, scope: Scope, call: Callable[[RowReader, exp.Anonymous], Node]) -> None:
        self.call = call
        self.text = text
        self.scope = scope
        self.problems: list[ExpressionProblem] = []

    def read(self, tree: exp.Expr) -> Node | None:
        """Return the typed node, or None when a problem was noted."""
        try:
            return self.node(tree)
        except Stop as stop:
            self.note(stop, tree)
            return None

    def note(self, stop: Stop, tree: exp.Expr) -> None:
        """Keep a problem with its place, unless it is one of a part that is noted already."""
        if not stop.problem:
            return
        place = span_of(stop.node or tree, offset(), len(self.text))
        self.problems.append(ExpressionProblem(stop.problem, stop.mend, place))

    def condition(self, tree: exp.Expr) -> Node | None:
        """Read an expression that must be yes or no."""
        node = self.read(tree)
        if node is not None and node.type.kind is not Kind.BOOLEAN:
            self.note(
                Stop(
                    say("a condition is wanted, this is a {kind}", kind=node.type.written()),
                    say("compare it with something, such as cost > 100"),
                ),
                tree,
            )
            return None
        return node

    def node(self, tree: exp.Expr) -> Node:
        """Return the typed node of a tree; raises Stop."""
        reader = _READERS.get(type(tree))
        if reader is None and isinstance(tree, exp.Anonymous):
            return self.call(self, tree)
        if reader is None:
            raise Stop(
                say("«{sign}» is no part of the KPI language", sign=tree.key),
                say("see the reference of the language for what is"),
                tree,
            )
        return reader(self, tree)

    def all(self, *trees: exp.Expr) -> list[Node]:
        """Read several parts, noting every problem in them before stopping."""
        nodes = [self.read(tree) for tree in trees]
        kept = [node for node in nodes if node is not None]
        if len(kept) != len(nodes):
            raise Known
        return kept

    def pair(self, left: exp.Expr, right: exp.Expr) -> tuple[Node, Node]:
        """Read two sides of one operator; a quoted constant takes the type of the other side."""
        if is_quoted(left) and not is_quoted(right):
            (other,) = self.all(right)
            return self.quoted(left, other.type), other
        (first,) = self.all(left)
        if is_quoted(right):
            return first, self.quoted(right, first.type)
        (second,) = self.all(right)
        return first, second

    def quoted(self, tree: exp.Expr, wanted: Type) -> Node:
        """Read a quoted constant as the wanted type."""
        try:
            return literals.as_type(str(bare(tree).this), wanted, self.scope.zone)
        except Stop as stop:
            raise Stop(stop.problem, stop.mend, tree) from None


class Known(Stop):
    """A problem below that is noted already."""

    def __init__(self) -> None:
        super().__init__("", "")


def bare(tree: exp.Expr) -> exp.Expr:
    """Strip the brackets around an expression."""
    while isinstance(tree, exp.Paren):
        tree = tree.this
    return tree


def is_quoted(tree: exp.Expr) -> bool:
    """Whether the tree is a quoted constant."""
    tree = bare(tree)
    return isinstance(tree, exp.Literal) and bool(tree.is_string)


def same_type(left: Node, right: Node, what: str, tree: exp.Expr) -> None:
    """Refuse two sides of different kind or unit."""
    if left.type.kind is not right.type.kind or left.type.unit != right.type.unit:
        raise Stop(
            say(
                "{what} of a {left} and a {right}",
                what=what,
                left=left.type.written(),
                right=right.type.written(),
            ),
            say("both sides need one kind and one unit; write constants with their unit, such as '15 minutes'"),
            tree,
        )


def wanted(node: Node, kind: Kind, tree: exp.Expr) -> Node:
    """Refuse a node of another kind."""
    if node.type.kind is not kind:
        raise Stop(
            say("a {wanted} is wanted, this is a {kind}", wanted=kind.value, kind=node.type.written()),
            say("look at the types of the source's columns"),
            tree,
        )
    return node


def sum_digits(left: Type, right: Type) -> tuple[int, int]:
    """Digits of a sum of two numbers."""
    scale = max(left.digits[1], right.digits[1])
    whole = max(left.digits[0] - left.digits[1], right.digits[0] - right.digits[1])
    return (min(whole + scale + 1, 38) if scale else 18, scale)


def _column(reader: RowReader, tree: exp.Expr) -> Node:
    if tree.args.get("table"):
        raise Stop(say("a name with a point is not known"), say("name the column alone"), tree)
    name = tree.name
    column = reader.scope.columns.get(name)
    if column is None:
        problem = say("there is no column «{name}» in this source", name=name)
        raise Stop(problem, suggestion(name, reader.scope.columns, say("columns")), tree)
    return column


def _literal(reader: RowReader, tree: exp.Expr) -> Node:
    return Literal(str(tree.this), TEXT) if tree.is_string else literals.number(str(tree.this))


def _comparison(reader: RowReader, tree: exp.Expr) -> Node:
    left, right = reader.pair(tree.this, tree.expression)
    same_type(left, right, say("comparison"), tree)
    return operation(_COMPARISONS[type(tree)], left, right)


def _logic(reader: RowReader, tree: exp.Expr) -> Node:
    left, right = reader.all(tree.this, tree.expression)
    for node, part in ((left, tree.this), (right, tree.expression)):
        wanted(node, Kind.BOOLEAN, part)
    return operation("and" if isinstance(tree, exp.And) else "or", left, right)


def _not(reader: RowReader, tree: exp.Expr) -> Node:
    (node,) = reader.all(tree.this)
    return operation("not", wanted(node, Kind.BOOLEAN, tree.this))


def _is(reader: RowReader, tree: exp.Expr) -> Node:
    (node,) = reader.all(tree.this)
    test = bare(tree.expression)
    if isinstance(test, exp.Null):
        return operation("is_null", node)
    if isinstance(test, exp.Boolean):
        wanted(node, Kind.BOOLEAN, tree.this)
        known = operation("coalesce", node, Literal(not test.this, BOOLEAN))
        return known if test.this else operation("not", known)
    raise Stop(say("«is» tests for null, true or false"), say("use = for other values"), tree)


def _in(reader: RowReader, tree: exp.Expr) -> Node:
    items = tree.expressions
    if not items or tree.args.get("query") or tree.args.get("unnest"):
        raise Stop(say("«in» wants a list of constants"), say("write it as in ('a', 'b')"), tree)
    if len(items) > _LONGEST_LIST:
        raise Stop(say("the list has {n} entries", n=len(items)), say("keep it under {n}", n=_LONGEST_LIST), tree)
    (node,) = reader.all(tree.this)
    listed = []
    for item in items:
        entry = reader.quoted(item, node.type) if is_quoted(item) else reader.all(item)[0]
        if not isinstance(entry, Literal) or entry.value is None:
            raise Stop(say("«in» wants a list of constants"), say("write it as in ('a', 'b')"), item)
        same_type(node, entry, say("comparison"), item)
        listed.append(entry)
    return operation("in", node, *listed)


def _between(reader: RowReader, tree: exp.Expr) -> Node:
    node, low = reader.pair(tree.this, tree.args["low"])
    _, high = reader.pair(tree.this, tree.args["high"])
    same_type(node, low, say("comparison"), tree)
    same_type(node, high, say("comparison"), tree)
    return operation("and", operation("greater_or_equal", node, low), operation("less_or_equal", node, high))


def _like(reader: RowReader, tree: exp.Expr) -> Node:
    (node,) = reader.all(tree.this)
    wanted(node, Kind.TEXT, tree.this)
    if not is_quoted(tree.expression):
        raise Stop(say("«like» wants a quoted pattern"), say("write it as like 'late%'"), tree)
    return operation("like", node, detail=str(bare(tree.expression).this))


def _sum(reader: RowReader, tree: exp.Expr) -> Node:
    left = reader.all(tree.this)[0] if not is_quoted(tree.this) else None
    if left is not None and left.type.kind is Kind.INSTANT:
        return _moved(reader, left, tree)
    left, right = reader.pair(tree.this, tree.expression)
    wanted(left, Kind.NUMBER, tree.this)
    wanted(right, Kind.NUMBER, tree.expression)
    same_type(left, right, say("sum"), tree)
    result = Type(Kind.NUMBER, left.type.unit, sum_digits(left.type, right.type))
    return operation(_SUMS[type(tree)], left, right, type=result)


def _moved(reader: RowReader, instant: Node, tree: exp.Expr) -> Node:
    """A point in time moved by a duration."""
    step = literals.quantity(str(bare(tree.expression).this)) if is_quoted(tree.expression) else None
    moved: Node = step if step is not None else reader.all(tree.expression)[0]
    if moved.type.kind is Kind.INSTANT:
        raise Stop(
            say("two points in time cannot be added or subtracted"),
            say("elapsed(from, to) gives the time between them"),
            tree,
        )
    if not moved.type.unit.is_duration or moved.type.digits[1]:
        raise Stop(
            say("a point in time moves by a duration, not by a {kind}", kind=moved.type.written()),
            say("write it as opened_at + '4 hours'"),
            tree,
        )
    if isinstance(tree, exp.Sub):
        moved = operation("negate", moved, type=moved.type)
    return operation("shift", instant, moved, type=instant.type)


def _product(reader: RowReader, tree: exp.Expr) -> Node:
    left, right = reader.all(tree.this, tree.expression)
    wanted(left, Kind.NUMBER, tree.this)
    wanted(right, Kind.NUMBER, tree.expression)
    scale = left.type.digits[1] + right.type.digits[1]
    digits = (18, 0) if not scale else (min(left.type.digits[0] + right.type.digits[0], 38), scale)
    if scale > 18:
        raise Stop(say("the product has {n} decimals", n=scale), say("multiply sums rather than rows"), tree)
    return operation("multiply", left, right, type=Type(Kind.NUMBER, left.type.unit * right.type.unit, digits))


def _quotient(reader: RowReader, tree: exp.Expr) -> Node:
    raise Stop(
        say("a row is not divided: its quotient may have no exact decimal"),
        say("divide sums, as in sum(cost) / sum(calls), or whole numbers by div(a, b)"),
        tree,
    )


def _negate(reader: RowReader, tree: exp.Expr) -> Node:
    (node,) = reader.all(tree.this)
    wanted(node, Kind.NUMBER, tree.this)
    return operation("negate", node, type=node.type)


def _case(reader: RowReader, tree: exp.Expr) -> Node:
    if tree.this is not None:
        raise Stop(say("«case x when» is not known"), say("write case when x = 1 then ... end"), tree)
    conditions = reader.all(*[branch.this for branch in tree.args["ifs"]])
    for node, branch in zip(conditions, tree.args["ifs"], strict=True):
        wanted(node, Kind.BOOLEAN, branch.this)
    default = tree.args.get("default")
    results = [branch.args["true"] for branch in tree.args["ifs"]] + ([default] if default is not None else [])
    values = alike(reader, results, tree)
    args = [part for pair in zip(conditions, values, strict=False) for part in pair] + values[len(conditions) :]
    return operation("case", *args, type=widest(values))


def alike(reader: RowReader, trees: list[exp.Expr], tree: exp.Expr) -> list[Node]:
    """Read values that must share one type; quoted constants and null take the type of the others."""
    typed = next((part for part in trees if not is_quoted(part) and not isinstance(bare(part), exp.Null)), None)
    model = reader.all(typed)[0].type if typed is not None else _type_of_quoted(trees)
    values: list[Node] = []
    for part in trees:
        if isinstance(bare(part), exp.Null):
            values.append(Literal(None, model))
        else:
            values.append(reader.quoted(part, model) if is_quoted(part) else reader.all(part)[0])
        if values[-1].type.kind is not model.kind or values[-1].type.unit != model.unit:
            same_type(values[0], values[-1], say("a choice"), tree)
    return values


def _type_of_quoted(trees: list[exp.Expr]) -> Type:
    """Amounts with a unit where all constants are, else texts."""
    try:
        read = [literals.quantity(str(bare(tree).this)).type for tree in trees if is_quoted(tree)]
    except Stop:
        return TEXT
    return read[0] if read and not read[0].unit.is_number else TEXT


def widest(values: list[Node]) -> Type:
    """The type that holds all of the values."""
    result = values[0].type
    for value in values[1:]:
        scale = max(result.digits[1], value.type.digits[1])
        whole = max(result.digits[0] - result.digits[1], value.type.digits[0] - value.type.digits[1])
        result = Type(result.kind, result.unit, (whole + scale, scale))
    return result


def _null(reader: RowReader, tree: exp.Expr) -> Node:
    raise Stop(say("nothing equals null"), say("write «is null» or «is not null»"), tree)


_READERS: dict[type[exp.Expr], Callable[[RowReader, exp.Expr], Node]] = {
    exp.Column: _column,
    exp.Literal: _literal,
    exp.Boolean: lambda reader, tree: Literal(bool(tree.this), BOOLEAN),
    exp.Null: _null,
    exp.Paren: lambda reader, tree: reader.node(tree.this),
    exp.And: _logic,
    exp.Or: _logic,
    exp.Not: _not,
    exp.Is: _is,
    exp.In: _in,
    exp.Between: _between,
    exp.Like: _like,
    exp.Add: _sum,
    exp.Sub: _sum,
    exp.Mul: _product,
    exp.Div: _quotient,
    exp.Neg: _negate,
    exp.Case: _case,
    **dict.fromkeys(_COMPARISONS, _comparison),
}
