"""What may an agreement say? Its JSON Schema, the terms of all rules included."""

from __future__ import annotations

from tallystick.agreement.schema import schema_text
from tallystick.settlement.incentives.registry import registry, terms_by_rule


def schema() -> str:
    """The JSON Schema of the agreement format."""
    return schema_text(terms_by_rule(registry()))
