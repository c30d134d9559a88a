"""How the text of a field becomes a value: strict rules in SQL, each failure with a code that says why.

Nothing is trimmed, padded or guessed. `conversion` reads texts "raw <name>" and gives values, and beside them the code
of the first failure and how many local times a rule of the contract decided.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tallystick.measurement.contracts import Contract, ContractColumn
from tallystick.measurement.deliveries.formats import ISO_DATE, ISO_INSTANT, ISO_LOCAL, directives, pattern
from tallystick.measurement.engines.writing import choose, quoted, text_constant
from tallystick.measurement.zones import FIRST_YEAR, LAST_YEAR, local_spans

SQL_TYPES = {"boolean": "BOOLEAN", "integer": "BIGINT", "text": "VARCHAR", "timestamp": "TIMESTAMP", "date": "DATE"}
_MICRO = 1_000_000
# An offset (seconds, made positive) and a mark share one number, so that each local time is looked up once.
_CLEAR, _AMBIGUOUS, _NONEXISTENT, _LIFT = 0, 1, 2, 100_000


def sql_type(type_text: str) -> str:
    """DuckDB's type of a contract's type."""
    return SQL_TYPES.get(type_text) or type_text.upper()


def listing(texts: Sequence[str]) -> str:
    """A list of text constants."""
    return ", ".join(text_constant(text) for text in texts)


def column_names(contract: Contract) -> list[str]:
    """Names of all columns of a current row, derived ones last."""
    return [column.name for column in contract.columns] + [derived.name for derived in contract.derived]


def conversion(contract: Contract, raw: str, *, guarded: bool = False) -> str:
    """SELECT over raw texts: `_line`, all columns, `_failure` ("column:code"), `_resolved`, `_moved`.

    `guarded` computes derived columns so that a row whose formula overflows fails alone; that is slower.
    """
    stamps = [column for column in contract.columns if column.type == "timestamp"]
    select = f"SELECT _line{_each(contract.columns, 'text', lambda c: _present(c, contract))} FROM {raw}"
    if stamps:
        select = f"SELECT *{_each(stamps, 'wall', _wall_time)} FROM ({select})"
        select = f"SELECT *{_each(stamps, 'clock', lambda c: _clock(c, contract))} FROM ({select})"
    select = f"SELECT *{_each(contract.columns, '', lambda c: _value(c, contract))} FROM ({select})"
    codes = [f"CASE {_Failures(column, contract).cases()} END" for column in contract.columns]
    for derived in contract.derived:
        value = f"CAST({derived.sql} AS {derived.type})"
        if guarded:
            codes.append(f"CASE WHEN TRY({value} IS NULL) IS NULL THEN {text_constant(derived.name + ':derived')} END")
            value = f"TRY({value})"
        select = f"SELECT *, {value} AS {quoted(derived.name)} FROM ({select})"
    if contract.time in {derived.name for derived in contract.derived}:
        codes.append(f"CASE WHEN {quoted(contract.time)} IS NULL THEN {text_constant(contract.time + ':no_time')} END")
    names = ", ".join(quoted(name) for name in column_names(contract))
    return (
        f"SELECT _line, {names}, coalesce({', '.join(codes)}) AS _failure,"
        f" {_marked(stamps, _AMBIGUOUS)} AS _resolved, {_marked(stamps, _NONEXISTENT)} AS _moved FROM ({select})"
    )


def _each(columns: Sequence[ContractColumn], what: str, expression: Callable[[ContractColumn], str]) -> str:
    return "".join(f", {expression(column)} AS {quoted(f'{what} {column.name}'.strip())}" for column in columns)


def _present(column: ContractColumn, contract: Contract) -> str:
    """The field's text, or NULL where it is one of the texts that mean that there is no value."""
    raw, missing = quoted(f"raw {column.name}"), contract.dialect.missing
    return f"CASE WHEN {raw} IN ({listing(missing)}) THEN NULL ELSE {raw} END" if missing else raw


def _text(column: ContractColumn) -> str:
    return quoted(f"text {column.name}")


