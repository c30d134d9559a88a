"""A count of independent events, and a rate: events over exposure (hours, calls, members)."""

from tallystick.judgement.answers import Interval
from tallystick.judgement.figures import Unsayable, answering, between, checked, finite, whole
from tallystick.words import say

GARWOOD = "Garwood, F. (1936), Biometrika 28, 437-442"


def garwood_ends(events: int, confidence: float) -> tuple[float, float]:
    """Exact limits of a Poisson mean; half of the doubt on each side."""
    from scipy.special import gammaincinv

    tail = (1 - checked(confidence)) / 2
    low = 0.0 if events == 0 else gammaincinv(events, tail)
    return finite(float(low)), finite(float(gammaincinv(events + 1, 1 - tail)))


@answering
def garwood(events: object, confidence: float = 0.95) -> Interval:
    """Exact interval for the number of events to expect in a period like this one."""
    low, high = garwood_ends(whole(events), confidence)
    return between(low, high, confidence, "Garwood exact", GARWOOD)


@answering
def rate(events: object, exposure: object, confidence: float = 0.95) -> Interval:
    """Exact interval for events per unit of exposure."""
    size = finite(exposure)
    if size <= 0:
        raise Unsayable(say("A rate needs an exposure above zero."))
    low, high = garwood_ends(whole(events), confidence)
    return between(low / size, high / size, confidence, "Garwood exact", GARWOOD)
