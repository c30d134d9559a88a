"""What an expression may speak of: the columns of its source, the calendars, the other KPIs, the cut-off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tallystick.measurement.expressions.nodes import Column, Type
from tallystick.values.units import Unit
from tallystick.words import nearest, say


@dataclass(frozen=True)
class Scope:
    """Names in reach. `zone` reads local literals and parts of a day; `as_of` is the measurement's cut-off in UTC."""

    columns: Mapping[str, Column] = field(default_factory=dict)
    calendars: frozenset[str] = frozenset()
    kpis: Mapping[str, Unit] = field(default_factory=dict)
    zone: str = "UTC"
    currency: str = ""
    key: tuple[str, ...] = ()
    time: str = ""
    ambiguous: str = "quarantine"
    nonexistent: str = "quarantine"
    as_of: datetime = datetime(2000, 1, 1, tzinfo=UTC)

    def types(self) -> dict[str, Type]:
        """The type of each column."""
        return {name: column.type for name, column in self.columns.items()}


def suggestion(name: str, known: Iterable[str], what: str) -> str:
    """«Did you mean …?», or the list of what there is."""
    names = sorted(known)
    close = nearest(name, names)
    if close:
        return say("did you mean {name}?", name=close)
    if not names:
        return say("there is no {what} to name here", what=what)
    shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return say("the {what} known here: {names}", what=what, names=shown)
