"""The natural limits of one phase: mean, plus and minus three sigma from the moving ranges.

Wheeler, D. J. (2000), Understanding Variation; Nelson, L. S. (1982), J. Qual. Tech. 14, 172-173 (screening).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fsum, inf, lgamma, sqrt

from tallystick.judgement.figures import finite
from tallystick.judgement.process.terms import ChartTerms, Rebase
from tallystick.words import say, say_n

D2 = 1.128  # mean range of two normal values, in sigmas, as the tables print it
D4 = 3.267  # upper limit of a moving range, in mean moving ranges
Values = Sequence[float | None]


@dataclass(frozen=True)
class Phase:
    """Points `start` to `end` (exclusive), read with one set of limits.

    `range_mean` is the mean of the ranges that count, after screening; `range_limit` the upper limit for
    moving ranges. Limits are `trial` until they rest on the agreed firm number. Where there are no limits
    they are None and `withheld` says why (`mean` is None only where no point counts).
    """

    start: int
    end: int
    mean: float | None
    lower: float | None
    upper: float | None
    range_mean: float | None
    range_limit: float | None
    points_used: int
    trial: bool = False
    rebase: Rebase | None = None
    withheld: str | None = None

    @property
    def sigma(self) -> float | None:
        """A third of the way from the mean to a limit."""
        return None if self.upper is None or self.mean is None else (self.upper - self.mean) / 3


def moving_ranges(values: Values) -> list[float | None]:
    """Distance of each value from the one before; None where one of the two is missing."""
    ranges: list[float | None] = [None] * len(values)
    for index in range(1, len(values)):
        here, before = values[index], values[index - 1]
        if here is not None and before is not None:
            ranges[index] = abs(here - before)
    return ranges


def mean_of(values: Sequence[float]) -> float:
    """Mean that never leaves the values: equal values have exactly their own mean."""
    return min(max(fsum(values) / len(values), min(values)), max(values))


def mean_range(ranges: Sequence[float], screened: bool) -> float:
    """Mean moving range; when screened, without the ranges above 3.267 times the first mean (once)."""
    mean = mean_of(ranges)
    return mean_of([one for one in ranges if one <= D4 * mean]) if screened else mean


def deviation_sigma(values: Sequence[float]) -> float:
    """Sample standard deviation, unbiased for normal values (divided by c4)."""
    count, mean = len(values), mean_of(values)
    deviation = sqrt(fsum((value - mean) ** 2 for value in values) / (count - 1))
    return deviation / (sqrt(2 / (count - 1)) * exp(lgamma(count / 2) - lgamma((count - 1) / 2)))


def baseline_of(values: Values, baseline: int | None) -> Values:
    """Keep the values up to the last of the first `baseline` ones that count."""
    seen = 0
    for index, value in enumerate(values):
        seen += value is not None
        if seen == baseline:
            return values[: index + 1]
    return values


def why_withheld(used: Sequence[float], ranges: Sequence[float], fewest: int) -> str | None:
    """Say why these points give no limits, or None when they do."""
    if len(used) < fewest:
        return say_n(
            "{n} point is too few: limits need at least {fewest}.",
            "{n} points are too few: limits need at least {fewest}.",
            len(used),
            fewest=fewest,
        )
    if 2 * len(ranges) < fewest:
        return say("There are too many gaps: limits need points that follow each other.")
    if any(ranges) and 2 * sum(one == 0 for one in ranges) > len(ranges):
        return say("The figure mostly stands still, so its rare moves cannot be judged by this chart.")
    return None


def find_limits(start: int, values: Values, terms: ChartTerms, rebase: Rebase | None) -> Phase:
    """Compute the phase of these values, which begin at index `start` of the series; None does not count."""
    base = baseline_of(values, terms.baseline)
    used = [value for value in base if value is not None]
    ranges = [one for one in moving_ranges(base) if one is not None]
    mean, end = (mean_of(used) if used else None), start + len(values)
    withheld = why_withheld(used, ranges, terms.fewest)
    if mean is None or withheld:
        return Phase(start, end, mean, None, None, None, None, len(used), rebase=rebase, withheld=withheld)
    centre = mean_range(ranges, terms.screened)
    sigma = centre / D2 if terms.spread == "moving range" else deviation_sigma(used)
    lower, upper = finite(mean - 3 * sigma), finite(mean + 3 * sigma)
    trial = len(used) < terms.firm
    return Phase(start, end, mean, lower, upper, centre, finite(D4 * centre), len(used), trial, rebase)


def hair(values: Sequence[float]) -> float:
    """Give a difference too small to be real: what floats lose on values of this size."""
    return 1e-12 * max(map(abs, values), default=inf)
