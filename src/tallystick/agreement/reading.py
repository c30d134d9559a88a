"""Reading an agreement: bytes become terms, or findings with their place; all problems at once."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel, ValidationError

from tallystick.agreement.fields import as_written
from tallystick.agreement.findings import Finding, Place, Refused, Severity, in_order
from tallystick.agreement.model import Agreement
from tallystick.agreement.positions import LARGEST_BYTES, Path, Positions, parse
from tallystick.agreement.references import check_references
from tallystick.agreement.sentences import findings_of
from tallystick.words import nearest, say

Registry = Mapping[str, type[BaseModel]]
_SECTIONS = ("calendars", "objectives", "sources", "kpis", "incentives", "examples")


@dataclass(frozen=True)
class Document:
    """An agreement as read: the exact bytes, the terms (None with any error), and what was found.

    `partial` holds the parts that are sound even where others are not, so that these are checked further.
    """

    content: bytes
    name: str
    positions: Positions
    findings: tuple[Finding, ...]
    agreement: Agreement | None
    partial: Agreement | None = None
    dropped: frozenset[str] = field(default_factory=frozenset)

    @property
    def sha256(self) -> str:
        """The hash of the exact bytes."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def text(self) -> str:
        """The file as text."""
        return self.content.decode("utf-8-sig", errors="replace")

    def must(self) -> Agreement:
        """The terms, or Refused with all that is wrong."""
        if self.agreement is None:
            raise Refused(self.findings)
        return self.agreement

    def place(self, path: Path) -> Place:
        """The place of a term."""
        return self.positions.place(path)

    def place_within(self, path: Path, offset: int) -> Place:
        """The place of a character inside a text term."""
        return self.positions.place_within(path, offset)


def read(path: FilePath, registry: Registry | None = None) -> Document:
    """Read an agreement file. A file that cannot be opened is a finding too."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except (OSError, ValueError) as error:
        place = Place(str(path), 1, 1)
        problem = say("the file cannot be read: {reason}", reason=getattr(error, "strerror", None) or error)
        mend = say("check the path; `tallystick init` writes an agreement to start from")
        found = Finding("file.unreadable", Severity.ERROR, problem, mend, (), place)
        return Document(b"", str(path), Positions(str(path)), (found,), None)
    return read_bytes(content, str(path), registry)


def read_text(text: str, name: str, registry: Registry | None = None) -> Document:
    """Read an agreement from text."""
    return read_bytes(text.encode(), name, registry)


def read_bytes(content: bytes, name: str, registry: Registry | None = None) -> Document:
    """Read an agreement from bytes; never raises for bad input."""
    parsed = parse(content, name)
    findings = list(parsed.findings)
    if not isinstance(parsed.data, dict):
        if not findings:
            place = Place(name, 1, 1)
            problem, mend = say("the file holds no terms"), say("`tallystick init` writes an agreement to start from")
            findings.append(Finding("agreement.empty", Severity.ERROR, problem, mend, (), place))
        return Document(content, name, parsed.positions, in_order(findings), None)
    data = dict(parsed.data)
    found, broken = _incentives(data, parsed.positions, registry)
    findings += found
    agreement, errors = _validated(data)
    findings += findings_of(errors, parsed.positions)
    dropped = _names(errors) | broken
    partial = agreement if agreement is not None else _without(data, errors)
    if partial is not None:
        findings += check_references(partial, parsed.positions, dropped)
    sound = not any(one.severity is Severity.ERROR for one in findings)
    return Document(content, name, parsed.positions, in_order(findings), agreement if sound else None, partial, dropped)


def _validated(data: dict[str, Any]) -> tuple[Agreement | None, list[Any]]:
    year_starts = data.get("year_starts", 1)
    context = {"year_starts": year_starts if year_starts in range(1, 13) else 1}
    try:
        return Agreement.model_validate(data, context=context), []
    except ValidationError as error:
        return None, list(error.errors(include_url=False))


def _names(errors: list[Any]) -> frozenset[str]:
    return frozenset(str(error["loc"][1]) for error in errors if len(error["loc"]) > 1 and error["loc"][0] in _SECTIONS)


def _without(data: dict[str, Any], errors: list[Any]) -> Agreement | None:
    """The agreement without what is wrong in it, so that the rest is still checked against each other."""
    kept = copy.deepcopy(data)
    wrong_examples: set[int] = set()
    for error in errors:
        path = error["loc"]
        unknown = error["type"] == "extra_forbidden"
        if not unknown and path[0] not in (*_SECTIONS, "settlement"):
            return None
        if path[0] == "examples" and len(path) > 1 and isinstance(path[1], int):
            wrong_examples.add(path[1])
        else:
            named = path[0] in _SECTIONS and isinstance(kept.get(path[0]), dict)
            _remove(kept, path if unknown else path[: 2 if named else 1])
    if wrong_examples:
        kept["examples"] = [one for index, one in enumerate(data["examples"]) if index not in wrong_examples]
    return _validated(kept)[0]


def _remove(data: Any, path: tuple[Any, ...]) -> None:
    for part in path[:-1]:
        data = data.get(part) if isinstance(data, dict) else None
    if isinstance(data, dict):
        data.pop(path[-1], None)


def _incentives(
    data: dict[str, Any], positions: Positions, registry: Registry | None
) -> tuple[list[Finding], frozenset[str]]:
    """Read rule bodies with the terms of their rules; without a registry they stay as they are written."""
    bodies = data.get("incentives")
    if registry is None or not isinstance(bodies, dict):
        return [], frozenset()
    findings: list[Finding] = []
    sound: dict[str, Any] = {}
    for name, body in bodies.items():
        path: Path = ("incentives", name)
        rule = body.get("rule") if isinstance(body, dict) else None
        model = registry.get(rule) if isinstance(rule, str) else None
        if model is None:
            findings.append(_unknown_rule(rule, path, positions, registry))
            continue
        try:
            sound[name] = model.model_validate(body)
        except ValidationError as error:
            errors = [{**one, "loc": (*path, *one["loc"])} for one in error.errors(include_url=False)]
            findings += findings_of(errors, positions, model, path)
    data["incentives"] = sound
    return findings, frozenset(bodies) - frozenset(sound)


def _unknown_rule(rule: object, path: Path, positions: Positions, registry: Registry) -> Finding:
    close = nearest(rule, registry) if isinstance(rule, str) else None
    known = ", ".join(sorted(registry))
    mend = say("did you mean {name}?", name=close) if close else say("the rules known here: {known}", known=known)
    if rule is None:
        problem, place = say("the incentive names no rule"), positions.key_place(path)
    else:
        problem, place = say("there is no rule «{rule}»", rule=as_written(rule)), positions.place((*path, "rule"))
    return Finding(
        "incentive.unknown_rule",
        Severity.ERROR,
        problem,
        mend,
        path,
        place,
    )
