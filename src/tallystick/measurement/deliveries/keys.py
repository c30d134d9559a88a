"""Rows of one key: equal ones are duplicates, differing ones are refused, since nobody knows which is right."""

from __future__ import annotations

from typing import Any

from tallystick.measurement.contracts import Contract
from tallystick.measurement.deliveries.conversion import column_names
from tallystick.measurement.engines.writing import quoted, text_constant


def sort_keys(connection: Any, contract: Contract, earlier: list[str]) -> None:
    """Move rows of `typed` that failed, repeat or contradict to `refused` and `duplicates`."""
    connection.execute(
        "INSERT INTO refused SELECT _line, split_part(_failure, ':', 1), split_part(_failure, ':', 2)"
        " FROM typed WHERE _failure IS NOT NULL"
    )
    connection.execute("DELETE FROM typed WHERE _failure IS NOT NULL")
    _within_the_file(connection, contract)
    if earlier and not contract.version:
        _against_earlier(connection, contract, earlier)
    connection.execute(
        "DELETE FROM typed WHERE _line IN (SELECT line FROM duplicates UNION ALL"
        " SELECT line FROM refused WHERE code IN ('conflict', 'changed'))"
    )


def _within_the_file(connection: Any, contract: Contract) -> None:
    identity = (*contract.key, *contract.version)
    key = ", ".join(quoted(name) for name in identity)
    content = ", ".join(quoted(name) for name in column_names(contract))
    # Two steps: comparing whole rows is dear, and few keys repeat.
    connection.execute(f"CREATE TEMP TABLE again AS SELECT {key} FROM typed GROUP BY ALL HAVING count(*) > 1")
    connection.execute(
        f"CREATE TEMP TABLE repeated AS SELECT {key}, count(DISTINCT ({content},)) AS kinds, min(_line) AS first"
        f" FROM typed SEMI JOIN again ON {same('typed', 'again', identity)} GROUP BY {key}"
    )
    joined = f"FROM typed t JOIN repeated r ON {same('t', 'r', identity)}"
    connection.execute(f"INSERT INTO refused SELECT t._line, NULL, 'conflict' {joined} WHERE r.kinds > 1")
    connection.execute(f"INSERT INTO duplicates SELECT t._line {joined} WHERE r.kinds = 1 AND t._line > r.first")


def same(left: str, right: str, names: tuple[str, ...] | list[str]) -> str:
    """The condition that two rows have equal values in some columns; no value equals no value."""
    return " AND ".join(f"{left}.{quoted(name)} IS NOT DISTINCT FROM {right}.{quoted(name)}" for name in names)


def _against_earlier(connection: Any, contract: Contract, earlier: list[str]) -> None:
    """Without a version nobody knows which of two differing rows is later: the one delivered later waits."""
    files = ", ".join(text_constant(path) for path in earlier)
    connection.execute(
        f"CREATE TEMP TABLE known AS SELECT t._line AS line, bool_and({same('t', 'e', column_names(contract))}) AS equal"
        f" FROM typed t JOIN read_parquet([{files}]) e ON {same('t', 'e', contract.key)} GROUP BY t._line"
    )
    fresh = (
        "line NOT IN (SELECT line FROM duplicates) AND line NOT IN (SELECT line FROM refused WHERE code = 'conflict')"
    )
    connection.execute(f"INSERT INTO refused SELECT line, NULL, 'changed' FROM known WHERE NOT equal AND {fresh}")
    connection.execute(f"INSERT INTO duplicates SELECT line FROM known WHERE equal AND {fresh}")
