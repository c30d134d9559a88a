"""The published cases, each through an agreement's own text."""

import pytest

AT_RISK = """\
settlement:
  per: month
  fee: {2013-01-01: "100000.00 USD"}
  at_risk: "10%"
  rounding: half up to 0.01 USD
incentives:
  credits:
    rule: at_risk_pool
    clause: A level not met credits its part of the at-risk amount, at most all of it.
    over: each_month
    categories:
      availability:
        allocation: "50%"
        levels:
"""

BANDS = """\
        bands:
          - {at_least: "99%", points: 0}
          - {at_least: "98%", below: "99%", points: 1}
          - {at_least: "97%", below: "98%", points: 2}
          - {at_least: "96%", below: "97%", points: 3}
          - {below: "96%", points: 4}
"""

POINTS = f"""\
settlement:
  per: quarter
  fee: {{2013-01-01: "100000.00 USD"}}
  rounding: half up to 0.01 USD
incentives:
  service_points:
    rule: points_by_bands
    clause: Points by band; the second and later failures in a row count double.
    over: each_month
    measures:
      uptime:
{BANDS}
    repeated: {{multiplier: 2}}
    events:
      - event: material breach
        clause: Three months running without a measurement are a material breach.
        when: missing
        times: 3
"""

MARGINAL = """\
settlement: {per: month, fee: {2013-01-01: "100000.00 USD"}, rounding: half up to 0.01 USD}
incentives:
  deductions:
    rule: points_to_money
    clause: Twenty points are free; then 3.00 each, times 1.2 from 101, times 1.5 from 201.
    over: each_month
    measure: points
    money:
      rate: "3.00 USD per point"
      marginal: [{up_to: 20, times: 0}, {up_to: 100, times: 1}, {up_to: 200, times: "1.2"}, {times: "1.5"}]
    paid_to: client
"""

NEXT_BILL = """\
settlement:
  per: month
  fee: {2013-01-01: "100000.00 USD", 2013-03-01: "120000.00 USD"}
  rounding: half up to 0.01 USD
incentives:
  credit:
    rule: points_to_money
    clause: The points of this month and the last, averaged, credit a share of the next bill.
    over: each_month
    measure: points
    averaged: {over: 2}
    money:
      steps:
        - {below: 10, pays: "0%"}
        - {at_least: 10, below: 15, pays: "2%"}
        - {at_least: 15, below: 20, pays: "4%"}
        - {at_least: 20, below: 25, pays: "6%"}
        - {at_least: 25, below: 30, pays: "8%"}
        - {at_least: 30, pays: "10%"}
    of: next_fee
    paid_to: client
"""

TIERS = """\
settlement: {per: month, fee: {2013-01-01: "5000.00 USD"}, rounding: half up to 0.01 USD}
incentives:
  credit:
    rule: uptime_tiers
    clause: Below 99.9% ten percent, below 99.0% twenty-five, below 95.0% all of the month's fee.
    over: each_month
    measure: uptime
    tiers:
      - {at_least: "99.9%", credit: "0%"}
      - {at_least: "99.0%", below: "99.9%", credit: "10%"}
      - {at_least: "95.0%", below: "99.0%", credit: "25%"}
      - {below: "95.0%", credit: "100%"}
    issued_above: "1.00 USD"
"""


def test_c1_one_default_credits_allocation_times_weight_times_the_amount_at_risk(read, desk):
    document = read(AT_RISK + '          uptime: {weight: "40%"}\n', uptime={})
    assert desk.only(document, "2013-01", {"uptime": {"2013-01": "90%"}}).amount.written() == "-2000.00 USD"


def test_c1_eleven_such_defaults_are_capped_at_the_amount_at_risk_by_a_line_of_its_own(read, desk):
    names = [f"level_{number}" for number in range(11)]
    document = read(
        AT_RISK + "".join(f'          {name}: {{weight: "40%"}}\n' for name in names),
        **{n: {} for n in names},
    )
    section = desk.only(document, "2013-01", {name: {"2013-01": "90%"} for name in names})
    assert [line.amount.written() for line in section.lines] == ["-2000.00 USD"] * 11 + ["12000.00 USD"]
    assert section.amount.written() == "-10000.00 USD"
    assert section.lines[-1].words.english() == (
        "Cap: the lines of 2013-01 come to 22000.00 USD, the most is 10000.00 USD, so 12000.00 USD falls away"
    )


def test_c2_a_repeated_failure_counts_double_at_its_own_band(read, desk):
    figures = {"uptime": {"2013-01": "98.5%", "2013-02": "96.5%", "2013-03": "96.5%"}}
    section = desk.only(read(POINTS, uptime={}), "2013-Q1", figures)
    assert [line.points for line in section.lines] == [1, 6, 6]
    assert section.points == 13


