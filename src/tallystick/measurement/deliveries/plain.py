"""The fast way: a file in which every line is one well-formed record can be read by the engine, line by line.

Whether a file is plain is proved, not hoped for: its text is sound, its lines end alike, and each line by itself
follows RFC 4180 with as many fields as the header. Every other file takes the slow way (`records`), to the same result.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tallystick.measurement.contracts import Dialect
from tallystick.measurement.engines.writing import text_constant

CHUNK = 1 << 22
# The engine's regular expressions repeat a part up to a thousand times.
WIDEST = 1_000
# A byte that no text holds: as a delimiter it leaves lines whole.
_NEVER = "\x01"


@dataclass(frozen=True)
class PlainText:
    """A sound UTF-8 file on disk: how many lines it has and whether any quote occurs."""

    path: Path
    lines: int
    quotes: bool


def plain_text(stream: IO[bytes], dialect: Dialect, scratch: Path) -> PlainText | None:
    """Write the text as UTF-8 to a scratch file; None where any of it is not plain."""
    if not (dialect.delimiter.isascii() and dialect.quote.isascii()) or _NEVER in dialect.delimiter:
        return None
    encoding = "utf-8-sig" if dialect.encoding == "utf-8" else dialect.encoding
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    counted = {"\n": 0, "\r": 0, "\r\n": 0}
    path, last, quotes = scratch / "plain.csv", "\n", False
    with path.open("w", encoding="utf-8", newline="") as file:
        while True:
            chunk = stream.read(CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError:
                return None
            # The engine would drop a byte order mark; one that the encoding leaves in the text is part of a field.
            if "\x00" in text or _NEVER in text or "\ufeff" in text:
                return None
            # A pair that two chunks share is counted where it ends.
            counted["\r\n"] += text.count("\r\n") + (last == "\r" and text.startswith("\n"))
            counted["\n"], counted["\r"] = counted["\n"] + text.count("\n"), counted["\r"] + text.count("\r")
            quotes = quotes or dialect.quote in text
            file.write(text)
            last = text[-1:] or last
            if not chunk:
                break
    if counted["\r"] and not counted["\r"] == counted["\r\n"] == counted["\n"]:
        return None
    return PlainText(path, counted["\n"] + (last != "\n"), quotes)


def lines_of(text: PlainText) -> str:
    """A relation of all lines: `line` (from 1) and `text`; an empty line has no text."""
    return (
        "(SELECT row_number() OVER () AS line, text FROM read_csv("
        f"{text_constant(str(text.path))}, auto_detect = false, columns = {{'text': 'VARCHAR'}}, delim = '{_NEVER}',"
        f" quote = '', escape = '', header = false, parallel = false))"
    )


def is_plain(connection: Any, text: PlainText, dialect: Dialect, width: int, header: bool) -> bool:
    """Whether each line is a record of `width` fields by itself."""
    if not 0 < width <= WIDEST:
        return False
    form = _record_form(dialect, width, quotes=text.quotes)
    first = 1 if header else 0
    found = connection.execute(
        f"SELECT count(*), count(*) FILTER (text IS NOT NULL AND regexp_full_match(text, {text_constant(form)}))"
        f" FROM {lines_of(text)} WHERE line > {first}"
    ).fetchall()[0]
    return bool(found == (text.lines - first, text.lines - first))


def _record_form(dialect: Dialect, width: int, *, quotes: bool) -> str:
    delimiter, quote = re.escape(dialect.delimiter), re.escape(dialect.quote)
    bare = f"[^{delimiter}{quote}]*"
    field = f"(?:{bare}|{quote}(?:[^{quote}]|{quote}{quote})*{quote})" if quotes else f"[^{delimiter}]*"
    return f"(?s){field}(?:{delimiter}{field}){{{width - 1}}}"


def rows_of(text: PlainText, dialect: Dialect, width: int, *, header: bool) -> str:
    """A relation of the records of a plain file: `_line` and texts `c0` to `c<width - 1>`."""
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(width))
    quote = text_constant(dialect.quote) if text.quotes else "''"
    first = 1 if header else 0
    # An empty field would be read as NULL: it is given back as the empty text that it is.
    names = ", ".join(f"coalesce(c{index}, '') AS c{index}" for index in range(width))
    return (
        f"(SELECT row_number() OVER () + {first} AS _line, {names} FROM read_csv({text_constant(str(text.path))},"
        f" auto_detect = false, columns = {{{columns}}}, delim = {text_constant(dialect.delimiter)}, quote = {quote},"
        f" escape = {quote}, header = false, skip = {first}, parallel = false, strict_mode = true))"
    )
