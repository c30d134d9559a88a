"""Inside the enclosure: a stored file is sorted into accepted, quarantined and duplicate rows; none is lost.

The file's rows become one table `typed`; what is wrong with a row is a line in `refused`; the texts of refused rows are
read again at the end, so that memory does not depend on how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from tallystick.measurement.contracts import Contract, contract_from
from tallystick.measurement.deliveries.conversion import column_names, conversion, sql_type
from tallystick.measurement.deliveries.headers import places
from tallystick.measurement.deliveries.keys import sort_keys
from tallystick.measurement.deliveries.parquet import plain_contract, raw_rows, row_texts
from tallystick.measurement.deliveries.plain import PlainText, is_plain, lines_of, plain_text, rows_of
from tallystick.measurement.deliveries.records import Record, open_bytes, printable, records
from tallystick.measurement.engines.writing import quoted, text_constant
from tallystick.values.refusals import Refusal
from tallystick.words import say

BATCH = 50_000


@dataclass
class _Sorter:
    """The rows of one file on their way; they lie in a database of its own on disk."""

    connection: Any
    contract: Contract
    request: dict[str, Any]
    read: int = 0
    plain: PlainText | None = None

    def ask(self, statement: str) -> Any:
        """Run a statement; returns its cursor."""
        return self.connection.execute(statement)

    def number(self, statement: str) -> int:
        """Run a statement that gives one number."""
        return int(self.ask(statement).fetchall()[0][0])

    def register(self, name: str, columns: dict[str, tuple[str, list[Any]]]) -> None:
        """Let statements read columns of Python values by a name."""
        import pyarrow as pa

        types = {"text": pa.string(), "number": pa.int64()}
        table = pa.table({key: pa.array(values, types[kind]) for key, (kind, values) in columns.items()})
        self.connection.register(name, table)


def sort_rows(request: dict[str, Any]) -> dict[str, Any]:
    """Sort one file. Writes Parquet files of accepted and of quarantined rows; returns the counts.

    The request names the stored bytes, the delivery's name, the member of an archive, the contract, the files to
    write, a scratch folder, the accepted files that later differing rows are compared with, and whether every file
    shall take the slow way.
    """
    import duckdb

    contract = contract_from(request["contract"])
    connection = duckdb.connect(str(Path(request["scratch"]) / "rows.duckdb"), config={"threads": 2})
    try:
        connection.execute("SET memory_limit = '1GiB'")
        connection.execute("SET TimeZone = 'UTC'")
        sorter = _Sorter(connection, contract, request)
        _create_tables(sorter)
        if contract.dialect.type == "parquet":
            _take_parquet(sorter)
        else:
            _take_csv(sorter)
        sort_keys(connection, contract, request["earlier"])
        return _write(sorter)
    except Refusal as refusal:
        return {"refused": [refusal.problem, refusal.mend]}
    finally:
        connection.close()


def _create_tables(sorter: _Sorter) -> None:
    columns = [f"{quoted(c.name)} {sql_type(c.type)}" for c in sorter.contract.columns]
    columns += [f"{quoted(d.name)} {d.type}" for d in sorter.contract.derived]
    marks = "_failure VARCHAR, _resolved INTEGER, _moved INTEGER"
    sorter.ask(f"CREATE TABLE typed (_line BIGINT, {', '.join(columns)}, {marks})")
    sorter.ask('CREATE TABLE refused (line BIGINT, "column" VARCHAR, code VARCHAR)')
    sorter.ask("CREATE TABLE duplicates (line BIGINT)")


def _convert(sorter: _Sorter, raw: str, contract: Contract) -> None:
    """Read a relation of raw texts into `typed`; a formula that overflows refuses its row, not the file."""
    import duckdb

    try:
        sorter.ask(f"INSERT INTO typed {conversion(contract, raw)}")
    except (duckdb.OutOfRangeException, duckdb.ConversionException, duckdb.InvalidInputException):
        sorter.ask(f"INSERT INTO typed {conversion(contract, raw, guarded=True)}")


def _raw(contract: Contract, found: list[int]) -> str:
    pairs = zip(contract.columns, found, strict=True)
    return ", ".join(f"c{place} AS {quoted(f'raw {column.name}')}" for column, place in pairs)


def _take_csv(sorter: _Sorter) -> None:
    with _opened(sorter) as stream:
        read = records(stream, sorter.contract.dialect)
        header = _header(read) if sorter.contract.dialect.header else None
        first = next(read, None)
    # Without a header the first proper row says how many fields a row has.
    width = len(header.fields) if header is not None else len(first.fields) if first is not None else 0
    found = places(sorter.contract, header.fields if header is not None else [""] * width) if width else []
    one_line = header is None or (first is None or first.line >= header.line + 1)
    if not (width and one_line and _take_plain(sorter, found, width)):
        _take_slowly(sorter, found, width)


def _opened(sorter: _Sorter) -> Any:
    return open_bytes(Path(sorter.request["bytes"]), sorter.request["name"], sorter.request["member"])


def _header(read: Iterator[Record]) -> Record:
    first = next(read, None)
    if first is None:
        raise Refusal(say("the file is empty"), say("deliver a file with a header line"))
    if first.code is not None:
        raise Refusal(
            say("the header line cannot be read as text in the contract's encoding"),
            say("check the encoding and the quotes that the contract names, and that the file is text"),
        )
    return first


def _take_plain(sorter: _Sorter, found: list[int], width: int) -> bool:
    """Take a file whose every line is one well-formed record; False (and nothing taken) for any other."""
    import duckdb

    contract, header = sorter.contract, sorter.contract.dialect.header
    if sorter.request.get("slowly"):
        return False
    with _opened(sorter) as stream:
        text = plain_text(stream, contract.dialect, Path(sorter.request["scratch"]))
    try:
        if text is None or not is_plain(sorter.connection, text, contract.dialect, width, header=header):
            return False
    except duckdb.Error:
        return False
    rows = rows_of(text, contract.dialect, width, header=header)
    _convert(sorter, f"(SELECT _line, {_raw(contract, found)} FROM {rows})", contract)
    sorter.read = text.lines - (1 if header else 0)
    if sorter.number("SELECT count(*) FROM typed") != sorter.read:
        sorter.ask("DELETE FROM typed")
        return False
    sorter.plain = text
    return True


def _take_slowly(sorter: _Sorter, found: list[int], width: int) -> None:
    """Take any file, record by record."""
    sorter.read = 0
    for batch in _batches(sorter):
        sorter.read += len(batch)
        codes = {record.line: code for record in batch if (code := _structural(record, width)) is not None}
        sorter.register("given", {"line": ("number", list(codes)), "code": ("text", list(codes.values()))})
        sorter.ask("INSERT INTO refused SELECT line, NULL, code FROM given")
        _take_batch(sorter, [record for record in batch if record.line not in codes], found)


def _structural(record: Record, width: int) -> str | None:
    if record.code is not None or len(record.fields) == width:
        return record.code
    return "short" if len(record.fields) < width else "many"


def _batches(sorter: _Sorter) -> Iterator[list[Record]]:
    with _opened(sorter) as stream:
        read = records(stream, sorter.contract.dialect)
        if sorter.contract.dialect.header:
            next(read, None)
        while batch := list(islice(read, BATCH)):
            yield batch


def _take_batch(sorter: _Sorter, proper: list[Record], found: list[int]) -> None:
    if not proper:
        return
    fields = list(zip(*(record.fields for record in proper), strict=True))
    given: dict[str, tuple[str, list[Any]]] = {"_line": ("number", [record.line for record in proper])}
    given.update({f"c{place}": ("text", list(fields[place])) for place in sorted(set(found))})
    sorter.register("given", given)
    _convert(sorter, f"(SELECT _line, {_raw(sorter.contract, found)} FROM given)", sorter.contract)


def _take_parquet(sorter: _Sorter) -> None:
    rows, types = raw_rows(sorter.connection, sorter.contract, sorter.request["bytes"])
    _convert(sorter, rows, plain_contract(sorter.contract, types))
    sorter.read = sorter.number(f"SELECT count(*) FROM {rows}")


def _write(sorter: _Sorter) -> dict[str, Any]:
    contract, request = sorter.contract, sorter.request
    names = ", ".join(quoted(name) for name in column_names(contract))
    order = ", ".join(quoted(name) for name in (*contract.key, *contract.version))
    kept = "typed WHERE _failure IS NULL"
    sorter.ask(
        f"COPY (SELECT _line, {names} FROM {kept} ORDER BY {order}) TO {text_constant(request['accepted'])} (FORMAT parquet)"
    )
    texts = _texts(sorter)
    sorter.ask(
        f'COPY (SELECT line, "column", code, text FROM refused LEFT JOIN {texts} USING (line) ORDER BY line)'
        f" TO {text_constant(request['quarantine'])} (FORMAT parquet)"
    )
    resolved, moved = sorter.ask(
        f"SELECT coalesce(sum(_resolved), 0), coalesce(sum(_moved), 0) FROM {kept}"
    ).fetchall()[0]
    reasons = sorter.ask("SELECT code, count(*) FROM refused GROUP BY code ORDER BY code").fetchall()
    return {
        "read": sorter.read,
        "accepted": sorter.number(f"SELECT count(*) FROM {kept}"),
        "quarantined": sorter.number("SELECT count(*) FROM refused"),
        "duplicate": sorter.number("SELECT count(*) FROM duplicates"),
        "reasons": dict(reasons),
        "ambiguous_resolved": int(resolved),
        "nonexistent_moved": int(moved),
        "spans": _spans(sorter, kept),
        "plain": sorter.plain is not None,
    }


def _spans(sorter: _Sorter, kept: str) -> dict[str, list[int] | None]:
    """The first and last second of each column of points in time; None where it has no value."""
    stamps = [c.name for c in sorter.contract.columns if c.type == "timestamp"]
    stamps += [d.name for d in sorter.contract.derived if d.type == "TIMESTAMP"]
    if not stamps:
        return {}
    ends = ", ".join(f"min(epoch_us({quoted(n)})) // 1000000, max(epoch_us({quoted(n)})) // 1000000" for n in stamps)
    found = sorter.ask(f"SELECT {ends} FROM {kept}").fetchall()[0]
    pairs = zip(stamps, found[::2], found[1::2], strict=True)
    return {name: None if low is None else [low, high] for name, low, high in pairs}


def _texts(sorter: _Sorter) -> str:
    """A relation of the texts of the refused rows."""
    if sorter.contract.dialect.type == "parquet":
        return row_texts(sorter.request["bytes"])
    if sorter.plain is not None:
        return lines_of(sorter.plain)
    sorter.ask("CREATE TABLE texts (line BIGINT, text VARCHAR)")
    if sorter.number("SELECT count(*) FROM refused") == 0:
        return "texts"
    for batch in _batches(sorter):
        lines, texts = [record.line for record in batch], [printable(record.text) for record in batch]
        sorter.register("given", {"line": ("number", lines), "text": ("text", texts)})
        sorter.ask("INSERT INTO texts SELECT line, text FROM given SEMI JOIN refused USING (line)")
    return "texts"
