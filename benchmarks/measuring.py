"""Measuring 12 KPIs x 36 months x 50 teams: this engine against a hand-written single scan and one query per KPI.

Each contender runs in a process of its own, several times in turn; medians, CPU seconds and peak memory are printed
as they are, then as ratios. `--rows` sets the number of tickets.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tickets import FIRST_YEAR, MONTHS, generate, month

KPIS = {
    "tickets": "count()",
    "resolved": "count(resolved_at is not null)",
    "reopened": "share(reopened)",
    "first_response": "mean(elapsed(opened_at, first_response_at))",
    "resolution_p50": "percentile(elapsed(opened_at, resolved_at), 50)",
    "resolution_p90": "percentile(elapsed(opened_at, resolved_at), 90)",
    "answered_in_time": (
        "share(elapsed(opened_at, first_response_at) <= case when priority = 1 then '1 hour'"
        " when priority = 2 then '4 hours' else '8 hours' end)"
    ),
    "satisfied": "top_box(satisfaction, 4)",
    "promoters": "nps(recommend)",
    "cost_per_resolved": "sum(cost) / count(resolved_at is not null)",
    "customers": "count_distinct(customer_id)",
    "urgent": "share(priority = 1)",
}

RESPONSE = "date_diff('second', opened_at, first_response_at)"
RESOLUTION = "date_diff('second', opened_at, resolved_at)"
SCAN = f"""
SELECT date_trunc('month', opened_at) AS month, team,
       count(*), count(resolved_at), count(*) FILTER (reopened), sum({RESPONSE}),
       quantile_disc({RESOLUTION}, [0.5, 0.9]),
       count(*) FILTER ({RESPONSE} <= CASE priority WHEN 1 THEN 3600 WHEN 2 THEN 14400 ELSE 28800 END),
       count(*) FILTER (satisfaction >= 4), count(satisfaction),
       count(*) FILTER (recommend >= 9), count(*) FILTER (recommend <= 6), count(recommend),
       sum(cost), count(DISTINCT customer_id), count(*) FILTER (priority = 1)
FROM read_parquet({{files}}) GROUP BY ALL
"""
ONE_EACH = [
    "count(*)", "count(resolved_at)", "count(*) FILTER (reopened) / count(*)", f"sum({RESPONSE}) / count(*)",
    f"quantile_disc({RESOLUTION}, 0.5)", f"quantile_disc({RESOLUTION}, 0.9)",
    f"count(*) FILTER ({RESPONSE} <= CASE priority WHEN 1 THEN 3600 WHEN 2 THEN 14400 ELSE 28800 END) / count(*)",
    "count(*) FILTER (satisfaction >= 4) / count(satisfaction)",
    "(count(*) FILTER (recommend >= 9) - count(*) FILTER (recommend <= 6)) / count(recommend)",
    "sum(cost) / count(resolved_at)", "count(DISTINCT customer_id)", "count(*) FILTER (priority = 1) / count(*)",
]  # fmt: skip

COLUMNS = """
      ticket_id: {type: integer}
      opened_at: {type: timestamp}
      first_response_at: {type: timestamp}
      resolved_at: {type: timestamp, nullable: true}
      team: {type: text}
      priority: {type: integer}
      reopened: {type: boolean}
      satisfaction: {type: integer, nullable: true}
      recommend: {type: integer, nullable: true}
      cost: {type: "decimal(12,2)", unit: EUR}
      customer_id: {type: integer}
