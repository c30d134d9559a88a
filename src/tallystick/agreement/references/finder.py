"""How an error of reference is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from tallystick.agreement.findings import Finding, Severity
from tallystick.agreement.model import Agreement
from tallystick.agreement.positions import Path, Positions
from tallystick.values.refusals import Refusal
from tallystick.values.units import Unit
from tallystick.values.zones import zone_of
from tallystick.words import nearest, say


class Finder:
    """Makes errors with their place, for an agreement or the sound parts of one."""

    def __init__(self, agreement: Agreement, positions: Positions, dropped: frozenset[str]) -> None:
        self.agreement = agreement
        self.positions = positions
        self.dropped = dropped

    def error(self, code: str, path: Path, problem: str, mend: str) -> Finding:
        """An error at a term."""
        return Finding(code, Severity.ERROR, problem, mend, path, self.positions.place(path))

    def unknown(self, what: str, name: str, known: Iterable[str], path: Path) -> Iterator[Finding]:
        """An error unless the name is known."""
        names = sorted(known)
        if name in names or name in self.dropped:
            return
        close = nearest(name, names)
        mend = (
            say("did you mean {name}?", name=close)
            if close
            else say("the names known here: {names}", names=", ".join(names) or say("none"))
        )
        yield self.error("name.unknown", path, say("there is no {what} «{name}»", what=what, name=name), mend)

    def zone(self, name: str, path: Path) -> Iterator[Finding]:
        """An error unless the zone exists."""
        try:
            zone_of(name)
        except Refusal as refusal:
            yield self.error("zone.unknown", path, refusal.problem, refusal.mend)

    def currency(self, code: str | None, path: Path) -> Iterator[Finding]:
        """An error unless it is the agreement's currency."""
        if code is not None and code != self.agreement.currency:
            problem = say("{code} is not the agreement's currency", code=code)
            mend = say("write {currency}, or change `currency:`", currency=self.agreement.currency)
            yield self.error("currency.mixed", path, problem, mend)

    def unit(self, unit: Unit, wanted: Unit, rounding: str, path: Path) -> Iterator[Finding]:
        """An error unless a figure is in the unit of its rounding."""
        if unit.currency and wanted.currency and unit.currency != wanted.currency:
            return
        if unit != wanted:
            shown = unit.written() or say("a plain number")
            problem = say("this is in another unit ({unit}) than the rounding ({other})", unit=shown, other=rounding)
            yield self.error("unit.mixed", path, problem, say("write both in one unit"))

    def after_end(self, day: date, what: str, path: Path) -> Iterator[Finding]:
        """An error when a value takes force after the agreement has ended."""
        term = self.agreement.term
        if term.start <= term.end < day:
            problem = say("a {field} holds from {day}, after the agreement ends", field=what, day=day)
            yield self.error("dates.after_end", path, problem, say("move or delete it"))
