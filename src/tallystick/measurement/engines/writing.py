"""DuckDB's SQL for each operation: written anew from the checked tree, so that no user text reaches the engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from tallystick.measurement.expressions.nodes import (
    BOOLEAN,
    Column,
    Kind,
    Literal,
    Node,
    Operation,
    Type,
    Undecided,
    decided,
)
from tallystick.measurement.zones import FIRST_YEAR, LAST_YEAR, clock_changes, local_spans

_INFIX = {
    "add": "+", "subtract": "-", "multiply": "*", "divide_whole": "//", "remainder": "%",
    "equal": "=", "not_equal": "<>", "less": "<", "less_or_equal": "<=", "greater": ">", "greater_or_equal": ">=",
    "and": "AND", "or": "OR",
}  # fmt: skip
_CALLS = {
    "absolute": "abs", "coalesce": "coalesce", "least": "least", "greatest": "greatest",
    "lower": "lower", "upper": "upper", "length": "length",
}  # fmt: skip
_PARTS = {
    "year": "year", "month": "month", "day": "day", "weekday": "isodow", "hour": "hour", "minute": "minute",
}  # fmt: skip
_MICRO = 1_000_000


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def text_constant(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def choose(subject: str, starts: Sequence[int], results: Sequence[str]) -> str:
    """A balanced CASE: results[i] where starts[i - 1] <= subject < starts[i]; one result more than starts."""
    if not starts:
        return results[0]
    middle = len(starts) // 2
    low = choose(subject, starts[:middle], results[: middle + 1])
    high = choose(subject, starts[middle + 1 :], results[middle + 1 :])
    return f"CASE WHEN {subject} < {starts[middle]} THEN {low} ELSE {high} END"


class Writer:
    """Writes nodes; `joined` and `windows` collect what must stand in the FROM clause.

    `segments` is the largest number of open stretches that a calendar has in one UTC day.
    """

    def __init__(self, segments: int = 0) -> None:
        self.segments = segments
        self.joined: dict[tuple[str, str], str] = {}
        self.windows: dict[str, str] = {}

    def write(self, node: Node) -> str:
        """The SQL of a node."""
        if isinstance(node, Column):
            name = quoted(node.name)
            return name if node.factor == 1 else f"({name} * {node.factor})"
        if isinstance(node, Literal):
            return constant(node)
        if isinstance(node, Undecided):
            return self.write(decided(node)[0])
        return self._operation(node)

    def condition(self, node: Node | None) -> str | None:
        """The SQL of a filter: there unknown is false anyway, so guards against unknown fall away."""
        if node is None:
            return None
        if isinstance(node, Operation) and node.name == "and":
            return f"{self.condition(node.args[0])} AND {self.condition(node.args[1])}"
        if isinstance(node, Operation) and node.name == "coalesce" and node.args[1:] == (Literal(False, BOOLEAN),):
            return self.condition(node.args[0])
        return self.write(node)

    def _operation(self, node: Operation) -> str:
        special = _SPECIAL.get(node.name)
        if special is not None:
            return special(self, node)
        args = [self.write(arg) for arg in node.args]
        if node.name in _INFIX:
            return f"({args[0]} {_INFIX[node.name]} {args[1]})"
        return f"{_CALLS[node.name]}({', '.join(args)})"

    def join(self, instant: str, calendar: str) -> str:
        """The alias of the calendar row of an instant's UTC day."""
        return self.joined.setdefault((instant, calendar), f"day_{len(self.joined)}")

    def window(self, sql: str) -> str:
        """The alias of a window function, computed before grouping."""
        return self.windows.setdefault(sql, f"next_{len(self.windows)}")


