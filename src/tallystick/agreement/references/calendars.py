"""Opening hours and holidays that can be read, each at its own place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tallystick.agreement.findings import Finding
from tallystick.agreement.positions import Path
from tallystick.agreement.references.finder import Finder
from tallystick.values.opening import read_holidays, read_stretches, read_week
from tallystick.values.refusals import Refusal


def check(finder: Finder) -> Iterator[Finding]:
    """Find what is wrong with calendars."""
    term = finder.agreement.term
    for name, calendar in finder.agreement.calendars.items():
        path: Path = ("calendars", name)
        yield from finder.zone(calendar.zone, (*path, "zone"))
        single = []
        for days, text in calendar.hours.items():
            single += _refused(finder, (*path, "hours", days), lambda d=days, t=text: read_week({d: t}))  # type: ignore[misc]
        yield from single or _refused(finder, (*path, "hours"), lambda hours=calendar.hours: read_week(hours))  # type: ignore[misc]
        for day, text in calendar.open.items():
            yield from _refused(finder, (*path, "open", day.isoformat()), lambda t=text: read_stretches(t))  # type: ignore[misc]
        for index, code in enumerate(calendar.holidays):
            place: Path = (*path, "holidays", index)
            yield from _refused(finder, place, lambda c=code: read_holidays([c], term.start, term.start))  # type: ignore[misc]


def _refused(finder: Finder, path: Path, read: Callable[[], object]) -> list[Finding]:
    try:
        read()
    except Refusal as refusal:
        return [finder.error("calendar.hours", path, refusal.problem, refusal.mend)]
    return []
