"""Counting points: each figure scores its own band, a failure that follows failures counts more."""

from collections.abc import Sequence
from fractions import Fraction

from tallystick.settlement.lines import left_out, result
from tallystick.settlement.outcomes import Line, Step
from tallystick.settlement.readings import Reading
from tallystick.settlement.sentences import sentence
from tallystick.settlement.terms.bands import row_for, worst_row
from tallystick.settlement.terms.points import PointsBand, PointsTerms, Repeated
from tallystick.settlement.view import View
from tallystick.settlement.writing import number_text
from tallystick.values.periods import Period
from tallystick.values.rounding import Rounding


def band_of(terms: PointsTerms, view: View, reading: Reading) -> PointsBand | None:
    """Give the band that a reading lies in; None where the period counts for nothing by agreement."""
    if reading.left_out:
        return None
    rows = terms.measures[reading.kpi].rows()
    if reading.value is None:
        return worst_row(rows, str(view.kpi(reading.kpi).better))
    return row_for(rows, reading.value)


def has_failed(terms: PointsTerms, view: View, reading: Reading) -> bool:
    """Say whether a reading scores any points."""
    band = band_of(terms, view, reading)
    return band is not None and band.points > 0


def is_worst(terms: PointsTerms, view: View, reading: Reading) -> bool:
    """Say whether a reading lies in the worst band."""
    return band_of(terms, view, reading) == worst_row(
        terms.measures[reading.kpi].rows(), str(view.kpi(reading.kpi).better)
    )


def count_points(terms: PointsTerms, view: View, period: Period) -> tuple[Line, ...]:
    """Score every KPI in one period, a line each; `period` may lie before those the rule looks at."""
    return tuple(_score(terms, view, view.reading(kpi, period)) for kpi in sorted(terms.measures))


def _score(terms: PointsTerms, view: View, reading: Reading) -> Line:
    band = band_of(terms, view, reading)
    if band is None:
        return left_out(reading, money=False)
    place = band.written()
    named = {"kpi": reading.kpi, "shown": reading.shown, "band": place, "points": number_text(band.points)}
    if reading.value is None:
        own = sentence("so {kpi} stands in the worst band, {band}: {points} points", **named)
    else:
        own = sentence("{kpi} {shown} lies in the band {band}: {points} points", **named)
    steps = [Step("band", (reading.shown, place), number_text(band.points), own)]
    points = band.points
    running = _running(terms, view, reading, terms.repeated) if terms.repeated and points > 0 else 1
    if terms.repeated and running >= terms.repeated.from_failure:
        points *= terms.repeated.multiplier
        steps.append(_again(band.points, terms.repeated, points, running))
    words = sentence(
        "{kpi} in {period}: {points} points",
        kpi=reading.kpi,
        period=reading.period.name,
        points=number_text(points),
    )
    return result(reading, words, tuple(steps), band=place, points=points)


def _running(terms: PointsTerms, view: View, reading: Reading, repeated: Repeated) -> int:
    for back in range(1, repeated.from_failure):
        before = view.earlier(reading.kpi, reading.period, back)
        if before is None or not has_failed(terms, view, before):
            return back
    return repeated.from_failure


def _again(own: Fraction, repeated: Repeated, points: Fraction, running: int) -> Step:
    words = sentence(
        "failed at least {running} periods running, so its points count {multiplier} times: {own} x {multiplier} = {points}",
        running=running, multiplier=number_text(repeated.multiplier), own=number_text(own), points=number_text(points),
    )  # fmt: skip
    return Step("times", (number_text(own), number_text(repeated.multiplier)), number_text(points), words)


def average_counts(counts: Sequence[Fraction], rounding: Rounding | None) -> tuple[Fraction, Step]:
    """Average a period's count, the first, with earlier ones; rounded where the terms say so."""
    average = sum(counts, Fraction(0)) / len(counts)
    rounded = rounding.apply(average) if rounding else average
    operands = tuple(number_text(one) for one in counts)
    texts = {"counts": " + ".join(operands), "n": str(len(counts)), "average": number_text(rounded)}
    if len(counts) == 1:
        words = sentence("no earlier period has data, so {counts} counts alone", counts=texts["counts"])
    elif rounding:
        words = sentence("average ({counts}) / {n}, rounded {rule}, = {average}", rule=rounding.written(), **texts)
    else:
        words = sentence("average ({counts}) / {n} = {average}", **texts)
    return rounded, Step("average", operands, texts["average"], words)
