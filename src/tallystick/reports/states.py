"""How a figure stands against its target, in a key and a word: missed is not the same as nearly met."""

from __future__ import annotations

from fractions import Fraction

from tallystick.agreement.terms.kpis import Kpi
from tallystick.judgement import CannotSay, Interval, ProcessChart
from tallystick.measurement.results import Measurement
from tallystick.reports.formats import figure, operator
from tallystick.reports.pages import Status
from tallystick.values.quantities import Quantity
from tallystick.words import say


def target_of(kpi: Kpi, one: Measurement) -> Quantity | None:
    """The target in force on the first day of a measurement's period."""
    return kpi.target.at(one.period.start) if kpi.target else None


def status_of(kpi: Kpi, one: Measurement, interval: Interval | CannotSay | None = None) -> Status:
    """Met, near, missed, provisional, or why there is none.

    Near is a miss that chance alone explains: the 95 % interval of the figure holds the target.
    """
    target = target_of(kpi, one)
    if one.shown is None:
        return Status("none", say("No data"))
    if one.provisional:
        return Status("provisional", say("Provisional"))
    if target is None:
        not_yet = kpi.target is not None and one.period.start < kpi.target.steps[0][0]
        return Status("later", say("Not yet in force")) if not_yet else Status("untargeted", say("No target"))
    if is_met(kpi, one.shown, target.value):
        return Status("met", say("Met"))
    if isinstance(interval, Interval) and interval.holds(float(target.value)):
        return Status("near", say("Near"))
    return Status("missed", say("Missed"))


def is_met(kpi: Kpi, shown: Fraction, target: Fraction) -> bool:
    """The figure shown is the figure judged."""
    return shown >= target if kpi.better == "higher" else shown <= target


def target_text(kpi: Kpi, target: Quantity | None, locale: str) -> str:
    """The target with its operator."""
    return "–" if target is None else f"{operator(kpi.better)} {figure(target.value, kpi.rounding, locale)}"


def variation_of(chart: ProcessChart | CannotSay) -> Status:
    """The variation with its word."""
    if isinstance(chart, CannotSay):
        return Status("cannot say", say("Cannot say yet"))
    words = {
        "improving": say("Getting better"),
        "worsening": say("Getting worse"),
        "common cause": say("No change"),
        "neutral change": say("Changed"),
        "cannot say": say("Cannot say yet"),
    }
    key = str(chart.variation)
    return Status(key, words[key])


def assurance_of(chart: ProcessChart | CannotSay) -> Status | None:
    """What the limits say of the target, in words."""
    if isinstance(chart, CannotSay) or chart.assurance is None:
        return None
    words = {
        "reliably meets": say("Reliably meets"),
        "hit or miss": say("Hit or miss"),
        "will not reach": say("Will not reach"),
    }
    key = str(chart.assurance)
    return Status(key, words[key])


def limits_of(chart: ProcessChart | CannotSay) -> tuple[float, float] | None:
    """The limits in force."""
    if isinstance(chart, CannotSay) or chart.phase.lower is None or chart.phase.upper is None:
        return None
    return chart.phase.lower, chart.phase.upper


def name_of(identifier: str) -> str:
    """An id as a name."""
    return identifier.replace("_", " ").capitalize()
