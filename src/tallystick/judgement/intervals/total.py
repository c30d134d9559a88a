"""A sum over rows whose number is itself a matter of chance: cost of incidents, minutes of outage.

Garwood's exact limits for the number of rows, stretched by the root of the mean square: exact where all rows
are alike, approximate otherwise.
"""

from math import sqrt

from tallystick.judgement.answers import Interval
from tallystick.judgement.figures import Unsayable, answering, between, exact, finite, some_rows
from tallystick.judgement.intervals.count import garwood_ends
from tallystick.words import say

DOBSON = "Dobson, A. J., Kuulasmaa, K., Eberle, E. and Scherer, J. (1991), Stat. Med. 10, 457-462"


@answering
def dobson(count: object, total: object, squares: object, confidence: float = 0.95) -> Interval:
    """Interval for a sum, from the count, the sum and the sum of squares of its rows."""
    rows, whole_sum, square_sum = some_rows(count), exact(total), exact(squares)
    if square_sum * rows < whole_sum**2:
        raise Unsayable(say("The sum and the sum of squares do not fit together."))
    if square_sum == 0:
        raise Unsayable(say("All rows are zero, so nothing shows how large a row can be."))
    low, high = garwood_ends(rows, confidence)
    stretch = sqrt(finite(square_sum / rows))
    middle = finite(whole_sum)
    below, above = (rows - low) * stretch, (high - rows) * stretch
    if whole_sum < 0:  # a sum of credits has its long tail below
        below, above = above, below
    return between(middle - below, middle + above, confidence, "Dobson's stretched Garwood", DOBSON)
