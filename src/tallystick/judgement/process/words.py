"""What a chart says, in sentences that a vendor manager would use."""

from collections.abc import Sequence

from tallystick.judgement.process.chart import ProcessChart
from tallystick.judgement.process.icons import Assurance, Variation
from tallystick.judgement.process.limits import Phase
from tallystick.judgement.process.rules import Rule
from tallystick.words import say, say_n


def rule_words(rule: Rule, chart: ProcessChart) -> str:
    """Say why a point is a signal."""
    match rule:
        case Rule.ASTRONOMICAL:
            return say("It lies outside the natural limits.")
        case Rule.SHIFT:
            return say("{n} or more in a row lie on one side of the mean.", n=chart.terms.shift)
        case Rule.TREND:
            return say("{n} or more in a row go the same way.", n=chart.terms.trend)
        case Rule.TWO_OF_THREE:
            return say("Two of three in a row lie close to the same limit.")


def variation_words(chart: ProcessChart) -> str:
    """Say what the latest point means, and by which rule."""
    match chart.variation:
        case Variation.COMMON_CAUSE:
            return say("No change: the latest figure is within what this process always does.")
        case Variation.CANNOT_SAY:
            return chart.phase.withheld or ""
        case Variation.IMPROVING:
            meaning = say("Getting better: this is more than chance.")
        case Variation.WORSENING:
            meaning = say("Getting worse: this is more than chance.")
        case Variation.NEUTRAL_CHANGE:
            meaning = say("Changed: this is more than chance.")
    return f"{meaning} {rule_words(chart.points[chart.latest].rules[0], chart)}"


def assurance_words(chart: ProcessChart) -> str | None:
    """Say whether the process, left as it is, meets its target; None without a target to compare."""
    match chart.assurance:
        case Assurance.RELIABLY_MEETS:
            return say("As it runs now, it will meet the target every time.")
        case Assurance.HIT_OR_MISS:
            return say("As it runs now, it will meet the target one time and miss it another, by chance alone.")
        case Assurance.WILL_NOT_REACH:
            return say("As it runs now, it will not reach the target: the process itself must change.")
        case None:
            return None


def phase_words(phase: Phase, chart: ProcessChart, periods: Sequence[str]) -> str | None:
    """Say since when a level holds, why and who accepted it, and whether its limits are firm.

    `periods` names the points of the series; None when there is nothing to tell.
    """
    told = []
    if phase.rebase:
        told.append(
            say(
                "New level since {period}: {reason} (accepted by {people}).",
                period=periods[phase.start],
                reason=phase.rebase.reason.rstrip("."),
                people=", ".join(phase.rebase.accepted_by),
            )
        )
    if phase.trial:
        told.append(trial_words(phase, chart.terms.firm))
    return " ".join(told) or None


def trial_words(phase: Phase, firm: int) -> str:
    """Say that limits are not firm yet."""
    return say_n(
        "Its limits are on trial: they rest on {n} point, and are firm from {firm} on.",
        "Its limits are on trial: they rest on {n} points, and are firm from {firm} on.",
        phase.points_used,
        firm=firm,
    )


def news_words(chart: ProcessChart, periods: Sequence[str]) -> str | None:
    """Say "New level since ..." while it is news, else None."""
    if chart.new_level is None:
        return None
    return say("New level since {period}.", period=periods[chart.new_level.index])


def describe(chart: ProcessChart, periods: Sequence[str]) -> tuple[str, ...]:
    """Say all that the chart says of now: the level, the variation, the assurance."""
    told = (phase_words(chart.phase, chart, periods), variation_words(chart), assurance_words(chart))
    return tuple(sentence for sentence in told if sentence)
