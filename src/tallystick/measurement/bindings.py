"""Where the data of an agreement lies: beside the agreement, never in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, ValidationError, model_validator

from tallystick.agreement.fields import STRICT, Amount, Text
from tallystick.agreement.findings import Finding, Refused, Severity, in_order
from tallystick.agreement.positions import Parsed, parse
from tallystick.agreement.sentences import findings_of
from tallystick.values.quantities import Quantity
from tallystick.values.refusals import Refusal
from tallystick.words import say


class SourceTerms(BaseModel):
    """Files of one source, relative to the bindings file or to an installed package's folder."""

    model_config = STRICT

    files: tuple[Text, ...] = Field(strict=False, min_length=1)
    member: Text | None = None
    package: Text | None = None


class EntryTerms(BaseModel):
    """A value that somebody entered, with its evidence."""

    model_config = STRICT

    kpi: Text
    period: Text
    value: Amount | None = None
    numerator: int | None = None
    denominator: int | None = None
    by: Text
    evidence: Text

    @model_validator(mode="after")
    def _has_a_value(self) -> EntryTerms:
        pair = self.numerator is not None and self.denominator is not None
        if pair == (self.value is not None):
            raise Refusal(say("an entry has a value, or a numerator and a denominator"), say("write one of the two"))
        return self


@dataclass(frozen=True)
class Entry:
    """An entered value; exact."""

    kpi: str
    period: str
    value: Fraction | None
    numerator: Fraction | None
    denominator: Fraction | None
    by: str
    evidence: str


class Level(BaseModel):
    """A new level of a KPI from a period on, accepted by people for a reason."""

    model_config = STRICT

    kpi: Text
    period: Text
    because: Text
    accepted_by: tuple[Text, ...] = Field(strict=False, min_length=1)


@dataclass(frozen=True)
class Bound:
    """The files of one source, found."""

    files: tuple[Path, ...]
    member: str | None = None


@dataclass(frozen=True)
class Bindings:
    """All sources that are bound, the entered values, and the new levels that people accepted."""

    path: Path
    sources: dict[str, Bound] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    levels: tuple[Level, ...] = ()


def read_bindings(path: Path, known: list[str]) -> Bindings:
    """Read a bindings file for the sources of an agreement. Raises Refused with all that is wrong."""
    parsed = _parsed(path)
    findings = list(parsed.findings)
    data = dict(parsed.data) if isinstance(parsed.data, dict) else {}
    if not isinstance(parsed.data, dict) and parsed.data is not None:
        problem, mend = say("bindings name sources"), say('write each as name: {{files: ["data/*.csv"]}}')
        findings.append(_finding("bindings.mapping", problem, mend, (), parsed))
    entries, found = _listed(
        data.pop("entries", None),
        EntryTerms,
        "{kpi: ..., period: ..., value: ..., by: ..., evidence: ...}",
        ("entries",),
        parsed,
    )
    findings += found
    levels, found = _listed(
        data.pop("levels", None),
        Level,
        "{kpi: ..., period: ..., because: ..., accepted_by: [...]}",
        ("levels",),
        parsed,
    )
    findings += found
    sources = {}
    for name, body in data.items():
        if name not in known:
            problem = say("the agreement has no source «{name}»", name=name)
            mend = say("its sources are: {names}", names=", ".join(known) or say("none"))
            findings.append(_finding("bindings.unknown", problem, mend, (name,), parsed))
            continue
        terms, found = _validated(SourceTerms, body, (name,), parsed)
        findings += found
        if terms is not None:
            bound, found = _bound(terms, path, (name,), parsed)
            findings += found
            sources[name] = bound
    if findings:
        raise Refused(in_order(findings))
    return Bindings(path, sources, tuple(_entry(terms) for terms in entries), tuple(levels))


def _parsed(path: Path) -> Parsed:
    try:
        return parse(path.read_bytes(), str(path))
    except OSError as error:
        problem = say("{path} cannot be read: {reason}", path=path, reason=error.strerror or error)
        mend = say(
            "write a bindings.yaml beside the agreement that says where the data lies, or name one with --bindings"
        )
        raise Refused([Finding("file.unreadable", Severity.ERROR, problem, mend)]) from None


def _finding(code: str, problem: str, mend: str, path: tuple[str | int, ...], parsed: Parsed) -> Finding:
    return Finding(code, Severity.ERROR, problem, mend, path, parsed.positions.key_place(path))


def _validated(model: type[Any], body: Any, path: tuple[str | int, ...], parsed: Parsed) -> tuple[Any, list[Finding]]:
    try:
        return model.model_validate(body), []
    except ValidationError as error:
        errors = [{**one, "loc": (*path, *one["loc"])} for one in error.errors(include_url=False)]
        return None, findings_of(errors, parsed.positions, model, path)


def _bound(terms: SourceTerms, path: Path, place: tuple[str | int, ...], parsed: Parsed) -> tuple[Bound, list[Finding]]:
    folder, findings = path.parent, []
    if terms.package is not None:
        spec = find_spec(terms.package)
        if spec is None or not spec.submodule_search_locations:
            problem = say("the package «{name}» is not installed", name=terms.package)
            mend = say("install it: pip install --no-deps {name}", name=terms.package)
            return Bound(()), [_finding("bindings.no_package", problem, mend, place, parsed)]
        folder = Path(next(iter(spec.submodule_search_locations)))
    files: list[Path] = []
    for index, pattern in enumerate(terms.files):
        found = _matching(folder, pattern)
        if not found:
            problem = say("no file matches «{pattern}» in {folder}", pattern=pattern, folder=folder)
            findings.append(
                _finding("bindings.no_file", problem, say("check the path"), (*place, "files", index), parsed)
            )
        files += found
    return Bound(tuple(files), terms.member), findings


def _matching(folder: Path, pattern: str) -> list[Path]:
    root = Path(pattern).anchor
    try:
        return sorted(one for one in Path(root or folder).glob(pattern.removeprefix(root)) if one.is_file())
    except ValueError:
        # Such as "a**": no file can match it.
        return []


def _listed(
    name: object, model: type[Any], shape: str, place: tuple[str | int, ...], parsed: Parsed
) -> tuple[list[Any], list[Finding]]:
    """The entries of a file that the bindings name, each of one shape; all that is wrong with them."""
    if name is None:
        return [], []
    path = Path(parsed.positions.file).parent / str(name)
    try:
        inner = parse(path.read_bytes(), str(path))
    except OSError as error:
        problem = say("{path} cannot be read: {reason}", path=path, reason=error.strerror or error)
        return [], [_finding("file.unreadable", problem, say("check the path"), place, parsed)]
    findings, found = list(inner.findings), []
    if not isinstance(inner.data, list):
        problem, mend = say("a list is wanted"), say("write each as - {shape}", shape=shape)
        findings.append(_finding("bindings.list", problem, mend, (), inner))
    for index, body in enumerate(inner.data if isinstance(inner.data, list) else []):
        terms, wrong = _validated(model, body, (index,), inner)
        findings += wrong
        found += [terms] if terms is not None else []
    return found, findings


def _entry(terms: EntryTerms) -> Entry:
    value: Quantity | None = terms.value
    return Entry(
        terms.kpi,
        terms.period,
        value.value if value else None,
        None if terms.numerator is None else Fraction(terms.numerator),
        None if terms.denominator is None else Fraction(terms.denominator),
        terms.by,
        terms.evidence,
    )
