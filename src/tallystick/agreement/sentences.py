"""What the validator found, in words for people: no jargon, the place, and the mend."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from tallystick.agreement.fields import as_written
from tallystick.agreement.findings import Finding, Severity
from tallystick.agreement.known import names_known
from tallystick.agreement.model import Agreement
from tallystick.agreement.positions import Path, Positions
from tallystick.values.refusals import Refusal
from tallystick.words import nearest, say

Words = tuple[str, str]


def findings_of(
    errors: Sequence[Mapping[str, Any]], positions: Positions, model: type[BaseModel] = Agreement, under: Path = ()
) -> list[Finding]:
    """Turn the errors of a validation into findings; `under` is where the model begins in the file.

    Where a term may be written in several ways, the validator complains once a way: the way that was begun is told.
    """
    by_choice: dict[object, list[tuple[Path, Mapping[str, Any]]]] = {}
    for number, error in enumerate(errors):
        path, choice = _in_file(error, positions)
        by_choice.setdefault(number if choice is None else choice, []).append((path, error))
    told = []
    for open_at, ways in by_choice.items():
        begun = [error for path, error in ways if path != open_at]
        told += begun or [ways[0][1]]
    return [finding_of(error, positions, {}, model, under) for error in told]


def finding_of(
    error: Mapping[str, Any],
    positions: Positions,
    data: Mapping[str, Any],
    model: type[BaseModel] = Agreement,
    under: Path = (),
) -> Finding:
    """Turn one error of the validator into a finding."""
    path, _ = _in_file(error, positions)
    held = path if path in positions.values else path[:-1]
    kind = str(error["type"])
    if kind == "extra_forbidden":
        problem, mend = _extra(path, names_known(model, path[len(under) : -1]))
    else:
        problem, mend = _WORDS.get(kind, _otherwise)(error, path)
    at_key = kind in ("extra_forbidden", "missing") or error["loc"][-1:] == ("[key]",)
    place = positions.key_place(held) if at_key else positions.place(held)
    return Finding(f"terms.{_CODES.get(kind, 'wrong')}", Severity.ERROR, _cut(problem), mend, path, place)


def _in_file(error: Mapping[str, Any], positions: Positions) -> tuple[Path, Path | None]:
    """The path without the validator's own labels, and where the first label stood: there, several ways are open."""
    path: Path = ()
    choice = None
    for number, part in enumerate(error["loc"], start=1):
        last = number == len(error["loc"])
        if (
            (*path, part) in positions.values
            or (*path, part) in positions.keys
            or (last and error["type"] == "missing")
        ):
            path = (*path, part)
        elif part != "[key]" and choice is None:
            choice = path
    return path, choice


def _cut(text: str, most: int = 300) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _shown(value: object) -> str:
    return _cut(as_written(value), 60)


def _name(path: Path) -> str:
    return _cut(".".join(str(part) for part in path), 120)


def _extra(path: Path, known: Sequence[str]) -> Words:
    close = nearest(str(path[-1]), known)
    if close:
        mend = say("did you mean {name}?", name=close)
    elif known:
        mend = say("the terms known here: {names}", names=", ".join(sorted(known)))
    else:
        mend = say("delete it, or look at the reference of the format")
    return say("{name} is no term of the format here", name=_name(path)), mend


def _missing(error: Mapping[str, Any], path: Path) -> Words:
    name = str(path[-1])
    where = _name(path[:-1])
    if not where:
        return say("{name} is missing", name=name), say("add a line `{name}: ...`", name=name)
    return say("{where} lacks {name}", where=where, name=name), say("add `{name}: ...` under it", name=name)


def _refused(error: Mapping[str, Any], path: Path) -> Words:
    reason = error.get("ctx", {}).get("error")
    if isinstance(reason, Refusal):
        return f"{_name(path)}: {reason.problem}", reason.mend
    return f"{_name(path)}: {reason}", say("see the reference of the format")


