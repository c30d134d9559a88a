"""Row functions of the trade, each a macro over the operations of `nodes`: a new one needs no change in an engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from tallystick.measurement.expressions.aggregates import AGGREGATES
from tallystick.measurement.expressions.nodes import (
    BOOLEAN,
    DATE,
    INSTANT,
    INTEGER,
    TEXT,
    Kind,
    Literal,
    Node,
    Type,
    Undecided,
    is_true,
    negation,
    operation,
)
from tallystick.measurement.expressions.problems import Stop
from tallystick.measurement.expressions.rows import (
    RowReader,
    alike,
    bare,
    is_quoted,
    same_type,
    wanted,
    widest,
)
from tallystick.measurement.expressions.scope import suggestion
from tallystick.values.units import SECOND
from tallystick.words import say

SECONDS = Type(Kind.NUMBER, SECOND)


@dataclass(frozen=True)
class RowFunction:
    """A function's shape for people, the number of arguments it takes, and what it becomes."""

    usage: str
    about: str
    fewest: int
    most: int
    expand: Callable[[RowReader, list[exp.Expr], exp.Expr], Node]


def call(reader: RowReader, tree: exp.Anonymous) -> Node:
    """Expand a function call into operations; raises Stop."""
    name = str(tree.this).lower()
    if name in AGGREGATES:
        raise Stop(
            say("{name}() counts over rows and cannot stand inside another function", name=name),
            say("use it once, outermost: {usage}", usage=AGGREGATES[name].usage),
            tree,
        )
    function = ROW_FUNCTIONS.get(name)
    if function is None:
        known = [*ROW_FUNCTIONS, *AGGREGATES]
        raise Stop(say("there is no function {name}()", name=name), suggestion(name, known, say("functions")), tree)
    arguments = list(tree.expressions)
    check_count(name, function.usage, len(arguments), function.fewest, function.most, tree)
    return function.expand(reader, arguments, tree)


def check_count(name: str, usage: str, given: int, fewest: int, most: int, tree: exp.Expr) -> None:
    """Refuse a call with too few or too many arguments."""
    if not fewest <= given <= most:
        raise Stop(say("{name}() has {n} arguments", name=name, n=given), say("write {usage}", usage=usage), tree)


def _instants(reader: RowReader, trees: list[exp.Expr]) -> list[Node]:
    return [
        reader.quoted(tree, INSTANT) if is_quoted(tree) else wanted(reader.all(tree)[0], Kind.INSTANT, tree)
        for tree in trees
    ]


def _calendar(reader: RowReader, tree: exp.Expr) -> str:
    """A calendar is named by its id, quoted or not."""
    plain = bare(tree)
    name = str(plain.this) if is_quoted(tree) else plain.name
    if name not in reader.scope.calendars:
        raise Stop(
            say("there is no calendar «{name}»", name=name),
            suggestion(name, reader.scope.calendars, say("calendars")),
            tree,
        )
    return name


def _duration(reader: RowReader, tree: exp.Expr) -> Node:
    if is_quoted(tree):
        return reader.quoted(tree, SECONDS)
    (node,) = reader.all(tree)
    if node.type.kind is not Kind.NUMBER or node.type.unit != SECOND or node.type.digits[1]:
        raise Stop(
            say("a duration is wanted, this is a {kind}", kind=node.type.written()),
            say("write it as '4 hours', or give the column a unit such as minute"),
            tree,
        )
    return node


def _now(reader: RowReader) -> Literal:
    return Literal(reader.scope.as_of, INSTANT)


def _elapsed(reader: RowReader, trees: list[exp.Expr], tree: exp.Expr) -> Node:
    start, end = _instants(reader, trees)
    return operation("seconds_between", start, end, type=SECONDS)


def _open_seconds(instant: Node, calendar: str) -> Node:
    return operation("open_seconds", instant, type=SECONDS, detail=calendar)


def _business_between(start: Node, end: Node, calendar: str) -> Node:
    return operation("subtract", _open_seconds(end, calendar), _open_seconds(start, calendar), type=SECONDS)


def _business_time(reader: RowReader, trees: list[exp.Expr], tree: exp.Expr) -> Node:
    start, end = _instants(reader, trees[:2])
    return _business_between(start, end, _calendar(reader, trees[2]))


