"""Parquet deliveries: their values pass the same strict rules as text. Binary floats are refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tallystick.measurement.contracts import FALSE_WORDS, TRUE_WORDS, Contract, ContractColumn
from tallystick.measurement.engines.writing import quoted, text_constant
from tallystick.values.refusals import Refusal
from tallystick.words import say


def raw_rows(connection: Any, contract: Contract, path: str) -> tuple[str, dict[str, str]]:
    """A relation of `_line` and raw texts, and the type of each column of the contract. Raises Refusal."""
    source = f"read_parquet({text_constant(path)}, file_row_number = true)"
    described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    types = {name: kind for name, kind, *_ in described if name != "file_row_number"}
    wanted = {column.name: _header(column, list(types)) for column in contract.columns}
    missing = [_sought(column) for column in contract.columns if wanted[column.name] not in types]
    floats = [name for name in wanted.values() if types.get(name) in ("FLOAT", "DOUBLE")]
    if missing:
        raise Refusal(
            say("the file lacks columns of the contract: {columns}", columns=", ".join(missing)),
            say("its columns are: {names}", names=", ".join(types)[:300]),
        )
    if floats:
        raise Refusal(
            say("columns are binary floats, which are not exact: {columns}", columns=", ".join(floats)),
            say("write them as DECIMAL"),
        )
    texts = ", ".join(f"CAST({quoted(head)} AS VARCHAR) AS {quoted(f'raw {name}')}" for name, head in wanted.items())
    rows = f"(SELECT file_row_number + 1 AS _line, {texts} FROM {source})"
    return rows, {name: types[head] for name, head in wanted.items()}


def _header(column: ContractColumn, names: list[str]) -> str:
    if column.position is None:
        return column.header or column.name
    return names[column.position - 1] if column.position <= len(names) else ""


def _sought(column: ContractColumn) -> str:
    if column.position is None:
        return column.header or column.name
    return say("{name} (position {n})", name=column.name, n=column.position)


def plain_contract(contract: Contract, types: dict[str, str]) -> Contract:
    """The contract for values that have types of their own: these are written the engine's way, not the file's."""
    columns = tuple(
        column
        if types[column.name] == "VARCHAR"
        else replace(column, format=None, true_words=TRUE_WORDS, false_words=FALSE_WORDS)
        for column in contract.columns
    )
    textual = any(kind == "VARCHAR" for kind in types.values())
    dialect = contract.dialect if textual else replace(contract.dialect, missing=())
    decimals = {c.name for c in contract.columns if c.type.startswith("decimal") and types[c.name] == "VARCHAR"}
    return replace(contract, columns=columns, dialect=dialect if decimals else replace(dialect, decimal="."))


def row_texts(path: str) -> str:
    """A relation of `line` and the row as JSON, which stands for its text."""
    source = f"read_parquet({text_constant(path)}, file_row_number = true)"
    return f"(SELECT file_row_number + 1 AS line, CAST(to_json(held) AS VARCHAR) AS text FROM {source} held)"
