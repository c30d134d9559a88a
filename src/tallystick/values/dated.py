"""Values that change on agreed dates: each holds from its date until the next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from tallystick.values.refusals import Refusal
from tallystick.words import say

T = TypeVar("T")


@dataclass(frozen=True)
class Dated(Generic[T]):
    """Steps in the order of their dates."""

    steps: tuple[tuple[date, T], ...]

    @classmethod
    def of(cls, steps: Iterable[tuple[date, T]]) -> Dated[T]:
        """Sort the steps; a date given twice is refused."""
        ordered = tuple(sorted(steps, key=lambda step: step[0]))
        for (day, _), (following, _) in zip(ordered, ordered[1:], strict=False):
            if day == following:
                raise Refusal(say("{day} is given twice", day=day), say("keep one value a date"))
        return cls(ordered)

    def at(self, day: date) -> T | None:
        """The value in force on a day; None before the first date."""
        value = None
        for start, candidate in self.steps:
            if start > day:
                break
            value = candidate
        return value

    def steps_within(self, first: date, last: date) -> list[tuple[date, T]]:
        """The steps whose date lies from first to last."""
        return [(day, value) for day, value in self.steps if first <= day <= last]
