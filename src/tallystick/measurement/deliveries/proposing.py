"""A contract proposed from a data file, for a person to confirm: here, and only here, something is guessed."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tallystick.measurement.contracts import FALSE_WORDS, TRUE_WORDS, Dialect
from tallystick.measurement.deliveries.records import open_bytes, printable, records
from tallystick.values.refusals import Refusal
from tallystick.words import say

LOOKED_AT = 5_000
MISSING_WORDS = ("", "NA", "N/A", "NULL", "null", "?", "-")
FORMATS = (
    "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%d.%m.%Y %H:%M", "%Y/%m/%d %H:%M",
)  # fmt: skip


@dataclass(frozen=True)
class ProposedColumn:
    """A column as it seems: its name here and in the file, its type, and a few of its values."""

    name: str
    header: str
    type: str
    nullable: bool
    format: str | None
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """A source as it seems from the first rows of a file."""

    columns: tuple[ProposedColumn, ...]
    dialect: Dialect
    key: tuple[str, ...]
    time: str | None
    rows: int


def propose(path: Path, member: str | None = None) -> Proposal:
    """Propose a contract from the first rows. Raises Refusal when the file is no table of text."""
    with open_bytes(path, path.name, member) as stream:
        sample = stream.read(64_000)
    try:
        text = sample.decode("utf-8-sig", errors="strict" if len(sample) < 64_000 else "ignore")
        encoding = "utf-8"
    except UnicodeDecodeError:
        text, encoding = sample.decode("cp1252", errors="replace"), "cp1252"
    try:
        delimiter = csv.Sniffer().sniff(text, ",;\t|").delimiter
    except csv.Error:
        delimiter = ","
    dialect = Dialect(delimiter=delimiter, encoding=encoding)
    with open_bytes(path, path.name, member) as stream:
        read = records(stream, dialect)
        header = next(read, None)
        listed = [record.fields for _, record in zip(range(LOOKED_AT), read, strict=False)]
    rows = [row for row in listed if header is not None and len(row) == len(header.fields)]
    if header is None or header.code or not rows:
        raise Refusal(
            say("{path} is no table with a header and rows", path=path.name),
            say("deliver a CSV file with a header line"),
        )
    return _proposal([printable(text) for text in header.fields], rows, dialect)


def _proposal(header: list[str], rows: list[list[str]], dialect: Dialect) -> Proposal:
    values = list(zip(*rows, strict=True))
    missing = tuple(word for word in MISSING_WORDS if any(word in column for column in values)) or ("",)
    names = _names(header)
    columns = tuple(
        _column(name, head, column, missing) for name, head, column in zip(names, header, values, strict=True)
    )
    stamps = [column.name for column in columns if column.type == "timestamp"]
    unique = next(
        (
            n
            for n, column, held in zip(names, columns, values, strict=True)
            if not column.nullable and len(set(held)) == len(held)
        ),
        None,
    )
    dialect = Dialect(delimiter=dialect.delimiter, encoding=dialect.encoding, missing=missing)
    return Proposal(columns, dialect, (unique,) if unique else tuple(names), stamps[0] if stamps else None, len(rows))


def _names(header: list[str]) -> list[str]:
    names: list[str] = []
    for place, head in enumerate(header, start=1):
        name = re.sub(r"[^a-z0-9]+", "_", head.lower()).strip("_") or f"column_{place}"
        name = name if name[0].isalpha() else f"c_{name}"
        names.append(name if name not in names else f"{name}_{place}")
    return names


def _column(name: str, header: str, values: Iterable[str], missing: tuple[str, ...]) -> ProposedColumn:
    listed = list(values)
    present = [value for value in listed if value not in missing]
    kind, form = _kind(present)
    return ProposedColumn(name, header, kind, len(present) < len(listed), form, tuple(dict.fromkeys(present))[:3])


def _kind(present: list[str]) -> tuple[str, str | None]:
    if not present:
        return "text", None
    tests: list[tuple[str, Callable[[str], bool]]] = [
        ("boolean", lambda text: text in (*TRUE_WORDS, *FALSE_WORDS)),
        ("integer", lambda text: bool(re.fullmatch(r"-?\d{1,18}", text))),
        ("date", lambda text: bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text))),
        ("timestamp", lambda text: bool(re.match(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}", text))),
    ]
    for kind, test in tests:
        if all(test(text) for text in present):
            return kind, None
    if all(re.fullmatch(r"-?\d{1,18}\.\d{1,9}", text) for text in present):
        scale = max(len(text.partition(".")[2]) for text in present)
        whole = max(len(text.partition(".")[0].lstrip("-")) for text in present)
        return f"decimal({max(whole + scale + 2, 12)},{scale})", None
    form = next((form for form in FORMATS if all(_fits(text, form) for text in present)), None)
    return ("timestamp", form) if form else ("text", None)


def _fits(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, form)  # noqa: DTZ007 - only its form matters
    except ValueError:
        return False
    return True
