"""What a rule is: a name, the terms it understands, where it comes from, and one pure function.

A plugin offers a `Rule` under the entry point group "tallystick.incentives", just as the built-in ones are listed
in `incentives.registry`. A rule gets its own terms and a view, and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from tallystick.settlement.outcomes import Outcome
from tallystick.settlement.terms.incentive import IncentiveTerms
from tallystick.settlement.view import View

T = TypeVar("T", bound=IncentiveTerms)


@dataclass(frozen=True)
class Rule(Generic[T]):
    """One kind of incentive. `evaluate` raises CannotCompute, with reasons, when something it needs is absent."""

    name: str
    Terms: type[T]
    source: str
    evaluate: Callable[[T, View], Outcome]
