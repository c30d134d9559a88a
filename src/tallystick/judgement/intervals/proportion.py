"""A share of rows: `successes` of `trials`, ends between 0 and 1.

Wilson's score interval is the default: its average coverage is close to what it says. The exact interval of
Clopper and Pearson never covers less than it says, and is wider: for when a promise must hold at its worst.
"""

from math import sqrt

from tallystick.judgement.answers import Interval
from tallystick.judgement.figures import Unsayable, answering, between, checked, some_rows, whole, z_of
from tallystick.words import say

WILSON = "Wilson, E. B. (1927), J. Am. Stat. Assoc. 22, 209-212"
CLOPPER_PEARSON = "Clopper, C. J. and Pearson, E. S. (1934), Biometrika 26, 404-413"


def counts(successes: object, trials: object) -> tuple[int, int]:
    """Read successes of trials as whole numbers that fit together; else Unsayable."""
    hits, rows = whole(successes), some_rows(trials)
    if hits > rows:
        raise Unsayable(say("A share counts more rows than there are."))
    return hits, rows


@answering
def wilson(successes: object, trials: object, confidence: float = 0.95) -> Interval:
    """Score interval, without correction for continuity."""
    z = z_of(confidence)
    hits, rows = counts(successes, trials)
    share, weight = hits / rows, z * z / rows
    centre = (share + weight / 2) / (1 + weight)
    reach = z * sqrt(share * (1 - share) / rows + weight / (4 * rows)) / (1 + weight)
    # At the ends the algebra gives exactly 0 and 1; floats would miss them by a hair.
    low = 0.0 if hits == 0 else max(0.0, centre - reach)
    high = 1.0 if hits == rows else min(1.0, centre + reach)
    return between(low, high, confidence, "Wilson score", WILSON)


@answering
def exact(successes: object, trials: object, confidence: float = 0.95) -> Interval:
    """Exact interval from the binomial tails, half of the doubt on each side."""
    from scipy.special import betaincinv

    tail = (1 - checked(confidence)) / 2
    hits, rows = counts(successes, trials)
    low = 0.0 if hits == 0 else betaincinv(hits, rows - hits + 1, tail)
    high = 1.0 if hits == rows else betaincinv(hits + 1, rows - hits, 1 - tail)
    return between(low, high, confidence, "Clopper-Pearson exact", CLOPPER_PEARSON)
