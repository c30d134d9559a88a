"""What settling gives: a statement of sections, one an incentive, each of lines whose amounts sum to it."""

from dataclasses import dataclass
from fractions import Fraction

from tallystick.settlement.outcomes import Event, Line
from tallystick.settlement.sentences import Sentence, sentence
from tallystick.values.money import Money
from tallystick.values.periods import Period


@dataclass(frozen=True)
class Section:
    """One incentive of a statement. `amount` is None when it cannot be computed; `reasons` then say why."""

    incentive: str
    rule: str
    clause: str
    looks_at: Sentence
    rounded: Sentence | None
    lines: tuple[Line, ...]
    amount: Money | None
    points: Fraction | None
    events: tuple[Event, ...]
    reasons: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Statement:
    """What is owed for a settlement period. `stands_on` names what it was computed from, as given by the caller."""

    title: str
    client: str
    provider: str
    currency: str
    period: Period
    fee: Line | None
    sections: tuple[Section, ...]
    total: Money | None
    reasons: tuple[Sentence, ...]
    provisional: bool
    stands_on: tuple[tuple[str, str], ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """All events, in the order of the incentives."""
        return tuple(event for section in self.sections for event in section.events)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, the fee first."""
        fee = (self.fee,) if self.fee else ()
        return fee + tuple(line for section in self.sections for line in section.lines)

    def direction(self) -> Sentence:
        """Say in words who pays whom how much."""
        if self.total is None:
            return sentence("The total cannot be computed")
        named = {"client": self.client, "provider": self.provider, "amount": abs(self.total).written()}
        if self.total.minor < 0:
            return sentence("{provider} owes {client} {amount}", **named)
        return sentence("{client} pays {provider} {amount}", **named)
