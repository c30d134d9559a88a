"""What the validator found, in words for people: no jargon, the place, and the mend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tallystick.agreement.findings import Finding, Severity
from tallystick.agreement.model import Agreement
from tallystick.agreement.positions import Path, Positions, Unquoted
from tallystick.values.refusals import Refusal
from tallystick.words import nearest, say

Words = tuple[str, str]


def finding_of(error: dict[str, Any], positions: Positions, data: dict[str, Any]) -> Finding:
    """Turn one error of the validator into a finding."""
    path: Path = tuple(part for part in error["loc"] if part != "[key]")
    held = _known_prefix(path, positions)
    kind = str(error["type"])
    problem, mend = _WORDS.get(kind, _otherwise)(error, path)
    at_key = kind in ("extra_forbidden", "string_pattern_mismatch") and error["loc"][-1:] == ("[key]",)
    if kind == "extra_forbidden" or at_key:
        place = positions.key_place(path)
    else:
        place = positions.key_place(held) if kind == "missing" and held else positions.place(held)
    return Finding(f"terms.{_CODES.get(kind, 'wrong')}", Severity.ERROR, problem, mend, path, place)


def _known_prefix(path: Path, positions: Positions) -> Path:
    while path and path not in positions.values:
        path = path[:-1]
    return path


def _name(path: Path) -> str:
    return ".".join(str(part) for part in path)


def _extra(error: dict[str, Any], path: Path) -> Words:
    known = _known_keys(path[:-1])
    close = nearest(str(path[-1]), known)
    if close:
        mend = say("did you mean {name}?", name=close)
    elif known:
        mend = say("the terms known here: {names}", names=", ".join(sorted(known)))
    else:
        mend = say("delete it, or look at the reference of the format")
    return say("{name} is no term of the format here", name=_name(path)), mend


def _known_keys(path: Path) -> list[str]:
    """Names of the fields of the model at a path, found by walking the models."""
    model: Any = Agreement
    for part in path:
        fields = getattr(model, "model_fields", None)
        if fields is None:
            return []
        found = next((f for name, f in fields.items() if part in (name, f.alias)), None)
        model = _inner_model(found.annotation) if found is not None else model
    fields = getattr(model, "model_fields", {})
    return [field.alias or name for name, field in fields.items()]


def _inner_model(annotation: Any) -> Any:
    if hasattr(annotation, "model_fields"):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        inner = _inner_model(part)
        if inner is not None:
            return inner
    return None


def _missing(error: dict[str, Any], path: Path) -> Words:
    name = str(path[-1])
    where = _name(path[:-1])
    if not where:
        return say("{name} is missing", name=name), say("add a line `{name}: ...`", name=name)
    return say("{where} lacks {name}", where=where, name=name), say("add `{name}: ...` under it", name=name)


def _refused(error: dict[str, Any], path: Path) -> Words:
    reason = error.get("ctx", {}).get("error")
    if isinstance(reason, Refusal):
        return f"{_name(path)}: {reason.problem}", reason.mend
    return f"{_name(path)}: {reason}", say("see the reference of the format")


def _text_wanted(error: dict[str, Any], path: Path) -> Words:
    given = error.get("input")
    shown = given.text if isinstance(given, Unquoted) else given
    if isinstance(given, (int, Unquoted)):
        return (
            say("{name}: {value} is not quoted", name=_name(path), value=shown),
            say('put quotes around it, with its unit if it has one: "{value}"', value=shown),
        )
    return say("{name}: a text is wanted here", name=_name(path)), say("write it on the line of its key")


def _choice(error: dict[str, Any], path: Path) -> Words:
    expected = str(error.get("ctx", {}).get("expected", "")).replace("'", "")
    return (
        say("{name}: «{value}» is not one of the choices", name=_name(path), value=error.get("input")),
        say("write {expected}", expected=expected),
    )


def _pattern(error: dict[str, Any], path: Path) -> Words:
    if error["loc"][-1] == "[key]":
        return (
            say("«{name}» is no name", name=path[-1] if path else ""),
            say("begin with a small letter; then small letters, digits and _"),
        )
    if path[-1:] == ("type",):
        mend = say("write boolean, integer, text, timestamp, date or decimal(10,2)")
    else:
        mend = say("begin with a small letter; then small letters, digits and _")
    return say("{name}: «{value}» is not written as it should be", name=_name(path), value=error.get("input")), mend


def _mapping_wanted(error: dict[str, Any], path: Path) -> Words:
    return (
        say("{name}: names with values are wanted here", name=_name(path) or say("the file")),
        say("write `name: value` lines, indented under it"),
    )


def _list_wanted(error: dict[str, Any], path: Path) -> Words:
    return say("{name}: a list is wanted here", name=_name(path)), say("write it as [one, two]")


def _number_wanted(error: dict[str, Any], path: Path) -> Words:
    return say("{name}: a whole number is wanted here", name=_name(path)), say("write it with digits, unquoted")


def _bound(error: dict[str, Any], path: Path) -> Words:
    context = error.get("ctx", {})
    if "ge" in context:
        return say("{name} is too small", name=_name(path)), say("write {n} or more", n=context["ge"])
    return say("{name} is too large", name=_name(path)), say("write {n} or less", n=context.get("le"))


def _empty(error: dict[str, Any], path: Path) -> Words:
    return say("{name} is empty", name=_name(path)), say("write at least one entry")


def _yes_or_no(error: dict[str, Any], path: Path) -> Words:
    return say("{name}: yes or no is wanted here", name=_name(path)), say("write true or false, unquoted")


def _too_long(error: dict[str, Any], path: Path) -> Words:
    return say("{name} is longer than it may be", name=_name(path)), say("write one character")


def _otherwise(error: dict[str, Any], path: Path) -> Words:
    return say("{name} cannot be read", name=_name(path)), say("see the reference of the format")


_WORDS: dict[str, Callable[[dict[str, Any], Path], Words]] = {
    "extra_forbidden": _extra,
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
    "string_too_short": _empty,
    "string_too_long": _too_long,
}
TRANSLATED = frozenset(_WORDS)
_CODES = {
    "extra_forbidden": "unknown_key",
    "missing": "missing",
    "value_error": "unreadable",
    "string_type": "unquoted",
    "literal_error": "choice",
    "string_pattern_mismatch": "name",
}
