"""Clock changes as numbers agree with zoneinfo, second by second around each change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.measurement.zones import clock_changes, local_spans

ZONES = [
    "America/New_York",
    "Europe/London",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/Sao_Paulo",
    "UTC",
]


def offset_at(zone: str, second: int) -> int:
    held = [change for change in clock_changes(zone) if change.instant <= second]
    return held[-1].offset


@given(st.sampled_from(ZONES), st.integers(0, 4_000_000_000))
def test_the_offset_at_any_second_is_that_of_zoneinfo(zone: str, second: int) -> None:
    offset = datetime.fromtimestamp(second, UTC).astimezone(ZoneInfo(zone)).utcoffset()
    assert offset is not None
    assert offset_at(zone, second) == offset.total_seconds()


@pytest.mark.parametrize("zone", ZONES)
def test_each_change_is_found_to_the_second(zone: str) -> None:
    info = ZoneInfo(zone)
    for change in clock_changes(zone)[1:]:
        before = datetime.fromtimestamp(change.instant - 1, UTC).astimezone(info).utcoffset()
        after = datetime.fromtimestamp(change.instant, UTC).astimezone(info).utcoffset()
        assert before != after


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(1970, 1, 3), datetime(2099, 12, 30)),  # noqa: DTZ001 - local times
    st.sampled_from([0, 1]),
)
def test_a_local_time_becomes_the_utc_of_zoneinfo(zone: str, local: datetime, fold: int) -> None:
    local = local.replace(microsecond=0)
    seconds = int(local.replace(tzinfo=UTC).timestamp())
    spans = local_spans(zone, "later" if fold else "earlier", "forward")
    held = [span for span in spans if span.start <= seconds][-1]
    real = local.replace(tzinfo=ZoneInfo(zone), fold=fold)
    exists = real.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local
    assert held.offset is not None
    if exists:
        assert seconds - held.offset == real.timestamp()


def test_without_a_rule_the_doubtful_hours_have_no_offset() -> None:
    spans = local_spans("America/New_York", "quarantine", "quarantine")
    doubtful = [
        (datetime.fromtimestamp(span.start, UTC).isoformat(), after.start - span.start)
        for span, after in zip(spans, spans[1:], strict=False)
        if span.offset is None
    ]
    assert ("2011-03-13T02:00:00+00:00", 3600) in doubtful
    assert ("2011-11-06T01:00:00+00:00", 3600) in doubtful
