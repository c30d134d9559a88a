"""Counts become money: together or by period, in their unit, averaged and rounded as agreed."""

import pytest

HEAD = 'settlement: {per: quarter, fee: {2013-01-01: "30000.00 USD"}, rounding: half up to 0.01 USD}\nincentives:\n'
TERMS = """\
  charge:
    rule: points_to_money
    clause: Each counts.
    over: each_month
    measure: counted
    paid_to: client
"""
MINUTES = {"unit": "minute", "better": "lower", "step": "1 minute", "target": "60 minutes"}
NUMBER = {"unit": "number", "better": "lower", "step": "1", "target": "0"}
MONTHS = ("2013-01", "2013-02", "2013-03")
STEPS = '    money: {steps: [{below: 20, pays: "0%"}, {at_least: 20, pays: "10%"}]}\n'


def counted(desk, *values):
    return {"counted": dict(zip(MONTHS, values, strict=True))}


def test_counts_taken_together_are_converted_once(read, desk):
    figures = counted(desk, "10", "6", "4")
    each = desk.only(read(HEAD + TERMS + STEPS, counted=NUMBER), "2013-Q1", figures)
    together = desk.only(read(HEAD + TERMS + STEPS + "    counted: together\n", counted=NUMBER), "2013-Q1", figures)
    assert each.amount.minor == 0
    assert together.amount.written() == "-3000.00 USD"
    assert together.lines[0].steps[0].words.english() == "all periods together: 10 + 6 + 4 = 20"


def test_an_average_is_rounded_as_agreed(read, desk):
    text = HEAD + TERMS + STEPS + "    averaged: {over: 2, rounding: half up to 1}\n"
    section = desk.only(read(text, counted=NUMBER), "2013-Q1", counted(desk, "0", "39", "0"))
    assert [line.amount.minor for line in section.lines] == [0, -100000, -100000]  # 19.5 counts as 20


@pytest.mark.parametrize(("rate", "each"), [("2.00 USD per minute", "-180.00"), ("1.50 USD per hour", "-2.25")])
def test_a_rate_prices_a_duration_in_its_own_unit(read, desk, rate, each):
    document = read(HEAD + TERMS + f'    money: {{rate: "{rate}"}}\n', counted=MINUTES)
    figure = desk.figure
    minutes = [
        figure("counted", month, str(90 * 60), unit=document.must().kpis["counted"].rounding.unit) for month in MONTHS
    ]
    section = desk.only_from(document, "2013-Q1", minutes)
    assert {line.amount.written() for line in section.lines} == {f"{each} USD"}


@pytest.mark.parametrize(
    ("money", "kpi", "why"),
    [
        (
            '{rate: "2.00 USD per minute"}',
            NUMBER,
            "the rate is 2 USD per minute but what is counted has the unit number",
        ),
        ('{rate: "2.00 EUR per point"}', NUMBER, "in EUR but the agreement settles in USD"),
    ],
)
def test_a_rate_that_does_not_fit_stops_with_its_reason(read, desk, money, kpi, why):
    statement = desk.settle(
        read(HEAD + TERMS + f"    money: {money}\n", counted=kpi), "2013-Q1", counted(desk, "1", "1", "1")
    )
    assert statement.total is None
    assert why in statement.reasons[0].english()


def test_a_rate_has_no_worst_band_for_a_missing_count(read, desk):
    document = read(HEAD + TERMS + '    money: {rate: "2.00 USD per point"}\n', counted=NUMBER)
    statement = desk.settle(document, "2013-Q1", counted(desk, "1", None, "1"))
    assert statement.total is None
    assert "no figure for 2013-02, and a rate has no worst band" in statement.reasons[0].english()


def test_a_missing_count_lies_in_the_worst_step(read, desk):
    section = desk.only(read(HEAD + TERMS + STEPS, counted=NUMBER), "2013-Q1", counted(desk, "1", None, "1"))
    assert [line.amount.written() for line in section.lines] == ["0.00 USD", "-1000.00 USD", "0.00 USD"]


def test_a_cap_holds_for_each_period(read, desk):
    text = HEAD + TERMS + '    money: {rate: "2.00 USD per point"}\n    cap: "0.5%"\n'
    section = desk.only(read(text, counted=NUMBER), "2013-Q1", counted(desk, "10", "25", "26"))
    assert section.amount.written() == "-120.00 USD"
    assert [line.kind.value for line in section.lines] == ["result", "result", "result", "cap"]


def test_paid_to_the_provider_is_positive(read, desk):
    text = HEAD + TERMS.replace("client", "provider") + '    money: {rate: "2.00 USD per point"}\n'
    section = desk.only(read(text, counted=NUMBER), "2013-Q1", counted(desk, "10", "0", "0"))
    assert section.amount.written() == "20.00 USD"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ('    money: {rate: "2.00 USD per point", steps: [{below: 1, pays: "1%"}, {at_least: 1, pays: "2%"}]}', "one way"),
        ("    money: {marginal: [{times: 1}]}", "one way"),
        ('    money: {rate: "1.00 USD", marginal: [{up_to: 5, times: 1}]}', "where it ends"),
        ('    money: {rate: "1.00 USD", marginal: [{up_to: 5, times: 1}, {up_to: 4, times: 1}, {times: 1}]}', "not in order"),
        ('    money: {rate: "1.00 USD"}\n    counted: together\n    averaged: {over: 2}', "not averaged"),
        ('    money: {rate: "1.00 USD"}\n    points: {measures: {counted: {bands: [{below: 1, points: 1}, {at_least: 1, points: 0}]}}}', "two things"),
    ],
)  # fmt: skip
def test_terms_without_sense_are_refused_where_they_stand(read, more, why):
    document = read(HEAD + TERMS + more + "\n", counted=NUMBER)
    assert document.agreement is None
    assert any(why in found.problem and found.place.line > 20 for found in document.findings)


EVENT = "    events: [{event: default, clause: Twice in three months., when: failed, times: 2, within: 3}]\n"
BONUS = """\
  bonus:
    rule: bonus_at_target
    clause: A month at target pays.
    over: each_month
    measure: uptime
    pays: "1.00 USD"
"""


def test_two_failures_among_three_months_are_an_event_in_each_month_that_completes_them(read, desk):
    figures = {
        "uptime": {
            "2013-01": "90%",
            "2013-02": "96%",
            "2013-03": "90%",
            "2013-04": "96%",
            "2013-05": "90%",
            "2013-06": "96%",
        }
    }
    document = read(HEAD + BONUS + EVENT, uptime={})
    first, second = (desk.only(document, quarter, figures) for quarter in ("2013-Q1", "2013-Q2"))
    assert [event.period.name for event in first.events] == ["2013-03"]
    assert [event.period.name for event in second.events] == ["2013-05"]
    assert second.events[0].words.english() == "default: uptime failed in 2 of the 3 periods up to 2013-05"


def test_earlier_months_of_the_term_that_an_event_needs_must_be_given(read, desk):
    figures = {"uptime": dict.fromkeys(("2013-04", "2013-05", "2013-06"), "90%")}
    statement = desk.settle(read(HEAD + BONUS + EVENT, uptime={}), "2013-Q2", figures)
    assert statement.total is None
    assert "no measurement of uptime was given for 2013-03" in statement.reasons[0].english()
