"""A median or percentile, by ranks: holds whatever the distribution of the values.

Of n values in ascending order the true percentile lies between the one at rank `lower` and the one at rank
`upper` (1-based) with a probability that the binomial distribution gives exactly. For values with ties the
coverage is at least that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log

from tallystick.judgement.answers import CannotSay, Interval
from tallystick.judgement.figures import (
    Figure,
    Unsayable,
    answering,
    between,
    checked,
    finite,
    some_rows,
)
from tallystick.words import say, say_n

THOMPSON = "Thompson, W. R. (1936), Ann. Math. Stat. 7, 122-128; Conover, W. J. (1999), section 3.2"
METHOD = "order statistics"


@dataclass(frozen=True)
class Ranks:
    """Which two of n ordered values (1-based) enclose the percentile, and how often: `coverage`."""

    lower: int
    upper: int
    coverage: float


def first_reaching(rows: int, share: float, enough: float) -> int:
    """Find the smallest k with P(at most k of rows) >= enough."""
    from scipy.special import bdtr

    low, high = -1, rows
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if bdtr(middle, rows, share) >= enough else (middle, high)
    return high


def needed(share: float, tail: float) -> int:
    """Count the values from which on both ranks exist."""
    return ceil(log(tail) / log(max(share, 1 - share)))


@answering
def ranks(count: object, share: object, confidence: float = 0.95) -> Ranks:
    """Find the closest ranks that leave at most half of the doubt on each side."""
    from scipy.special import bdtr

    rows, part, tail = some_rows(count), finite(share), (1 - checked(confidence)) / 2
    if not 0 < part < 1:
        raise Unsayable(say("A percentile must lie between 0 and 100."))
    # bdtr is P(at most k). For the ranks: P(at most lower - 1) <= tail, P(at most upper - 1) >= 1 - tail.
    lower = first_reaching(rows, part, tail)
    if bdtr(lower, rows, part) <= tail:
        lower += 1
    upper = first_reaching(rows, part, 1 - tail) + 1
    if lower < 1 or upper > rows:
        fewest = needed(part, tail)
        raise Unsayable(
            say_n(
                "{n} value is too few: at least {fewest} are needed.",
                "{n} values are too few: at least {fewest} are needed.",
                rows,
                fewest=fewest,
            )
        )
    return Ranks(lower, upper, float(bdtr(upper - 1, rows, part) - bdtr(lower - 1, rows, part)))


@answering
def of_values(values: Sequence[Figure], share: object, confidence: float = 0.95) -> Interval:
    """Interval for a percentile from the values themselves."""
    ordered = sorted(finite(value) for value in values)
    found = ranks(len(ordered), share, confidence)
    if isinstance(found, CannotSay):
        raise Unsayable(found.reason)
    return between(ordered[found.lower - 1], ordered[found.upper - 1], confidence, METHOD, THOMPSON)


@answering
def of_ranked(count: object, share: object, lower: object, upper: object, confidence: float = 0.95) -> Interval:
    """Interval from the two values that stand at the ranks of `ranks`."""
    found = ranks(count, share, confidence)
    if isinstance(found, CannotSay):
        raise Unsayable(found.reason)
    if lower is None or upper is None:
        raise Unsayable(
            say("The values at ranks {lower} and {upper} are needed.", lower=found.lower, upper=found.upper)
        )
    low, high = finite(lower), finite(upper)
    if low > high:
        raise Unsayable(say("The values at the two ranks are not in order."))
    return between(low, high, confidence, METHOD, THOMPSON)
