"""What both parties agree about a chart: its terms, and each new level with reason and names."""

from dataclasses import dataclass
from typing import Literal

from tallystick.values.refusals import Refusal
from tallystick.words import say

Better = Literal["higher", "lower", "neutral"]
Spread = Literal["moving range", "standard deviation"]


@dataclass(frozen=True)
class ChartTerms:
    """How a series is read; the lengths of runs are those of NHS England's Making Data Count.

    `fewest` points give limits at all, `firm` points firm ones; `baseline` freezes the limits at the first so
    many points of each phase; `screened` leaves outlying moving ranges out of the limits (once); `shift` and
    `trend` are lengths of runs; a new level is told for `news` periods.
    """

    better: Better = "higher"
    fewest: int = 6
    firm: int = 12
    baseline: int | None = None
    screened: bool = True
    spread: Spread = "moving range"
    shift: int = 7
    trend: int = 7
    news: int = 6

    def __post_init__(self) -> None:
        if self.better not in ("higher", "lower", "neutral"):
            raise Refusal(
                say("{better} is no direction of improvement", better=self.better),
                say("write higher, lower or neutral"),
            )
        lengths = {"fewest": (self.fewest, 3), "shift": (self.shift, 3), "trend": (self.trend, 3)}
        if self.baseline is not None:
            lengths["baseline"] = (self.baseline, self.fewest)
        for name, (length, least) in lengths.items():
            if length < least:
                raise Refusal(
                    say("{name} is {length}", name=name, length=length),
                    say("agree on at least {least} points", least=least),
                )


@dataclass(frozen=True)
class Rebase:
    """A new level from the point at `index` on, accepted by people (roles or names) for a reason."""

    index: int
    reason: str
    accepted_by: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise Refusal(say("a new level has no reason"), say("say what changed in the process"))
        if not self.accepted_by or not all(name.strip() for name in self.accepted_by):
            raise Refusal(say("nobody accepted a new level"), say("name who accepted it, on both sides"))
