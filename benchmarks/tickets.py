"""Generated tickets for the benchmarks: 36 months, 50 teams, the same bytes for the same number of rows."""

from __future__ import annotations

from pathlib import Path

MONTHS = 36
FIRST_YEAR = 2023


def month(index: int) -> str:
    """The first day of a month of the benchmark."""
    return f"{FIRST_YEAR + index // 12}-{index % 12 + 1:02d}-01"


def generate(folder: Path, rows: int) -> list[Path]:
    """Write one Parquet file a month, unless they are there."""
    import duckdb

    folder.mkdir(parents=True, exist_ok=True)
    per_month = rows // MONTHS
    paths = []
    for index in range(MONTHS):
        path = folder / f"tickets-{month(index)[:7]}.parquet"
        paths.append(path)
        if path.exists():
            continue
        partial = path.with_suffix(".partial")
        duckdb.execute(f"COPY ({_select(index, per_month)}) TO '{partial}' (FORMAT parquet)")
        partial.rename(path)
    return paths


def _select(index: int, rows: int) -> str:
    start, end = f"TIMESTAMP '{month(index)}'", f"TIMESTAMP '{month(index + 1)}'"

    def drawn(salt: int, size: int) -> str:
        return f"CAST(hash(i * {MONTHS} + {index + salt * 1_000_000_007}) % {size} AS BIGINT)"

    seconds = f"CAST(epoch({end}) - epoch({start}) AS BIGINT)"
    return f"""
    SELECT {index} * {rows} + i AS ticket_id,
           {start} + to_seconds(i * {seconds} // {rows}) AS opened_at,
           {start} + to_seconds(i * {seconds} // {rows} + 60 + {drawn(1, 20_000)}) AS first_response_at,
           CASE WHEN {drawn(2, 100)} < 93
                THEN {start} + to_seconds(i * {seconds} // {rows} + 20_100 + {drawn(3, 400_000)}) END AS resolved_at,
           'team ' || lpad(CAST({drawn(4, 50)} AS VARCHAR), 2, '0') AS team,
           {drawn(5, 4)} + 1 AS priority,
           {drawn(6, 100)} < 8 AS reopened,
           CASE WHEN {drawn(7, 100)} < 30 THEN {drawn(8, 5)} + 1 END AS satisfaction,
           CASE WHEN {drawn(9, 100)} < 20 THEN {drawn(10, 11)} END AS recommend,
           CAST(({drawn(11, 90_000)} + 100) * 0.01 AS DECIMAL(12,2)) AS cost,
           {drawn(12, 400_000)} AS customer_id
    FROM range({rows}) AS t(i)
    """
