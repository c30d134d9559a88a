"""The four rules of NHS England's Making Data Count, in their order of precedence.

Points come as places: where each value stands in its limits. A run is made of neighbours: a gap or an
excluded point ends it, since nobody knows on which side it would have been.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tallystick.judgement.process.limits import Phase


class Rule(StrEnum):
    """Which rule a point breaks."""

    ASTRONOMICAL = "astronomical point"
    SHIFT = "shift"
    TREND = "trend"
    TWO_OF_THREE = "two of three"


@dataclass(frozen=True)
class Place:
    """A value, its side of the mean (-1, 0, 1), and whether it is outside the limits or near one (inside)."""

    value: float
    side: int
    outside: bool
    near: bool


Places = Sequence[Place | None]


def sign(difference: float, hair: float) -> int:
    """-1, 0 or 1; what is within a hair is 0."""
    return 0 if abs(difference) <= hair else (1 if difference > 0 else -1)


def place(value: float | None, phase: Phase, hair: float) -> Place | None:
    """Place a value in the limits of its phase; None for no value or no limits."""
    if value is None or phase.mean is None or (sigma := phase.sigma) is None:
        return None
    distance = abs(value - phase.mean)
    outside = distance > 3 * sigma + hair
    near = not outside and distance > 2 * sigma + hair
    return Place(value, sign(value - phase.mean, hair), outside, near)


def runs(places: Places, length: int, joins: Callable[[Place, Place], int]) -> set[int]:
    """Find the members of runs of at least `length`.

    `joins` gives the direction in which two neighbours continue a run, 0 when they do not.
    """
    members: set[int] = set()
    first = heading = 0
    for index in range(1, len(places)):
        before, here = places[index - 1], places[index]
        onward = joins(before, here) if before and here else 0
        if onward == 0 or onward != heading:
            first, heading = (index - 1 if onward else index), onward
        if heading and index - first + 1 >= length:
            members.update(range(first, index + 1))
    return members


def same_side(before: Place, here: Place) -> int:
    """Give the side on which both are."""
    return here.side if here.side == before.side else 0


def same_way(before: Place, here: Place) -> int:
    """Give the direction from one to the next; equal values go nowhere."""
    return (here.value > before.value) - (here.value < before.value)


def two_of_three(places: Places) -> set[int]:
    """Points near a limit, two of three neighbours that are all on that side of the mean."""
    members: set[int] = set()
    for first in range(len(places) - 2):
        three = [one for one in places[first : first + 3] if one]
        if len(three) == 3 and abs(sum(one.side for one in three)) == 3 and sum(one.near for one in three) >= 2:
            members.update(first + offset for offset, one in enumerate(three) if one.near)
    return members


def broken_rules(places: Places, shift: int, trend: int) -> list[tuple[Rule, ...]]:
    """Give the rules that each point breaks, in order of precedence."""
    found = (
        (Rule.ASTRONOMICAL, {index for index, one in enumerate(places) if one and one.outside}),
        (Rule.SHIFT, runs(places, shift, same_side)),
        (Rule.TREND, runs(places, trend, same_way)),
        (Rule.TWO_OF_THREE, two_of_three(places)),
    )
    return [tuple(rule for rule, members in found if index in members) for index in range(len(places))]
