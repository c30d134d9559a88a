"""Points by bands: each figure scores the points of its band; failing again and again counts more.

Clause: "A KPI scores the service points of the band in which its performance lies. Where the same KPI fails in
consecutive periods, the second and each later failure counts double, each in its own band."

Worked example: bands 99%, 98%, 97%, 96% score 0, 1, 2, 3 and, below, 4 points; 98.5%, 96.5% and 96.5% in three
months score 1, 2 x 3 = 6 and 2 x 3 = 6 points. Points move no money by themselves: see `points_to_money`.
"""

from typing import Annotated, Literal

from pydantic import Field

from tallystick.settlement.closing import close
from tallystick.settlement.conditions import happened
from tallystick.settlement.counting import count_points, has_failed, is_worst
from tallystick.settlement.outcomes import Outcome
from tallystick.settlement.rules import Rule
from tallystick.settlement.terms.incentive import IncentiveTerms, Use
from tallystick.settlement.terms.points import PointsTable, PointsTerms, Repeated
from tallystick.settlement.view import View

SOURCE = "UK Government, Model Services Contract, schedule on performance levels: service points and repeat failures"


class Terms(IncentiveTerms):
    """The terms of counting points."""

    rule: Literal["points_by_bands"]
    measures: Annotated[dict[str, PointsTable], Field(min_length=1, description="bands by KPI")]
    repeated: Repeated | None = None

    @property
    def counted(self) -> PointsTerms:
        """What is counted, as other rules share it."""
        return PointsTerms(measures=self.measures, repeated=self.repeated)

    def uses(self) -> tuple[Use, ...]:
        """Name the KPIs and their bands."""
        return self.counted.uses()

    def lookback(self) -> int:
        """Count the earlier periods needed."""
        return max(super().lookback(), self.counted.lookback())


def evaluate(terms: Terms, view: View) -> Outcome:
    """Score every KPI in every period looked at."""
    counted = terms.counted
    lines = [line for period in view.periods for line in count_points(counted, view, period)]
    events = happened(
        terms,
        view,
        counted.measures,
        failed=lambda reading: has_failed(counted, view, reading),
        worst=lambda reading: is_worst(counted, view, reading),
    )
    return Outcome(close(lines, terms, view), events)


RULE = Rule("points_by_bands", Terms, SOURCE, evaluate)
