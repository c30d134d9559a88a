"""The difference in meaning: terms that were added, removed or changed, whatever the spelling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from tallystick.agreement.positions import Path
from tallystick.agreement.reading import Document
from tallystick.values.dated import Dated
from tallystick.words import say


@dataclass(frozen=True)
class Change:
    """One term: its path, and its canonical text before and after (None: there was none, or is none)."""

    kind: Literal["added", "removed", "changed"]
    path: Path
    before: str | None
    after: str | None

    def written(self) -> str:
        """One line."""
        path = ".".join(str(part) for part in self.path)
        if self.kind == "added":
            return say("+ {path}: {after}", path=path, after=self.after)
        if self.kind == "removed":
            return say("- {path}: {before}", path=path, before=self.before)
        return say("~ {path}: {before} -> {after}", path=path, before=self.before, after=self.after)


def meaning_difference(before: Document, after: Document) -> tuple[Change, ...]:
    """Compare the terms of two sound documents. Raises Refused."""
    old, new = dict(_leaves(before.must(), ())), dict(_leaves(after.must(), ()))
    changes = []
    for path in sorted(old.keys() | new.keys(), key=lambda path: [str(part) for part in path]):
        was, now = old.get(path), new.get(path)
        if was != now:
            kind: Any = "added" if was is None else "removed" if now is None else "changed"
            changes.append(Change(kind, path, was, now))
    return tuple(changes)


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every term with its canonical text; what is left out of the file has none."""
    if value is None or value in ((), {}):
        return
    parts = _parts(value)
    if parts is None:
        written = getattr(value, "written", None)
        yield path, str(written()) if callable(written) else str(getattr(value, "name", value))
        return
    for name, each in parts:
        yield from _leaves(each, (*path, name))


def _parts(value: Any) -> list[tuple[str | int, Any]] | None:
    """The parts of a term by name, date or place; None for a term without parts."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields.items()
        return [(field.alias or name, getattr(value, name)) for name, field in fields if name in value.model_fields_set]
    if isinstance(value, Dated):
        return [(day.isoformat(), each) for day, each in value.steps]
    if isinstance(value, dict):
        return [(getattr(name, "name", None) or str(name), each) for name, each in value.items()]
    return list(enumerate(value)) if isinstance(value, (tuple, list)) else None
