"""A zone's clock changes as plain numbers, from the pinned tzdata package, so that no engine's own table decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from tallystick.values.zones import zone_of

FIRST_YEAR, LAST_YEAR = 1970, 2100
_DAY = 86_400


@dataclass(frozen=True)
class ClockChange:
    """From `instant` on (seconds since 1970 in UTC) local time is UTC plus `offset` seconds."""

    instant: int
    offset: int


@dataclass(frozen=True)
class LocalSpan:
    """Local times from `start` on (seconds since 1970 as if local were UTC) lie `offset` seconds ahead of UTC.

    `offset` is None where the local time is ambiguous or does not exist and the contract gives no rule.
    """

    start: int
    offset: int | None


@lru_cache(maxsize=64)
def clock_changes(zone: str) -> tuple[ClockChange, ...]:
    """All changes of a zone from 1970 to 2100; the first entry holds from 1970 on."""
    info = zone_of(zone)

    def offset(second: int) -> int:
        moment = datetime.fromtimestamp(second, UTC).astimezone(info)
        return int((moment.utcoffset() or timedelta()).total_seconds())

    start = int(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC).timestamp())
    end = int(datetime(LAST_YEAR, 1, 1, tzinfo=UTC).timestamp())
    found = [ClockChange(start, offset(start))]
    for second in range(start, end, _DAY):
        before, after = found[-1].offset, offset(second + _DAY)
        if before != after:
            found.append(ClockChange(_bisect(offset, second, second + _DAY), after))
    return tuple(found)


def _bisect(offset: Callable[[int], int], low: int, high: int) -> int:
    before = offset(low)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offset(middle) == before else (low, middle)
    return high


@lru_cache(maxsize=256)
def local_spans(zone: str, ambiguous: str, nonexistent: str) -> tuple[LocalSpan, ...]:
    """How local times become UTC: `ambiguous` is quarantine, earlier or later; `nonexistent` quarantine or forward."""
    changes = clock_changes(zone)
    spans = [LocalSpan(changes[0].instant + changes[0].offset, changes[0].offset)]
    for before, after in zip(changes, changes[1:], strict=False):
        old, new = after.instant + before.offset, after.instant + after.offset
        if new > old:
            spans.append(LocalSpan(old, before.offset if nonexistent == "forward" else None))
        else:
            rule = {"earlier": before.offset, "later": after.offset}.get(ambiguous)
            spans.append(LocalSpan(new, rule))
        spans.append(LocalSpan(max(old, new), after.offset))
    return tuple(spans)
