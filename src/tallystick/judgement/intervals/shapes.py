"""The one door: the shape of a number and its moments in, an interval or a reason out."""

from collections.abc import Callable, Mapping

from tallystick.judgement.answers import CannotSay, Interval
from tallystick.judgement.figures import Unsayable, answering, take
from tallystick.judgement.intervals import count, mean, nps, proportion, quantile, ratio, total
from tallystick.words import say

Moments = Mapping[str, object]
Answer = Interval | CannotSay


def proportion_interval(moments: Moments, confidence: float) -> Answer:
    """Wilson, from numerator and denominator."""
    hits, rows = take(moments, ("numerator", "denominator"))
    return proportion.wilson(hits, rows, confidence)


def mean_interval(moments: Moments, confidence: float) -> Answer:
    """Student's t, from count, sum and squares."""
    rows, whole_sum, squares = take(moments, ("count", "sum", "squares"))
    return mean.student(rows, whole_sum, squares, confidence)


def ratio_interval(moments: Moments, confidence: float) -> Answer:
    """Delta method, from count, both sums, both sums of squares and the sum of products."""
    rows, products = take(moments, ("count", "products"))
    top, bottom = take(moments, ("numerator", "denominator"))
    top_squares, bottom_squares = take(moments, ("numerator_squares", "denominator_squares"))
    return ratio.delta(rows, (top, bottom), (top_squares, bottom_squares), products, confidence)


def count_interval(moments: Moments, confidence: float) -> Answer:
    """Garwood, from count."""
    (events,) = take(moments, ("count",))
    return count.garwood(events, confidence)


def sum_interval(moments: Moments, confidence: float) -> Answer:
    """Dobson, from count, sum and squares."""
    rows, whole_sum, squares = take(moments, ("count", "sum", "squares"))
    return total.dobson(rows, whole_sum, squares, confidence)


def quantile_interval(moments: Moments, confidence: float) -> Answer:
    """Order statistics, from count, share and the values at the two ranks (`lower`, `upper`)."""
    rows, share = take(moments, ("count", "share"))
    return quantile.of_ranked(rows, share, moments.get("lower"), moments.get("upper"), confidence)


def nps_interval(moments: Moments, confidence: float) -> Answer:
    """Give it in points, by the adjusted Wald, from promoters, passives and detractors."""
    happy, neither, unhappy = take(moments, ("promoters", "passives", "detractors"))
    return nps.adjusted(happy, neither, unhappy, confidence)


def distinct_interval(moments: Moments, confidence: float) -> Answer:
    """No interval: how many were never seen, the rows do not tell."""
    raise Unsayable(say("A count of different things has no interval: the rows do not tell what was never seen."))


SHAPES: Mapping[str, Callable[[Moments, float], Answer]] = {
    "proportion": proportion_interval,
    "mean": mean_interval,
    "ratio": ratio_interval,
    "count": count_interval,
    "sum": sum_interval,
    "quantile": quantile_interval,
    "nps": nps_interval,
    "distinct": distinct_interval,
}


@answering
def interval_for(shape: str, moments: Moments, confidence: float = 0.95) -> Answer:
    """Give the interval of a number of this shape; moments as `measurement.results` names them.

    Never raises: a shape without an interval, missing moments and degenerate figures give CannotSay.
    """
    if (calculate := SHAPES.get(str(shape).lower())) is None:
        raise Unsayable(say("A figure of this kind carries no interval."))
    return calculate(moments, confidence)