def _text_wanted(error: Mapping[str, Any], path: Path) -> Words:
    given = error.get("input")
    if given is None:
        return say("{name} is empty", name=_name(path)), say("write it, or delete the line")
    if isinstance(given, (dict, list)):
        return say("{name}: a text is wanted here", name=_name(path)), say("write it on the line of its key")
    return (
        say("{name}: {value} is not quoted", name=_name(path), value=_shown(given)),
        say('put quotes around it, with its unit if it has one: "{value}"', value=_shown(given)),
    )


def _choice(error: Mapping[str, Any], path: Path) -> Words:
    expected = str(error.get("ctx", {}).get("expected", "")).replace("'", "")
    return (
        say("{name}: «{value}» is not one of the choices", name=_name(path), value=_shown(error.get("input"))),
        say("write {expected}", expected=expected),
    )


def _pattern(error: Mapping[str, Any], path: Path) -> Words:
    if error["loc"][-1] == "[key]":
        return (
            say("«{name}» is no name", name=path[-1] if path else ""),
            say("begin with a small letter; then small letters, digits and _"),
        )
    if path[-1:] == ("type",):
        mend = say("write boolean, integer, text, timestamp, date or decimal(10,2)")
    else:
        mend = say("begin with a small letter; then small letters, digits and _")
    return say(
        "{name}: «{value}» is not written as it should be", name=_name(path), value=_shown(error.get("input"))
    ), mend


def _mapping_wanted(error: Mapping[str, Any], path: Path) -> Words:
    return (
        say("{name}: names with values are wanted here", name=_name(path) or say("the file")),
        say("write `name: value` lines, indented under it"),
    )


def _list_wanted(error: Mapping[str, Any], path: Path) -> Words:
    return say("{name}: a list is wanted here", name=_name(path)), say("write it as [one, two]")


def _number_wanted(error: Mapping[str, Any], path: Path) -> Words:
    return say("{name}: a whole number is wanted here", name=_name(path)), say("write it with digits, unquoted")


def _bound(error: Mapping[str, Any], path: Path) -> Words:
    context = error.get("ctx", {})
    if "ge" in context:
        return say("{name} is too small", name=_name(path)), say("write {n} or more", n=context["ge"])
    return say("{name} is too large", name=_name(path)), say("write {n} or less", n=context.get("le"))


def _no_text(error: Mapping[str, Any], path: Path) -> Words:
    return say("{name} is empty", name=_name(path)), say("write a text")


def _empty(error: Mapping[str, Any], path: Path) -> Words:
    return say("{name} is empty", name=_name(path)), say("write at least one entry")


def _yes_or_no(error: Mapping[str, Any], path: Path) -> Words:
    return say("{name}: yes or no is wanted here", name=_name(path)), say("write true or false, unquoted")


def _too_long(error: Mapping[str, Any], path: Path) -> Words:
    return say("{name} is longer than it may be", name=_name(path)), say("write one character")


def _otherwise(error: Mapping[str, Any], path: Path) -> Words:
    return say("{name} cannot be read", name=_name(path)), say("see the reference of the format")


_WORDS: dict[str, Callable[[Mapping[str, Any], Path], Words]] = {
    "missing": _missing,
    "value_error": _refused,
    "string_type": _text_wanted,
    "literal_error": _choice,
    "string_pattern_mismatch": _pattern,
    "dict_type": _mapping_wanted,
    "model_type": _mapping_wanted,
    "model_attributes_type": _mapping_wanted,
    "tuple_type": _list_wanted,
    "list_type": _list_wanted,
    "int_type": _number_wanted,
    "bool_type": _yes_or_no,
    "greater_than_equal": _bound,
    "less_than_equal": _bound,
    "too_short": _empty,
    "string_too_short": _no_text,
    "string_too_long": _too_long,
}
TRANSLATED = frozenset({"extra_forbidden", *_WORDS})
_CODES = {
    "extra_forbidden": "unknown_key",
    "missing": "missing",
    "value_error": "unreadable",
    "string_type": "unquoted",
    "literal_error": "choice",
    "string_pattern_mismatch": "name",
}
