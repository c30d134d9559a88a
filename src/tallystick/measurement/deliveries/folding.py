"""The current rows of a source: of each key the latest version, whatever the order of delivery, in one file a month."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tallystick.measurement.contracts import Contract
from tallystick.measurement.deliveries.conversion import column_names, sql_type
from tallystick.measurement.deliveries.keys import same
from tallystick.measurement.deliveries.store import Receipt, Store
from tallystick.measurement.enclosure import LimitReached, WorkFailed, run
from tallystick.measurement.engines.writing import quoted, text_constant
from tallystick.values.refusals import Refusal
from tallystick.words import say

# Part of the name: a change of what this file does makes old states be folded anew.
FOLDING = 2
STATES_KEPT = 3
UNTIMED = "untimed"
Span = tuple[int, int] | None


@dataclass(frozen=True)
class StateFile:
    """One file of current rows, with the first and last second of each column of points in time."""

    path: Path
    rows: int
    spans: dict[str, Span]


@dataclass(frozen=True)
class State:
    """The current rows of a source and what they come from.

    `digest` hashes the rows themselves: not their order, nor which delivery or line each came from. Of the accepted
    rows of all receipts some are current, the others `superseded` by a later version, `repeated` by another delivery,
    or `conflicting`: equal in key and version with another, yet different. `conflicts` lists these.
    """

    files: tuple[StateFile, ...]
    receipts: tuple[Receipt, ...]
    digest: str
    superseded: int
    conflicting: int
    repeated: int
    conflicts: Path


def current_rows(store: Store, source: str, contract: Contract, receipts: list[Receipt]) -> State:
    """Fold the accepted rows of the receipts. The result depends on the set of rows only. Raises Refusal."""
    names = [[receipt.reading, receipt.number] for receipt in receipts]
    inputs = hashlib.sha256(json.dumps([FOLDING, contract.digest(), names]).encode()).hexdigest()
    folder = store.folder / "state" / source / inputs[:32]
    if not (folder / "state.json").exists():
        with store.locked():
            _fold(store, contract, receipts, folder)
    data = json.loads((folder / "state.json").read_text("utf-8"))
    files = tuple(_state_file(folder, one) for one in data.pop("files"))
    return State(files=files, receipts=tuple(receipts), conflicts=folder / "conflicts.parquet", **data)


def _state_file(folder: Path, data: dict[str, Any]) -> StateFile:
    spans: dict[str, Span] = {name: (span[0], span[1]) if span else None for name, span in data["spans"].items()}
    return StateFile(folder / data["path"], data["rows"], spans)


def _fold(store: Store, contract: Contract, receipts: list[Receipt], folder: Path) -> None:
    if (folder / "state.json").exists():
        return
    partial = store.partial(folder)
    partial.mkdir()
    types = {column.name: sql_type(column.type) for column in contract.columns}
    types.update({derived.name: derived.type for derived in contract.derived})
    request = {
        "files": [[str(store.rows_path("accepted", one.source, one.reading)), one.number] for one in receipts],
        "folder": str(partial),
        "key": list(contract.key),
        "version": list(contract.version),
        "time": contract.time,
        "columns": column_names(contract),
        "types": types,
    }
    try:
        answer = run("tallystick.measurement.deliveries.folding:fold", request, memory_mib=6_144, seconds=900)
        if sum(receipt.accepted for receipt in receipts) != answer.pop("gathered"):
            raise RuntimeError("rows were lost between receiving and folding")
        (partial / "state.json").write_text(json.dumps(answer, sort_keys=True), "utf-8")
        store.finish(partial, folder)
    except (LimitReached, WorkFailed) as failure:
        raise Refusal(
            say("the rows could not be folded: {reason}", reason=failure), say("deliver fewer rows at once")
        ) from None
    finally:
        shutil.rmtree(partial.parent, ignore_errors=True)
    states = sorted(folder.parent.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    for old in states[:-STATES_KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def fold(request: dict[str, Any]) -> dict[str, Any]:
    """Inside the enclosure: write one Parquet file a UTC month, sorted by key, so that equal rows give equal files."""
    import duckdb

    folder = Path(request["folder"])
    scratch = folder.parent / "fold.duckdb"
    connection = duckdb.connect(str(scratch), config={"threads": 2})
    connection.execute("SET memory_limit = '2GiB'")
    connection.execute("SET TimeZone = 'UTC'")
    _gather(connection, request)
    months = connection.execute("SELECT DISTINCT _month FROM latest ORDER BY 1").fetchall()
    files, digests = [], []
    for (month,) in months:
        path = folder / f"{month}.parquet"
        digests.append([month, _write_month(connection, request, month, path)])
        files.append({"path": path.name, **_described(connection, path)})
    gathered, kept = _count(connection, "every"), _count(connection, "latest")
    conflicting, distinct = _count(connection, "conflicting"), _count(connection, "identities")
    _write_conflicts(connection, folder / "conflicts.parquet")
    connection.close()
    return {
        "files": files,
        "digest": hashlib.sha256(json.dumps(digests).encode()).hexdigest(),
        "gathered": gathered,
        "superseded": distinct - kept,
        "conflicting": conflicting,
        "repeated": gathered - conflicting - distinct,
    }


def _count(connection: Any, rows: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {rows}").fetchall()[0][0])


def _gather(connection: Any, request: dict[str, Any]) -> None:
    """All accepted rows, and of each key the latest; rows of one key and version that differ count for nothing."""
    columns = ", ".join(quoted(name) for name in request["columns"])
    parts = [
        f"SELECT {columns}, {number} AS _receipt, _line FROM read_parquet({text_constant(path)})"
        for path, number in request["files"]
    ]
    typed = ", ".join(f"CAST(NULL AS {kind}) AS {quoted(name)}" for name, kind in request["types"].items())
    nothing = f"SELECT {typed}, 0 AS _receipt, CAST(0 AS BIGINT) AS _line WHERE false"
    connection.execute(f"CREATE TEMP VIEW every AS {' UNION ALL '.join(parts) or nothing}")
    identity = (*request["key"], *request["version"])
    names = ", ".join(quoted(name) for name in identity)
    connection.execute(f"CREATE TABLE again AS SELECT {names} FROM every GROUP BY ALL HAVING count(*) > 1")
    connection.execute(
        f"CREATE TABLE differing AS SELECT {names} FROM every SEMI JOIN again ON {same('every', 'again', identity)}"
        f" GROUP BY {names} HAVING count(DISTINCT ({columns},)) > 1"
    )
    matching = same("every", "differing", identity)
    connection.execute(f"CREATE TABLE conflicting AS SELECT * FROM every SEMI JOIN differing ON {matching}")
    # Of a row delivered more than once the first receipt and line are kept, to trace a number to its rows.
    connection.execute(f"CREATE TEMP VIEW sound AS SELECT * FROM every ANTI JOIN differing ON {matching}")
    connection.execute(f"CREATE TEMP VIEW identities AS SELECT DISTINCT {names} FROM sound")
    key = ", ".join(quoted(name) for name in request["key"])
    latest = "".join(f"{quoted(name)} DESC NULLS LAST, " for name in request["version"])
    time = quoted(request["time"])
    connection.execute(
        f"CREATE TABLE latest AS SELECT *, coalesce(strftime({time}, '%Y-%m'), '{UNTIMED}') AS _month FROM sound"
        f" QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {latest}_receipt, _line) = 1 ORDER BY _month, {key}"
    )


def _write_month(connection: Any, request: dict[str, Any], month: str, path: Path) -> str:
    """Write the rows of a month; returns the hash of their values."""
    columns = ", ".join(quoted(name) for name in request["columns"])
    order = ", ".join(quoted(name) for name in request["key"])
    rows = f"latest WHERE _month = {text_constant(month)}"
    connection.execute(
        f"COPY (SELECT {columns}, _receipt, _line FROM {rows} ORDER BY {order})"
        f" TO {text_constant(str(path))} (FORMAT parquet)"
    )
    # Each value with its length before it, so that no two rows are written alike.
    texts = [f"CAST({_plain(name, request['types'][name])} AS VARCHAR)" for name in request["columns"]]
    row = " || ".join(f"coalesce(length({text}) || ':' || {text}, '-')" for text in texts)
    [(digest,)] = connection.execute(
        f"SELECT sha256(string_agg(hash, '' ORDER BY hash)) FROM (SELECT sha256({row}) AS hash FROM {rows})"
    ).fetchall()
    return str(digest)


def _plain(name: str, kind: str) -> str:
    return f"epoch_us({quoted(name)})" if kind == "TIMESTAMP" else quoted(name)


def _write_conflicts(connection: Any, path: Path) -> None:
    connection.execute(
        "COPY (SELECT _receipt AS receipt, _line AS line, CAST(to_json(held) AS VARCHAR) AS text FROM conflicting held"
        f" ORDER BY 1, 2) TO {text_constant(str(path))} (FORMAT parquet)"
    )


def _described(connection: Any, path: Path) -> dict[str, Any]:
    source = f"read_parquet({text_constant(str(path))})"
    described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    stamps = [name for name, kind, *_ in described if kind == "TIMESTAMP"]
    parts = "".join(
        f", min(epoch_us({quoted(name)})) // 1000000, max(epoch_us({quoted(name)})) // 1000000" for name in stamps
    )
    [(count, *bounds)] = connection.execute(f"SELECT count(*){parts} FROM {source}").fetchall()
    spans = {
        name: None if bounds[2 * index] is None else [bounds[2 * index], bounds[2 * index + 1]]
        for index, name in enumerate(stamps)
    }
    return {"rows": count, "spans": spans}
