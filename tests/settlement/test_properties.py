"""What holds for any terms and figures: parts sum, caps hold, order is nothing, better never pays less."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.settlement.canonical import statement_bytes

KPIS = ("answered", "solved", "uptime")
shares = st.integers(0, 400).map(lambda tenths: f"{tenths // 10}.{tenths % 10}%")
figures = st.integers(8000, 10000).map(lambda basis: f"{basis // 100}.{basis % 100:02d}%")
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def pools(draw):
    levels = {kpi: draw(shares) for kpi in draw(st.permutations(KPIS))}
    lines = "".join(f'          {kpi}: {{weight: "{weight}"}}\n' for kpi, weight in levels.items())
    return f"""\
settlement:
  per: quarter
  fee: {{2013-01-01: "{draw(st.integers(1, 10**7))}.{draw(st.integers(10, 99))} USD"}}
  rounding: {draw(st.sampled_from(["half up", "half even", "up", "down"]))} to {draw(st.sampled_from(["0.01", "0.05", "1"]))} USD
incentives:
  credits:
    rule: at_risk_pool
    clause: A level not met credits its part.
    over: each_month
    at_risk: "{draw(shares)}"
    cap: "{draw(shares)}"
    rounded: {draw(st.sampled_from(["each_line", "each_period", "total"]))}
    categories:
      desk:
        allocation: "{draw(shares)}"
        levels:
{lines}"""


measured = st.fixed_dictionaries(
    {kpi: st.fixed_dictionaries({f"2013-0{month}": figures | st.none() for month in (1, 2, 3)}) for kpi in KPIS}
)


@quick
@given(text=pools(), values=measured)
def test_parts_sum_to_the_whole_and_caps_hold(read, desk, text, values):
    document = read(text, **{kpi: {} for kpi in KPIS})
    statement = desk.settle(document, "2013-Q1", values)
    section = statement.sections[0]
    assert sum(line.amount.minor for line in statement.lines) == statement.total.minor
    terms = document.must().incentives["credits"]
    parts = statement.fee.amount.allocate([1, 1, 1])
    most = [part.exact * terms.at_risk * terms.cap for part in parts]
    assert 0 <= -section.amount.exact <= sum(most)
    step = terms.rounded == "total" and document.must().settlement.rounding.step
    for cap, month in zip(most, ("2013-01", "2013-02", "2013-03"), strict=True):
        total = sum((line.amount.exact for line in section.lines if line.period.name == month), Fraction(0))
        assert 0 <= -total < cap + step or -total <= cap


@quick
@given(text=pools(), values=measured, order=st.permutations(KPIS))
def test_the_order_of_kpis_and_figures_changes_no_byte(read, desk, text, values, order):
    one = desk.settle(read(text, **{kpi: {} for kpi in KPIS}), "2013-Q1", values)
    other = desk.settle(read(text, **{kpi: {} for kpi in order}), "2013-Q1", {kpi: values[kpi] for kpi in order})
    assert statement_bytes(one) == statement_bytes(other)


HEAD = 'settlement: {per: month, fee: {2013-01-01: "1234.57 USD"}, rounding: half even to 0.01 USD}\nincentives:\n'
MONOTONE = {
    "pool": """\
  it:
    rule: at_risk_pool
    clause: A level not met credits its part.
    over: each_month
    at_risk: "17%"
    categories:
      desk: {allocation: "150%", levels: {uptime: {weight: "90%"}, answered: {weight: "40%", met_at: {above: "97%"}}}}
""",
    "tiers": """\
  it:
    rule: uptime_tiers
    clause: Tiers.
    over: each_month
    measure: uptime
    tiers: [{above: "99%", credit: "0%"}, {above: "90%", at_most: "99%", credit: "10%"}, {at_most: "90%", credit: "25%"}]
    issued_above: "200.00 USD"
""",
    "bonus": """\
  it:
    rule: bonus_at_target
    clause: Bonus.
    over: each_month
    measure: uptime
    pays: "3%"
    only_if: {answered: target}
""",
    "points": """\
  it:
    rule: points_to_money
    clause: Points by band, three dollars each beyond the first two.
    over: each_month
    points:
      measures:
        uptime: {bands: [{at_least: "98%", points: 0}, {at_least: "90%", below: "98%", points: 3}, {below: "90%", points: 7}]}
        answered: {bands: [{at_least: "97%", points: 0}, {below: "97%", points: "1.5"}]}
    money: {rate: "3.333 USD per point", marginal: [{up_to: 2, times: 0}, {times: 1}]}
    paid_to: client
    cap: "1%"
""",
}


@pytest.mark.parametrize("rule", sorted(MONOTONE))
@quick
@given(values=st.lists(figures, min_size=2, max_size=6), other=figures)
def test_a_better_result_never_pays_less(read, desk, rule, values, other):
    document = read(HEAD + MONOTONE[rule], uptime={}, answered={})
    paid = [
        desk.settle(document, "2013-01", {"uptime": {"2013-01": value}, "answered": {"2013-01": other}}).total
        for value in sorted(values, key=lambda text: Fraction(text.rstrip("%")))
    ]
    assert all(worse <= better for worse, better in pairwise(paid))
