"""A plain reading of the KPI language in Python: slow, obvious, and made apart from the engines that it checks.

It reads an expression's syntax tree row by row with SQL's three truth values (None is unknown) and exact fractions.
Authors of engines compare their results with it.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlglot import exp

from tallystick.measurement.expressions.parsing import parse

Row = dict[str, Any]


@dataclass(frozen=True)
class Setting:
    """What the reading must know beside the rows: zone, cut-off, time and key of the source, seconds in a column's unit."""

    zone: str
    as_of: datetime
    time: str
    key: str
    factors: dict[str, int]


class Reading:
    """Reads an expression's syntax tree for one row, with SQL's three truth values (None is unknown)."""

    def __init__(self, setting: Setting, table: list[Row], pending_as: bool | None = None) -> None:
        self.setting = setting
        self.table = table
        self.pending_as = pending_as

    def value(self, tree: exp.Expr, row: Row) -> Any:
        """The value of a tree for one row."""
        kind = type(tree)
        if kind is exp.Paren:
            return self.value(tree.this, row)
        if kind is exp.Column:
            return self.column(tree.name, row)
        if kind is exp.Literal:
            return tree.this if tree.is_string else Fraction(tree.this)
        if kind in (exp.Null, exp.Boolean):
            return None if kind is exp.Null else bool(tree.this)
        if kind in LOGIC:
            return LOGIC[kind](self, tree, row)
        if kind is exp.Anonymous:
            return self.call(str(tree.this), tree.expressions, row)
        left, right = self.value(tree.this, row), self.value(tree.expression, row)
        if not (kind in (exp.Add, exp.Sub) and isinstance(left, datetime)):
            left, right = self.alike(left, right)
        return None if left is None or right is None else ARITHMETIC[kind](left, right)

    def column(self, name: str, row: Row) -> Any:
        """A column, in base units."""
        held = row[name]
        if isinstance(held, datetime):
            return held.replace(tzinfo=UTC)
        if isinstance(held, (int, Decimal)) and not isinstance(held, bool):
            return Fraction(held) * self.setting.factors.get(name, 1)
        return held

    def alike(self, left: Any, right: Any) -> tuple[Any, Any]:
        """Let quoted constants take the type of the other side."""
        if isinstance(right, str):
            return left, self.constant(right, left)
        return self.constant(left, right) if isinstance(left, str) else left, right

    def call(self, name: str, trees: list[exp.Expr], row: Row) -> Any:
        """A function."""
        if name in ("within", "met_by", "repeated_within"):
            return self.undecided(name, trees, row)
        args = [self.value(tree, row) for tree in trees]
        if name == "coalesce":
            return next((arg for arg in args if arg is not None), None)
        if name in ("least", "greatest"):
            known = [arg for arg in args if arg is not None]
            return (min if name == "least" else max)(known) if known else None
        if name == "same":
            return args[0] == args[1]
        if any(arg is None for arg in args):
            return None
        if name in PARTS:
            return PARTS[name](args[0].astimezone(ZoneInfo(self.setting.zone)))
        return FUNCTIONS[name](*args)

    def undecided(self, name: str, trees: list[exp.Expr], row: Row) -> bool:
        """A condition that can be pending."""
        if name == "repeated_within":
            met, pending = self.repeated(trees[0].name, row, timedelta(seconds=int(amount(trees[1].this))))
        else:
            start, end = self.value(trees[0], row), self.value(trees[1], row)
            done, due = (start, end) if name == "met_by" else (end, None)
            if name == "within":
                due = start + timedelta(seconds=int(amount(trees[2].this)))
            met = done is not None and due is not None and done <= due
            pending = done is None and due is not None and due >= self.setting.as_of
        if pending:
            return bool(self.pending_as)
        return met

    def repeated(self, of: str, row: Row, window: timedelta) -> tuple[bool, bool]:
        """Whether a row of the same key follows, and whether that is still open."""
        time, key = self.setting.time, self.setting.key
        end = row[time].replace(tzinfo=UTC) + window
        if row[of] is None:
            return False, end >= self.setting.as_of
        order = sorted((other[time], other[key]) for other in self.table if other[of] == row[of])
        after = order[order.index((row[time], row[key])) + 1 :]
        met = bool(after) and after[0][0].replace(tzinfo=UTC) <= end
        return met, not met and end >= self.setting.as_of

    def state(self, tree: exp.Expr, row: Row) -> bool | None:
        """True, False, or None for a row that is not decided yet."""
        as_met = Reading(self.setting, self.table, True).value(tree, row) is True
        as_missed = Reading(self.setting, self.table, False).value(tree, row) is True
        return as_met if as_met == as_missed else None

    def constant(self, text: Any, beside: Any) -> Any:
        """A quoted constant, read as what it stands beside."""
        if not isinstance(text, str) or isinstance(beside, str) or beside is None:
            return text if beside is not None else None
        if isinstance(beside, datetime):
            return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(self.setting.zone)).astimezone(UTC)
        return date.fromisoformat(text) if isinstance(beside, date) else amount(text)


