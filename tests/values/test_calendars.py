"""Business time equals a minute-by-minute count, over clock changes, breaks, nights and holidays."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.values.calendars import BusinessCalendar
from tallystick.values.refusals import Refusal

LONDON = ZoneInfo("Europe/London")
ZONES = ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata"]
HOURS = [
    {"mon-fri": "09:00-12:00, 13:00-17:00"}, {"mon-sun": "00:00-24:00"}, {"mon-fri": "22:00-06:00"}, {"fri-mon": "01:00-03:00"},
    {"tue": "08:15-08:45", "thu": "23:30-00:30"}, {"sun": "00:00-24:00", "mon": "08:00-10:00, 10:00-12:00"},
]  # fmt: skip


def desk(**more: object) -> BusinessCalendar:
    given_terms = {
        "hours": {"mon-fri": "09:00-12:00, 13:00-17:00"},
        "first": date(2026, 1, 1),
        "last": date(2027, 12, 31),
        **more,
    }
    return BusinessCalendar.parse("Europe/London", **given_terms)  # type: ignore[arg-type]


def test_case_c12_of_the_settlement_cases() -> None:
    calendar = desk(closed=[date(2026, 12, 25), date(2026, 12, 28)])
    opened = datetime(2026, 12, 24, 16, 30, tzinfo=LONDON)
    assert calendar.due(opened, 8 * 3600) == datetime(2026, 12, 30, 9, 30, tzinfo=LONDON)
    assert calendar.elapsed(opened, datetime(2026, 12, 29, 11, 0, tzinfo=LONDON)) == 2 * 3600 + 30 * 60


def brute(zone: str, hours: dict[str, str], start: datetime, end: datetime) -> int:
    """Count open minutes by looking at a wall clock each minute, and at nothing that the calendar computes.

    Who opens at 01:30 opens when the clock first shows it or has jumped past it, and who has closed stays closed when
    clocks are put back: so the latest time shown so far decides.
    """
    open_at = [
        (days(name), *(int(time[:2]) * 60 + int(time[3:]) for time in part.strip().split("-")))
        for name, text in hours.items()
        for part in text.split(",")
    ]
    moment, latest, minutes = start - timedelta(days=1), (start - timedelta(days=9)).replace(tzinfo=None), 0
    while moment < end:
        latest = max(latest, moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None))
        minutes += moment >= start and any(is_open(latest, *stretch) for stretch in open_at)
        moment += timedelta(minutes=1)
    return minutes * 60


def days(name: str) -> set[int]:
    week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    first, last = week.index(name[:3]), week.index(name[-3:])
    return {day % 7 for day in range(first, last + 1 + 7 * (last < first))}


def is_open(shown: datetime, on: set[int], begin: int, end: int) -> bool:
    minute, today, before = shown.hour * 60 + shown.minute, shown.weekday(), (shown.weekday() - 1) % 7
    if begin < end:
        return today in on and begin <= minute < end
    return (today in on and minute >= begin) or (before in on and minute < end)


@st.composite
def odd_hours(draw: st.DrawFn) -> dict[str, str]:
    """Up to two stretches of a night around which clocks change, to the minute; the second may go over midnight."""
    hours = {}
    for day in ("sat", "sun", "mon"):
        marks = sorted(draw(st.sets(st.integers(0, 5 * 60), min_size=2, max_size=4)))
        stretches = [f"{clock(a)}-{clock(b)}" for a, b in zip(marks[::2], marks[1::2], strict=False)]
        if draw(st.booleans()):
            stretches.append(f"23:{draw(st.integers(0, 59)):02d}-{clock(draw(st.integers(1, 240)))}")
        hours[day] = ", ".join(stretches)
    return hours


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


NIGHTS = {
    "America/New_York": [date(2026, 3, 7), date(2026, 10, 31)],
    "Europe/London": [date(2026, 3, 28), date(2026, 10, 24)],
    "Australia/Lord_Howe": [date(2026, 4, 3), date(2026, 10, 2)],
    "Asia/Kolkata": [date(2026, 3, 28)],
}


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([(zone, day) for zone, found in NIGHTS.items() for day in found]),
    st.sampled_from(HOURS) | odd_hours(),
    st.integers(0, 2880),
    st.integers(0, 2880),
)
def test_elapsed_equals_a_count_of_minutes_around_clock_changes(
    night: tuple[str, date], hours: dict[str, str], offset: int, length: int
) -> None:
    zone, day = night
    calendar = BusinessCalendar.parse(zone, hours, first=date(2026, 1, 1), last=date(2026, 12, 31))
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=offset)
    end = start + timedelta(minutes=length)
    assert calendar.elapsed(start, end) == brute(zone, hours, start, end)
    assert calendar.elapsed(end, start) == -calendar.elapsed(start, end)


@pytest.mark.parametrize(
    ("hours", "day", "utc"),
    [
        ("01:00-02:30", date(2026, 3, 8), ("06:00", "07:00")),
        ("02:30-04:00", date(2026, 3, 8), ("07:00", "08:00")),
        ("02:10-02:50", date(2026, 3, 8), None),
        ("01:30-02:30", date(2026, 11, 1), ("05:30", "07:30")),
        ("00:00-01:30", date(2026, 11, 1), ("04:00", "05:30")),
        ("00:00-24:00", date(2026, 11, 1), ("04:00", "05:00 the next day")),
    ],
)
def test_hours_that_begin_or_end_where_clocks_change_follow_the_wall_clock(
    hours: str, day: date, utc: tuple[str, str] | None
) -> None:
    calendar = BusinessCalendar.parse("America/New_York", {"sun": hours}, first=date(2026, 1, 1), last=day)
    shown = [
        tuple(f"{at:%H:%M}{' the next day' if at.date() > day else ''}" for at in segment)
        for segment in calendar.open_segments(day)
    ]
    assert shown == ([utc] if utc else [])


def test_hours_over_midnight_belong_to_the_day_on_which_they_begin() -> None:
    calendar = desk(hours={"fri": "22:00-06:00"}, closed=[date(2026, 7, 3)])
    friday, saturday = datetime(2026, 7, 10, 21, tzinfo=UTC), datetime(2026, 7, 11, 12, tzinfo=UTC)
    assert calendar.elapsed(friday, saturday) == 8 * 3600
    assert calendar.elapsed(friday - timedelta(days=7), saturday - timedelta(days=7)) == 0


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(ZONES), st.sampled_from(HOURS), st.integers(0, 300 * 1440), st.integers(0, 60 * 1440))
def test_the_table_for_engines_agrees_with_elapsed(zone: str, hours: dict, offset: int, length: int) -> None:
    calendar = BusinessCalendar.parse(zone, hours, first=date(2026, 1, 1), last=date(2026, 12, 31))
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=offset)
    end = start + timedelta(minutes=length)
    table = {row.day: row for row in calendar.table(start.date(), end.date())}

    def biz(moment: datetime) -> int:
        day, second = divmod(int(moment.timestamp()), 86_400)
        row = table[day]
        return row.cumulative + sum(min(max(second - at, 0), size) for at, size in row.segments)

    assert biz(end) - biz(start) == calendar.elapsed(start, end)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(ZONES), st.sampled_from(HOURS), st.integers(0, 200 * 1440), st.integers(1, 100_000))
def test_due_is_the_moment_at_which_the_time_is_used(zone: str, hours: dict, offset: int, seconds: int) -> None:
    calendar = BusinessCalendar.parse(zone, hours, first=date(2026, 1, 1), last=date(2028, 12, 31))
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=offset)
    due = calendar.due(start, seconds)
    assert calendar.elapsed(start, due) == seconds
    assert calendar.elapsed(start, due - timedelta(seconds=1)) == seconds - 1


def test_holidays_of_two_countries_close_the_calendar() -> None:
    calendar = desk(holidays=["GB-ENG", "US"])
    assert calendar.stretches(date(2026, 12, 25)) == ()
    assert calendar.stretches(date(2026, 7, 3)) == ()
    assert calendar.stretches(date(2026, 8, 31)) == ()
    assert calendar.stretches(date(2026, 7, 6))


def test_a_day_with_hours_of_its_own_is_open_although_it_is_a_holiday() -> None:
    calendar = desk(holidays=["GB-ENG"], opened={date(2026, 12, 25): "10:00-12:00"})
    assert calendar.elapsed(datetime(2026, 12, 25, tzinfo=UTC), datetime(2026, 12, 26, tzinfo=UTC)) == 7200


def test_working_days_skip_weekends_and_closed_days() -> None:
    calendar = desk(closed=[date(2026, 12, 25), date(2026, 12, 28)])
    assert calendar.add_working_days(date(2026, 12, 24), 2) == date(2026, 12, 30)
    assert calendar.working_days_between(date(2026, 12, 24), date(2026, 12, 31)) == 3


@pytest.mark.parametrize(
    "hours",
    [
        {"mon": "9-17"},
        {"mon": "09:00-25:00"},
        {"mon": "09:00-12:00, 11:00-13:00"},
        {"mon-fri": "09:00-17:00", "fri": "09:00-12:00"},
        {"monday": "09:00-17:00"},
        {"mon": "09:00-09:00"},
    ],
)
def test_hours_without_sense_are_refused_with_an_example(hours: dict) -> None:
    with pytest.raises(Refusal) as refused:
        desk(hours=hours)
    assert refused.value.mend


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(Refusal, match="Atlantis"):
        desk(holidays=["Atlantis"])


def test_a_calendar_that_never_opens_ends_in_a_refusal() -> None:
    with pytest.raises(Refusal, match="twenty years"):
        desk(hours={}).due(datetime(2026, 1, 1, tzinfo=UTC), 60)
