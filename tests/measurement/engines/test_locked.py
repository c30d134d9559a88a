"""The engine's process: DuckDB's own parser refuses what is not ours, and a locked connection reads only its files."""

import json

import pytest

from tallystick.measurement.enclosure import LimitReached, WorkFailed, run
from tallystick.measurement.engines.duckdb_child import Forbidden, check

CHILD = "tallystick.measurement.engines.duckdb_child:execute"


def request(*statements: str) -> dict[str, object]:
    return {"statements": list(statements), "files": [], "calendars": [], "memory_mib": 256, "threads": 1}


def test_a_text_of_two_billion_letters_ends_in_a_clear_error() -> None:
    """Nobody can write it as a KPI; should a statement hold it, the limits of the process stop it."""
    with pytest.raises((LimitReached, WorkFailed)):
        run("duckdb:execute", "SELECT length(repeat('a', 2000000000))", memory_mib=1024, seconds=60)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM glob('*')",
        "SELECT repeat('a', 2000000000)",
        "SELECT getenv('HOME')",
        "ATTACH 'x'",
        "SELECT 1; SELECT 2",
        "COPY (SELECT 1) TO '/tmp/x'",
        "SELECT (SELECT 1)",
        "SELECT * FROM duckdb_settings()",
        "SELECT sum(1) FROM range(10)",
        "SELECT random()",
    ],
)
def test_duckdbs_own_parser_refuses_what_no_statement_of_ours_holds(statement: str) -> None:
    import duckdb

    with pytest.raises(Forbidden):
        check(duckdb.connect(), statement)


def test_a_locked_connection_reads_only_the_files_it_was_given(tmp_path) -> None:
    other = tmp_path / "other.parquet"
    other.write_bytes(b"x")
    with pytest.raises(WorkFailed) as failed:
        run(CHILD, request(f"SELECT count(*) FROM read_parquet(['{other}'])"), memory_mib=1024, seconds=30)
    assert (
        "Permission" in str(failed.value)
        or "not allowed" in str(failed.value).lower()
        or "disabled" in str(failed.value)
    )
    assert json.dumps(str(failed.value))
