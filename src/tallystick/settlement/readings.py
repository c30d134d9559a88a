"""A KPI's figure in a period as settlement takes it: measured, or standing as the agreed rule for missing figures says.

Figures are the rounded ones (`shown`), since the figure shown is the figure settled; each reading says how its
figure comes from the counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tallystick.agreement.model import Kpi
from tallystick.measurement.results import Measurement, Shape
from tallystick.settlement.outcomes import Step
from tallystick.settlement.sentences import CannotCompute, Sentence, sentence
from tallystick.settlement.writing import figure_text, number_text
from tallystick.values.periods import Period
from tallystick.values.ratios import written_ratio


class Standing(StrEnum):
    """How a KPI stands in a period, after the agreed rule for missing figures."""

    MEASURED = "measured"
    CARRIED = "carried forward"
    WORST = "deemed worst"
    EXCLUDED = "excluded"
    RELIEVED = "relief"


@dataclass(frozen=True)
class Reading:
    """A KPI's figure in a period. `value` is None unless it is measured or carried; `steps` say where it is from."""

    kpi: str
    period: Period
    standing: Standing
    measurement: Measurement
    value: Fraction | None
    shown: str
    steps: tuple[Step, ...] = ()

    @property
    def left_out(self) -> bool:
        """Whether the period counts for nothing here, by agreement."""
        return self.standing in {Standing.EXCLUDED, Standing.RELIEVED}

    @property
    def missing(self) -> bool:
        """Whether there was no figure, whatever was agreed to stand in for it."""
        return self.standing is not Standing.MEASURED


def read_measurement(found: Measurement, kpi: Kpi, last: Measurement | None) -> Reading:
    """Take a measurement for settlement; `last` is the last earlier one that has a figure.

    Raises CannotCompute when a figure is to be carried forward and there is no earlier one.
    """
    if found.shown is not None and found.filled is None:
        return _reading(found, Standing.MEASURED, found.shown, kpi, _from_counts(found, kpi))
    if found.shown is not None:
        words = sentence("no figure of its own; {filled}, by agreement", filled=found.filled)
        return _reading(found, Standing.CARRIED, found.shown, kpi, (_stands_in(words, kpi, found.shown),))
    because = found.reason or "no data"
    if kpi.missing == "carry_forward":
        return _carried(found, kpi, last, because)
    if kpi.missing == "worst_band":
        words = sentence("no figure ({because}), deemed the worst by agreement", because=because)
        standing = Standing.WORST
    elif kpi.missing == "relief":
        words = sentence("no figure ({because}), counted as relief by agreement", because=because)
        standing = Standing.RELIEVED
    else:
        words = sentence("no figure ({because}), left out by agreement", because=because)
        standing = Standing.EXCLUDED
    return _reading(found, standing, None, kpi, (_stands_in(words, kpi, None),))


def _carried(found: Measurement, kpi: Kpi, last: Measurement | None, because: str) -> Reading:
    named = {"kpi": found.kpi, "period": found.period.name, "because": because}
    if last is None or last.shown is None:
        raise CannotCompute(
            sentence("{kpi} has no figure for {period} ({because}) and no earlier one to carry forward", **named)
        )
    words = sentence(
        "no figure ({because}); that of {earlier} carried forward by agreement",
        because=because,
        earlier=last.period.name,
    )
    return _reading(found, Standing.CARRIED, last.shown, kpi, (_stands_in(words, kpi, last.shown),))


def _reading(
    found: Measurement, standing: Standing, value: Fraction | None, kpi: Kpi, steps: tuple[Step, ...]
) -> Reading:
    return Reading(found.kpi, found.period, standing, found, value, _shown(kpi, value), steps)


def _shown(kpi: Kpi, value: Fraction | None) -> str:
    return "no figure" if value is None else figure_text(kpi, value)


def _stands_in(words: Sentence, kpi: Kpi, value: Fraction | None) -> Step:
    return Step("given", (), _shown(kpi, value), words)


def _from_counts(found: Measurement, kpi: Kpi) -> tuple[Step, ...]:
    """Say how the figure comes from its counts, what was left out, and how it was rounded."""
    return tuple(_counted(found, kpi))


def _counted(found: Measurement, kpi: Kpi) -> Iterator[Step]:
    counts = {name: number_text(value) for name, value in sorted(found.moments.items())}
    shown = _shown(kpi, found.shown)
    words = _counts_in_words(found, {**counts, "kpi": found.kpi, "period": found.period.name})
    if words is not None:
        yield Step("divide" if "denominator" in counts else "given", tuple(counts.values()), shown, words)
    for left in found.excluded:
        yield Step(
            "given",
            (str(left.rows),),
            shown,
            sentence("{rows} rows are left out: {because}", rows=left.rows, because=left.because),
        )
    if found.pending:
        yield Step(
            "given",
            (str(found.pending),),
            shown,
            sentence("{pending} cases were not yet due and are in neither count", pending=found.pending),
        )
    if found.value is not None and found.value != found.shown:
        exact, rounding = figure_text(kpi, found.value), kpi.rounding.written()
        rounded = sentence("{exact}, rounded {rounding}, is {shown}", exact=exact, rounding=rounding, shown=shown)
        yield Step("round", (exact, rounding), shown, rounded)


def _counts_in_words(found: Measurement, named: dict[str, str]) -> Sentence | None:
    if found.shape is Shape.ENTERED and not found.moments:
        return None
    if {"numerator", "denominator"} <= set(named):
        return sentence("{kpi} in {period}: {numerator} out of {denominator}", **named)
    if {"sum", "count"} <= set(named) and found.shape is Shape.MEAN:
        return sentence("{kpi} in {period}: {sum} shared among {count}", **named)
    if {"promoters", "passives", "detractors"} <= set(named):
        return sentence(
            "{kpi} in {period}: {promoters} promoters, {passives} passives, {detractors} detractors", **named
        )
    if found.shape is Shape.QUANTILE and {"share", "count"} <= set(named):
        share = written_ratio(found.moments["share"])
        return sentence(
            "{kpi} in {period}: the value that {share} of {count} do not exceed", **{**named, "share": share}
        )
    if "count" in named:
        return sentence("{kpi} in {period}: {count} counted", **named)
    return None
