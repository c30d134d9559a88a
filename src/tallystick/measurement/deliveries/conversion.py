"""How the text of a field becomes a value: strict rules in SQL, each failure with a code that says why."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tallystick.measurement.contracts import Contract, ContractColumn
from tallystick.measurement.engines.writing import local_to_utc, quoted, text_constant

_ISO = r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?"
_OFFSET = r"(Z|[+-]\d{2}(:?\d{2})?)"
SQL_TYPES = {"boolean": "BOOLEAN", "integer": "BIGINT", "text": "VARCHAR", "timestamp": "TIMESTAMP", "date": "DATE"}


def sql_type(type_text: str) -> str:
    """DuckDB's type of a contract's type."""
    return SQL_TYPES.get(type_text) or type_text.upper()


def listing(texts: Sequence[str]) -> str:
    """A list of text constants."""
    return ", ".join(text_constant(text) for text in texts)


def present(column: ContractColumn, contract: Contract) -> str:
    """The field's text, or NULL where it is one of the texts that mean that there is no value."""
    raw = quoted(f"raw {column.name}")
    missing = contract.dialect.missing
    return f"CASE WHEN {raw} IN ({listing(missing)}) THEN NULL ELSE {raw} END" if missing else raw


def converted(column: ContractColumn, contract: Contract) -> str:
    """The value of a field whose text is in the column "text <name>"; NULL where it cannot be read."""
    text = quoted(f"text {column.name}")
    if column.type == "text":
        return f"CASE WHEN {text} IN ({listing(column.values)}) THEN {text} END" if column.values else text
    if column.type == "boolean":
        return f"CASE WHEN {text} IN ({listing(column.true_words)}) THEN TRUE WHEN {text} IN ({listing(column.false_words)}) THEN FALSE END"
    if column.type == "integer":
        return f"CASE WHEN regexp_full_match({text}, '-?[0-9]{{1,18}}') THEN TRY_CAST({text} AS BIGINT) END"
    if column.type == "date":
        return _date(column, text)
    if column.type == "timestamp":
        return _instant(column, text, contract)
    return _decimal(column, text, contract.dialect.decimal)


def _decimal(column: ContractColumn, text: str, sign: str) -> str:
    digits, scale = (int(part) for part in re.findall(r"\d+", column.type))
    pattern = f"-?[0-9]{{1,{max(digits - scale, 1)}}}([{sign}][0-9]{{0,{scale}}}0*)?"
    plain = text if sign == "." else f"replace({text}, {text_constant(sign)}, '.')"
    return f"CASE WHEN regexp_full_match({text}, {text_constant(pattern)}) THEN TRY_CAST({plain} AS {column.type}) END"


def _date(column: ContractColumn, text: str) -> str:
    if column.format:
        return f"CAST(try_strptime({text}, {text_constant(column.format)}) AS DATE)"
    return rf"CASE WHEN regexp_full_match({text}, '\d{{4}}-\d{{2}}-\d{{2}}') THEN TRY_CAST({text} AS DATE) END"


def wall_time(column: ContractColumn) -> str:
    """The local time that a field names, whether or not the zone has it; NULL where it names none or has an offset."""
    text = quoted(f"text {column.name}")
    if column.format:
        return f"try_strptime({text}, {text_constant(column.format)})"
    return f"CASE WHEN regexp_full_match({text}, {text_constant(_ISO)}) THEN TRY_CAST({text} AS TIMESTAMP) END"


def _instant(column: ContractColumn, text: str, contract: Contract) -> str:
    wall = quoted(f"wall {column.name}")
    utc = local_to_utc(wall, contract.zone, contract.ambiguous, contract.nonexistent)
    if column.format:
        return utc
    with_offset = f"make_timestamp(epoch_us(TRY_CAST({text} AS TIMESTAMPTZ)))"
    return f"CASE WHEN {wall} IS NOT NULL THEN {utc} WHEN regexp_full_match({text}, {text_constant(_ISO + _OFFSET)}) THEN {with_offset} END"


def failure(column: ContractColumn) -> str:
    """SQL of the code of what is wrong with a field; NULL where nothing is."""
    text, value = quoted(f"text {column.name}"), quoted(column.name)
    cases = [] if column.nullable else [f"WHEN {text} IS NULL THEN 'missing'"]
    if column.type == "timestamp":
        wall = quoted(f"wall {column.name}")
        cases.append(f"WHEN {wall} IS NOT NULL AND {value} IS NULL THEN 'clock'")
    kind = "values" if column.values else column.type.split("(", maxsplit=1)[0]
    cases.append(f"WHEN {text} IS NOT NULL AND {value} IS NULL THEN '{kind}'")
    return f"CASE {' '.join(cases)} END"


def typed_select(contract: Contract, raw: str) -> str:
    """SELECT over a table of raw texts: typed and derived columns, `_line`, `_column` and `_code` of a failure."""
    columns = contract.columns
    texts = ", ".join(f"{present(column, contract)} AS {quoted(f'text {column.name}')}" for column in columns)
    stamps = [column for column in columns if column.type == "timestamp"]
    walls = "".join(f", {wall_time(column)} AS {quoted(f'wall {column.name}')}" for column in stamps)
    values = ", ".join(f"{converted(column, contract)} AS {quoted(column.name)}" for column in columns)
    select = f"SELECT _line, {texts} FROM {raw}"
    select = f"SELECT *{walls} FROM ({select})"
    select = f"SELECT *, {values} FROM ({select})"
    for derived in contract.derived:
        select = f"SELECT *, CAST({derived.sql} AS {derived.type}) AS {quoted(derived.name)} FROM ({select})"
    codes = [
        f"WHEN {failure(column)} IS NOT NULL THEN {text_constant(column.name)} || ':' || {failure(column)}"
        for column in columns
    ]
    codes.append(f"WHEN {quoted(contract.time)} IS NULL THEN {text_constant(contract.time + ':no_time')}")
    names = ", ".join(quoted(name) for name in column_names(contract))
    return f"SELECT _line, {names}, CASE {' '.join(codes)} END AS _failure FROM ({select})"


def column_names(contract: Contract) -> list[str]:
    """Names of all columns of a current row, derived ones last."""
    return [column.name for column in contract.columns] + [derived.name for derived in contract.derived]
