"""Opening hours and holidays as agreements write them: «mon-fri: 09:00-12:00, 13:00-17:00», «GB-ENG»."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from tallystick.values.refusals import Refusal
from tallystick.words import say

Stretches = tuple[tuple[int, int], ...]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_STRETCH = re.compile(r"(\d{2}):(\d{2})\s*-\s*(\d{2}):(\d{2})")
_DAY = 86_400


def read_stretches(text: str) -> Stretches:
    """Read «09:00-12:00, 13:00-17:00»; «22:00-06:00» goes over midnight; «closed» is none. Raises Refusal."""
    if text.strip() in ("", "closed"):
        return ()
    found = sorted(_stretch(part.strip(), text) for part in text.split(","))
    for (_, end), (start, _) in zip(found, found[1:], strict=False):
        if start < end:
            raise Refusal(say("the hours «{text}» overlap", text=text), say("join them or set them apart"))
    return tuple(found)


def _stretch(part: str, text: str) -> tuple[int, int]:
    match = _STRETCH.fullmatch(part)
    numbers = [int(group) for group in match.groups()] if match else []
    if (
        not numbers
        or numbers[0] > 23
        or numbers[2] > 24
        or numbers[1] > 59
        or numbers[3] > 59
        or numbers[2:] == [24, 1]
    ):
        raise Refusal(say("«{text}» are no opening hours", text=text), say('write them as "09:00-12:00, 13:00-17:00"'))
    start, end = numbers[0] * 3600 + numbers[1] * 60, numbers[2] * 3600 + numbers[3] * 60
    if end > _DAY:
        raise Refusal(say("«{text}» ends after 24:00", text=text), say("write 24:00 for midnight"))
    if end == start:
        raise Refusal(say("«{text}» begins where it ends", text=text), say("write 00:00-24:00 for the whole day"))
    return start, end if end > start else end + _DAY


def read_week(hours: Mapping[str, str]) -> tuple[Stretches, ...]:
    """Read hours by day or range of days («mon-fri», «sat»); days not named are closed. Raises Refusal."""
    week: dict[int, Stretches] = {}
    for key, text in hours.items():
        for day in _days(key):
            if day in week:
                raise Refusal(say("{day} has two entries of hours", day=DAYS[day]), say("name each day once"))
            week[day] = read_stretches(text)
    return tuple(week.get(day, ()) for day in range(7))


def _days(key: str) -> list[int]:
    first, _, last = key.strip().lower().partition("-")
    if first not in DAYS or (last and last not in DAYS):
        raise Refusal(
            say("«{key}» is no day or range of days", key=key),
            say("write mon, tue, wed, thu, fri, sat, sun or mon-fri"),
        )
    begin, end = DAYS.index(first), DAYS.index(last or first)
    if end < begin:
        end += 7
    return [number % 7 for number in range(begin, end + 1)]


def read_holidays(countries: Iterable[str], first: date, last: date) -> frozenset[date]:
    """The public holidays of countries and their parts («US», «GB-ENG», «DE-BY») from first to last. Raises Refusal."""
    found: set[date] = set()
    for code in countries:
        found |= {day for day in _holidays(code, first.year, last.year) if first <= day <= last}
    return frozenset(found)


def _holidays(code: str, first_year: int, last_year: int) -> set[date]:
    import holidays

    country, _, part = code.partition("-")
    try:
        known = holidays.country_holidays(country, subdiv=part or None, years=range(first_year, last_year + 1))
    except NotImplementedError:
        raise Refusal(
            say("the holidays of «{code}» are not known", code=code),
            say("use a country's code such as US, or with its part, GB-ENG; or list the days under `closed`"),
        ) from None
    return set(known)
