"""A problem or a piece of advice: what, where in the file, and how to mend it. Collected, not raised one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Place:
    """A place in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def written(self) -> str:
        """The place as editors understand it."""
        return f"{self.file}:{self.line}:{self.column}"


class Severity(StrEnum):
    """An error stops; advice is for both parties to weigh."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True)
class Finding:
    """What is wrong or could be better, with a stable code for scripts."""

    code: str
    severity: Severity
    problem: str
    mend: str
    path: tuple[str | int, ...] = ()
    place: Place | None = None

    def written(self) -> str:
        """One line: place, severity, problem, mend, code."""
        where = f"{self.place.written()}: " if self.place else ""
        problem, mend = _ended(self.problem), _ended(f"{self.mend[:1].upper()}{self.mend[1:]}")
        return printable(f"{where}{self.severity}: {problem} {mend} [{self.code}]")


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(("?", "!", ".")) else f"{sentence}."


def printable(text: str) -> str:
    """One line, without anything that a terminal would obey: findings quote what others wrote."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in " ".join(text.split()))


class Refused(Exception):
    """Input that cannot be used, with everything that is wrong with it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(finding.written() for finding in self.findings))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort by place, then code; the same finding told twice is kept once."""
    unique = dict.fromkeys(findings)
    return tuple(
        sorted(
            unique,
            key=lambda one: (one.place.line if one.place else 0, one.place.column if one.place else 0, one.code),
        )
    )
