"""What a rule gives back: lines with their reasons down to the counts, and events such as a material breach.

Money has one direction everywhere: positive is what the client pays the provider, negative is a credit to the
client. `exact` is the amount before rounding, in major currency units; `amount` is what the statement adds up.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from tallystick.measurement.results import Measurement
from tallystick.settlement.sentences import Sentence
from tallystick.values.money import Money
from tallystick.values.periods import Period


class Kind(StrEnum):
    """Why a line stands in a statement."""

    FEE = "fee"
    RESULT = "result"
    LEFT_OUT = "left out"
    CONVERTED = "converted"
    GATE = "gate"
    MINIMUM = "minimum"
    CAP = "cap"


Operation = Literal["given", "times", "plus", "minus", "divide", "least", "average", "band", "round", "share"]


@dataclass(frozen=True)
class Step:
    """One step of the arithmetic: the operation, what it took, what came out, and the same in words."""

    operation: Operation
    operands: tuple[str, ...]
    result: str
    words: Sentence


@dataclass(frozen=True)
class Line:
    """One part of what an incentive comes to, for one period and at most one KPI.

    `exact` is None on a line that only counts points; `points` is None on a line that only moves money.
    """

    kind: Kind
    period: Period
    words: Sentence
    about: str = ""
    kpi: str | None = None
    evidence: Measurement | None = None
    band: str | None = None
    target: str | None = None
    steps: tuple[Step, ...] = ()
    exact: Fraction | None = None
    points: Fraction | None = None
    amount: Money | None = None

    def order(self) -> tuple[object, ...]:
        """Sort lines by period, then results before adjustments, then by name: never by their place in a file."""
        longest_last = -self.period.start.toordinal()
        return (self.period.end, longest_last, list(Kind).index(self.kind), self.about, self.kpi or "")


@dataclass(frozen=True)
class Event:
    """Something other than money that the terms attach to results, in the period that completed it."""

    name: str
    clause: str
    period: Period
    kpi: str
    words: Sentence


@dataclass(frozen=True)
class Outcome:
    """All that one incentive gives for a settlement period."""

    lines: tuple[Line, ...] = ()
    events: tuple[Event, ...] = ()
