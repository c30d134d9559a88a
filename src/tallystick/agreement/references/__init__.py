"""What the parts of an agreement say of each other: names that exist, dates that fit, one currency, units that match."""

from __future__ import annotations

from tallystick.agreement.findings import Finding
from tallystick.agreement.model import Agreement
from tallystick.agreement.positions import Positions
from tallystick.agreement.references import calendars, examples, frame, kpis, levels, settlement, sources
from tallystick.agreement.references.finder import Finder


def check_references(agreement: Agreement, positions: Positions, dropped: frozenset[str]) -> list[Finding]:
    """Find what does not fit together; names in `dropped` are wrong elsewhere and not complained of twice."""
    finder = Finder(agreement, positions, dropped)
    subjects = (frame, calendars, sources, kpis, levels, settlement, examples)
    return [finding for subject in subjects for finding in subject.check(finder)]
