"""Reports as files: pages, and the same numbers as JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tallystick.reports.html import kpi_html, scorecard_html, statement_html
from tallystick.reports.kpis import kpi_page_of
from tallystick.reports.readings import Readings, read_case
from tallystick.reports.scorecards import file_name, scorecard_of
from tallystick.reports.statements import statement_page_of, statement_rows
from tallystick.walk.case import Case
from tallystick.walk.measuring import Result, find_period, measure_case

_FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")


def write_reports(
    case: Case, folder: Path, *, period: str | None = None, statements: Sequence[str] = (), locale: str = "en_GB"
) -> list[Path]:
    """Write the scorecard first, then a page a KPI and the statements. Raises Refused or Refusal."""
    readings = read_case(case, period, locale)
    return write_readings(readings, folder, statements)


def write_readings(readings: Readings, folder: Path, statements: Sequence[str] = ()) -> list[Path]:
    """Write what was read."""
    texts: dict[str, str] = {}
    for name in statements:
        readings.settle(find_period(readings.case, name))
    scorecard = scorecard_of(readings)  # it may settle the shown period: what it links to is written
    for name, settled in readings.settled.items():
        stem = f"statement-{file_name(name)}"
        texts[f"{stem}.html"] = statement_html(statement_page_of(settled, readings.locale))
        texts[f"{stem}.json"] = settled.content.decode()
        texts[f"{stem}.csv"] = written_csv(statement_rows(settled.statement))
    by = _by_dimensions(readings)
    for name in readings.judged:
        texts[f"kpi-{name}.html"] = kpi_html(kpi_page_of(readings, name, by))
    rows = [readings.result.row(one) for one in readings.result.measurements]
    texts["measurements.json"] = json.dumps(
        {"stands_on": readings.result.stands_on(), "measurements": rows}, indent=1, ensure_ascii=False
    )
    texts["measurements.csv"] = csv_text(rows)
    texts = {"scorecard.html": scorecard_html(scorecard), **texts}
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        # A CSV brings its own ends of lines.
        (folder / name).write_text(text, "utf-8", newline="" if name.endswith(".csv") else None)
    return [folder / name for name in texts]


def _by_dimensions(readings: Readings) -> Result | None:
    """The shown period by every dimension that some KPI names."""
    dimensions = sorted({name for kpi in readings.case.agreement.kpis.values() for name in kpi.dimensions})
    if not dimensions:
        return None
    return measure_case(readings.case, first=readings.period.start, last=readings.period.last, by=dimensions)


def csv_text(rows: Sequence[dict[str, Any]]) -> str:
    """Measurements as CSV; a text that a spreadsheet would take for a formula is made harmless."""
    names = (
        "kpi",
        "period",
        "start",
        "end",
        "value",
        "shown",
        "unit",
        "rows",
        "pending",
        "reason",
        "filled",
        "provisional",
    )
    return written_csv([names, *([row[name] for name in names] for row in rows)])


def written_csv(rows: Sequence[Sequence[Any]]) -> str:
    """Rows as CSV, every cell harmless."""
    target = io.StringIO(newline="")
    csv.writer(target).writerows([harmless(cell) for cell in row] for row in rows)
    return target.getvalue()


def harmless(cell: Any) -> str:
    """A cell that no spreadsheet computes; numbers keep their sign."""
    text = "" if cell is None else str(cell)
    is_number = text.lstrip("-").replace(".", "", 1).replace("/", "", 1).isdigit()
    return f"'{text}" if text.startswith(_FORMULA_MARKS) and not is_number else text
