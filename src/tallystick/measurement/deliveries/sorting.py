"""Inside the enclosure: a stored file is sorted into accepted, quarantined and duplicate rows; none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from tallystick.measurement.contracts import Contract, contract_from
from tallystick.measurement.deliveries.conversion import column_names, sql_type, typed_select
from tallystick.measurement.deliveries.records import Record, open_bytes, printable, records
from tallystick.measurement.engines.writing import quoted, text_constant
from tallystick.values.refusals import Refusal
from tallystick.words import nearest, say

BATCH = 50_000


@dataclass
class _Sorter:
    """The rows of one file on their way; typed rows lie in a database of its own on disk."""

    connection: Any
    contract: Contract
    read: int = 0
    quarantine: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, record: Record, code: str, column: str | None = None) -> None:
        self.quarantine.append({"line": record.line, "column": column, "code": code, "text": printable(record.text)})

    def flush(self) -> None:
        """Write the quarantine gathered so far to the database."""
        if not self.quarantine:
            return
        import pyarrow as pa

        schema = pa.schema(
            [("line", pa.int64()), ("column", pa.string()), ("code", pa.string()), ("text", pa.string())]
        )
        self.connection.register("refused", pa.Table.from_pylist(self.quarantine, schema))
        self.connection.execute("INSERT INTO quarantine SELECT * FROM refused")
        self.connection.unregister("refused")
        self.quarantine = []


def sort_rows(request: dict[str, Any]) -> dict[str, Any]:
    """Sort one file. Writes Parquet files of accepted and of quarantined rows; returns the counts.

    The request names the stored bytes, the delivery's name, the member of an archive, the contract, the files to
    write, a scratch folder, and the accepted files that later differing rows are compared with.
    """
    import duckdb

    contract = contract_from(request["contract"])
    try:
        connection = duckdb.connect(str(Path(request["scratch"]) / "rows.duckdb"), config={"threads": 2})
        connection.execute("SET memory_limit = '1GiB'")
        connection.execute("SET TimeZone = 'UTC'")
        sorter = _Sorter(connection, contract)
        _create_tables(sorter)
        if contract.dialect.type == "parquet":
            _take_parquet(sorter, request["bytes"])
        else:
            _take_csv(sorter, request)
        sorter.flush()
        _sort_keys(connection, contract, request["earlier"])
        return _write(sorter, request)
    except Refusal as refusal:
        return {"refused": [refusal.problem, refusal.mend]}


def _create_tables(sorter: _Sorter) -> None:
    columns = [f"{quoted(c.name)} {sql_type(c.type)}" for c in sorter.contract.columns]
    columns += [f"{quoted(d.name)} {d.type}" for d in sorter.contract.derived]
    sorter.connection.execute(f"CREATE TABLE typed (_line BIGINT, {', '.join(columns)})")
    sorter.connection.execute('CREATE TABLE quarantine (line BIGINT, "column" VARCHAR, code VARCHAR, text VARCHAR)')
    sorter.connection.execute("CREATE TABLE duplicates (line BIGINT)")


def _take_csv(sorter: _Sorter, request: dict[str, Any]) -> None:
    dialect = sorter.contract.dialect
    with open_bytes(Path(request["bytes"]), request["name"], request["member"]) as stream:
        read = records(stream, dialect)
        header = _header(read, sorter) if dialect.header else None
        width = len(header) if header is not None else None
        places: list[int] | None = None if header is None else _places(sorter.contract, header)
        while batch := list(islice(read, BATCH)):
            if places is None or width is None:
                width = len(batch[0].fields)
                places = _places(sorter.contract, [""] * width)
            _take_batch(sorter, batch, places, width)


def _header(read: Iterator[Record], sorter: _Sorter) -> list[str]:
    first = next(read, None)
    if first is None:
        raise Refusal(say("the file is empty"), say("deliver a file with a header line"))
    if first.code is not None:
        raise Refusal(
            say("the header line cannot be read as {encoding} text", encoding=sorter.contract.dialect.encoding),
            say("check the encoding and the quotes that the contract names, and that the file is text"),
        )
    return first.fields


def _places(contract: Contract, header: list[str]) -> list[int]:
    """Where each column of the contract stands; all that are missing are told at once."""
    found, missing = [], []
    for index, column in enumerate(contract.columns):
        if column.position is not None or not contract.dialect.header:
            place = column.position - 1 if column.position is not None else index
            if place >= len(header):
                missing.append(say("{name} (position {n})", name=column.name, n=place + 1))
            found.append(place)
        elif header.count(column.header or "") == 1:
            found.append(header.index(column.header or ""))
        elif (column.header or "") in header:
            missing.append(
                say(
                    "{name} (the header «{header}» occurs twice; name its position)",
                    name=column.name,
                    header=column.header,
                )
            )
        else:
            close = nearest(column.header or "", header)
            missing.append(
                say("{name} (is it «{close}»?)", name=column.header, close=close) if close else str(column.header)
            )
    if missing:
        raise Refusal(
            say("the file lacks columns of the contract: {columns}", columns=", ".join(missing)),
            say("its header is: {header}", header=printable(", ".join(header))[:300]),
        )
    return found


def _take_batch(sorter: _Sorter, batch: list[Record], places: list[int], width: int) -> None:
    sorter.read += len(batch)
    proper = []
    for record in batch:
        if record.code is not None:
            sorter.refuse(record, record.code)
        elif len(record.fields) != width:
            sorter.refuse(record, "short" if len(record.fields) < width else "many")
        else:
            proper.append(record)
    if not proper:
        return
    import pyarrow as pa

    columns = list(zip(*(record.fields for record in proper), strict=True))
    names = [column.name for column in sorter.contract.columns]
    table = {"_line": pa.array([record.line for record in proper], pa.int64())}
    for name, place in zip(names, places, strict=True):
        table[f"raw {name}"] = pa.array(columns[place], pa.string())
    sorter.connection.register("raw_rows", pa.table(table))
    lines = {record.line: record for record in proper}
    _convert(sorter, "raw_rows", lines)
    sorter.connection.unregister("raw_rows")


def _convert(sorter: _Sorter, raw: str, lines: dict[int, Record]) -> None:
    connection = sorter.connection
    connection.execute(f"CREATE OR REPLACE TEMP TABLE converted AS {typed_select(sorter.contract, raw)}")
    connection.execute("INSERT INTO typed SELECT * EXCLUDE (_failure) FROM converted WHERE _failure IS NULL")
    failed = connection.execute("SELECT _line, _failure FROM converted WHERE _failure IS NOT NULL").fetchall()
    for line, failure in failed:
        column, _, code = failure.partition(":")
        sorter.refuse(lines[line], code, column)
    if len(sorter.quarantine) > BATCH:
        sorter.flush()


def _take_parquet(sorter: _Sorter, path: str) -> None:
    """Take a Parquet file; its values pass the same strict rules as text. Binary floats are refused."""
    source = f"read_parquet({text_constant(path)}, file_row_number = true)"
    described = sorter.connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    types = {name: kind for name, kind, *_ in described if name != "file_row_number"}
    wanted = {column.name: column.header or column.name for column in sorter.contract.columns}
    missing = [name for name in wanted.values() if name not in types]
    floats = [name for name in wanted.values() if types.get(name) in ("FLOAT", "DOUBLE")]
    if missing or floats:
        problem = (
            say("the file lacks columns of the contract: {columns}", columns=", ".join(missing))
            if missing
            else say("columns are binary floats, which are not exact: {columns}", columns=", ".join(floats))
        )
        raise Refusal(problem, say("write them as DECIMAL, or check the names: {names}", names=", ".join(types)[:300]))
    raw = ", ".join(
        f"coalesce(CAST({quoted(header)} AS VARCHAR), {text_constant(_null_text(sorter.contract))}) AS {quoted(f'raw {name}')}"
        for name, header in wanted.items()
    )
    sorter.connection.execute(f"CREATE TEMP VIEW raw_rows AS SELECT file_row_number + 1 AS _line, {raw} FROM {source}")
    (sorter.read,) = sorter.connection.execute(f"SELECT count(*) FROM {source}").fetchone()
    _convert(sorter, "raw_rows", _ParquetLines())


def _null_text(contract: Contract) -> str:
    return contract.dialect.missing[0] if contract.dialect.missing else ""


class _ParquetLines(dict[int, Record]):
    def __missing__(self, line: int) -> Record:
        return Record(line, [], "")


def _sort_keys(connection: Any, contract: Contract, earlier: list[str]) -> None:
    """Equal rows are duplicates; rows of one key (and version) that differ are all quarantined."""
    key = ", ".join(quoted(name) for name in (*contract.key, *contract.version))
    content = ", ".join(quoted(name) for name in column_names(contract))
    # Two steps: comparing whole rows is dear, and few keys repeat.
    connection.execute(f"CREATE TEMP TABLE again AS SELECT {key} FROM typed GROUP BY ALL HAVING count(*) > 1")
    connection.execute(
        f"CREATE TEMP TABLE repeated AS SELECT {key}, count(DISTINCT ({content},)) AS kinds, min(_line) AS first"
        f" FROM typed SEMI JOIN again ON {_same('typed', 'again', contract)} GROUP BY {key}"
    )
    same = _same("t", "r", contract)
    connection.execute(
        f"INSERT INTO quarantine SELECT t._line, NULL, 'conflict', '' FROM typed t JOIN repeated r ON {same} WHERE r.kinds > 1"
    )
    connection.execute(
        f"INSERT INTO duplicates SELECT t._line FROM typed t JOIN repeated r ON {same} WHERE r.kinds = 1 AND t._line > r.first"
    )
    if earlier and not contract.version:
        _compare_with_earlier(connection, contract, earlier)
    connection.execute(
        "DELETE FROM typed WHERE _line IN (SELECT line FROM duplicates UNION ALL"
        " SELECT line FROM quarantine WHERE code IN ('conflict', 'changed'))"
    )


def _same(left: str, right: str, contract: Contract) -> str:
    names = (*contract.key, *contract.version)
    return " AND ".join(f"{left}.{quoted(name)} IS NOT DISTINCT FROM {right}.{quoted(name)}" for name in names)


def _compare_with_earlier(connection: Any, contract: Contract, earlier: list[str]) -> None:
    """Without a version nobody knows which of two differing rows is later: the one delivered later waits."""
    files = ", ".join(text_constant(path) for path in earlier)
    names = column_names(contract)
    key = " AND ".join(f"t.{quoted(name)} IS NOT DISTINCT FROM e.{quoted(name)}" for name in contract.key)
    equal = " AND ".join(f"t.{quoted(name)} IS NOT DISTINCT FROM e.{quoted(name)}" for name in names)
    connection.execute(
        f"CREATE TEMP TABLE known AS SELECT t._line AS line, bool_and({equal}) AS equal"
        f" FROM typed t JOIN read_parquet([{files}]) e ON {key} GROUP BY t._line"
    )
    connection.execute(
        "INSERT INTO duplicates SELECT line FROM known WHERE equal AND line NOT IN (SELECT line FROM duplicates)"
        " AND line NOT IN (SELECT line FROM quarantine)"
    )
    connection.execute(
        "INSERT INTO quarantine SELECT line, NULL, 'changed', '' FROM known WHERE NOT equal"
        " AND line NOT IN (SELECT line FROM quarantine) AND line NOT IN (SELECT line FROM duplicates)"
    )


def _write(sorter: _Sorter, request: dict[str, Any]) -> dict[str, Any]:
    connection, contract = sorter.connection, sorter.contract
    _restore_texts(sorter, request)
    order = ", ".join(quoted(name) for name in (*contract.key, *contract.version))
    connection.execute(
        f"COPY (SELECT * FROM typed ORDER BY {order}) TO {text_constant(request['accepted'])} (FORMAT parquet)"
    )
    connection.execute(
        f"COPY (SELECT * FROM quarantine ORDER BY line) TO {text_constant(request['quarantine'])} (FORMAT parquet)"
    )
    count = {
        name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        for name in ("typed", "quarantine", "duplicates")
    }
    return {
        "read": sorter.read,
        "accepted": count["typed"],
        "quarantined": count["quarantine"],
        "duplicate": count["duplicates"],
        "reasons": dict(
            connection.execute("SELECT code, count(*) FROM quarantine GROUP BY code ORDER BY code").fetchall()
        ),
    }


def _restore_texts(sorter: _Sorter, request: dict[str, Any]) -> None:
    """Rows refused for their key were past their text: read it again, so that every quarantined row keeps it."""
    lines = {line for (line,) in sorter.connection.execute("SELECT line FROM quarantine WHERE text = ''").fetchall()}
    if not lines or sorter.contract.dialect.type == "parquet":
        return
    with open_bytes(Path(request["bytes"]), request["name"], request["member"]) as stream:
        texts = [
            (printable(record.text), record.line)
            for record in records(stream, sorter.contract.dialect)
            if record.line in lines
        ]
    sorter.connection.executemany("UPDATE quarantine SET text = ? WHERE line = ?", texts)
