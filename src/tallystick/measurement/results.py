"""What a measurement is: a KPI's value for a period, with the counts and rows it came from.

Values are exact fractions in the base units of `unit` (1, seconds, major currency units). `moments` are the
sums that the engine returned, enough for an interval and for a reason "down to the counts". By shape:
PROPORTION numerator, denominator; MEAN count, sum, squares; RATIO count, numerator, denominator,
numerator_squares, denominator_squares, products; COUNT and SUM count, sum (and squares); QUANTILE count,
share (and lower, upper when asked); NPS promoters, passives, detractors; DISTINCT count.
"""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from fractions import Fraction

from tallystick.values.periods import Period
from tallystick.values.units import Unit


class Shape(StrEnum):
    """How a KPI is made of its rows; it decides which uncertainty the number carries."""

    PROPORTION = "proportion"
    MEAN = "mean"
    RATIO = "ratio"
    COUNT = "count"
    SUM = "sum"
    QUANTILE = "quantile"
    NPS = "nps"
    DISTINCT = "distinct"
    COMPOSITE = "composite"
    ENTERED = "entered"


@dataclass(frozen=True)
class Exclusion:
    """Rows left out by the agreement, and because of which of its clauses."""

    because: str
    rows: int


@dataclass(frozen=True)
class Measurement:
    """One KPI in one period, for one combination of dimensions.

    `value` is exact; `shown` is rounded by the agreement and is the figure that is judged and settled.
    `reason` says why there is no value; `filled` names the agreed rule that gave one where data was missing;
    `pending` counts cases not yet due at the cut-off; a provisional number may still change.
    """

    kpi: str
    period: Period
    dimensions: tuple[tuple[str, str | None], ...] = ()
    _: KW_ONLY
    value: Fraction | None
    shown: Fraction | None
    unit: Unit
    shape: Shape
    moments: Mapping[str, Fraction]
    rows: int
    excluded: tuple[Exclusion, ...]
    pending: int = 0
    reason: str | None = None
    filled: str | None = None
    provisional: bool = False

    def __post_init__(self) -> None:
        """Hold that a measurement has a value or says why it has none, never both."""
        if (self.value is None) != (self.reason is not None):
            raise ValueError(f"{self.kpi} {self.period.name}: give a value or a reason for none, not both")
