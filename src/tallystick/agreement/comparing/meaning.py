"""The difference in meaning: terms that were added, removed or changed, whatever the spelling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from pydantic import BaseModel

from tallystick.agreement.fields import as_written
from tallystick.agreement.positions import Path
from tallystick.agreement.reading import Document
from tallystick.values.dated import Dated
from tallystick.values.durations import Duration
from tallystick.values.periods import Period
from tallystick.values.quantities import SECONDS_IN, Quantity
from tallystick.values.ratios import written_ratio
from tallystick.values.refusals import Refusal
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


@dataclass(frozen=True)
class _Leaf:
    """A term without parts: what it means, how it is told, and whether the file says it or leaves it to the format."""

    meaning: object
    text: str
    written: bool


def meaning_difference(before: Document, after: Document) -> tuple[Change, ...]:
    """Compare the terms of two sound documents; "74.0%" and "74%" mean the same. Raises Refused."""
    old, new = _meanings(before), _meanings(after)
    changes = []
    for path in sorted(old.keys() | new.keys(), key=_order):
        was, now = old.get(path), new.get(path)
        if was is not None and now is not None:
            if was.meaning != now.meaning:
                changes.append(Change("changed", path, was.text, now.text))
        elif was is not None and was.written:
            changes.append(Change("removed", path, was.text, None))
        elif now is not None and now.written:
            changes.append(Change("added", path, None, now.text))
    return tuple(changes)


def _order(path: Path) -> list[tuple[int, str]]:
    return [(part, "") if isinstance(part, int) else (0, part) for part in path]


def _meanings(document: Document) -> dict[Path, _Leaf]:
    agreement = document.must()
    styles = {name: kpi.rounding.style for name, kpi in agreement.kpis.items()}
    return {path: _leaf(value, _style(path, styles), written) for path, value, written in _terms(agreement, (), True)}


def _style(path: Path, styles: Mapping[str, str]) -> str | None:
    """How figures of the KPI that a path is about are shown: in percent, in hours."""
    kpi = path[1] if path[0] == "kpis" else path[3] if path[0] == "examples" and path[2] == "given" else None
    return styles.get(str(kpi))


def _terms(value: Any, path: Path, written: bool) -> Iterator[tuple[Path, Any, bool]]:
    """Every term without parts; what is left out and has no default is no term."""
    if value is None or value in ((), {}):
        return
    parts = _parts(value)
    if parts is None:
        yield path, value, written
        return
    for name, each, said in parts:
        yield from _terms(each, (*path, name), written and said)


def _parts(value: Any) -> list[tuple[str | int, Any, bool]] | None:
    """The parts of a term by name, date or place, and whether the file says them; None for a term without parts."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields.items()
        said = value.model_fields_set
        return [(field.alias or name, getattr(value, name), name in said) for name, field in fields]
    if isinstance(value, Dated):
        return [(day.isoformat(), each, True) for day, each in value.steps]
    if isinstance(value, Mapping):
        return [(getattr(name, "name", None) or str(name), each, True) for name, each in value.items()]
    if isinstance(value, (tuple, list)) and any(_parts(each) is not None for each in value):
        return [(place, each, True) for place, each in enumerate(value)]
    return None


def _leaf(value: Any, style: str | None, written: bool) -> _Leaf:
    if isinstance(value, (tuple, list)):
        leaves = [_leaf(each, style, written) for each in value]
        return _Leaf([one.meaning for one in leaves], f"[{', '.join(one.text for one in leaves)}]", written)
    if isinstance(value, Fraction):
        return _Leaf(value, written_ratio(value), written)
    if isinstance(value, Quantity):
        fits = style not in SECONDS_IN or value.unit.is_duration
        return _Leaf(value, value.written(style if fits else None), written)
    if isinstance(value, Duration):
        return _Leaf(_length(value), value.written(), written)
    tell = getattr(value, "written", None)
    if isinstance(value, Period):
        return _Leaf(value, value.name, written)
    text = str(tell()) if callable(tell) else as_written(value)
    return _Leaf(text, text, written)


def _length(duration: Duration) -> object:
    """What a duration means: 48 hours are 2 days, and 12 months are a year; working time stays as it is."""
    try:
        return duration.seconds
    except Refusal:
        pass
    try:
        return "months", duration.months
    except Refusal:
        return duration.written()
