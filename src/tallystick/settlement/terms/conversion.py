"""Terms that turn a count or measure into money: by a rate, by marginal bands of it, or by a table of steps."""

from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from tallystick.agreement.fields import STRICT
from tallystick.settlement.terms.bands import Bounds, in_order
from tallystick.settlement.terms.fields import Count, Figure, FigureText, ShareOrMoney, UnitPrice
from tallystick.values.refusals import Refusal
from tallystick.words import say


class MarginalBand(BaseModel):
    """A stretch of the count whose units are charged at a multiple of the rate; the stretches follow each other."""

    model_config = STRICT

    up_to: FigureText | None = Field(None, description="where the stretch ends; left out on the last, which never ends")
    times: Count = Field(description="multiple of the rate; 0 is free")


class PayStep(Bounds):
    """A row of a step table: one amount for the whole count, by the row in which it lies."""

    pays: ShareOrMoney = Field(description="an amount, or a part of the fee")


class Conversion(BaseModel):
    """How a count becomes money: `rate` alone, `rate` with `marginal`, or `steps`."""

    model_config = STRICT

    rate: UnitPrice | None = Field(None, description="price of one unit, as in 3.00 USD per point")
    marginal: Annotated[tuple[MarginalBand, ...], Field(strict=False)] = ()
    steps: Annotated[tuple[PayStep, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.rate is None) == (not self.steps):
            raise Refusal(
                say("money wants one way to be found"), say("name either rate (with or without marginal) or steps")
            )
        if self.steps:
            if self.marginal:
                raise Refusal(say("marginal bands multiply a rate, and steps have none"), say("leave out one of them"))
            in_order(self.steps)
        self._marginal_in_order()
        return self

    def _marginal_in_order(self) -> None:
        ends = [band.up_to for band in self.marginal]
        if not ends:
            return
        if ends[-1] is not None or None in ends[:-1]:
            raise Refusal(
                say("a marginal band does not say where it ends, or the last one does"),
                say("give every band but the last its up_to"),
            )
        values = [end.value for end in ends if end is not None]
        if values != sorted(set(values)) or (values and values[0] <= 0):
            raise Refusal(
                say("the marginal bands are not in order"), say("let them follow each other upwards from zero")
            )

    def edges(self) -> tuple[Figure, ...]:
        """Give the ends of all rows."""
        ends = tuple(band.up_to for band in self.marginal if band.up_to is not None)
        return ends + tuple(edge for step in self.steps for edge in step.edges())
