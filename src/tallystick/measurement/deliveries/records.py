"""A file as records of text fields with their line and their own text: what cannot be a record is told with its reason."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tallystick.measurement.contracts import Dialect
from tallystick.values.refusals import Refusal
from tallystick.words import nearest, say

LONGEST_FIELD = 10_000_000
HIGHEST_RATIO = 200
LARGE_BYTES = 1 << 30


@dataclass(slots=True)
class Record:
    """One record: its first line (from 1), its fields, its text, and a code when it is no proper record."""

    line: int
    fields: list[str]
    text: str
    code: str | None = None


def open_bytes(path: Path, name: str, member: str | None) -> IO[bytes]:
    """Open a delivered file; of an archive one member, checked before it is opened. Raises Refusal."""
    with path.open("rb") as file:
        is_archive = file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    if not is_archive or name.lower().endswith(".parquet"):
        return path.open("rb")
    try:
        archive = zipfile.ZipFile(path)
        return archive.open(_member(archive, member))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise Refusal(
            say("the archive cannot be opened: {reason}", reason=error), say("pack it anew, without a password")
        ) from None


def _member(archive: zipfile.ZipFile, member: str | None) -> zipfile.ZipInfo:
    files = [info for info in archive.infolist() if not info.is_dir()]
    names = [info.filename for info in files]
    if "[Content_Types].xml" in names:
        raise Refusal(say("the file is an office document, not a table of text"), say("save the sheet as CSV"))
    if member is None and len(files) != 1:
        raise Refusal(
            say("the archive holds {n} files", n=len(files)),
            say("name one as `member:`: {names}", names=", ".join(names[:10])),
        )
    chosen = files[0] if member is None else next((info for info in files if info.filename == member), None)
    if chosen is None:
        close = nearest(member or "", names)
        mend = (
            say("did you mean {name}?", name=close) if close else say("it holds {names}", names=", ".join(names[:10]))
        )
        raise Refusal(say("the archive holds no file «{name}»", name=member), mend)
    if chosen.flag_bits & 1:
        raise Refusal(say("the archive is encrypted"), say("deliver it without a password"))
    if chosen.file_size > LARGE_BYTES and chosen.file_size > HIGHEST_RATIO * max(chosen.compress_size, 1):
        raise Refusal(
            say("the archive would unpack to {n} times its size", n=chosen.file_size // max(chosen.compress_size, 1)),
            say("deliver the file unpacked"),
        )
    return chosen


class _Lines:
    """Lines of a text stream, remembering those of the record that is being read."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.stream)
        self.taken.append(line)
        return line

    def text(self) -> str:
        """The text of the record just read."""
        return "".join(self.taken).rstrip("\r\n")


def _undecodable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


# Bytes that the encoding does not have survive as lone surrogates, so that the row keeps its text.
codecs.register_error("tallystick-keep", _undecodable)


def records(stream: IO[bytes], dialect: Dialect) -> Iterator[Record]:
    """Read a CSV stream; every line of the file is in exactly one record. Blank lines are no records.

    Where a record cannot be read, each line that it took is told by itself: a quote that is never closed must not hide
    how many lines it swallowed.
    """
    csv.field_size_limit(LONGEST_FIELD)
    encoding = "utf-8-sig" if dialect.encoding == "utf-8" else dialect.encoding
    text = io.TextIOWrapper(stream, encoding, errors="tallystick-keep", newline="")
    try:
        yield from _records(_Lines(text), dialect)
    except UnicodeError:
        # Single bytes never come here: they are kept. What is left is UTF-16 of which the order of bytes is unknown.
        raise Refusal(
            say("the file does not begin as {encoding} does, with a byte order mark", encoding=dialect.encoding),
            say("check the encoding that the contract names, or write the file with a byte order mark"),
        ) from None
    finally:
        # The caller closes the stream; a wrapper that went first would close it with a warning.
        if not stream.closed:
            text.detach()


def _records(lines: _Lines, dialect: Dialect) -> Iterator[Record]:
    reader = csv.reader(lines, delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True)
    line = 1
    while True:
        lines.taken = []
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            code = _csv_code(str(error))
            for number, one in enumerate(lines.taken, start=line):
                if one.rstrip("\r\n"):
                    yield Record(number, [], one.rstrip("\r\n"), code)
            line += len(lines.taken)
            continue
        raw = lines.text()
        if raw or len(fields) > 1:
            yield Record(line, fields, raw, _code(raw))
        line += len(lines.taken)


def _csv_code(message: str) -> str:
    return "unclosed" if "unexpected end" in message else "long" if "field limit" in message else "quotes"


def _code(raw: str) -> str | None:
    if "\x00" in raw:
        return "nul"
    if not raw.isascii() and any("\udc00" <= mark <= "\udcff" for mark in raw):
        return "encoding"
    return None


def printable(text: str) -> str:
    """The text with bytes that have no character shown as their codes, so that it can be stored as UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8") if not text.isascii() else text
