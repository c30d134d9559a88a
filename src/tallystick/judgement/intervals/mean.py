"""A mean, from count, sum and sum of squares, by Student's t."""

from fractions import Fraction
from math import sqrt

from tallystick.judgement.answers import Interval
from tallystick.judgement.figures import Unsayable, answering, between, checked, exact, finite, some_rows
from tallystick.words import say

STUDENT = "Student (1908), Biometrika 6, 1-25"


def t_of(confidence: float, freedom: int) -> float:
    """Give the two-sided quantile of Student's t."""
    from scipy.special import stdtrit

    return finite(float(stdtrit(freedom, (1 + checked(confidence)) / 2)))


def spread_of(residual_squares: Fraction) -> Fraction:
    """Check a sum of squared deviations: below zero cannot be, zero says nothing of spread."""
    if residual_squares < 0:
        raise Unsayable(say("The sums and the sums of squares do not fit together."))
    if residual_squares == 0:
        raise Unsayable(say("All rows are alike, so their spread cannot be judged."))
    return residual_squares


@answering
def student(count: object, total: object, squares: object, confidence: float = 0.95) -> Interval:
    """Interval for a mean of at least two rows that are not all alike."""
    rows, whole_sum = some_rows(count, fewest=2), exact(total)
    # Exact fractions: in floats the difference below loses all its digits for large, close values.
    deviations = spread_of(exact(squares) - whole_sum**2 / rows)
    reach = t_of(confidence, rows - 1) * sqrt(finite(deviations / (rows * (rows - 1))))
    middle = finite(whole_sum / rows)
    return between(middle - reach, middle + reach, confidence, "Student's t", STUDENT)
