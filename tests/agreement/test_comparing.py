"""Differences in meaning, whatever the spelling; and the schema that editors use."""

import json
from datetime import date

import jsonschema
import pytest
from ruamel.yaml import YAML

from tallystick.agreement.comparing import meaning_difference, text_difference
from tallystick.agreement.schema import schema_text
from tallystick.settlement.incentives.registry import registry, terms_by_rule


def test_spelling_comments_and_order_are_no_change(read_with) -> None:
    other = read_with(
        ('"72%"', '"72.0%"'),
        ("title: Service desk", "# here\ntitle:   Service desk"),
        ("role: headline\n    kind: operational", "kind: operational\n    role: headline"),
    )
    assert meaning_difference(read_with(), other) == ()
    assert "72.0%" in text_difference(read_with(), other)


def test_each_change_of_a_term_is_told_with_before_and_after(read_with) -> None:
    other = read_with(
        ("fewest: 10", "fewest: 12"),
        ("    by: 2026-12-31\n", ""),
        (
            '    late: "2 days"             # rows may come so late before a month is final\n',
            "    about_late: x\n".replace("    about_late: x\n", ""),
        ),
    )
    changes = {
        ".".join(map(str, one.path)): (one.kind, one.before, one.after)
        for one in meaning_difference(read_with(), other)
    }
    assert changes == {
        "kpis.satisfied.fewest": ("changed", "10", "12"),
        "objectives.staff_can_work.by": ("removed", "2026-12-31", None),
        "sources.tickets.late": ("removed", "2 days", None),
    }


def plain(value: object) -> object:
    """YAML as JSON has it: dates are texts, also as keys."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return str(value) if isinstance(value, date) else value


def test_the_schema_accepts_the_valid_agreement_and_refuses_an_unknown_term(text: str) -> None:
    schema = json.loads(schema_text(terms_by_rule(registry())))
    agreement = plain(YAML(typ="safe", pure=True).load(text))
    jsonschema.validate(agreement, schema)
    agreement["kpis"]["satisfied"]["beter"] = "higher"  # type: ignore[index]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(agreement, schema)


def test_every_term_of_the_schema_has_a_description() -> None:
    schema = json.loads(schema_text())
    parts = [schema, *schema["$defs"].values()]
    bare = [
        name
        for part in parts
        for name, term in part.get("properties", {}).items()
        if "description" not in term and "$ref" not in str(term)
    ]
    assert bare == []