"""


def agreement_text() -> str:
    """An agreement with the twelve KPIs."""
    steps = {"first_response": "1 second", "resolution_p50": "1 second", "resolution_p90": "1 second"}
    kpis = "".join(
        f"  {name}: {{clause: x, measures: output, kind: operational, of: tickets, better: higher,"
        f' rounding: "half up to {steps.get(name, "0.01 EUR" if name == "cost_per_resolved" else "0.001")}",'
        f' value: "{value}"}}\n'
        for name, value in KPIS.items()
    )
    return (
        "agreement: tallystick/v1\ntitle: Benchmark\nclient: {name: a}\nprovider: {name: b}\ncurrency: EUR\nzone: UTC\n"
        f"term: {{start: {FIRST_YEAR}-01-01, end: {FIRST_YEAR + 2}-12-31}}\nobjectives: {{o: {{outcome: x}}}}\n"
        f"sources:\n  tickets:\n    key: [ticket_id]\n    time: opened_at\n    zone: UTC\n    columns:{COLUMNS}kpis:\n{kpis}"
    )


def ours(paths: list[Path]) -> object:
    """This engine: agreement read, KPIs compiled, all measured by month and team."""
    from tallystick.agreement.reading import read_text
    from tallystick.measurement.definitions import compile_agreement
    from tallystick.measurement.engines.duckdb import DuckDB
    from tallystick.measurement.measuring import Data, Wanted, measure
    from tallystick.measurement.planning import SourceFile
    from tallystick.values.periods import Grain, periods

    document = read_text(agreement_text(), "benchmark.yaml")
    as_of = datetime(FIRST_YEAR + 5, 1, 1, tzinfo=UTC)
    definitions = compile_agreement(document, as_of)
    term = document.must().term
    files = [SourceFile(path, {"opened_at": (second(i), second(i + 1) - 1)}) for i, path in enumerate(paths)]
    wanted = Wanted(tuple(KPIS), tuple(periods(Grain.MONTH, term.start, term.end)), (("team",),))
    return len(measure(definitions, [wanted], Data({"tickets": files}, as_of, "UTC"), DuckDB()).measurements)


def second(index: int) -> int:
    """The first second of a month."""
    return int(datetime.fromisoformat(month(index)).replace(tzinfo=UTC).timestamp())


def hand_written(paths: list[Path]) -> object:
    """The single scan that an expert would write."""
    import duckdb

    return len(duckdb.sql(SCAN.format(files=[str(path) for path in paths])).fetchall()) * 12


def one_query_per_kpi(paths: list[Path]) -> object:
    """What most tools do."""
    import duckdb

    files = [str(path) for path in paths]
    queries = [
        f"SELECT date_trunc('month', opened_at), team, {kpi} FROM read_parquet({files}) GROUP BY ALL"
        for kpi in ONE_EACH
    ]
    return sum(len(duckdb.sql(query).fetchall()) for query in queries)


CONTENDERS = {"this engine": ours, "hand-written single scan": hand_written, "one query per KPI": one_query_per_kpi}


def run_one(name: str, paths: list[Path]) -> None:
    """Inside a process of its own: run a contender once and print what it took."""
    start = time.perf_counter()
    values = CONTENDERS[name](paths)
    wall = time.perf_counter() - start
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(one.ru_utime + one.ru_stime for one in used)
    peak = max(one.ru_maxrss for one in used) / 1024
    print(json.dumps({"values": values, "wall": wall, "cpu": cpu, "peak_mib": peak}))


def measured(name: str, folder: Path, rows: int) -> dict[str, float]:
    """Run a contender in a process of its own."""
    command = [sys.executable, __file__, "--rows", str(rows), "--folder", str(folder), "--only", name]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    """Run all contenders in turn and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "tallystick-bench")
    parser.add_argument("--only")
    asked = parser.parse_args()
    paths = generate(asked.folder / str(asked.rows), asked.rows)
    if asked.only:
        run_one(asked.only, paths)
        return
    results: dict[str, list[dict[str, float]]] = {name: [] for name in CONTENDERS}
    for _ in range(asked.rounds):
        for name in CONTENDERS:
            results[name].append(measured(name, asked.folder, asked.rows))
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    print(f"{asked.rows:,} tickets, {MONTHS} files, 12 KPIs x {MONTHS} months x 50 teams; {machine}")
    base = {
        key: statistics.median(one[key] for one in results["hand-written single scan"])
        for key in ("wall", "cpu", "peak_mib")
    }
    for name, runs in results.items():
        median = {key: statistics.median(one[key] for one in runs) for key in base}
        ratios = ", ".join(f"{key} {median[key] / base[key]:.2f}" for key in base)
        print(
            f"{name:26} {median['wall']:6.2f} s  {median['cpu']:6.2f} CPU s  {median['peak_mib']:6.0f} MiB  ratios: {ratios}"
        )


if __name__ == "__main__":
    main()
