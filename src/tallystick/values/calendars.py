"""Business calendars: when a service is open, in its own zone, with breaks and holidays."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from tallystick.values.opening import Stretches, read_holidays, read_stretches, read_week
from tallystick.values.refusals import Refusal
from tallystick.values.zones import zone_of
from tallystick.words import say

Segment = tuple[datetime, datetime]
_DAY = 86_400
_EPOCH = date(1970, 1, 1)
_FURTHEST_DAYS = 366 * 20


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """Open time around one UTC day: seconds open before its midnight, then (offset, length) inside it."""

    day: int
    cumulative: int
    segments: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class BusinessCalendar:
    """Weekly hours (Monday first) as stretches of seconds of the local day; closed and specially opened days."""

    zone: str
    hours: tuple[Stretches, ...]
    closed: frozenset[date] = frozenset()
    opened: Mapping[date, Stretches] = field(default_factory=dict)

    @classmethod
    def parse(
        cls,
        zone: str,
        hours: Mapping[str, str],
        *,
        holidays: Iterable[str] = (),
        closed: Iterable[date] = (),
        opened: Mapping[date, str] | None = None,
        first: date,
        last: date,
    ) -> BusinessCalendar:
        """Read a calendar; holidays of countries («US», «GB-ENG») are expanded from first to last. Raises Refusal."""
        days = frozenset(closed) | read_holidays(holidays, first, last)
        special = {day: read_stretches(text) for day, text in (opened or {}).items()}
        return cls(zone, read_week(hours), days, special)

    def stretches(self, day: date) -> Stretches:
        """The open stretches of a local day, in seconds from its midnight; the end may lie beyond it."""
        if day in self.opened:
            return self.opened[day]
        return () if day in self.closed else self.hours[day.weekday()]

    def open_segments(self, day: date) -> list[Segment]:
        """The open stretches of a local day in UTC, each at least one second long."""
        found = []
        for start, end in self.stretches(day):
            begin, finish = self._instant(day, start), self._instant(day, end)
            if finish > begin:
                found.append((begin, finish))
        return found

    def _instant(self, day: date, second: int) -> datetime:
        """The wall clock decides: 09:00 is 09:00 also on days of 23 and 25 hours.

        A time that occurs twice is the first of both; one that is skipped is the moment at which clocks are put forward.
        """
        days, rest = divmod(second, _DAY)
        wall = datetime.combine(day + timedelta(days=days), time.min) + timedelta(seconds=rest)
        zone = zone_of(self.zone)
        moment = wall.replace(tzinfo=zone).astimezone(UTC)
        shown = moment.astimezone(zone).replace(tzinfo=None)
        return moment if shown == wall else _jump(zone, moment, shown - wall)

    def _segments(self, first: date, last: date) -> list[Segment]:
        """Open stretches of local days, sorted, overlaps joined."""
        every = [
            segment
            for offset in range((last - first).days + 1)
            for segment in self.open_segments(first + timedelta(days=offset))
        ]
        joined: list[Segment] = []
        for begin, end in sorted(every):
            if joined and begin <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((begin, end))
        return joined

    def elapsed(self, start: datetime, end: datetime) -> int:
        """Whole seconds open between two aware instants; below 0 when the end lies before the start."""
        if end < start:
            return -self.elapsed(end, start)
        total = timedelta()
        for begin, finish in self._segments(_around(start, -2), _around(end, 2)):
            total += max(min(finish, end) - max(begin, start), timedelta())
        return int(total.total_seconds())

    def due(self, start: datetime, seconds: int) -> datetime:
        """The instant at which so many open seconds are used. Raises Refusal when none comes in twenty years."""
        left = timedelta(seconds=seconds)
        day = _around(start, -2)
        for step in range(0, _FURTHEST_DAYS, 30):
            first = day + timedelta(days=step)
            for begin, end in self._segments(first, first + timedelta(days=29)):
                usable = end - max(begin, start)
                if usable >= left and usable > timedelta():
                    return max(begin, start) + left
                left -= max(usable, timedelta())
        raise Refusal(say("the calendar is closed for twenty years"), say("look at its hours"))

    def add_working_days(self, start: date, count: int) -> date:
        """The working day so many working days after a day; 0 gives the day itself or the next that is open."""
        day = start
        while not self.stretches(day):
            day = self._next(day, start)
        for _ in range(count):
            day = self._next(day, start)
            while not self.stretches(day):
                day = self._next(day, start)
        return day

    def _next(self, day: date, start: date) -> date:
        if (day - start).days > _FURTHEST_DAYS:
            raise Refusal(say("the calendar is closed for twenty years"), say("look at its hours"))
        return day + timedelta(days=1)

    def working_days_between(self, first: date, last: date) -> int:
        """How many days from first (included) to last (excluded) are open."""
        return sum(bool(self.stretches(first + timedelta(days=offset))) for offset in range((last - first).days))

    def table(self, first: date, last: date) -> list[CalendarDay]:
        """Open time by UTC day from first to last, for engines.

        With biz(t) = cumulative + sum(clip(s - offset, 0, length)) of t's UTC day, where s is its second of the day,
        elapsed(a, b) is biz(b) - biz(a).
        """
        segments = self._segments(first - timedelta(days=2), last + timedelta(days=2))
        starts = [int(begin.timestamp()) for begin, _ in segments]
        ends = [int(end.timestamp()) for _, end in segments]
        days, cumulative = [], 0
        for number in range((first - _EPOCH).days, (last - _EPOCH).days + 1):
            inside = _inside(starts, ends, number * _DAY)
            days.append(CalendarDay(number, cumulative, inside))
            cumulative += sum(length for _, length in inside)
        return days


def _inside(starts: list[int], ends: list[int], midnight: int) -> tuple[tuple[int, int], ...]:
    found = []
    index = bisect_right(ends, midnight)
    while index < len(starts) and starts[index] < midnight + _DAY:
        begin, end = max(starts[index], midnight), min(ends[index], midnight + _DAY)
        found.append((begin - midnight, end - begin))
        index += 1
    return tuple(found)


def _jump(zone: tzinfo, after: datetime, skipped: timedelta) -> datetime:
    """The moment at which clocks are put forward: no longer before `after` than the time that is skipped."""
    offset = after.astimezone(zone).utcoffset()
    low, high = int((after - skipped).timestamp()), int(after.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        later = datetime.fromtimestamp(middle, UTC).astimezone(zone).utcoffset() == offset
        low, high = (low, middle) if later else (middle, high)
    return datetime.fromtimestamp(high, UTC)


def _around(moment: datetime, days: int) -> date:
    return moment.astimezone(UTC).date() + timedelta(days=days)