def test_c2_a_failure_of_the_quarter_before_counts_as_the_first(read, desk):
    figures = {"uptime": {"2013-02": "99%", "2013-03": "98.5%", "2013-04": "98%", "2013-05": "99%", "2013-06": "97%"}}
    section = desk.only(read(POINTS, uptime={}), "2013-Q2", {"uptime": {**figures["uptime"], "2013-01": "99%"}})
    assert [line.points for line in section.lines] == [2, 0, 2]


@pytest.mark.parametrize(
    ("points", "credit"),
    [("20", "0.00"), ("100", "-240.00"), ("120", "-312.00"), ("200", "-600.00"), ("250", "-825.00")],
)
def test_c3_each_point_is_priced_in_its_own_marginal_band(read, desk, points, credit):
    section = desk.only(read(MARGINAL, points={}), "2013-01", {"points": {"2013-01": points}})
    assert section.amount.written() == f"{credit} USD"


def test_c9_thirty_points_without_a_month_before_credit_ten_percent_of_the_next_bill(read, desk):
    section = desk.only(read(NEXT_BILL, points={}), "2013-01", {"points": {"2013-01": "30"}})
    assert section.amount.written() == "-10000.00 USD"
    assert any("counts alone" in step.words.english() for step in section.lines[0].steps)


def test_c9_points_are_averaged_with_the_month_before_and_credited_on_the_next_bill(read, desk):
    section = desk.only(read(NEXT_BILL, points={}), "2013-02", {"points": {"2013-01": "30", "2013-02": "5"}})
    assert section.amount.written() == "-4800.00 USD"  # 17.5 points: 4% of the March fee of 120000.00


def test_c9_a_month_before_that_has_no_data_is_left_out_of_the_average(read, desk):
    section = desk.only(
        read(NEXT_BILL, points={"missing": "exclude"}),
        "2013-02",
        {"points": {"2013-01": None, "2013-02": "30"}},
    )
    assert section.amount.written() == "-12000.00 USD"


@pytest.mark.parametrize(
    ("uptime", "credit"),
    [
        ("99.90%", "0.00"),
        ("99.89%", "-500.00"),
        ("99.00%", "-500.00"),
        ("98.99%", "-1250.00"),
        ("94.99%", "-5000.00"),
    ],
)
def test_c14_a_tier_credits_its_share_of_the_fee(read, desk, uptime, credit):
    section = desk.only(read(TIERS, uptime={}), "2013-01", {"uptime": {"2013-01": uptime}})
    assert section.amount.written() == f"{credit} USD"


@pytest.mark.parametrize(("fee", "credit"), [("10.00", "0.00"), ("10.10", "-1.01")])
def test_c14_a_credit_is_issued_only_above_one_dollar(read, desk, fee, credit):
    document = read(TIERS.replace("5000.00", fee), uptime={})
    section = desk.only(document, "2013-01", {"uptime": {"2013-01": "99.5%"}})
    assert section.amount.written() == f"{credit} USD"
    assert ("Not issued" in section.lines[-1].words.english()) == (credit == "0.00")


def test_c15_three_empty_months_are_each_deemed_worst_and_a_material_breach(read, desk):
    figures = {"uptime": {"2013-01": None, "2013-02": None, "2013-03": None}}
    section = desk.only(read(POINTS, uptime={}), "2013-Q1", figures)
    assert [line.band for line in section.lines] == ["below 96%"] * 3
    assert [line.points for line in section.lines] == [4, 8, 8]
    assert [(event.name, event.period.name) for event in section.events] == [("material breach", "2013-03")]


def test_c15_two_empty_months_are_no_breach(read, desk):
    figures = {"uptime": {"2013-01": None, "2013-02": None, "2013-03": "99%"}}
    assert desk.only(read(POINTS, uptime={}), "2013-Q1", figures).events == ()


def test_c15_an_empty_month_that_the_agreement_leaves_out_scores_nothing(read, desk):
    figures = {"uptime": {"2013-01": None, "2013-02": "98.5%", "2013-03": "98.5%"}}
    section = desk.only(read(POINTS, uptime={"missing": "exclude"}), "2013-Q1", figures)
    assert [line.points for line in section.lines] == [0, 1, 2]


def test_c15_a_figure_carried_forward_scores_again(read, desk):
    figures = {"uptime": {"2013-01": "98.5%", "2013-02": None, "2013-03": "99%"}}
    section = desk.only(read(POINTS, uptime={"missing": "carry_forward"}), "2013-Q1", figures)
    assert [line.points for line in section.lines] == [1, 2, 0]
