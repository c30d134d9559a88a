"""What a checked expression is made of: columns, constants and a closed list of operations, each with its type.

The tree is ours: it is all that an engine ever sees, and each engine writes its own SQL from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from tallystick.values.units import NUMBER, Unit


class Kind(StrEnum):
    """The kinds of value that a row can hold."""

    BOOLEAN = "yes or no"
    NUMBER = "number"
    TEXT = "text"
    INSTANT = "point in time"
    DATE = "date"


INTEGER_DIGITS = (18, 0)


@dataclass(frozen=True)
class Type:
    """A kind; for numbers their unit and (digits in all, digits after the point)."""

    kind: Kind
    unit: Unit = NUMBER
    digits: tuple[int, int] = INTEGER_DIGITS

    def written(self) -> str:
        """Say the type as a person would."""
        unit = self.unit.written()
        return f"{self.kind} ({unit})" if self.kind is Kind.NUMBER and unit else str(self.kind)


BOOLEAN = Type(Kind.BOOLEAN)
TEXT = Type(Kind.TEXT)
INSTANT = Type(Kind.INSTANT)
DATE = Type(Kind.DATE)
INTEGER = Type(Kind.NUMBER)

Constant = bool | int | Decimal | str | date | datetime | None


@dataclass(frozen=True)
class Column:
    """A column of the source. `factor` turns its unit into the base unit (60 for minutes)."""

    name: str
    type: Type
    factor: int = 1
    nullable: bool = True


@dataclass(frozen=True)
class Literal:
    """A constant. Instants are aware and in UTC; durations are whole seconds; money in major units."""

    value: Constant
    type: Type


class Hashed:
    """Remembers its hash: trees are looked up far more often than they are made."""

    def __hash__(self) -> int:
        known: int | None = self.__dict__.get("_hash")
        if known is None:
            known = hash(tuple(self.__dict__.values()))
            object.__setattr__(self, "_hash", known)
        return known


@dataclass(frozen=True)
class Operation(Hashed):
    """An operation of the closed list below on its arguments; `detail` is a calendar, a zone, a field, a pattern."""

    name: str
    args: tuple[Node, ...]
    type: Type
    detail: str = ""

    __hash__ = Hashed.__hash__


@dataclass(frozen=True)
class Undecided:
    """A condition that is not decided yet where `pending` holds, and is `met` elsewhere."""

    met: Node
    pending: Node
    type: Type = BOOLEAN


Node = Column | Literal | Operation | Undecided

OPERATIONS = frozenset(
    {
        "add", "subtract", "multiply", "negate", "absolute", "divide_whole", "remainder",
        "equal", "not_equal", "less", "less_or_equal", "greater", "greater_or_equal",
        "and", "or", "not", "is_null", "in", "like", "case", "coalesce", "least", "greatest",
        "lower", "upper", "length", "part", "shift", "seconds_between", "open_seconds", "local_time",
        "next_of_same", "to_date",
    }
)  # fmt: skip


def operation(name: str, *args: Node, type: Type = BOOLEAN, detail: str = "") -> Operation:  # noqa: A002 - the field's name
    """Make an operation; an unknown name is a programming error."""
    if name not in OPERATIONS:
        raise KeyError(name)
    return Operation(name, args, type, detail)


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node."""
    if isinstance(node, Operation):
        return node.args
    if isinstance(node, Undecided):
        return (node.met, node.pending)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Go through a tree, each node before its parts."""
    yield node
    for child in children(node):
        yield from walk(child)


def rebuild(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return the tree with `change` applied to each node, parts first."""
    if isinstance(node, Operation):
        node = replace(node, args=tuple(rebuild(arg, change) for arg in node.args))
    elif isinstance(node, Undecided):
        node = replace(node, met=rebuild(node.met, change), pending=rebuild(node.pending, change))
    return change(node)


def columns(*nodes: Node) -> frozenset[str]:
    """Names of the columns that the trees read."""
    return frozenset(part.name for node in nodes for part in walk(node) if isinstance(part, Column))


def has_undecided(node: Node) -> bool:
    """Whether some part of the condition can be pending."""
    return any(isinstance(part, Undecided) for part in walk(node))


def both(*conditions: Node | None) -> Node | None:
    """All conditions together, each once; None is no condition."""
    kept = list(dict.fromkeys(condition for condition in conditions if condition is not None))
    if not kept:
        return None
    result = kept[0]
    for condition in kept[1:]:
        result = operation("and", result, condition)
    return result


# Their value can be unknown although all of their arguments are known.
_CAN_LOSE = frozenset({"case", "next_of_same", "local_time", "open_seconds"})


def can_be_unknown(node: Node) -> bool:
    """Whether a value may be missing in some row."""
    if isinstance(node, Column):
        return node.nullable
    if isinstance(node, Literal):
        return node.value is None
    if isinstance(node, Undecided) or node.name == "is_null":
        return False
    if node.name == "coalesce":
        return all(can_be_unknown(arg) for arg in node.args)
    loses = node.name in _CAN_LOSE and not (node.name == "case" and len(node.args) % 2)
    return loses or any(can_be_unknown(arg) for arg in node.args)


def known(node: Node) -> Node | None:
    """The condition that a value is known; None where it always is."""
    return negation(operation("is_null", node)) if can_be_unknown(node) else None


def is_true(condition: Node) -> Node:
    """The condition, with unknown as false."""
    return operation("coalesce", condition, Literal(False, BOOLEAN)) if can_be_unknown(condition) else condition


def negation(condition: Node) -> Node:
    """The opposite of a condition that is never unknown."""
    return operation("not", condition)


def decided(condition: Node) -> tuple[Node, Node | None]:
    """Split a condition into (true for certain, not decided yet or None).

    A row is undecided only where the outcome hinges on a pending part: taking each pending part once as met and
    once as missed gives two different answers.
    """
    if not has_undecided(condition):
        return is_true(condition), None
    as_met = is_true(_settled(condition, met=True))
    as_missed = is_true(_settled(condition, met=False))
    pending = operation("not_equal", as_met, as_missed)
    return operation("and", as_met, as_missed), pending


def _settled(condition: Node, *, met: bool) -> Node:
    def change(node: Node) -> Node:
        if not isinstance(node, Undecided):
            return node
        held = is_true(node.pending)
        if met:
            return operation("or", node.met, held)
        return operation("and", node.met, negation(held))

    return rebuild(condition, change)
