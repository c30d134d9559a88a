"""YAML as plain data with the place of every key and value: a strict subset, all problems at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tallystick.agreement.findings import Finding, Place, Severity
from tallystick.agreement.places import Path, Positions, Spot
from tallystick.agreement.syntax import words_of
from tallystick.words import say

DEEPEST = 30
LARGEST_BYTES = 2_000_000

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FRACTION = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULL = {"", "~", "null", "Null", "NULL"}
_BAD = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(frozen=True)
class Unquoted:
    """A number with a point that is not quoted: an amount without its unit."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass
class Parsed:
    """A file as plain data, its places, and what is wrong with it as YAML."""

    data: Any
    positions: Positions
    findings: list[Finding]


def parse(content: bytes, file: str) -> Parsed:
    """Parse bytes; the data is None when nothing could be read. Never raises for bad input."""
    positions = Positions(file)
    reader = _Reader(positions)
    text = reader.decode(content)
    if text is None:
        return Parsed(None, positions, reader.findings)
    return Parsed(reader.read(text), positions, reader.findings)


class _Stop(Exception):
    """Ends the reading of a file that cannot be followed further."""


class _Reader:
    def __init__(self, positions: Positions) -> None:
        self.positions = positions
        self.findings: list[Finding] = []

    def note(self, code: str, problem: str, mend: str, spot: Spot, path: Path = ()) -> None:
        place = Place(self.positions.file, spot.line, spot.column)
        self.findings.append(Finding(f"yaml.{code}", Severity.ERROR, problem, mend, path, place))

    def decode(self, content: bytes) -> str | None:
        if len(content) > LARGEST_BYTES:
            self.note("large", say("the file is larger than 2 MB"), say("keep data out of the agreement"), Spot(1, 1))
            return None
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = content[: error.start].decode("utf-8-sig")
            self.note("encoding", say("the file is not UTF-8 here"), say("save it as UTF-8"), _spot(before))
            return None
        self.positions.lines = _BREAK.split(text)
        for number, line in enumerate(self.positions.lines, start=1):
            if bad := _BAD.search(line):
                spot = Spot(number, bad.start() + 1)
                self.note("character", say("a control character stands here"), say("delete it"), spot)
        return None if self.findings else text

    def read(self, text: str) -> Any:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        self._refuse_tabs()
        try:
            return self._document(YAML(typ="safe", pure=True).parse(text))
        except MarkedYAMLError as error:
            line, column, problem, mend = words_of(error, self.positions.lines)
            told = {one.place.line for one in self.findings if one.place and one.code == "yaml.tab"}
            if line not in told:
                self.note("syntax", problem, mend, Spot(line, column))
        except _Stop:
            pass
        except (YAMLError, RecursionError, ValueError, IndexError, AttributeError, TypeError, AssertionError):
            # The parser itself stumbles over some texts; what a person needs to know is the same.
            self.note("syntax", say("the file is not YAML"), say("look at its indentation and quotes"), Spot(1, 1))
        return None

    def _refuse_tabs(self) -> None:
        for number, line in enumerate(self.positions.lines, start=1):
            if "\t" in line:
                mend = say("write spaces; inside a text in double quotes a tab is \\t")
                self.note("tab", say("a tab stands here"), mend, Spot(number, line.index("\t") + 1))

    def _document(self, events: Iterator[Any]) -> Any:
        """Read event by event, so that a file nested too deep is left before the parser follows it down."""
        data, seen = None, 0
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                seen += 1
                self._refuse_document(event, seen)
            elif kind not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                data = self._node(event, events, (), 0)
        if seen == 0:
            self.note("empty", say("the file is empty"), say("`tallystick init` writes one to start from"), Spot(1, 1))
        return data

    def _refuse_document(self, event: Any, seen: int) -> None:
        spot = Spot(event.start_mark.line + 1, event.start_mark.column + 1)
        if seen > 1:
            self.note("documents", say("a second document begins here"), say("keep one document a file"), spot)
            raise _Stop
        if event.version or event.tags:
            self.note("directive", say("a directive (%) stands here"), say("delete it; the format is YAML 1.2"), spot)

    def _node(self, event: Any, events: Iterator[Any], path: Path, depth: int) -> Any:
        style = getattr(event, "style", "") or ""
        spot = Spot(
            event.start_mark.line + 1,
            event.start_mark.column + 1,
            style,
            None if style else getattr(event, "value", None),
        )
        self.positions.values[path] = spot
        if depth > DEEPEST:
            self.note("deep", say("the file is nested too deep"), say("keep to the terms of the format"), spot, path)
            raise _Stop
        kind = type(event).__name__
        if kind == "AliasEvent":
            self.note("alias", say("an alias (*) stands here"), say("write the value out"), spot, path)
            return None
        self._refuse_marks(event, spot, path)
        if kind == "MappingStartEvent":
            return self._mapping(events, path, depth)
        if kind == "SequenceStartEvent":
            return self._sequence(events, path, depth)
        self._refuse_escaped(event, spot, path)
        return _scalar(event)

    def _refuse_escaped(self, event: Any, spot: Spot, path: Path) -> None:
        if _NO_TEXT.search(event.value):
            self.note("character", say("an escape here means no character"), say("delete it"), spot, path)

    def _refuse_marks(self, event: Any, spot: Spot, path: Path) -> None:
        if event.anchor:
            self.note(
                "anchor", say("an anchor (&) stands here"), say("write the value out where it is used"), spot, path
            )
        if event.tag is not None:
            self.note("tag", say("a tag (!) stands here"), say("delete it; the format knows its types"), spot, path)

    def _mapping(self, events: Iterator[Any], path: Path, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while type(event := next(events)).__name__ != "MappingEndEvent":
            spot = Spot(event.start_mark.line + 1, event.start_mark.column + 1)
            if type(event).__name__ != "ScalarEvent":
                self.note("key", say("a key is a plain word"), say("write it as name: value"), spot, path)
                raise _Stop
            self._refuse_marks(event, spot, path)
            key = event.value
            self._refuse_escaped(event, spot, path)
            if key == "<<":
                self.note("merge", say("a merge key (<<) stands here"), say("write the values out"), spot, path)
                self._node(next(events), events, (*path, key), depth + 1)
                continue
            if key in result:
                first = self.positions.keys[(*path, key)]
                problem = say("{key} is given twice, first on line {line}", key=key, line=first.line)
                self.note("duplicate", problem, say("keep one of them"), spot, (*path, key))
            self.positions.keys[(*path, key)] = spot
            result[key] = self._node(next(events), events, (*path, key), depth + 1)
            if self.positions.values[(*path, key)].text == "":
                self.positions.values[(*path, key)] = Spot(spot.line, spot.column, text="")
        return result

    def _sequence(self, events: Iterator[Any], path: Path, depth: int) -> list[Any]:
        result: list[Any] = []
        while type(event := next(events)).__name__ != "SequenceEndEvent":
            result.append(self._node(event, events, (*path, len(result)), depth + 1))
        return result


def _spot(before: str) -> Spot:
    """The spot after a text."""
    lines = _BREAK.split(before)
    return Spot(len(lines), len(lines[-1]) + 1)


def _scalar(event: Any) -> Any:
    """YAML 1.2's core schema for plain scalars, but numbers with a point stay text: nothing becomes a float."""
    text: str = event.value
    if event.style:
        return text
    if text in _NULL:
        return None
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < 40 else Unquoted(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return Unquoted(text) if _FRACTION.fullmatch(text) else text


__all__ = ["Parsed", "Path", "Positions", "Spot", "Unquoted", "parse"]
