"""The two answers of this room: an interval, or a plain reason why nothing can be said."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Interval:
    """Where the true figure lies, in the unit of the figure, with the method and who published it.

    `confidence` is what was asked for (0.95); the coverage that a method really has is in
    docs/concepts/intervals.md.
    """

    low: float
    high: float
    confidence: float
    method: str
    source: str

    @property
    def half_width(self) -> float:
        """Half the distance between the ends: the "plus or minus" of an even interval."""
        return (self.high - self.low) / 2

    def holds(self, figure: float) -> bool:
        """Whether the figure (a target, say) lies inside, ends included."""
        return self.low <= figure <= self.high


@dataclass(frozen=True)
class CannotSay:
    """No answer, in words for both parties: better than an error, and far better than a false number."""

    reason: str
