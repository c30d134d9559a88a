"""Bands: a table whose rows say from where to where they hold, ends open or closed as the contract has it.

`at_least` and `at_most` include the value they name, `above` and `below` do not, so 99.0% belongs to exactly one
row of "at least 98% and below 99%" and "at least 99%". A table leaves no value out and gives none two rows.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Self, TypeVar

from pydantic import BaseModel, Field, model_validator

from tallystick.agreement.fields import STRICT
from tallystick.settlement.terms.fields import Figure, FigureText
from tallystick.values.refusals import Refusal
from tallystick.words import say


class Bounds(BaseModel):
    """From where to where something holds; a missing end is open."""

    model_config = STRICT

    at_least: FigureText | None = Field(None, description="holds from this value on, the value included")
    above: FigureText | None = Field(None, description="holds beyond this value, the value excluded")
    below: FigureText | None = Field(None, description="holds up to this value, the value excluded")
    at_most: FigureText | None = Field(None, description="holds up to this value, the value included")

    @model_validator(mode="after")
    def _has_sense(self) -> Self:
        if self.at_least is not None and self.above is not None:
            raise Refusal(say("at_least and above are both named"), say("name either at_least or above, not both"))
        if self.below is not None and self.at_most is not None:
            raise Refusal(say("below and at_most are both named"), say("name either below or at_most, not both"))
        low, high = self.low, self.high
        if low is None and high is None:
            raise Refusal(say("nothing says where it begins or ends"), say("name at_least, above, below or at_most"))
        if low is not None and high is not None:
            if low.unit != high.unit:
                raise Refusal(say("the ends are not in the same unit"), say("write both in the KPI's unit"))
            if low.value > high.value or (low.value == high.value and not (self.at_least and self.at_most)):
                raise Refusal(say("no value lies between these ends"), say("name the lower one as the beginning"))
        return self

    @property
    def low(self) -> Figure | None:
        """The lower end, whether or not it belongs."""
        return self.at_least if self.at_least is not None else self.above

    @property
    def high(self) -> Figure | None:
        """The upper end, whether or not it belongs."""
        return self.below if self.below is not None else self.at_most

    def holds(self, value: Fraction) -> bool:
        """Say whether a value, in base units, lies within."""
        return not (
            (self.at_least is not None and value < self.at_least.value)
            or (self.above is not None and value <= self.above.value)
            or (self.below is not None and value >= self.below.value)
            or (self.at_most is not None and value > self.at_most.value)
        )

    def written(self) -> str:
        """Give the bounds in words."""
        words = {"at_least": self.at_least, "above": self.above, "below": self.below, "at_most": self.at_most}
        return " and ".join(f"{name.replace('_', ' ')} {edge.written()}" for name, edge in words.items() if edge)

    def edges(self) -> tuple[Figure, ...]:
        """Give the ends that are named."""
        return tuple(edge for edge in (self.low, self.high) if edge is not None)


B = TypeVar("B", bound=Bounds)


def in_order(bands: Sequence[B]) -> tuple[B, ...]:
    """Give a table's rows from the lowest to the highest.

    Raises Refusal when the rows leave a value out, overlap, or mix units.
    """
    if not bands:
        raise Refusal(say("the table of bands is empty"), say("add a row"))
    rows = sorted(bands, key=lambda band: (band.low is not None, band.low.value if band.low else 0))
    if rows[0].low is not None:
        raise Refusal(
            say("no row says what holds below {edge}", edge=rows[0].low.written()),
            say("add one with below or at_most"),
        )
    if rows[-1].high is not None:
        raise Refusal(
            say("no row says what holds beyond {edge}", edge=rows[-1].high.written()),
            say("add one with at_least or above"),
        )
    for lower, upper in zip(rows, rows[1:], strict=False):
        _meet(lower, upper)
    return tuple(rows)


def _meet(lower: Bounds, upper: Bounds) -> None:
    end, start = lower.high, upper.low
    if end is None or start is None:
        raise Refusal(say("two rows are open on the same side"), say("let only one row hold without end on each side"))
    ends = {"end": end.written(), "start": start.written()}
    if end.unit != start.unit:
        raise Refusal(
            say("{end} and {start} are not in the same unit", **ends), say("write all rows in the KPI's unit")
        )
    if end.value < start.value:
        raise Refusal(
            say("no row holds between {end} and {start}", **ends), say("let one row begin where another ends")
        )
    if end.value > start.value:
        raise Refusal(
            say("two rows hold between {start} and {end}", **ends), say("let one row begin where another ends")
        )
    mend = say("close one side (at_least, at_most) and open the other (above, below)")
    if lower.at_most is not None and upper.at_least is not None:
        raise Refusal(say("two rows hold at exactly {end}", **ends), mend)
    if lower.at_most is None and upper.at_least is None:
        raise Refusal(say("no row holds at exactly {end}", **ends), mend)


def row_for(rows: Sequence[B], value: Fraction) -> B:
    """Give the one row that holds at a value; the table is complete, so there is one."""
    return next(row for row in rows if row.holds(value))


def worst_row(rows: Sequence[B], better: str) -> B:
    """Give the row at the worse end, the one that a missing figure is deemed to lie in."""
    return rows[0] if better == "higher" else rows[-1]