def amount(text: str) -> Fraction:
    """A quoted amount in base units."""
    number, unit = text.split()
    seconds = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}.get(unit.rstrip("s"))
    return Fraction(number) * (seconds or 1)


def _truncated(value: Fraction) -> int:
    return int(value)


def _moved(left: Any, right: Any, sign: int) -> Any:
    return left + sign * timedelta(seconds=int(right)) if isinstance(left, datetime) else left + sign * right


def _both(reading: Reading, tree: exp.Expr, row: Row) -> bool | None:
    values = [reading.value(tree.this, row), reading.value(tree.expression, row)]
    return False if False in values else None if None in values else True


def _either(reading: Reading, tree: exp.Expr, row: Row) -> bool | None:
    values = [reading.value(tree.this, row), reading.value(tree.expression, row)]
    return True if True in values else None if None in values else False


def _opposite(reading: Reading, tree: exp.Expr, row: Row) -> bool | None:
    value = reading.value(tree.this, row)
    return None if value is None else not value


def _tested(reading: Reading, tree: exp.Expr, row: Row) -> bool:
    return reading.value(tree.this, row) is reading.value(tree.expression, row)


def _listed(reading: Reading, tree: exp.Expr, row: Row) -> bool | None:
    value = reading.value(tree.this, row)
    return None if value is None else value in [reading.value(item, row) for item in tree.expressions]


def _ranged(reading: Reading, tree: exp.Expr, row: Row) -> bool | None:
    value = reading.value(tree.this, row)
    low, high = reading.value(tree.args["low"], row), reading.value(tree.args["high"], row)
    return None if value is None else low <= value <= high


def _matched(reading: Reading, tree: exp.Expr, row: Row) -> bool | None:
    value = reading.value(tree.this, row)
    pattern = tree.expression.this.replace("%", "*").replace("_", "?")
    return None if value is None else fnmatch.fnmatchcase(value, pattern)


def _chosen(reading: Reading, tree: exp.Expr, row: Row) -> Any:
    for branch in tree.args["ifs"]:
        if reading.value(branch.this, row) is True:
            return _plain(reading.value(branch.args["true"], row))
    default = tree.args.get("default")
    return None if default is None else _plain(reading.value(default, row))


def _plain(value: Any) -> Any:
    return amount(value) if isinstance(value, str) else value


LOGIC: dict[type, Callable[[Reading, exp.Expr, Row], Any]] = {
    exp.And: _both, exp.Or: _either, exp.Not: _opposite, exp.Is: _tested, exp.In: _listed, exp.Between: _ranged, exp.Like: _matched,
    exp.Case: _chosen,
    exp.Neg: lambda reading, tree, row: None if (v := reading.value(tree.this, row)) is None else -v,
}  # fmt: skip
ARITHMETIC: dict[type, Callable[[Any, Any], Any]] = {
    exp.Add: lambda a, b: _moved(a, _plain(b), 1), exp.Sub: lambda a, b: _moved(a, _plain(b), -1), exp.Mul: lambda a, b: a * b,
    exp.EQ: lambda a, b: a == b, exp.NEQ: lambda a, b: a != b, exp.LT: lambda a, b: a < b, exp.LTE: lambda a, b: a <= b,
    exp.GT: lambda a, b: a > b, exp.GTE: lambda a, b: a >= b,
}  # fmt: skip


