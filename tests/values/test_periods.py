"""Periods have names that read back, bounds in their zone, and no gaps."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.values.periods import Grain, Period, periods
from tallystick.values.refusals import Refusal

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(days, st.sampled_from(list(Grain)), st.integers(1, 12))
def test_a_name_reads_back_and_the_period_holds_its_day(day: date, grain: Grain, starts: int) -> None:
    period = Period.containing(day, grain, starts)
    assert period.contains(day)
    assert Period.parse(period.name, starts) == period
    assert Period.containing(period.last, grain, starts) == period


@given(days, st.sampled_from(list(Grain)), st.integers(1, 12), st.integers(-40, 40))
def test_shifting_there_and_back_changes_nothing_and_neighbours_touch(
    day: date, grain: Grain, starts: int, count: int
) -> None:
    period = Period.containing(day, grain, starts)
    assert period.shift(count).shift(-count) == period
    assert period.end == period.shift(1).start


@pytest.mark.parametrize(
    ("text", "starts", "first", "last"),
    [
        ("2013-01", 1, date(2013, 1, 1), date(2013, 1, 31)),
        ("2013-Q4", 1, date(2013, 10, 1), date(2013, 12, 31)),
        ("2013", 1, date(2013, 1, 1), date(2013, 12, 31)),
        ("2020-W53", 1, date(2020, 12, 28), date(2021, 1, 3)),
        ("2021-W01", 1, date(2021, 1, 4), date(2021, 1, 10)),
        ("2025-W01", 1, date(2024, 12, 30), date(2025, 1, 5)),
        ("2013/14-Q1", 4, date(2013, 4, 1), date(2013, 6, 30)),
        ("1999/00", 10, date(1999, 10, 1), date(2000, 9, 30)),
        ("2013-05", 4, date(2013, 5, 1), date(2013, 5, 31)),
        ("2013/14", 4, date(2013, 4, 1), date(2014, 3, 31)),
        ("2013/14-Q4", 4, date(2014, 1, 1), date(2014, 3, 31)),
        ("2016-02-29", 1, date(2016, 2, 29), date(2016, 2, 29)),
    ],
)
def test_names_mean_these_days(text: str, starts: int, first: date, last: date) -> None:
    period = Period.parse(text, starts)
    assert (period.start, period.last) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "2013-13", "2013-00", "2013-Q5", "2021-W53", "2013-1", "13-01", "2013/15", "2013-02-30", "last month"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        Period.parse(text)


def test_a_fiscal_name_is_refused_where_the_year_is_the_calendars() -> None:
    with pytest.raises(Refusal):
        Period.parse("2013/14")
    with pytest.raises(Refusal):
        Period.parse("2013-Q1", 4)


@pytest.mark.parametrize(("day", "hours"), [(date(2013, 3, 10), 23), (date(2013, 11, 3), 25), (date(2013, 6, 1), 24)])
def test_days_on_which_clocks_change_have_23_or_25_hours(day: date, hours: int) -> None:
    begin, end = Period.containing(day, Grain.DAY).instants("America/New_York")
    assert end - begin == timedelta(hours=hours)
    assert begin.tzinfo is UTC


@given(days, st.integers(0, 400), st.sampled_from([Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR]))
def test_periods_cover_a_span_without_gap_or_overlap(first: date, length: int, grain: Grain) -> None:
    last = first + timedelta(days=length)
    found = periods(grain, first, last)
    assert found[0].contains(first)
    assert found[-1].contains(last)
    assert all(before.end == after.start for before, after in zip(found, found[1:], strict=False))


def test_a_quarter_splits_into_its_months() -> None:
    assert [period.name for period in Period.parse("2013-Q1").split(Grain.MONTH)] == ["2013-01", "2013-02", "2013-03"]


def test_instants_begin_at_local_midnight() -> None:
    assert Period.parse("2013-07").instants("America/New_York")[0] == datetime(2013, 7, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/London", date(2026, 3, 29), 23),
        ("Europe/London", date(2026, 10, 25), 25),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
        ("America/Sao_Paulo", date(2018, 11, 4), 23),
        ("Asia/Kolkata", date(2026, 3, 29), 24),
    ],
)
def test_days_have_the_length_that_their_zone_gives_them(zone: str, day: date, hours: float) -> None:
    begin, end = Period.containing(day, Grain.DAY).instants(zone)
    assert end - begin == timedelta(hours=hours)
    assert begin == Period.containing(day, Grain.DAY).shift(-1).instants(zone)[1]


@given(days, st.integers(1, 12))
def test_a_fiscal_year_is_four_quarters_and_twelve_months(day: date, starts: int) -> None:
    year = Period.containing(day, Grain.YEAR, starts)
    quarters = year.split(Grain.QUARTER)
    assert [quarter.name[-2:] for quarter in quarters] == ["Q1", "Q2", "Q3", "Q4"]
    assert sum(quarter.days for quarter in quarters) == year.days
    assert [month for quarter in quarters for month in quarter.split(Grain.MONTH)] == year.split(Grain.MONTH)


def test_periods_sort_by_their_first_day_then_the_shorter_first() -> None:
    names = ["2013", "2013-02", "2013-Q1", "2013-01", "2013-01-01"]
    assert [one.name for one in sorted(map(Period.parse, names))] == [
        "2013-01-01",
        "2013-01",
        "2013-Q1",
        "2013",
        "2013-02",
    ]


@pytest.mark.parametrize(("text", "starts", "told"), [("2013-13", 1, "2013-Q1"), ("2013-Q1", 4, "2013/14-Q1")])
def test_a_refusal_shows_how_periods_are_written(text: str, starts: int, told: str) -> None:
    with pytest.raises(Refusal) as refused:
        Period.parse(text, starts)
    assert told in refused.value.mend