def _matches(text: str, form: str) -> str:
    return f"regexp_full_match({text}, {text_constant(form)})"


def _value(column: ContractColumn, contract: Contract) -> str:
    """The value of a field whose text is in the column "text <name>"; NULL where it cannot be read."""
    value = _unlisted_value(column, contract)
    return f"CASE WHEN {_text(column)} IN ({listing(column.values)}) THEN {value} END" if column.values else value


def _unlisted_value(column: ContractColumn, contract: Contract) -> str:
    text = _text(column)
    if column.type == "text":
        return text
    if column.type == "boolean":
        yes, no = listing(column.true_words), listing(column.false_words)
        return f"CASE WHEN {text} IN ({yes}) THEN TRUE WHEN {text} IN ({no}) THEN FALSE END"
    if column.type == "integer":
        return f"CASE WHEN {_matches(text, '-?[0-9]{1,18}')} THEN TRY_CAST({text} AS BIGINT) END"
    if column.type == "date":
        read = _parsed(column, text, "DATE")
        return f"CASE WHEN {read} >= DATE '0001-01-01' THEN {read} END"
    return _instant(column) if column.type == "timestamp" else _decimal(column, text, contract.dialect.decimal)


def _decimal(column: ContractColumn, text: str, sign: str) -> str:
    scale = int(re.findall(r"\d+", column.type)[1])
    # Zeros behind the last digit that fits change nothing; any other digit there would be lost.
    fraction = f"([{sign}][0-9]{{1,{scale}}}0*)?" if scale else f"([{sign}]0+)?"
    plain = text if sign == "." else f"replace({text}, {text_constant(sign)}, '.')"
    return f"CASE WHEN {_matches(text, '-?[0-9]+' + fraction)} THEN TRY_CAST({plain} AS {sql_type(column.type)}) END"


def _parsed(column: ContractColumn, text: str, kind: str) -> str:
    """Read by the contract's form, or ISO; the form is checked first, since the engine's parsers are lenient."""
    if column.format is None:
        form = ISO_DATE if kind == "DATE" else ISO_LOCAL
        return f"CASE WHEN {_matches(text, form)} THEN TRY_CAST({text} AS {kind}) END"
    read = f"try_strptime({text}, {text_constant(column.format)})"
    names = [letter for letter in directives(column.format) if letter in "aA"]
    day_named = "".join(f" AND contains(lower({text}), lower(strftime({read}, '%{letter}')))" for letter in names)
    return f"CAST(CASE WHEN {_matches(text, pattern(column.format))}{day_named} THEN {read} END AS {kind})"


def _has_offset(column: ContractColumn) -> bool:
    return column.format is not None and "z" in directives(column.format)


def _wall_time(column: ContractColumn) -> str:
    """The local time that a field names, whether or not the zone has it; NULL where it names none or has an offset."""
    return "CAST(NULL AS TIMESTAMP)" if _has_offset(column) else _parsed(column, _text(column), "TIMESTAMP")


def _in_range(stamp: str) -> str:
    # Clock changes are known from 1970 to 2099; a day less at the start, where an offset would reach before it.
    return f"{stamp} >= TIMESTAMP '{FIRST_YEAR}-01-02' AND {stamp} < TIMESTAMP '{LAST_YEAR}-01-01'"


def _clock(column: ContractColumn, contract: Contract) -> str:
    """The zone's offset at the local time, with a mark where clocks leave it in doubt."""
    rule = "earlier" if contract.ambiguous == "quarantine" else contract.ambiguous
    decided = local_spans(contract.zone, rule, "forward")
    once = local_spans(contract.zone, "quarantine", "forward")
    existing = local_spans(contract.zone, "earlier", "quarantine")
    packed = []
    for span, only, exists in zip(decided, once, existing, strict=True):
        mark = _AMBIGUOUS if only.offset is None else _NONEXISTENT if exists.offset is None else _CLEAR
        packed.append(str(((span.offset or 0) + _LIFT) * 4 + mark))
    wall = quoted(f"wall {column.name}")
    chosen = choose(f"epoch_us({wall})", [span.start * _MICRO for span in decided[1:]], packed)
    return f"CASE WHEN {_in_range(wall)} THEN {chosen} END"


