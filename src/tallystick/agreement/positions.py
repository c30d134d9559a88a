"""YAML as plain data with the place of every key and value: a strict subset, all problems at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tallystick.agreement.findings import Finding, Place, Severity
from tallystick.words import say

Path = tuple[str | int, ...]
DEEPEST = 30
LARGEST_BYTES = 2_000_000

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FRACTION = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULL = {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True)
class Unquoted:
    """A number with a point that is not quoted: an amount without its unit."""

    text: str


@dataclass(frozen=True)
class Spot:
    """Where a node begins: line and column from 1; `style` is '' for plain, a quote, or | or > for a block."""

    line: int
    column: int
    style: str = ""


@dataclass
class Positions:
    """Places of keys and values by path."""

    file: str
    lines: list[str] = field(default_factory=list)
    keys: dict[Path, Spot] = field(default_factory=dict)
    values: dict[Path, Spot] = field(default_factory=dict)

    def place(self, path: Path) -> Place:
        """The place of a value, or of the nearest part of the file that holds it."""
        spot = self.values.get(path)
        while spot is None and path:
            path = path[:-1]
            spot = self.keys.get(path) or self.values.get(path)
        return Place(self.file, spot.line, spot.column) if spot else Place(self.file, 1, 1)

    def key_place(self, path: Path) -> Place:
        """The place of a key."""
        spot = self.keys.get(path)
        return Place(self.file, spot.line, spot.column) if spot else self.place(path)

    def place_within(self, path: Path, offset: int) -> Place:
        """The place of a character inside a text value."""
        spot = self.values.get(path)
        if spot is None:
            return self.place(path)
        if spot.style in ("|", ">"):
            return self._in_block(spot, offset)
        shift = 1 if spot.style in ("'", '"') else 0
        return Place(self.file, spot.line, spot.column + shift + offset)

    def _in_block(self, spot: Spot, offset: int) -> Place:
        for number in range(spot.line, len(self.lines)):
            text = self.lines[number]
            indent = len(text) - len(text.lstrip())
            if offset <= len(text) - indent:
                return Place(self.file, number + 1, indent + 1 + offset)
            offset -= len(text) - indent + 1
        return Place(self.file, spot.line, spot.column)


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
    positions.lines = text.splitlines()
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
            self.note("large", say("the file has {n} bytes", n=len(content)), say("keep it under 2 MB"), Spot(1, 1))
            return None
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = content[: error.start]
            spot = Spot(before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1)
            self.note("encoding", say("the file is not UTF-8 here"), say("save it as UTF-8"), spot)
            return None
        bad = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
        if bad:
            spot = Spot(text.count("\n", 0, bad.start()) + 1, bad.start() - text.rfind("\n", 0, bad.start()))
            self.note("character", say("a control character stands here"), say("delete it"), spot)
            return None
        return text

    def read(self, text: str) -> Any:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        try:
            events = iter(list(YAML(typ="safe", pure=True).parse(text)))
            return self._document(events)
        except MarkedYAMLError as error:
            self._syntax(error, text)
        except _Stop:
            pass
        except (YAMLError, RecursionError, ValueError, IndexError, AttributeError, TypeError):
            # The parser itself stumbles over some texts; what a person needs to know is the same.
            self.note("syntax", say("the file is not YAML"), say("look at its indentation and quotes"), Spot(1, 1))
        return None

    def _syntax(self, error: Any, text: str) -> None:
        mark = error.problem_mark or error.context_mark
        spot = Spot(mark.line + 1, mark.column + 1) if mark else Spot(1, 1)
        lines = text.splitlines()
        line = lines[spot.line - 1] if spot.line <= len(lines) else ""
        if "\t" in line[: len(line) - len(line.lstrip())]:
            mend = say("indent with spaces, not with tabs")
        elif re.search(r"(value|where|rows|because|clause):", line) or "(" in line:
            mend = say("put an expression or a text with quotes, commas or colons on the next line, after a |")
        else:
            mend = say("look at the indentation, the quotes and the colons here and in the line before")
        self.note("syntax", say("this is not YAML: {problem}", problem=error.problem or error.context), mend, spot)

    def _document(self, events: Iterator[Any]) -> Any:
        data, seen = None, 0
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                seen += 1
                if seen > 1:
                    spot = Spot(event.start_mark.line + 1, event.start_mark.column + 1)
                    self.note("documents", say("a second document begins here"), say("keep one document a file"), spot)
                    raise _Stop
            elif kind not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                data = self._node(event, events, (), 0)
        if seen == 0:
            self.note("empty", say("the file is empty"), say("`tallystick init` writes one to start from"), Spot(1, 1))
        return data

    def _node(self, event: Any, events: Iterator[Any], path: Path, depth: int) -> Any:
        spot = Spot(event.start_mark.line + 1, event.start_mark.column + 1, getattr(event, "style", "") or "")
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
        return _scalar(event)

    def _refuse_marks(self, event: Any, spot: Spot, path: Path) -> None:
        if event.anchor:
            self.note(
                "anchor", say("an anchor (&) stands here"), say("write the value out where it is used"), spot, path
            )
        if event.tag is not None and str(event.tag) not in ("None", "!"):
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
            if key == "<<":
                self.note("merge", say("a merge key (<<) stands here"), say("write the values out"), spot, path)
            if key in result:
                first = self.positions.keys[(*path, key)]
                problem = say("{key} is given twice, first on line {line}", key=key, line=first.line)
                self.note("duplicate", problem, say("keep one of them"), spot, (*path, key))
            self.positions.keys[(*path, key)] = spot
            result[key] = self._node(next(events), events, (*path, key), depth + 1)
        return result

    def _sequence(self, events: Iterator[Any], path: Path, depth: int) -> list[Any]:
        result: list[Any] = []
        while type(event := next(events)).__name__ != "SequenceEndEvent":
            result.append(self._node(event, events, (*path, len(result)), depth + 1))
        return result


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
