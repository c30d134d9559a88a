"""What an engine is asked: one pass over some files of one source, for all leaves, periods and dimensions at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from tallystick.measurement.expressions.formulas import Leaf
from tallystick.measurement.expressions.nodes import Node
from tallystick.values.calendars import CalendarDay

BEFORE_FIRST = -1


@dataclass(frozen=True)
class Axis:
    """Places rows in periods: those with boundaries[i] <= time < boundaries[i + 1] (seconds since 1970, UTC) are in i.

    With `before`, earlier rows are in BEFORE_FIRST instead of being left out. `first` is the number of the first
    period, where an axis is cut down to what the files hold.
    """

    time: Node
    boundaries: tuple[int, ...]
    before: bool = False
    first: int = 0


@dataclass(frozen=True)
class Cut:
    """Rows of one axis grouped by some columns."""

    axis: int
    dimensions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scan:
    """One pass. `leaves` are computed for each cut; `calendars` holds the open time that expressions use."""

    files: tuple[Path, ...]
    axes: tuple[Axis, ...]
    cuts: tuple[Cut, ...]
    leaves: tuple[Leaf, ...]
    calendars: Mapping[str, tuple[CalendarDay, ...]]


LeafValue = int | Decimal | None


@dataclass(frozen=True)
class Group:
    """The leaves of one group of rows, in the order of the scan's leaves."""

    cut: int
    period: int
    dimensions: tuple[str | None, ...]
    values: tuple[LeafValue, ...]


@dataclass(frozen=True)
class Limits:
    """What an engine may use; beyond it ends with a clear error."""

    memory_mib: int = 4_096
    seconds: int = 600
    threads: int = 2


class Engine(Protocol):
    """An engine computes scans exactly, and tells the SQL that it would run."""

    name: str

    def version(self) -> str:
        """The engine and its version, recorded with each measurement."""

    def run(self, scans: list[Scan]) -> list[list[Group]]:
        """Compute scans, each over its own files; raises EngineFailed."""

    def sql(self, scan: Scan) -> str:
        """The statement of a scan, for people to read and run."""


class EngineFailed(Exception):
    """An engine could not compute, and how to mend it."""

    def __init__(self, problem: str, mend: str) -> None:
        self.problem = problem
        self.mend = mend
        super().__init__(f"{problem}: {mend}")
