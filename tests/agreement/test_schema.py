"""The schema that editors complete: it accepts what the software accepts, and refuses what it refuses."""

import copy
import json
from datetime import date
from typing import Any

import jsonschema
import pytest

from tallystick.agreement.positions import Unquoted, parse
from tallystick.agreement.schema import schema_text
from tallystick.settlement.incentives.registry import registry, terms_by_rule

SCHEMA = json.loads(schema_text(terms_by_rule(registry())))


def plain(value: Any) -> Any:
    """Terms as an editor sees them: dates are texts."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def changed(text: str, path: tuple[Any, ...], value: object) -> Any:
    data = copy.deepcopy(plain(parse(text.encode(), "x").data))
    inner = data
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    return data


def errors_in(data: Any) -> list[str]:
    return [error.message for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(data)]


def test_the_schema_is_a_schema_and_is_the_same_each_time() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert schema_text(terms_by_rule(registry())) == schema_text(terms_by_rule(registry()))


def test_both_agreements_are_accepted(text: str, complete_text: str) -> None:
    for each in (text, complete_text):
        assert errors_in(plain(parse(each.encode(), "x").data)) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("titel",), "x"), (("kpis", "mended_in_time", "tagret"), {}), (("kpis", "Mended"), {}), (("currency",), "pounds"),
        (("kpis", "mended_in_time", "target"), {"2025-04-01": 84}), (("kpis", "mended_in_time", "target"), {"soon": "84%"}),
        (("kpis", "mended_in_time", "rounding"), "nearest"), (("kpis", "mended_in_time", "role"), "main"),
        (("settlement", "at_risk"), 12), (("settlement", "fee"), {"2025-04-01": "90000"}), (("settlement", "per"), "week"),
        (("incentives", "pool", "categoris"), {}), (("incentives", "pool", "rule"), "at_risk"), (("incentives", "Pool"), {}),
        (("sources", "faults", "columns", "parts", "type"), "float"), (("year_starts",), 13), (("kpis",), {}),
    ],
)  # fmt: skip
def test_what_the_software_refuses_the_schema_refuses_too(
    complete_text: str, path: tuple[Any, ...], value: object
) -> None:
    assert errors_in(changed(complete_text, path, value))


def properties_of(node: Any) -> list[tuple[str, Any]]:
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    own = node.get("properties", {}) if isinstance(node, dict) and "type" in node else {}
    return [*own.items(), *(found for each in inner for found in properties_of(each))]


def test_every_term_of_the_agreement_has_a_description() -> None:
    found = properties_of(json.loads(schema_text()))
    assert len(found) > 80
    assert [name for name, term in found if not term.get("description")] == []


def test_the_rules_of_the_registry_and_no_others_are_offered() -> None:
    offered = [name.removeprefix("incentive_") for name in SCHEMA["$defs"] if name.startswith("incentive_")]
    assert sorted(offered) == sorted(terms_by_rule(registry()))
    assert "oneOf" not in schema_text()


def test_no_number_with_a_point_stands_in_an_agreement(complete_text: str) -> None:
    def walk(value: Any) -> list[Any]:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [None]
        return [value] if not isinstance(value, (dict, list)) else [leaf for each in inner for leaf in walk(each)]

    leaves = walk(parse(complete_text.encode(), "x").data)
    assert not [leaf for leaf in leaves if isinstance(leaf, (float, Unquoted))]
