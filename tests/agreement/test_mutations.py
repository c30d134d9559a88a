"""Random damage to a sound agreement: always findings with place and mend in plain words, never an exception."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from tallystick.agreement.findings import Severity
from tallystick.agreement.model import Agreement
from tallystick.agreement.positions import parse
from tallystick.agreement.reading import read_bytes, read_text
from tallystick.agreement.sentences import TRANSLATED
from tallystick.settlement.incentives.registry import registry, terms_by_rule

TEXT = (Path(__file__).parent / "data" / "complete.yaml").read_text("utf-8")
RULES = terms_by_rule(registry())
JARGON = re.compile(r"pydantic|Input should|validator|literal\[|function-|\bdict\b|NoneType|<class|Unquoted|\[key\]")
SCALARS = [
    "5", "-5", "0.5", "1e9", "true", "null", "~", "[]", "{}", "[1, 2]", "{a: b}", "[[x]]", '"text"', "2026-01-01", "9999-12-31",
    "0001-01-01", "", "'x", "-", '"74%"', '"1 USD"', "|\n      x", "&a x", "*a", "!t x", "entered", "'\u202e'", '"\\0"', "1" * 60,
    '"5000 weeks"', "half up to 0.1%", "{2026-01-01: 5}", '{x: "74%"}', '{2026-01-01: null}', "Europe", "£",
]  # fmt: skip
KEYS = ["type", "from", "value", "<<", "1", "null", "'a b'", "at_least", "Ünïcode", "2026-01-01"]


@st.composite
def damaged(draw: st.DrawFn, text: str) -> str:
    """A text with one to four lines deleted, doubled, moved, or given another key or value."""
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 4))):
        index = draw(st.integers(0, len(lines) - 1))
        line = lines[index]
        kind = draw(st.sampled_from(["delete", "double", "dedent", "indent", "value", "inner", "key", "cut"]))
        if kind == "delete" and len(lines) > 1:
            del lines[index]
        elif kind == "double":
            lines.insert(index, line)
        elif kind == "dedent":
            lines[index] = line[2:]
        elif kind == "indent":
            lines[index] = f"  {line}"
        elif kind == "value" and ":" in line:
            lines[index] = f"{line.split(':')[0]}: {draw(st.sampled_from(SCALARS))}"
        elif kind == "inner" and (found := re.findall(r": ([^,{}\[\]]+)[,}]", line)):
            lines[index] = line.replace(draw(st.sampled_from(found)), draw(st.sampled_from(SCALARS)), 1)
        elif kind == "key" and (found := re.findall(r"(\w+):", line)):
            lines[index] = line.replace(draw(st.sampled_from(found)), draw(st.sampled_from(KEYS)), 1)
        elif kind == "cut":
            lines[index] = line[: draw(st.integers(0, len(line)))]
    return "\n".join(lines)


def check_plain_words(document) -> None:
    for one in document.findings:
        assert one.problem
        assert one.mend
        assert one.place is not None
        assert 1 <= one.place.line <= document.text.count("\n") + 2
        assert not JARGON.search(one.written()), one.written()
        assert one.written().isprintable()
    assert (document.agreement is None) == any(one.severity is Severity.ERROR for one in document.findings)


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_damage_is_told_in_plain_words(data: st.DataObject) -> None:
    check_plain_words(read_text(data.draw(damaged(TEXT)), "x.yaml", RULES))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_single_bytes_changed_anywhere_are_told_in_plain_words(data: st.DataObject) -> None:
    content = bytearray(TEXT.encode())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    check_plain_words(read_bytes(bytes(content), "x.yaml", RULES))


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_every_kind_of_error_that_damage_makes_is_translated(data: st.DataObject) -> None:
    terms = parse(data.draw(damaged(TEXT)).encode(), "x").data
    bodies = terms.get("incentives") if isinstance(terms, dict) else None
    kinds = kinds_of(Agreement, terms)
    for body in bodies.values() if isinstance(bodies, dict) else ():
        for model in RULES.values():
            kinds |= kinds_of(model, body)
    assert kinds <= TRANSLATED


def kinds_of(model: type[BaseModel], terms: object) -> set[str]:
    try:
        model.model_validate(terms)
    except ValidationError as error:
        return {one["type"] for one in error.errors(include_url=False)}
    return set()


@pytest.mark.parametrize("value", SCALARS)
@pytest.mark.parametrize("rule", sorted(RULES))
def test_each_term_of_each_rule_refuses_what_does_not_belong_there(rule: str, value: str) -> None:
    start, end = TEXT.index("  slow_repairs:"), TEXT.index("  pool:")
    names = [field.alias or name for name, field in RULES[rule].model_fields.items() if name != "rule"]
    body = f"  slow_repairs:\n    rule: {rule}\n" + "".join(f"    {name}: {value}\n" for name in names)
    check_plain_words(read_text(TEXT.replace(TEXT[start:end], body), "x.yaml", RULES))
