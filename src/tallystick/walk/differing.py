"""What changed between two agreements, in text and in meaning?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tallystick.agreement.comparing import Change, meaning_difference, text_difference
from tallystick.agreement.reading import read
from tallystick.settlement.incentives.registry import registry, terms_by_rule


@dataclass(frozen=True)
class Difference:
    """The difference as text and as changes of terms."""

    text: str
    changes: tuple[Change, ...]


def diff(before: Path, after: Path) -> Difference:
    """Compare two agreement files. Raises Refused when one of them cannot be read."""
    rules = terms_by_rule(registry())
    first, second = read(before, rules), read(after, rules)
    first.must()
    second.must()
    return Difference(text_difference(first, second), meaning_difference(first, second))
