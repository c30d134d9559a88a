"""Where each key and value of a file stands, and each character inside a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tallystick.agreement.findings import Place

Path = tuple[str | int, ...]
_ESCAPED_LENGTH = {"x": 4, "u": 6, "U": 10}


@dataclass(frozen=True)
class Spot:
    """Where a node begins: line and column from 1; `style` is '' for plain, a quote, or | or > for a block.

    `text` is what stands there when it is a plain scalar: 0777 and not 777.
    """

    line: int
    column: int
    style: str = ""
    text: str | None = None


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
        """The place of a character of a text value, counted after the text is stripped."""
        spot = self.values.get(path)
        if spot is None:
            return self.place(path)
        for number, place in enumerate(self._characters(spot)):
            if number == offset:
                return place
        return self.place(path)

    def _characters(self, spot: Spot) -> Iterator[Place]:
        """The places of a text's characters; the last one is the place after it."""
        block = spot.style in ("|", ">")
        places = self._of_block(spot) if block else self._of_lines(spot)
        signs = list(places)
        first = next((index for index, (sign, _) in enumerate(signs) if not sign.isspace()), 0)
        for _, place in signs[first:]:
            yield place

    def _of_block(self, spot: Spot) -> Iterator[tuple[str, Place]]:
        following = self.lines[spot.line :]
        indent = next((len(text) - len(text.lstrip()) for text in following if text.strip()), 0)
        for number, text in enumerate(following, start=spot.line + 1):
            if text.strip() and len(text) - len(text.lstrip()) < indent:
                return
            yield from ((sign, Place(self.file, number, at)) for at, sign in enumerate(text[indent:], indent + 1))
            yield "\n", Place(self.file, number, max(len(text), indent) + 1)

    def _of_lines(self, spot: Spot) -> Iterator[tuple[str, Place]]:
        """A plain or quoted text; the break and the indentation of a further line are one character."""
        quote = spot.style if spot.style in ("'", '"') else ""
        at = spot.column - 1 + len(quote)
        for number, text in enumerate(self.lines[spot.line - 1 :], start=spot.line):
            while at < len(text):
                if quote and text[at] == quote and text[at : at + 2] != "''":
                    return
                yield text[at], Place(self.file, number, at + 1)
                at += _length(text, at, quote)
            yield "\n", Place(self.file, number, len(text) + 1)
            following = self.lines[number] if number < len(self.lines) else ""
            at = len(following) - len(following.lstrip())


def _length(text: str, at: int, quote: str) -> int:
    """How many characters of the file make one of the text."""
    if quote == '"' and text[at] == "\\":
        return _ESCAPED_LENGTH.get(text[at + 1 : at + 2], 2)
    return 2 if quote == "'" and text[at] == "'" else 1
