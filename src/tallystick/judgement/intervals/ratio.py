"""A ratio of two sums over the same rows (cost per call, handled per hour), by the delta method."""

from fractions import Fraction
from math import sqrt

from tallystick.judgement.answers import Interval
from tallystick.judgement.figures import Unsayable, answering, between, exact, finite, some_rows
from tallystick.judgement.intervals.mean import spread_of, t_of
from tallystick.words import say

COCHRAN = "Cochran, W. G. (1977), Sampling Techniques, 3rd ed., sections 6.3 to 6.5"
Sums = tuple[object, object]


def denominator_holds(bottom: Fraction, squares: Fraction, rows: int, t: float) -> bool:
    """Whether the denominator is clear of zero itself; else the delta method promises too much."""
    spread = squares - bottom**2 / rows
    if spread < 0:
        raise Unsayable(say("The sums and the sums of squares do not fit together."))
    return bottom**2 > Fraction(t) ** 2 * spread * rows / (rows - 1)


@answering
def delta(count: object, sums: Sums, squares: Sums, products: object, confidence: float = 0.95) -> Interval:
    """Interval for numerator / denominator; `sums` and `squares` are pairs (numerator, denominator)."""
    rows = some_rows(count, fewest=2)
    top, bottom = map(exact, sums)
    top_squares, bottom_squares = map(exact, squares)
    t = t_of(confidence, rows - 1)
    if not denominator_holds(bottom, bottom_squares, rows, t):
        raise Unsayable(say("The denominator may as well be zero, so the ratio cannot be judged."))
    ratio = top / bottom
    residuals = spread_of(top_squares - 2 * ratio * exact(products) + ratio**2 * bottom_squares)
    reach = t * sqrt(finite(residuals * rows / ((rows - 1) * bottom**2)))
    middle = finite(ratio)
    return between(middle - reach, middle + reach, confidence, "delta method", COCHRAN)
