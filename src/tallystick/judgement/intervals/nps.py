"""The Net Promoter Score in points (-100 to 100), with its standard error and an interval.

The margin that surveys print (1.96 standard errors) promises too much for few answers and promises certainty
when all answers agree. The interval here adds one answer to each group first, which mends both.
"""

from dataclasses import dataclass
from math import sqrt

from tallystick.judgement.answers import Interval
from tallystick.judgement.figures import answering, between, some_rows, whole, z_of

ROCKS = "after Rocks, B. (2016), Am. Stat. 70, 365-372"
POINTS = 100


@dataclass(frozen=True)
class Score:
    """A Net Promoter Score, its standard error and its printed margin, all in points."""

    points: float
    standard_error: float
    margin: float


def score_of(promoters: float, detractors: float, answers: float) -> tuple[float, float]:
    """Give score and standard error in points: the mean and its error of answers worth 1, 0 and -1."""
    for_us, against = promoters / answers, detractors / answers
    score = for_us - against
    return POINTS * score, POINTS * sqrt(max(0.0, for_us + against - score * score) / answers)


@answering
def score(promoters: object, passives: object, detractors: object, confidence: float = 0.95) -> Score:
    """Give the score as surveys print it."""
    happy, unhappy = whole(promoters), whole(detractors)
    points, error = score_of(happy, unhappy, some_rows(happy + whole(passives) + unhappy))
    return Score(points, error, z_of(confidence) * error)


@answering
def adjusted(promoters: object, passives: object, detractors: object, confidence: float = 0.95) -> Interval:
    """Interval after one more answer in each group; never beyond -100 and 100."""
    happy, unhappy = whole(promoters), whole(detractors)
    answers = some_rows(happy + whole(passives) + unhappy)
    points, error = score_of(happy + 1, unhappy + 1, answers + 3)
    reach = z_of(confidence) * error
    low, high = max(-100.0, points - reach), min(100.0, points + reach)
    return between(low, high, confidence, "adjusted Wald, one answer more in each group", ROCKS)
