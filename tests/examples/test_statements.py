"""Statements over real rows, each cent reckoned by hand from the figures and the clauses."""

from pathlib import Path

import pytest

from tallystick.settlement.statement import Statement
from tallystick.walk.settling import settle

EXAMPLES = Path(__file__).parents[2] / "examples"


def _amounts(statement: Statement) -> dict[str, str]:
    return {one.incentive: one.amount.written() for one in statement.sections if one.amount is not None}


@pytest.mark.slow
def test_the_quarters_of_regional_flying_come_to_what_the_clauses_say(tmp_path: Path) -> None:
    agreement = EXAMPLES / "regional_flying" / "agreement.yaml"
    second, third, fourth = (
        settle(agreement, quarter, store=tmp_path).statement for quarter in ("2013-Q2", "2013-Q3", "2013-Q4")
    )
    # April and May miss both levels of arrivals: 360,000 x 30% = 108,000 each; June misses departures too: 144,000.
    # June completed 90.6%: 2% of 3,000,000. May alone was content: 1%. 5 + 0 + 20 points: 15 above ten, at 1,500.
    assert _amounts(second) == {
        "care_points": "0.00 USD",
        "completion_credit": "-60000.00 USD",
        "connection_bonus": "30000.00 USD",
        "reliability_credits": "-360000.00 USD",
        "stranding_deduction": "-22500.00 USD",
    }
    assert second.total is not None
    assert second.total.written() == "8587500.00 USD"
    # July misses all: 144,000; it scores 10 points, in a row with June: 20, ten of them free. August and September pay.
    assert _amounts(third) == {
        "care_points": "0.00 USD",
        "completion_credit": "0.00 USD",
        "connection_bonus": "60000.00 USD",
        "reliability_credits": "-144000.00 USD",
        "stranding_deduction": "-15000.00 USD",
    }
    assert third.total is not None
    assert third.total.written() == "8901000.00 USD"
    # From October a month's fee is 3,100,000 and 372,000 are at risk. December misses all, completes 91.7%, scores ten.
    assert _amounts(fourth) == {
        "care_points": "0.00 USD",
        "completion_credit": "-62000.00 USD",
        "connection_bonus": "62000.00 USD",
        "reliability_credits": "-148800.00 USD",
        "stranding_deduction": "0.00 USD",
    }
    assert fourth.total is not None
    assert fourth.total.written() == "9151200.00 USD"


def test_a_bonus_at_forty_percent_is_not_paid_for_fewer_referrals(tmp_path: Path) -> None:
    statement = settle(EXAMPLES / "cohorts" / "agreement.yaml", "2024", store=tmp_path).statement
    assert _amounts(statement) == {"outcome_bonus": "0.00 GBP"}
    assert statement.total is not None
    assert statement.total.written() == "500000.00 GBP"


def test_entered_figures_settle_by_the_published_rules(tmp_path: Path) -> None:
    agreement = EXAMPLES / "service_credits" / "agreement.yaml"
    march, april = (settle(agreement, month, store=tmp_path).statement for month in ("2026-03", "2026-04"))
    assert _amounts(march) == {
        "at_risk_credits": "-10000.00 USD",
        "fault_deductions": "-825.00 USD",
        "next_bill": "0.00 USD",
        "service_points": "-600.00 USD",
        "storage_credit": "-100000.00 USD",
    }
    assert april.total is not None
    assert april.total.written() == "100000.00 USD"