def _within(reader: RowReader, trees: list[exp.Expr], tree: exp.Expr) -> Node:
    """Met when the end came inside the limit; undecided while there is no end and the limit is not over."""
    start, end = _instants(reader, trees[:2])
    limit = _duration(reader, trees[2])
    if len(trees) == 4:
        calendar = _calendar(reader, trees[3])
        used = _business_between(start, end, calendar)
        so_far = _business_between(start, _now(reader), calendar)
        met = operation("less_or_equal", used, limit)
        running = operation("less_or_equal", so_far, limit)
    else:
        due = operation("shift", start, limit, type=INSTANT)
        met = operation("less_or_equal", end, due)
        running = operation("less_or_equal", _now(reader), due)
    return Undecided(is_true(met), is_true(operation("and", operation("is_null", end), running)))


def _met_by(reader: RowReader, trees: list[exp.Expr], tree: exp.Expr) -> Node:
    done, due = _instants(reader, trees)
    met = operation("less_or_equal", done, due)
    running = operation("less_or_equal", _now(reader), due)
    return Undecided(is_true(met), is_true(operation("and", operation("is_null", done), running)))


def _repeated_within(reader: RowReader, trees: list[exp.Expr], tree: exp.Expr) -> Node:
    """Met when a later row of the same key follows inside the window; undecided while the window is open."""
    (key,) = reader.all(trees[0])
    if not reader.scope.time:
        raise Stop(say("the source has no time"), say("name its time column"), tree)
    time = reader.scope.columns[reader.scope.time]
    end = operation("shift", time, _duration(reader, trees[1]), type=INSTANT)
    following = operation("next_of_same", key, time, type=INSTANT, detail=",".join(reader.scope.key))
    met = is_true(operation("less_or_equal", following, end))
    open_still = is_true(operation("less_or_equal", _now(reader), end))
    return Undecided(met, operation("and", negation(met), open_still))


def _as_of(reader: RowReader, trees: list[exp.Expr], tree: exp.Expr) -> Node:
    return _now(reader)


def _local_time(reader: RowReader, trees: list[exp.Expr], tree: exp.Expr) -> Node:
    parts = reader.all(*trees)
    for part, source in zip(parts, trees, strict=True):
        wanted(part, Kind.NUMBER, source)
    scope = reader.scope
    return operation("local_time", *parts, type=INSTANT, detail=f"{scope.zone}|{scope.ambiguous}|{scope.nonexistent}")


def _part(field: str) -> Callable[[RowReader, list[exp.Expr], exp.Expr], Node]:
    def expand(reader: RowReader, trees: list[exp.Expr], tree: exp.Expr) -> Node:
        (node,) = reader.all(*trees)
        if node.type.kind not in (Kind.INSTANT, Kind.DATE):
            wanted(node, Kind.INSTANT, trees[0])
        return operation("part", node, type=INTEGER, detail=f"{field}|{reader.scope.zone}")

    return expand


def _date(reader: RowReader, trees: list[exp.Expr], tree: exp.Expr) -> Node:
    (node,) = _instants(reader, trees)
    return operation("to_date", node, type=DATE, detail=reader.scope.zone)


def _choice(name: str) -> Callable[[RowReader, list[exp.Expr], exp.Expr], Node]:
    def expand(reader: RowReader, trees: list[exp.Expr], tree: exp.Expr) -> Node:
        values = alike(reader, trees, tree)
        return operation(name, *values, type=widest(values))

    return expand


def _absolute(reader: RowReader, trees: list[exp.Expr], tree: exp.Expr) -> Node:
    (node,) = reader.all(*trees)
    return operation("absolute", wanted(node, Kind.NUMBER, trees[0]), type=node.type)


def _whole(name: str) -> Callable[[RowReader, list[exp.Expr], exp.Expr], Node]:
    def expand(reader: RowReader, trees: list[exp.Expr], tree: exp.Expr) -> Node:
        left, right = reader.all(*trees)
        for node, part in ((left, trees[0]), (right, trees[1])):
            wanted(node, Kind.NUMBER, part)
            if node.type.digits[1] or not (node is left or node.type.unit.is_number):
                raise Stop(
                    say("whole numbers are wanted, this is a {kind}", kind=node.type.written()),
                    say("div and mod take whole numbers only"),
                    part,
                )
        if not isinstance(right, Literal) or not right.value:
            raise Stop(say("the divisor must be a constant other than 0"), say("write div(x, 100)"), tree)
        return operation(name, left, right, type=left.type)

    return expand


