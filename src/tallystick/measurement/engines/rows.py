"""The rows behind a number: one statement that shows them with the delivery and line each came from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tallystick.measurement.engines.scans import Axis, Cut, Scan
from tallystick.measurement.engines.statements import source_of
from tallystick.measurement.engines.writing import Writer, quoted
from tallystick.measurement.expressions.nodes import Column, Node
from tallystick.values.calendars import CalendarDay


@dataclass(frozen=True)
class RowsAsked:
    """Rows of one KPI and period: which files and columns, between which seconds, under which conditions."""

    files: tuple[Path, ...]
    columns: tuple[str, ...]
    time: Column
    bounds: tuple[int, int]
    where: Node | None
    counted: Node | None
    calendars: dict[str, tuple[CalendarDay, ...]]
    limit: int


@dataclass(frozen=True)
class RowsFound:
    """Names and rows; the last three names are receipt, line and whether the row is counted above the line."""

    names: tuple[str, ...]
    rows: list[list[object]]
    total: int


def write_rows(asked: RowsAsked) -> str:
    """The statement: the total of rows first in each row, so that one pass tells both."""
    segments = max((len(day.segments) for days in asked.calendars.values() for day in days), default=0)
    writer = Writer(segments)
    where = writer.condition(asked.where)
    counted = writer.condition(asked.counted)
    axis = Axis(asked.time, asked.bounds)
    scan = Scan(asked.files, (axis,), (Cut(0),), (), asked.calendars)
    time = quoted(asked.time.name)
    low, high = (f"make_timestamp({bound * 1_000_000})" for bound in asked.bounds)
    inside = f"{time} >= {low} AND {time} < {high}" + (f" AND {where}" if where else "")
    names = ", ".join(f"source.{quoted(name)}" for name in asked.columns)
    flag = f"coalesce(({counted}), FALSE)" if counted else "TRUE"
    return (
        f"SELECT count(*) OVER (), {names}, source._receipt, source._line, {flag}\n"
        f"FROM {source_of(writer, scan)}\nWHERE {inside}\nORDER BY {time}, source._receipt, source._line LIMIT {asked.limit}"
    )
