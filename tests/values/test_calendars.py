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


def brute(calendar: BusinessCalendar, start: datetime, end: datetime) -> int:
    """Count open minutes: a minute is open when its local wall time lies in a stretch that began today or yesterday."""
    zone, minutes, moment = ZoneInfo(calendar.zone), 0, start
    while moment < end:
        open_now = any(
            begin <= moment < finish
            for shift in (-1, 0)
            for begin, finish in calendar.open_segments(moment.astimezone(zone).date() + timedelta(days=shift))
        )
        minutes += open_now
        moment += timedelta(minutes=1)
    return minutes * 60


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.sampled_from(HOURS),
    st.sampled_from(
        [
            date(2026, 3, 7),
            date(2026, 3, 28),
            date(2026, 4, 4),
            date(2026, 10, 3),
            date(2026, 10, 24),
            date(2026, 10, 31),
        ]
    ),
    st.integers(0, 2880),
    st.integers(0, 2880),
)
def test_elapsed_equals_a_count_of_minutes_around_clock_changes(
    zone: str, hours: dict, day: date, offset: int, length: int
) -> None:
    calendar = BusinessCalendar.parse(zone, hours, first=date(2026, 1, 1), last=date(2026, 12, 31))
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=offset)
    end = start + timedelta(minutes=length)
    assert calendar.elapsed(start, end) == brute(calendar, start, end)
    assert calendar.elapsed(end, start) == -calendar.elapsed(start, end)


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
