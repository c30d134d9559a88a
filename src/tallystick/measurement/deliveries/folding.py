"""The current rows of a source: of each key the latest version, whatever the order of delivery, in one file a month."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tallystick.measurement.contracts import Contract
from tallystick.measurement.deliveries.conversion import column_names
from tallystick.measurement.deliveries.store import Receipt, Store
from tallystick.measurement.enclosure import LimitReached, WorkFailed, run
from tallystick.measurement.engines.writing import quoted, text_constant
from tallystick.values.refusals import Refusal
from tallystick.words import say

# Part of the digest: a change of what this file does makes old states be folded anew.
FOLDING = 1
Span = tuple[int, int] | None


@dataclass(frozen=True)
class StateFile:
    """One file of current rows, with the first and last second of each column of points in time."""

    path: Path
    rows: int
    spans: dict[str, Span]


@dataclass(frozen=True)
class State:
    """The current rows of a source and what they come from."""

    files: tuple[StateFile, ...]
    receipts: tuple[Receipt, ...]
    digest: str
    superseded: int
    conflicting: int


def current_rows(store: Store, source: str, contract: Contract, receipts: list[Receipt]) -> State:
    """Fold the accepted rows of the receipts. The result depends on the set of rows only. Raises Refusal."""
    names = [f"{receipt.number}-{receipt.sha256}-{receipt.contract}" for receipt in receipts]
    digest = hashlib.sha256(json.dumps([FOLDING, contract.digest(), names]).encode()).hexdigest()
    folder = store.folder / "state" / source / digest[:32]
    if not (folder / "state.json").exists():
        with store.locked():
            _fold(store, contract, receipts, folder)
    data = json.loads((folder / "state.json").read_text())
    files = tuple(
        StateFile(
            folder / one["path"],
            one["rows"],
            {name: tuple(span) if span else None for name, span in one["spans"].items()},
        )
        for one in data["files"]
    )
    return State(files, tuple(receipts), digest, data["superseded"], data["conflicting"])


def _fold(store: Store, contract: Contract, receipts: list[Receipt], folder: Path) -> None:
    if (folder / "state.json").exists():
        return
    partial = store.partial(folder)
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    paths = [store.rows_path("accepted", one, contract.digest()) for one in receipts]
    request = {
        "files": [[str(path), receipt.number] for path, receipt in zip(paths, receipts, strict=True)],
        "folder": str(partial),
        "key": list(contract.key),
        "version": list(contract.version),
        "time": contract.time,
        "columns": column_names(contract),
    }
    try:
        answer = run("tallystick.measurement.deliveries.folding:fold", request, memory_mib=6_144, seconds=900)
    except (LimitReached, WorkFailed) as failure:
        raise Refusal(
            say("the rows could not be folded: {reason}", reason=failure), say("deliver fewer rows at once")
        ) from None
    (partial / "state.json").write_text(json.dumps(answer, sort_keys=True))
    store.finish(partial, folder)


def fold(request: dict[str, Any]) -> dict[str, Any]:
    """Inside the enclosure: write one Parquet file a UTC month, sorted by key, so that equal rows give equal bytes."""
    import duckdb

    connection = duckdb.connect(str(Path(request["folder"]) / "scratch.duckdb"), config={"threads": 2})
    connection.execute("SET memory_limit = '2GiB'")
    _gather(connection, request)
    columns = ", ".join(quoted(name) for name in request["columns"])
    order = ", ".join(quoted(name) for name in request["key"])
    time = quoted(request["time"])
    months = connection.execute(f"SELECT DISTINCT strftime({time}, '%Y-%m') FROM current ORDER BY 1").fetchall()
    files = []
    for (month,) in months:
        path = Path(request["folder"]) / f"{month}.parquet"
        start = f"DATE '{month}-01'"
        inside = f"{time} >= {start} AND {time} < {start} + INTERVAL 1 MONTH"
        connection.execute(
            f"COPY (SELECT {columns}, _receipt, _line FROM current WHERE {inside} ORDER BY {order}, _receipt, _line)"
            f" TO {text_constant(str(path))} (FORMAT parquet)"
        )
        files.append({"path": path.name, **_described(connection, path)})
    total = _count(connection, "every")
    kept, conflicting = _count(connection, "current"), _count(connection, "every WHERE _kinds > 1")
    connection.close()
    (Path(request["folder"]) / "scratch.duckdb").unlink()
    return {"files": files, "superseded": total - kept - conflicting, "conflicting": conflicting}


def _count(connection: Any, rows: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {rows}").fetchone()[0])


def _gather(connection: Any, request: dict[str, Any]) -> None:
    """All accepted rows, and of each key the latest; rows of one key and version that differ count for nothing."""
    parts = [
        f"SELECT *, {number} AS _receipt FROM read_parquet({text_constant(path)})" for path, number in request["files"]
    ]
    key = ", ".join(quoted(name) for name in request["key"])
    version = request["version"]
    identity = ", ".join(quoted(name) for name in (*request["key"], *version))
    content = ", ".join(quoted(name) for name in request["columns"])
    if len(parts) == 1 and not version:
        connection.execute(f"CREATE TABLE every AS SELECT *, 1 AS _kinds FROM ({parts[0]})")
        connection.execute("CREATE VIEW current AS SELECT * FROM every")
        return
    union = " UNION ALL BY NAME ".join(parts) or f"SELECT {content} WHERE false"
    ranked = f"dense_rank() OVER (PARTITION BY {identity} ORDER BY {content})"
    connection.execute(f"CREATE TEMP TABLE gathered AS SELECT *, {ranked} AS _kind FROM ({union})")
    connection.execute(
        f"CREATE TABLE every AS SELECT *, max(_kind) OVER (PARTITION BY {identity}) AS _kinds FROM gathered"
    )
    latest = "".join(f"{quoted(name)} DESC, " for name in version)
    connection.execute(
        "CREATE TABLE current AS SELECT * FROM every WHERE _kinds = 1"
        f" QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {latest}_receipt, _line) = 1"
    )


def _described(connection: Any, path: Path) -> dict[str, Any]:
    source = f"read_parquet({text_constant(str(path))})"
    described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    stamps = [name for name, kind, *_ in described if kind == "TIMESTAMP"]
    parts = "".join(
        f", min(epoch_us({quoted(name)})) // 1000000, max(epoch_us({quoted(name)})) // 1000000" for name in stamps
    )
    count, *bounds = connection.execute(f"SELECT count(*){parts} FROM {source}").fetchone()
    spans = {
        name: None if bounds[2 * index] is None else [bounds[2 * index], bounds[2 * index + 1]]
        for index, name in enumerate(stamps)
    }
    return {"rows": count, "spans": spans}
