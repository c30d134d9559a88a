"""All rules by name: the built-in ones and those that plugins bring, through the same door.

Settlement never looks for plugins itself: whoever ties the rooms together loads the entry points of the group
"tallystick.incentives" (each names a `Rule`) and hands them over here.
"""

from collections.abc import Iterable
from typing import Any

from tallystick.settlement.incentives import (
    at_risk_pool,
    bonus_at_target,
    points_by_bands,
    points_to_money,
    uptime_tiers,
)
from tallystick.settlement.rules import Rule
from tallystick.settlement.terms.incentive import IncentiveTerms
from tallystick.values.refusals import Refusal
from tallystick.words import say

ENTRY_POINTS = "tallystick.incentives"
BUILT_IN: tuple[Rule[Any], ...] = (
    at_risk_pool.RULE,
    bonus_at_target.RULE,
    points_by_bands.RULE,
    points_to_money.RULE,
    uptime_tiers.RULE,
)


def registry(plugins: Iterable[Rule[Any]] = ()) -> dict[str, Rule[Any]]:
    """Give every rule by its name. Raises Refusal when two rules have the same name."""
    rules: dict[str, Rule[Any]] = {}
    for rule in (*BUILT_IN, *plugins):
        if rule.name in rules:
            raise Refusal(
                say("two rules are called {name}", name=rule.name), say("rename the plugin's rule, or do not load it")
            )
        rules[rule.name] = rule
    return rules


def terms_by_rule(rules: dict[str, Rule[Any]]) -> dict[str, type[IncentiveTerms]]:
    """Give the model of each rule's terms, as `agreement.reading.read` wants them."""
    return {name: rule.Terms for name, rule in rules.items()}