def _instant(column: ContractColumn) -> str:
    text, wall, clock = _text(column), quoted(f"wall {column.name}"), quoted(f"clock {column.name}")
    if _has_offset(column):
        exact = f"make_timestamp(epoch_us({_parsed(column, text, 'TIMESTAMPTZ')}))"
        return f"CASE WHEN {_in_range(exact)} THEN {exact} END"
    local = f"make_timestamp(epoch_us({wall}) - (CAST({clock} AS BIGINT) // 4 - {_LIFT}) * {_MICRO})"
    if column.format is not None:
        return local
    exact = f"make_timestamp(epoch_us(TRY_CAST({text} AS TIMESTAMPTZ)))"
    stated = f"{_matches(text, ISO_INSTANT)} AND {_in_range(exact)}"
    return f"CASE WHEN {wall} IS NOT NULL THEN {local} WHEN {stated} THEN {exact} END"


class _Failures:
    """WHEN … THEN … of all that can be wrong with a field."""

    def __init__(self, column: ContractColumn, contract: Contract) -> None:
        self.column, self.contract = column, contract
        self.text, self.unread = _text(column), f"{quoted(column.name)} IS NULL"

    def cases(self) -> str:
        column, found = self.column, []
        if not column.nullable:
            found.append(self._when(f"{self.text} IS NULL", "missing"))
        found.append(f"WHEN {self.text} IS NULL THEN NULL")
        if column.type == "timestamp":
            found += self._doubtful()
        if column.values:
            found.append(self._when(f"{self.unread} AND {self.text} NOT IN ({listing(column.values)})", "values"))
        if column.type != "text":
            found.append(self._when(rf"{self.unread} AND regexp_matches({self.text}, '^\s|\s$')", "spaces"))
        if column.type.startswith("decimal"):
            found += self._misread_decimal()
        if column.type == "integer":
            found.append(self._when(f"{self.unread} AND {_matches(self.text, '-?[0-9]+')}", "digits"))
        found.append(self._when(self.unread, column.type.split("(", maxsplit=1)[0]))
        return " ".join(found)

    def _when(self, condition: str, code: str) -> str:
        return f"WHEN {condition} THEN {text_constant(f'{self.column.name}:{code}')}"

    def _doubtful(self) -> list[str]:
        wall, clock = quoted(f"wall {self.column.name}"), quoted(f"clock {self.column.name}")
        found = [self._when(f"{wall} IS NOT NULL AND {clock} IS NULL", "range")]
        if self.contract.ambiguous == "quarantine":
            found.append(self._when(f"{clock} % 4 = {_AMBIGUOUS}", "ambiguous"))
        if self.contract.nonexistent == "quarantine":
            found.append(self._when(f"{clock} % 4 = {_NONEXISTENT}", "nonexistent"))
        return found

    def _misread_decimal(self) -> list[str]:
        sign = self.contract.dialect.decimal
        other = "," if sign == "." else "."
        well_formed = _matches(self.text, f"-?[0-9]+([{sign}][0-9]+)?")
        # 1,5 and 1.234,50 and 1,234.50 where the sign is a point, or the reverse.
        foreign = f"-?[0-9]+([{other}][0-9]+)+([{sign}][0-9]+)?|-?[0-9]+([{sign}][0-9]+)+[{other}][0-9]+"
        return [
            self._when(f"{self.unread} AND {well_formed}", "digits"),
            self._when(f"{self.unread} AND {_matches(self.text, foreign)}", "decimal_sign"),
        ]


def _marked(stamps: Sequence[ContractColumn], mark: int) -> str:
    """How many of a row's local times carry a mark: of an accepted row, how many a rule of the contract decided."""
    counts = [
        f"CASE WHEN {quoted(f'clock {column.name}')} % 4 = {mark} THEN 1 ELSE 0 END"
        for column in stamps
        if not _has_offset(column)
    ]
    return f"CAST({' + '.join(counts) or '0'} AS INTEGER)"
