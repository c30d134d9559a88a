"""Advice and errors about incentives, each with its place."""

import pytest

from tallystick.settlement.advice import advise
from tallystick.settlement.checking import check

HEAD = 'settlement: {per: month, fee: {2013-01-01: "1000.00 USD"}, rounding: half up to 0.01 USD}\nincentives:\n'
BONUS = """\
  bonus:
    rule: bonus_at_target
    clause: A month at target pays a bonus.
    over: each_month
    measure: savings
    pays: "100.00 USD"
"""


def codes(findings):
    return [finding.code for finding in findings]


def test_a_financial_outcome_bonus_without_a_gate_is_advised_against(read):
    document = read(HEAD + BONUS, savings={"kind": "financial", "measures": "outcome"})
    (found,) = advise(document)
    assert found.code == "settlement.no_gate"
    assert found.place == document.place(("incentives", "bonus"))


@pytest.mark.parametrize("kind", ["quality", "customer"])
def test_a_condition_on_quality_or_satisfaction_is_a_gate(read, kind):
    text = HEAD + BONUS + "    only_if: {satisfaction: target}\n"
    document = read(text, savings={"kind": "financial", "measures": "outcome"}, satisfaction={"kind": kind})
    assert advise(document) == ()


def test_a_condition_on_another_operational_kpi_is_no_gate(read):
    text = HEAD + BONUS + "    only_if: {answered: target}\n"
    document = read(text, savings={"kind": "financial", "measures": "outcome"}, answered={})
    assert codes(advise(document)) == ["settlement.no_gate"]


def test_a_diagnostic_kpi_that_moves_money_is_named(read):
    document = read(HEAD + BONUS, savings={"role": "diagnostic"})
    assert codes(advise(document)) == ["settlement.diagnostic_pays"]


TIERS = """\
  credit:
    rule: uptime_tiers
    clause: Tiers.
    over: each_month
    measure: uptime
    tiers:
      - {at_least: "99%", credit: "20%"}
      - {at_least: "95%", below: "99%", credit: "10%"}
      - {below: "95%", credit: "30%"}
"""


def test_where_a_better_result_pays_less_is_said(read):
    (found,) = advise(read(HEAD + TIERS, uptime={}))
    assert found.code == "settlement.better_pays_less"
    assert found.problem == (
        "in credit, a better uptime pays the provider less: -100.00 USD at 98.99%, -200.00 USD at 99.00%"
    )


def test_terms_that_mean_it_are_left_alone(read):
    text = HEAD + TIERS + "    better_may_pay_less: Beyond 99% we would rather have the money.\n"
    assert advise(read(text, uptime={})) == ()


def test_points_that_rise_with_a_better_figure_are_found_too(read):
    text = (
        HEAD
        + """\
  points:
    rule: points_by_bands
    clause: Points.
    over: each_month
    measures: {uptime: {bands: [{at_least: "99%", points: 2}, {below: "99%", points: 1}]}}
"""
    )
    assert codes(advise(read(text, uptime={}))) == ["settlement.better_pays_less"]


def test_an_unknown_kpi_is_an_error_with_its_place(read):
    document = read(HEAD + BONUS, uptime={})
    (found,) = check(document)
    assert (found.code, found.severity.value) == ("settlement.unknown_kpi", "error")
    assert found.place == document.place(("incentives", "bonus"))
    assert found.place.line > document.text.splitlines().index("incentives:") + 1


def test_a_figure_in_another_unit_is_an_error(read):
    text = HEAD + TIERS.replace('"99%"', '"99 minutes"').replace('"95%"', '"95 minutes"')
    assert set(codes(check(read(text, uptime={})))) == {"settlement.unit"}


def test_terms_without_the_share_at_risk_cannot_be_settled(read):
    text = (
        HEAD
        + """\
  pool:
    rule: at_risk_pool
    clause: Pool.
    over: each_month
    categories: {desk: {allocation: "100%", levels: {uptime: {weight: "100%"}}}}
"""
    )
    (found,) = check(read(text, uptime={}))
    assert found.code == "settlement.cannot_compute"
    assert "no part of the fee is agreed to be at risk" in found.problem
