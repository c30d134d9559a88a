"""Runs inside the enclosure: one locked-down DuckDB connection that reads the named files and nothing else."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

# Written by engines/writing.py and engines/statements.py; DuckDB's own parser must find nothing else in a statement.
FUNCTIONS = frozenset(
    {
        "+", "-", "*", "//", "%", "~~", "abs", "coalesce", "least", "greatest", "lower", "upper", "length", "len",
        "year", "month", "day", "isodow", "hour", "minute", "make_timestamp", "epoch_us", "date_sub", "to_seconds",
        "count", "count_star", "sum", "min", "max", "quantile_disc", "list", "list_sort", "array_extract", "list_value",
        "grouping", "sqrt", "floor", "ceil", "nullif", "read_parquet", "lead",
    }
)  # fmt: skip
CLASSES = frozenset(
    {
        "COLUMN_REF", "CONSTANT", "FUNCTION", "COMPARISON", "CONJUNCTION", "OPERATOR", "CASE", "CAST", "TYPE", "STAR", "WINDOW",
        "BETWEEN",
    }
)  # fmt: skip
NODES = frozenset({"SELECT_NODE", "SUBQUERY", "TABLE_FUNCTION", "BASE_TABLE", "JOIN"})


class Forbidden(Exception):
    """A statement that holds what no statement of ours holds."""


def execute(request: dict[str, Any]) -> dict[str, Any]:
    """Run the statements of a request over its files; numbers that JSON would bend come back as text."""
    import duckdb

    connection = duckdb.connect(":memory:", config={"threads": request["threads"]})
    connection.execute("SET memory_limit = ?", [f"{request['memory_mib']}MiB"])
    _create_calendars(connection, request["calendars"])
    _lock(connection, request["files"])
    # Statements over small files leave threads idle at their ends, so one more runs than there are threads.
    with ThreadPoolExecutor(request["threads"] + 1) as workers:
        results = list(workers.map(lambda text: _fetch(connection.cursor(), str(text)), request["statements"]))
    return {"results": results}


def _fetch(cursor: Any, text: str) -> list[list[Any]]:
    check(cursor, text)
    return [[_plain(cell) for cell in row] for row in cursor.execute(text).fetchall()]


def check(connection: Any, text: str) -> None:
    """Let DuckDB's own parser read the statement, and refuse all that is not on our lists."""
    (serialized,) = connection.execute("SELECT json_serialize_sql(CAST(? AS VARCHAR))", [text]).fetchone()
    tree = json.loads(serialized)
    if tree.get("error") or len(tree.get("statements", [])) != 1:
        raise Forbidden("the statement is not one SELECT")
    _check(tree["statements"][0])


def _check(node: Any) -> None:
    if isinstance(node, list):
        for item in node:
            _check(item)
    if not isinstance(node, dict):
        return
    kind = node.get("class")
    if isinstance(kind, str) and kind not in CLASSES:
        raise Forbidden(f"an expression of class {kind}")
    if kind == "FUNCTION" and node.get("function_name") not in FUNCTIONS:
        raise Forbidden(f"the function {node.get('function_name')}")
    if kind is None and isinstance(node.get("type"), str) and "from_table" in node and node["type"] not in NODES:
        raise Forbidden(f"a query of type {node['type']}")
    for value in node.values():
        _check(value)


def _create_calendars(connection: Any, rows: list[list[Any]]) -> None:
    # No contract's column begins with an underscore, so these names hide none.
    width = (len(rows[0]) - 3) // 2 if rows else 0
    names = ["_calendar", "_day", "_cumulative", *(f"_{letter}{i}" for i in range(width) for letter in "ol")]
    columns = ", ".join(f"{name} {'VARCHAR' if name == '_calendar' else 'BIGINT'}" for name in names)
    connection.execute(f"CREATE TABLE calendar_days ({columns})")
    if not rows:
        return
    import pyarrow as pa

    table = pa.table({name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)})
    connection.register("given", table)
    connection.execute("INSERT INTO calendar_days SELECT * FROM given")
    connection.unregister("given")


def _lock(connection: Any, files: list[str]) -> None:
    connection.execute("SET temp_directory = ''")
    connection.execute("SET allowed_paths = ?", [files])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _plain(cell: Any) -> Any:
    return cell if cell is None or isinstance(cell, (int, str)) else str(cell)
