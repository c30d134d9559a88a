"""Durations with their unit: three days of 24 hours are not three working days, and a month is no number of days."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tallystick.values.numerals import read_numeral, shortest
from tallystick.values.quantities import SECONDS_IN
from tallystick.values.refusals import Refusal
from tallystick.words import say

_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
_WORKING = ("working hour", "working day")
UNITS = (*SECONDS_IN, *_MONTHS_IN, *_WORKING)


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount of one unit: second to week, month, quarter, year, working hour or working day."""

    amount: Fraction
    unit: str

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read «3 days» or «2 working days». Raises Refusal."""
        numeral, _, unit = text.strip().partition(" ")
        singular = unit.strip().removesuffix("s")
        if singular not in UNITS:
            raise Refusal(
                say("«{text}» is no duration", text=text),
                say('write a number and a unit, such as "3 days" or "2 working days"'),
            )
        amount = read_numeral(numeral)
        if amount < 0:
            raise Refusal(say("a duration is not below 0"), say("write it without the sign"))
        return cls(amount, singular)

    @property
    def is_working(self) -> bool:
        """Whether a calendar is needed to know its length."""
        return self.unit in _WORKING

    @property
    def seconds(self) -> int:
        """Its length in seconds. Raises Refusal for months, years and working time."""
        if self.unit not in SECONDS_IN or (self.amount * SECONDS_IN[self.unit]).denominator != 1:
            raise Refusal(
                say("«{text}» has no fixed length in whole seconds", text=self.written()),
                say("write it in days, hours or minutes"),
            )
        return int(self.amount * SECONDS_IN[self.unit])

    @property
    def months(self) -> int:
        """Its length in months. Raises Refusal for anything that is not whole months."""
        months = self.amount * _MONTHS_IN.get(self.unit, 0)
        if self.unit not in _MONTHS_IN or months.denominator != 1:
            raise Refusal(
                say("«{text}» is no whole number of months", text=self.written()), say('write it as "1 year"')
            )
        return int(months)

    def written(self) -> str:
        """Canonical text."""
        return f"{shortest(self.amount)} {self.unit}{'' if self.amount == 1 else 's'}"
