"""Terms that count points: bands for each KPI, and a multiplier for failing again."""

from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from tallystick.agreement.fields import STRICT
from tallystick.settlement.terms.bands import Bounds, in_order
from tallystick.settlement.terms.fields import Count
from tallystick.settlement.terms.incentive import Use


class PointsBand(Bounds):
    """A row of a points table."""

    points: Count = Field(description="points scored by a figure in this band")


class PointsTable(BaseModel):
    """The bands of one KPI; together they leave no value out."""

    model_config = STRICT

    bands: Annotated[tuple[PointsBand, ...], Field(strict=False)]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        in_order(self.bands)
        return self

    def rows(self) -> tuple[PointsBand, ...]:
        """Give the bands from the lowest to the highest."""
        return in_order(self.bands)


class Repeated(BaseModel):
    """A failure (more than no points) that follows failures of the same KPI counts more."""

    model_config = STRICT

    multiplier: Count = Field(description="how many times its own points a repeated failure counts")
    from_failure: int = Field(2, ge=2, description="the failure in a row from which on it counts more")


class PointsTerms(BaseModel):
    """What is counted: for each KPI its bands, and what failing again does."""

    model_config = STRICT

    measures: dict[str, PointsTable] = Field(min_length=1, description="bands by KPI")
    repeated: Repeated | None = None

    def uses(self) -> tuple[Use, ...]:
        """Name the KPIs and the ends of their bands."""
        return tuple(
            Use(kpi, edges=tuple(edge for band in table.bands for edge in band.edges()))
            for kpi, table in sorted(self.measures.items())
        )

    def lookback(self) -> int:
        """Count the earlier periods that repeated failures need."""
        return self.repeated.from_failure - 1 if self.repeated else 0