def constant(node: Literal) -> str:
    """The SQL of a constant."""
    value = node.value
    if value is None:
        return f"CAST(NULL AS {column_type(node.type)})"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return f"TIMESTAMP '{value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=' ')}'"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, str):
        return text_constant(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def column_type(wanted: Type) -> str:
    """DuckDB's type of a column or constant."""
    if wanted.kind is Kind.NUMBER:
        digits, scale = wanted.digits
        return f"DECIMAL({digits},{scale})" if scale else "BIGINT"
    return {
        Kind.BOOLEAN: "BOOLEAN",
        Kind.TEXT: "VARCHAR",
        Kind.INSTANT: "TIMESTAMP",
        Kind.DATE: "DATE",
    }[wanted.kind]


def _multiply(writer: Writer, node: Operation) -> str:
    left, right = node.args
    if node.type.digits[0] == 38:
        # Squares and products of sums: wide enough that a sum of many stays exact.
        scale = left.type.digits[1]
        wide = (
            f"CAST({writer.write(left)} AS DECIMAL(38,{scale}))" if scale else f"CAST({writer.write(left)} AS HUGEINT)"
        )
        return f"({wide} * {writer.write(right)})"
    return f"({writer.write(left)} * {writer.write(right)})"


def _in(writer: Writer, node: Operation) -> str:
    listed = ", ".join(writer.write(arg) for arg in node.args[1:])
    return f"({writer.write(node.args[0])} IN ({listed}))"


def _case(writer: Writer, node: Operation) -> str:
    args = [writer.write(arg) for arg in node.args]
    pairs = len(args) // 2
    branches = " ".join(f"WHEN {args[2 * i]} THEN {args[2 * i + 1]}" for i in range(pairs))
    default = f" ELSE {args[-1]}" if len(args) % 2 else ""
    return f"CASE {branches}{default} END"


def _part(writer: Writer, node: Operation) -> str:
    field, zone = node.detail.split("|")
    (arg,) = node.args
    subject = writer.write(arg) if arg.type.kind is Kind.DATE else local(writer.write(arg), zone)
    return f"{_PARTS[field]}({subject})"


def local(instant: str, zone: str) -> str:
    """The local time of a point in time, as a timestamp."""
    changes = clock_changes(zone)
    offsets = [str(change.offset * _MICRO) for change in changes]
    starts = [change.instant * _MICRO for change in changes[1:]]
    return f"make_timestamp(epoch_us({instant}) + {choose(f'epoch_us({instant})', starts, offsets)})"


def local_to_utc(local_time: str, zone: str, ambiguous: str, nonexistent: str) -> str:
    """The point in time of a local time; NULL where the zone has none or two and no rule decides."""
    spans = local_spans(zone, ambiguous, nonexistent)
    offsets = ["NULL" if span.offset is None else str(span.offset * _MICRO) for span in spans]
    starts = [span.start * _MICRO for span in spans[1:]]
    subject = f"epoch_us({local_time})"
    return f"make_timestamp({subject} - {choose(subject, starts, offsets)})"


def _local_time(writer: Writer, node: Operation) -> str:
    year, month, day, hour, minute = (writer.write(arg) for arg in node.args)
    zone, ambiguous, nonexistent = node.detail.split("|")
    midnight = f"TRY(make_timestamp({year}, {month}, {day}, 0, 0, 0.0))"
    # 24:00 is the midnight that ends the day, as timetables write it.
    # Clock changes are known from 1970 to 2099 (measurement/zones.py); outside there is no answer.
    known = f"{year} BETWEEN {FIRST_YEAR} AND {LAST_YEAR - 1}"
    valid = f"{known} AND {minute} BETWEEN 0 AND 59 AND {hour} BETWEEN 0 AND 24 AND {hour} * 60 + {minute} <= 1440"
    wall = f"CASE WHEN {valid} THEN {midnight} + to_seconds({hour} * 3600 + {minute} * 60) END"
    return local_to_utc(wall, zone, ambiguous, nonexistent)


def _open_seconds(writer: Writer, node: Operation) -> str:
    instant = writer.write(node.args[0])
    alias = writer.join(instant, node.detail)
    second = f"(epoch_us({instant}) // {_MICRO} - {alias}._day * 86400)"
    segments = [f"least(greatest({second} - {alias}._o{i}, 0), {alias}._l{i})" for i in range(writer.segments)]
    return f"({' + '.join([f'{alias}._cumulative', *segments])})"


def _next_of_same(writer: Writer, node: Operation) -> str:
    key, time = (writer.write(arg) for arg in node.args)
    ties = "".join(f", {quoted(name)}" for name in node.detail.split(",") if name)
    window = f"lead({time}) OVER (PARTITION BY {key} ORDER BY {time}{ties})"
    return writer.window(f"CASE WHEN {key} IS NOT NULL THEN {window} END")


def _shift(writer: Writer, node: Operation) -> str:
    instant, step = node.args
    fixed = isinstance(step, Literal) and isinstance(step.value, int)
    micro = str(int(step.value) * _MICRO) if fixed else f"{writer.write(step)} * CAST({_MICRO} AS BIGINT)"  # type: ignore[union-attr, arg-type]
    return f"make_timestamp(epoch_us({writer.write(instant)}) + {micro})"


def _pattern(writer: Writer, node: Operation) -> str:
    return f"({writer.write(node.args[0])} LIKE {text_constant(node.detail)})"


_SPECIAL: dict[str, Callable[[Writer, Operation], str]] = {
    "multiply": _multiply,
    "negate": lambda writer, node: f"(- {writer.write(node.args[0])})",
    "not": lambda writer, node: f"(NOT {writer.write(node.args[0])})",
    "is_null": lambda writer, node: f"({writer.write(node.args[0])} IS NULL)",
    "in": _in,
    "like": _pattern,
    "case": _case,
    "part": _part,
    "to_date": lambda writer, node: f"CAST({local(writer.write(node.args[0]), node.detail)} AS DATE)",
    "shift": _shift,
    "seconds_between": lambda writer, node: (
        f"date_sub('second', {writer.write(node.args[0])}, {writer.write(node.args[1])})"
    ),
    "open_seconds": _open_seconds,
    "local_time": _local_time,
    "next_of_same": _next_of_same,
}
