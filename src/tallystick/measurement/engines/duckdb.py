"""The engine inside: DuckDB in a process of its own, locked down, with its own memory and time limit."""

from __future__ import annotations

from functools import lru_cache

from tallystick.measurement.enclosure import LimitReached, WorkFailed, run
from tallystick.measurement.engines.rows import RowsAsked, RowsFound, write_rows
from tallystick.measurement.engines.scans import EngineFailed, Group, Limits, Scan
from tallystick.measurement.engines.statements import calendar_rows, write
from tallystick.values.calendars import CalendarDay
from tallystick.words import say


@lru_cache(maxsize=1)
def _version() -> str:
    from importlib.metadata import version

    return f"duckdb {version('duckdb')}"


class DuckDB:
    """Computes scans with DuckDB. One process serves all scans of a call, one statement after the other."""

    name = "duckdb"

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()

    def version(self) -> str:
        """The engine and its version."""
        return _version()

    def sql(self, scan: Scan) -> str:
        """The statement of a scan."""
        return write(scan).text

    def run(self, scans: list[Scan]) -> list[list[Group]]:
        """Compute scans; each reads its files once. Raises EngineFailed."""
        if not scans:
            return []
        statements = [write(scan) for scan in scans]
        calendars: dict[str, tuple[CalendarDay, ...]] = {}
        for scan in scans:
            calendars.update(scan.calendars)
        request = {
            "statements": [statement.text for statement in statements],
            "files": sorted({str(path) for scan in scans for path in scan.files}),
            "calendars": calendar_rows(calendars),
            "memory_mib": self.limits.memory_mib,
            "threads": self.limits.threads,
        }
        answer = self._ask(request)
        return [statement.groups(rows) for statement, rows in zip(statements, answer["results"], strict=True)]

    def rows(self, asked: RowsAsked) -> RowsFound:
        """The rows behind a number. Raises EngineFailed."""
        request = {
            "statements": [write_rows(asked)],
            "files": sorted(str(path) for path in asked.files),
            "calendars": calendar_rows(asked.calendars),
            "memory_mib": self.limits.memory_mib,
            "threads": self.limits.threads,
        }
        rows = self._ask(request)["results"][0] if asked.files else []
        total = int(str(rows[0][0])) if rows else 0
        return RowsFound((*asked.columns, "receipt", "line", "counted"), [row[1:] for row in rows], total)

    def _ask(self, request: dict[str, object]) -> dict[str, list[list[list[object]]]]:
        try:
            answer: dict[str, list[list[list[object]]]] = run(
                "tallystick.measurement.engines.duckdb_child:execute",
                request,
                memory_mib=self.limits.memory_mib * 2,
                seconds=self.limits.seconds,
            )
        except LimitReached as limit:
            raise EngineFailed(str(limit), say("ask for fewer periods or dimensions, or raise the limit")) from None
        except WorkFailed as failure:
            raise EngineFailed(*_explained(str(failure))) from None
        return answer


def _explained(message: str) -> tuple[str, str]:
    """Turn what DuckDB says into what to do."""
    if "Overflow" in message or "out of range" in message.lower():
        problem = say("a value is too large to be counted exactly")
        return problem, say("give the column fewer digits, or divide it with div(x, 1000) first")
    if "Out of Memory" in message or "MemoryError" in message:
        return say("the engine needs more memory than it may use"), say("ask for fewer periods, or raise the limit")
    return say("the engine could not compute: {message}", message=message.splitlines()[0][:300]), say(
        "report this with the agreement's formula"
    )
