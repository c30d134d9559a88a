"""The lines that readings give: each with its measurement, its counts and what stood in for a missing figure."""

from fractions import Fraction

from tallystick.settlement.outcomes import Kind, Line, Step
from tallystick.settlement.readings import Reading
from tallystick.settlement.sentences import Sentence, sentence


def result(
    reading: Reading,
    words: Sentence,
    steps: tuple[Step, ...] = (),
    *,
    about: str | None = None,
    band: str | None = None,
    target: str | None = None,
    exact: Fraction | None = None,
    points: Fraction | None = None,
) -> Line:
    """Make the line of a figure; `about` names it where one KPI has several lines."""
    return Line(
        Kind.RESULT,
        reading.period,
        words,
        about or reading.kpi,
        reading.kpi,
        reading.measurement,
        band,
        target,
        (*reading.steps, *steps),
        exact,
        points,
    )


def left_out(reading: Reading, *, about: str | None = None, money: bool) -> Line:
    """Make the line of a period that counts for nothing by agreement."""
    words = sentence("{kpi} in {period}: left out, nothing counts", kpi=reading.kpi, period=reading.period.name)
    nothing = Fraction(0)
    return Line(
        Kind.LEFT_OUT,
        reading.period,
        words,
        about or reading.kpi,
        reading.kpi,
        reading.measurement,
        steps=reading.steps,
        exact=nothing if money else None,
        points=None if money else nothing,
    )
