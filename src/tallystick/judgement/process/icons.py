"""The two readings that are never merged: how the process varies, and whether it can meet its target."""

from enum import StrEnum

from tallystick.judgement.process.limits import Phase
from tallystick.judgement.process.rules import Place, Rule
from tallystick.judgement.process.terms import Better


class Signal(StrEnum):
    """What a special point means to the parties."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL = "neutral"


class Variation(StrEnum):
    """What the latest point says of the process."""

    IMPROVING = "improving"
    WORSENING = "worsening"
    COMMON_CAUSE = "common cause"
    NEUTRAL_CHANGE = "neutral change"
    CANNOT_SAY = "cannot say"


class Assurance(StrEnum):
    """What the limits say of the target."""

    RELIABLY_MEETS = "reliably meets"
    HIT_OR_MISS = "hit or miss"
    WILL_NOT_REACH = "will not reach"


VARIATIONS = {
    Signal.IMPROVEMENT: Variation.IMPROVING,
    Signal.CONCERN: Variation.WORSENING,
    Signal.NEUTRAL: Variation.NEUTRAL_CHANGE,
}


def signal_of(place: Place | None, rules: tuple[Rule, ...], better: Better) -> Signal | None:
    """Judge a special point by its side of the mean, as NHSRplotthedots does, whichever rule it breaks.

    A point exactly on the mean (it can only be part of a trend) is neutral.
    """
    if place is None or not rules:
        return None
    if better == "neutral" or place.side == 0:
        return Signal.NEUTRAL
    return Signal.IMPROVEMENT if (place.side > 0) == (better == "higher") else Signal.CONCERN


def variation_of(phase: Phase, signal: Signal | None) -> Variation:
    """Read the latest point that counts."""
    if phase.upper is None:
        return Variation.CANNOT_SAY
    return VARIATIONS[signal] if signal else Variation.COMMON_CAUSE


def assurance_of(phase: Phase, target: float | None, better: Better, hair: float) -> Assurance | None:
    """Compare the target with the latest limits; None without target, limits or direction.

    A target is met at its own value, so limits that just touch it from the good side still meet it.
    """
    if target is None or phase.lower is None or phase.upper is None or better == "neutral":
        return None
    worst, best = (phase.lower, phase.upper) if better == "higher" else (-phase.upper, -phase.lower)
    wanted = target if better == "higher" else -target
    if worst >= wanted - hair:
        return Assurance.RELIABLY_MEETS
    return Assurance.WILL_NOT_REACH if best < wanted - hair else Assurance.HIT_OR_MISS