def _text(name: str, result: Type) -> Callable[[RowReader, list[exp.Expr], exp.Expr], Node]:
    def expand(reader: RowReader, trees: list[exp.Expr], tree: exp.Expr) -> Node:
        (node,) = reader.all(*trees)
        return operation(name, wanted(node, Kind.TEXT, trees[0]), type=result)

    return expand


def _same(reader: RowReader, trees: list[exp.Expr], tree: exp.Expr) -> Node:
    """Whether two values are equal, where two unknowns are equal too."""
    left, right = reader.pair(*trees)
    same_type(left, right, say("comparison"), tree)
    equal = is_true(operation("equal", left, right))
    unknown = operation("and", operation("is_null", left), operation("is_null", right))
    return operation("or", equal, unknown, type=BOOLEAN)


ROW_FUNCTIONS: dict[str, RowFunction] = {
    "elapsed": RowFunction(
        "elapsed(from, to)",
        "The time between two points, in whole seconds; parts of a second are dropped.",
        2,
        2,
        _elapsed,
    ),
    "business_time": RowFunction(
        "business_time(from, to, calendar)",
        "The time between two points while the calendar is open.",
        3,
        3,
        _business_time,
    ),
    "within": RowFunction(
        "within(from, to, '4 hours', calendar)",
        "Whether `to` came within the limit after `from`; pending while there is no `to` and the limit is not over.",
        3,
        4,
        _within,
    ),
    "met_by": RowFunction(
        "met_by(done, due)",
        "Whether `done` came by `due`; pending while it is not done and not yet due.",
        2,
        2,
        _met_by,
    ),
    "repeated_within": RowFunction(
        "repeated_within(key, '14 days')",
        "Whether a row of the same key follows inside the window; pending while the window is open.",
        2,
        2,
        _repeated_within,
    ),
    "as_of": RowFunction("as_of()", "The measurement's cut-off, recorded with it.", 0, 0, _as_of),
    "local_time": RowFunction(
        "local_time(year, month, day, hour, minute)",
        "A point in time from its parts, in the source's zone.",
        5,
        5,
        _local_time,
    ),
    "year": RowFunction("year(t)", "The year of a point in time, in the source's zone.", 1, 1, _part("year")),
    "month": RowFunction("month(t)", "The month, 1 to 12.", 1, 1, _part("month")),
    "day": RowFunction("day(t)", "The day of the month.", 1, 1, _part("day")),
    "weekday": RowFunction("weekday(t)", "The day of the week, Monday 1 to Sunday 7.", 1, 1, _part("weekday")),
    "hour": RowFunction("hour(t)", "The hour of the day, 0 to 23.", 1, 1, _part("hour")),
    "minute": RowFunction("minute(t)", "The minute of the hour.", 1, 1, _part("minute")),
    "date": RowFunction("date(t)", "The local day of a point in time.", 1, 1, _date),
    "coalesce": RowFunction("coalesce(a, b)", "The first of the values that is known.", 2, 10, _choice("coalesce")),
    "least": RowFunction("least(a, b)", "The smallest of the known values.", 2, 10, _choice("least")),
    "greatest": RowFunction("greatest(a, b)", "The largest of the known values.", 2, 10, _choice("greatest")),
    "same": RowFunction("same(a, b)", "Whether two values are equal; two unknown values are.", 2, 2, _same),
    "abs": RowFunction("abs(x)", "The number without its sign.", 1, 1, _absolute),
    "div": RowFunction("div(x, 100)", "The whole part of a division by a constant.", 2, 2, _whole("divide_whole")),
    "mod": RowFunction("mod(x, 100)", "What a division by a constant leaves over.", 2, 2, _whole("remainder")),
    "lower": RowFunction("lower(text)", "The text in small letters.", 1, 1, _text("lower", TEXT)),
    "upper": RowFunction("upper(text)", "The text in capitals.", 1, 1, _text("upper", TEXT)),
    "length": RowFunction("length(text)", "The number of characters.", 1, 1, _text("length", INTEGER)),
}