def _whole_seconds(start: datetime, end: datetime) -> Fraction:
    micro = (end - start) // timedelta(microseconds=1)
    return Fraction(_truncated(Fraction(micro, 1_000_000)))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "elapsed": _whole_seconds,
    "div": lambda a, b: Fraction(_truncated(a / b)),
    "mod": lambda a, b: a - b * _truncated(a / b),
    "lower": str.lower,
    "upper": str.upper,
    "length": lambda text: Fraction(len(text)),
}
PARTS: dict[str, Callable[[datetime], Any]] = {
    "date": datetime.date,
    "hour": lambda local: Fraction(local.hour),
    "weekday": lambda local: Fraction(local.isoweekday()),
    "month": lambda local: Fraction(local.month),
}


def aggregate(text: str, table: list[Row], setting: Setting) -> Fraction | None:
    """The value of an aggregate expression over all rows; None where there is none."""
    return _combined(parse(text), Reading(setting, table))


def _combined(tree: exp.Expr, reading: Reading) -> Fraction | None:
    if isinstance(tree, (exp.Div, exp.Sub)):
        left, right = _combined(tree.this, reading), _combined(tree.expression, reading)
        if left is None or right is None:
            return None
        return left - right if isinstance(tree, exp.Sub) else _quotient(left, right)
    if isinstance(tree, exp.Literal):
        return Fraction(tree.this)
    name, args = str(tree.this), tree.expressions
    if name in ("share", "count"):
        return _counted(name, args, reading)
    values = [[reading.value(arg, row) for arg in args] for row in reading.table]
    return OVER_ROWS[name]([row for row in values if None not in row], args)


def _counted(name: str, args: list[exp.Expr], reading: Reading) -> Fraction | None:
    states = [reading.state(args[0], row) for row in reading.table] if args else [True] * len(reading.table)
    if name == "count":
        return Fraction(states.count(True))
    decided = [state for state in states if state is not None]
    return _quotient(decided.count(True), len(decided))


def _quotient(above: Any, below: Any) -> Fraction | None:
    return Fraction(above) / Fraction(below) if below else None


def _ranked(values: list[list[Any]], args: list[exp.Expr]) -> Fraction | None:
    ordered = sorted(Fraction(value[0]) for value in values)
    if not ordered:
        return None
    share = Fraction(args[1].this) / 100 if len(args) > 1 else Fraction(1, 2)
    if len(args) == 2:
        return ordered[-(-share.numerator * len(ordered) // share.denominator) - 1]
    position = (len(ordered) - 1) * share
    low = int(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (position - low) * (ordered[high] - ordered[low])


def _promoted(values: list[list[Any]], args: list[exp.Expr]) -> Fraction | None:
    scores = [value[0] for value in values]
    return _quotient(100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)), len(scores))


OVER_ROWS: dict[str, Callable[[list[list[Any]], list[exp.Expr]], Fraction | None]] = {
    "sum": lambda values, args: sum((Fraction(v[0]) for v in values), Fraction(0)) if values else None,
    "mean": lambda values, args: _quotient(sum(v[0] for v in values), len(values)),
    "ratio": lambda values, args: _quotient(sum(v[0] for v in values), sum(v[1] for v in values)),
    "percentile": _ranked,
    "median": _ranked,
    "count_distinct": lambda values, args: Fraction(len({v[0] for v in values})),
    "minimum": lambda values, args: min((Fraction(v[0]) for v in values), default=None),
    "maximum": lambda values, args: max((Fraction(v[0]) for v in values), default=None),
    "nps": _promoted,
    "top_box": lambda values, args: _quotient(sum(v[0] >= v[1] for v in values), len(values)),
}
