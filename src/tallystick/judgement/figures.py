"""Figures that may be used in arithmetic: finite, whole where counts are meant, and the normal quantile."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import wraps
from math import inf, isfinite
from statistics import NormalDist
from typing import ParamSpec, TypeVar

from tallystick.judgement.answers import CannotSay, Interval
from tallystick.words import say, say_n

Figure = int | float | Fraction | Decimal
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Unsayable(Exception):
    """Raised inside this room only; `answering` turns it into a CannotSay."""


def answering(calculate: Callable[Asked, Answer]) -> Callable[Asked, Answer | CannotSay]:
    """Let a calculation end in CannotSay where its figures do not allow an answer."""

    @wraps(calculate)
    def answer(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer | CannotSay:
        try:
            return calculate(*args, **kwargs)
        except Unsayable as reason:
            return CannotSay(str(reason))
        except OverflowError:
            return CannotSay(say("A figure is too large to be judged."))

    return answer


def number(figure: object) -> Figure:
    """Read a number of any kind; else Unsayable."""
    if isinstance(figure, bool) or not isinstance(figure, int | float | Fraction | Decimal):
        raise Unsayable(say("A figure that is needed is missing."))
    return figure


def finite(figure: object) -> float:
    """Read a number as a finite float; else Unsayable."""
    try:
        real = float(number(figure))
    except (OverflowError, ValueError):
        real = inf
    if not isfinite(real):
        raise Unsayable(say("A figure is infinite or not a number."))
    return real


def exact(figure: object) -> Fraction:
    """Read a number as the fraction that it is; else Unsayable."""
    finite(figure)
    return Fraction(number(figure))


def whole(figure: object) -> int:
    """Read a count: a whole number, not below zero; else Unsayable."""
    count = exact(figure)
    if count.denominator != 1 or count < 0:
        raise Unsayable(say("A count must be a whole number, not below zero."))
    return int(count)


def take(moments: Mapping[str, object], names: Sequence[str]) -> list[object]:
    """Pick the named moments; Unsayable when one is missing."""
    missing = [name for name in names if moments.get(name) is None]
    if missing:
        raise Unsayable(say("The measurement does not carry what is needed: {names}.", names=", ".join(missing)))
    return [moments[name] for name in names]


def z_of(confidence: float) -> float:
    """Give the two-sided normal quantile: 1.96 for 0.95."""
    return NormalDist().inv_cdf((1 + checked(confidence)) / 2)


def checked(confidence: float) -> float:
    """Give the confidence back if it lies between 0 and 1; else Unsayable."""
    level = finite(confidence)
    if not 0 < level < 1 or (1 + level) / 2 == 1:
        raise Unsayable(say("A confidence must lie between 0 and 1."))
    return level


def some_rows(count: object, fewest: int = 1) -> int:
    """Read a number of rows of at least `fewest`; else Unsayable."""
    rows = whole(count)
    if rows == 0:
        raise Unsayable(say("There are no rows behind this figure."))
    if rows < fewest:
        raise Unsayable(
            say_n(
                "{n} row is too few: at least {fewest} are needed.",
                "{n} rows are too few: at least {fewest} are needed.",
                rows,
                fewest=fewest,
            )
        )
    return rows


def between(low: float, high: float, confidence: float, method: str, source: str) -> Interval:
    """Build an interval whose ends are finite and in order; else Unsayable."""
    return Interval(finite(low), max(finite(low), finite(high)), confidence, method, source)
