"""Periods of a zone: days, ISO weeks, months, quarters and years, also of fiscal years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from tallystick.values.refusals import Refusal
from tallystick.values.zones import zone_of
from tallystick.words import say


class Grain(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}
_ORDER = list(Grain)
_NAME = re.compile(
    r"(?P<year>\d{4})(/(?P<next>\d{2}))?"
    r"(-W(?P<week>\d{2})|-Q(?P<quarter>[1-4])|-(?P<month>\d{2})(-(?P<day>\d{2}))?)?"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A period by its first day. `year_starts` is the first month of the fiscal year (1 for the calendar's)."""

    grain: Grain
    start: date
    year_starts: int = 1

    @classmethod
    def containing(cls, day: date, grain: Grain, year_starts: int = 1) -> Period:
        """The period that holds a day."""
        if grain is Grain.DAY:
            return cls(grain, day, year_starts)
        if grain is Grain.WEEK:
            return cls(grain, day - timedelta(days=day.weekday()), year_starts)
        length = _MONTHS[grain]
        first = 1 if grain is Grain.MONTH else year_starts
        back = (day.month - first) % length
        return cls(grain, _add_months(day.replace(day=1), -back), year_starts)

    @classmethod
    def parse(cls, text: str, year_starts: int = 1) -> Period:
        """Read a name such as «2013-Q1», «2013-W05», «2013/14». Raises Refusal."""
        match = _NAME.fullmatch(text.strip())
        period = _from_name(match, year_starts) if match else None
        if period is None or period.name != text.strip():
            example = "2013/14-Q1" if year_starts != 1 else "2013-Q1"
            raise Refusal(
                say("«{text}» is no period", text=text),
                say('write it as "2013-01", "{example}", "2013-W05" or "2013-01-31"', example=example),
            )
        return period

    @property
    def end(self) -> date:
        """The first day after it."""
        if self.grain is Grain.DAY:
            return self.start + timedelta(days=1)
        if self.grain is Grain.WEEK:
            return self.start + timedelta(days=7)
        return _add_months(self.start, _MONTHS[self.grain])

    @property
    def last(self) -> date:
        """Its last day."""
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    @property
    def name(self) -> str:
        """Its name: fiscal years and their quarters name both years, so that nobody has to guess."""
        if self.grain is Grain.DAY:
            return self.start.isoformat()
        if self.grain is Grain.WEEK:
            iso = self.start.isocalendar()
            return f"{iso.year:04d}-W{iso.week:02d}"
        if self.grain is Grain.MONTH:
            return f"{self.start:%Y-%m}"
        begin = Period.containing(self.start, Grain.YEAR, self.year_starts).start
        year = f"{begin.year:04d}" if self.year_starts == 1 else f"{begin.year:04d}/{(begin.year + 1) % 100:02d}"
        if self.grain is Grain.YEAR:
            return year
        return f"{year}-Q{_months_between(begin, self.start) // 3 + 1}"

    def __lt__(self, other: Period) -> bool:
        return (self.start, _ORDER.index(self.grain)) < (other.start, _ORDER.index(other.grain))

    def shift(self, count: int) -> Period:
        """The period so many later (or earlier, below 0)."""
        if self.grain is Grain.DAY:
            start = self.start + timedelta(days=count)
        elif self.grain is Grain.WEEK:
            start = self.start + timedelta(days=7 * count)
        else:
            start = _add_months(self.start, _MONTHS[self.grain] * count)
        return Period(self.grain, start, self.year_starts)

    def split(self, grain: Grain) -> list[Period]:
        """The shorter periods that begin in it."""
        return [
            period for period in periods(grain, self.start, self.last, self.year_starts) if period.start >= self.start
        ]

    def contains(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.start <= day < self.end

    def instants(self, zone: str) -> tuple[datetime, datetime]:
        """Its first instant and the first after it, in UTC; days of 23 and 25 hours come out right."""
        return _midnight(self.start, zone), _midnight(self.end, zone)


def periods(grain: Grain, first: date, last: date, year_starts: int = 1) -> list[Period]:
    """All periods of a grain that overlap the days from first to last."""
    found = []
    period = Period.containing(first, grain, year_starts)
    while period.start <= last:
        found.append(period)
        period = period.shift(1)
    return found


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, zone_of(zone)).astimezone(UTC)


def _add_months(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 + count
    return day.replace(year=months // 12, month=months % 12 + 1)


def _months_between(first: date, second: date) -> int:
    return (second.year - first.year) * 12 + second.month - first.month


def _from_name(match: re.Match[str], year_starts: int) -> Period | None:
    parts = {key: int(value) for key, value in match.groupdict().items() if value is not None}
    year = parts["year"]
    try:
        if "day" in parts:
            return Period(Grain.DAY, date(year, parts["month"], parts["day"]), year_starts)
        if "month" in parts:
            return Period(Grain.MONTH, date(year, parts["month"], 1), year_starts)
        if "week" in parts:
            return Period(Grain.WEEK, date.fromisocalendar(year, parts["week"], 1), year_starts)
        begin = date(year, year_starts, 1)
    except ValueError:
        return None
    if "quarter" in parts:
        return Period(Grain.QUARTER, _add_months(begin, 3 * (parts["quarter"] - 1)), year_starts)
    return Period(Grain.YEAR, begin, year_starts)
