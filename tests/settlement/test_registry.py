"""Rules by name: built in or from a plugin, through the same door."""

from dataclasses import replace

import pytest

from tallystick.settlement.incentives import uptime_tiers
from tallystick.settlement.incentives.registry import BUILT_IN, registry, terms_by_rule
from tallystick.values.refusals import Refusal


def test_the_built_in_rules_are_known_by_their_name():
    assert set(registry()) == {rule.name for rule in BUILT_IN}
    assert set(registry()) >= {"at_risk_pool", "points_by_bands", "points_to_money", "uptime_tiers", "bonus_at_target"}


def test_a_plugin_brings_a_rule_through_the_same_door():
    brought = replace(uptime_tiers.RULE, name="their_tiers")
    assert registry([brought])["their_tiers"] is brought


def test_two_rules_of_one_name_are_refused():
    with pytest.raises(Refusal, match="two rules are called uptime_tiers"):
        registry([uptime_tiers.RULE])


@pytest.mark.parametrize("rule", BUILT_IN, ids=lambda rule: rule.name)
def test_a_rule_says_where_it_comes_from_and_has_a_schema_for_editors(rule):
    assert len(rule.source) > 20
    schema = terms_by_rule(registry())[rule.name].model_json_schema()
    assert schema["properties"]["rule"]["const"] == rule.name
    assert schema["additionalProperties"] is False
    assert {"rule", "clause", "over"} <= set(schema["required"])


@pytest.mark.parametrize("rule", BUILT_IN, ids=lambda rule: rule.name)
def test_the_terms_of_a_rule_can_be_written_down_again(rule, read):
    assert rule.Terms.model_config["frozen"]
    assert rule.Terms.model_config["extra"] == "forbid"
