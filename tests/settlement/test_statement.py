"""What a statement promises: it can be followed, it is the same every time, and it is honest about what is missing."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from tallystick.measurement.results import Exclusion, Shape
from tallystick.settlement.canonical import statement_bytes, statement_json
from tallystick.settlement.statement import settle, wanted
from tallystick.values.periods import Period
from tallystick.values.refusals import Refusal

QUARTER = """\
settlement: {per: quarter, fee: {2013-01-01: "100000.00 USD"}, at_risk: "10%", rounding: half up to 0.01 USD}
incentives:
  credits:
    rule: at_risk_pool
    clause: A level not met in a month credits its part of the month's amount at risk.
    over: each_month
    categories:
      desk: {allocation: "100%", levels: {uptime: {weight: "60%"}, answered: {weight: "40%"}}}
  bonus:
    rule: bonus_at_target
    clause: A quarter at target pays two percent, if satisfaction is at least 80%.
    over: whole
    measure: answered
    pays: "2%"
    only_if: {satisfaction: {at_least: "80%"}}
"""
MONTHS = ("2013-01", "2013-02", "2013-03")
KPIS = {"uptime": {}, "answered": {}, "satisfaction": {"kind": "customer"}}


def quarter(uptime="96%", answered="96%", satisfaction="90%"):
    return {
        "uptime": dict.fromkeys(MONTHS, uptime),
        "answered": {**dict.fromkeys(MONTHS, answered), "2013-Q1": answered},
        "satisfaction": {"2013-Q1": satisfaction},
    }


def test_a_quarter_in_order_pays_the_fee_and_the_bonus(read, desk):
    statement = desk.settle(read(QUARTER, **KPIS), "2013-Q1", quarter())
    assert statement.total.written() == "102000.00 USD"
    assert statement.direction().english() == "Northwind pays Deskworks 102000.00 USD"


def test_a_failed_condition_takes_the_bonus_back_on_a_line_of_its_own(read, desk):
    statement = desk.settle(read(QUARTER, **KPIS), "2013-Q1", quarter(satisfaction="79.99%"))
    bonus = statement.sections[0]
    assert [line.amount.written() for line in bonus.lines] == ["2000.00 USD", "-2000.00 USD"]
    assert bonus.amount.minor == 0
    assert bonus.lines[1].kpi == "satisfaction"
    assert bonus.lines[1].words.english() == (
        "Condition: satisfaction in 2013-Q1: 79.99% does not meet at least 80%, so the bonus of 2000.00 USD is not paid"
    )


def test_each_month_of_a_quarter_stands_on_an_equal_part_of_the_fee_that_sums_to_it(read, desk):
    section = desk.settle(read(QUARTER, **KPIS), "2013-Q1", quarter(uptime="90%", answered="90%")).sections[1]
    assert [line.amount.written() for line in section.lines] == ["-1333.33 USD", "-2000.00 USD"] * 3
    assert section.amount.written() == "-9999.99 USD"  # three roundings of a third of a cent, each on its line


def test_a_line_can_be_followed_from_the_fee_to_the_cent(read, desk):
    section = desk.settle(read(QUARTER, **KPIS), "2013-Q1", quarter(answered="90%")).sections[1]
    line = next(line for line in section.lines if line.amount.minor)
    assert line.words.english() == "answered in 2013-01: 90.00% does not meet target 95%"
    assert [step.words.english() for step in line.steps] == [
        "Fee of 2013-Q1, in force on 2013-01-01: 100000.00 USD",
        "Of the fee 100000.00 USD, shared equally among 3 periods, 33333.34 USD falls to 2013-01",
        "At-risk amount of 2013-01: fee 33333.34 USD x 10% = 3333.334 USD",
        "3333.334 USD x allocation 100% x weight 40% = 1333.3336 USD, credited to the client",
        "-1333.3336 USD, rounded half up to 0.01 USD on this line, is -1333.33 USD",
    ]


@pytest.mark.parametrize("stage", ["each_period", "total"])
def test_a_sum_rounded_once_is_shared_among_its_lines_without_losing_a_cent(read, desk, stage):
    text = QUARTER.replace("    over: each_month\n", f"    over: each_month\n    rounded: {stage}\n")
    section = desk.settle(read(text, **KPIS), "2013-Q1", quarter(uptime="90%", answered="90%")).sections[1]
    assert section.amount.written() == {"each_period": "-9999.99 USD", "total": "-10000.00 USD"}[stage]
    assert sum(line.amount.minor for line in section.lines) == section.amount.minor


def test_counts_exclusions_and_exact_values_stand_in_the_statement(read, desk):
    measured = desk.figure("uptime", "2013-01", "90%")
    measured = replace(
        measured,
        value=Fraction(9001, 10000),
        shape=Shape.PROPORTION,
        moments={"numerator": Fraction(9001), "denominator": Fraction(10000)},
        rows=10050,
        excluded=(Exclusion("planned maintenance", 50),),
    )
    text = QUARTER.replace("per: quarter", "per: month").replace(', answered: {weight: "40%"}', "")
    document = read(text.split("  bonus:")[0], uptime={})
    statement = settle(document.must(), Period.parse("2013-01"), [measured])
    assert [step.words.english() for step in statement.sections[0].lines[0].steps[:3]] == [
        "uptime in 2013-01: 9001 out of 10000",
        "50 rows are left out: planned maintenance",
        "90.01%, rounded half up to 0.01%, is 90.00%",
    ]
    found = statement_json(statement)["incentives"][0]["lines"][0]["measurement"]
    assert found["moments"] == {"numerator": "9001", "denominator": "10000"}
    assert found["exact"] == "0.9001"
    assert found["excluded"] == [{"because": "planned maintenance", "rows": "50"}]


def test_settling_twice_gives_the_same_bytes_whatever_the_order(read, desk):
    head, first, second = (
        QUARTER.partition("incentives:\n")[0],
        *QUARTER.partition("incentives:\n")[2].split("  bonus:\n"),
    )
    turned = f"{head}incentives:\n  bonus:\n{second}{first}"
    figures = quarter(uptime="90%", satisfaction="70%")
    one = desk.settle(read(QUARTER, **KPIS), "2013-Q1", figures)
    other = desk.settle(read(turned, **dict(reversed(KPIS.items()))), "2013-Q1", dict(reversed(figures.items())))
    assert statement_bytes(one) == statement_bytes(other)


def test_the_bytes_are_canonical_json_with_amounts_as_texts(read, desk):
    raw = statement_bytes(desk.settle(read(QUARTER, **KPIS), "2013-Q1", quarter()))
    found = json.loads(raw, parse_float=pytest.fail, parse_int=pytest.fail)
    assert found["total"] == "102000.00 USD"
    assert raw == json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def test_without_an_agreed_rule_or_a_measurement_there_is_no_total_but_every_reason(read, desk):
    figures = quarter()
    del figures["uptime"]["2013-02"], figures["satisfaction"]
    statement = desk.settle(read(QUARTER, **KPIS), "2013-Q1", figures)
    assert statement.total is None
    assert [reason.english() for reason in statement.reasons] == [
        "bonus: cannot compute, because no measurement of satisfaction was given for 2013-Q1",
        "credits: cannot compute, because no measurement of uptime was given for 2013-02",
    ]
    assert statement_json(statement)["total"] is None


def test_an_excluded_month_credits_nothing_and_says_why(read, desk):
    figures = quarter(uptime=None)
    document = read(QUARTER, **{**KPIS, "uptime": {"missing": "exclude"}})
    section = desk.settle(document, "2013-Q1", figures).sections[1]
    line = next(line for line in section.lines if line.kpi == "uptime")
    assert (line.kind.value, line.amount.minor) == ("left out", 0)
    assert line.steps[0].words.english() == "no figure (no rows), left out by agreement"


def test_relief_is_shown_as_relief(read, desk):
    document = read(QUARTER, **{**KPIS, "uptime": {"missing": "relief"}})
    section = desk.settle(document, "2013-Q1", quarter(uptime=None)).sections[1]
    line = next(line for line in section.lines if line.kpi == "uptime")
    assert line.steps[0].words.english() == "no figure (no rows), counted as relief by agreement"


def test_a_provisional_measurement_makes_a_provisional_statement(read, desk):
    document = read(QUARTER, **KPIS)
    measured = [desk.figure(kpi, each, value) for kpi, by in quarter().items() for each, value in by.items()]
    late = [replace(one, provisional=one.kpi == "satisfaction") for one in measured]
    period = Period.parse("2013-Q1")
    assert not settle(document.must(), period, measured).provisional
    assert settle(document.must(), period, late).provisional


def test_wanted_names_the_months_the_quarter_and_what_lies_before(read):
    text = (
        QUARTER
        + """\
    events: [{event: default, clause: Two misses in a row are a default., when: failed, times: 2}]
"""
    )
    agreement = read(text, **KPIS).must()
    assert [(kpi, period.name) for kpi, period in wanted(agreement, Period.parse("2013-Q2")) if kpi != "uptime"] == [
        ("answered", "2013-Q1"), ("answered", "2013-04"), ("answered", "2013-Q2"), ("answered", "2013-05"),
        ("answered", "2013-06"), ("satisfaction", "2013-Q1"), ("satisfaction", "2013-Q2"),
    ]  # fmt: skip
    assert ("answered", "2012-Q4") not in [(kpi, each.name) for kpi, each in wanted(agreement, Period.parse("2013-Q1"))]


def test_two_different_measurements_of_one_kpi_and_period_are_refused(read, desk):
    agreement = read(QUARTER, **KPIS).must()
    with pytest.raises(Refusal, match="two different measurements"):
        settle(
            agreement,
            Period.parse("2013-Q1"),
            [desk.figure("uptime", "2013-01", "1%"), desk.figure("uptime", "2013-01", "2%")],
        )


def test_a_month_of_a_quarterly_settlement_is_refused(read):
    with pytest.raises(Refusal, match="is not a quarter"):
        settle(read(QUARTER, **KPIS).must(), Period.parse("2013-01"), [])


def test_a_period_outside_the_term_is_refused(read):
    with pytest.raises(Refusal, match="outside the term"):
        settle(read(QUARTER, **KPIS).must(), Period.parse("2015-Q1"), [])


def test_an_agreement_without_a_fee_settles_what_moves_fixed_amounts(read, desk):
    text = """\
settlement: {per: month}
incentives:
  bonus: {rule: bonus_at_target, clause: A month at target pays 100., over: each_month, measure: uptime, pays: "100.00 USD"}
"""
    statement = desk.settle(read(text, uptime={}), "2013-01", {"uptime": {"2013-01": "96%"}})
    assert statement.fee is None
    assert statement.total.written() == "100.00 USD"


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ('pays: "2%"', 'pays: "2.00 EUR"', "the terms name an amount in EUR but the agreement settles in USD"),
        ("over: whole", "over: whole\n    rounding: half up to 0.01 EUR", "the rounding is half up to 0.01 EUR"),
        ("over: whole", "over: whole\n    rounding: half up to 0.001 USD", "finer than the smallest unit"),
    ],
)
def test_terms_that_do_not_fit_the_currency_stop_the_total_with_a_reason(read, desk, before, after, why):
    statement = desk.settle(read(QUARTER.replace(before, after), **KPIS), "2013-Q1", quarter())
    assert (statement.total is None) == bool(why)
    assert all(why in reason.english() for reason in statement.reasons)


def test_a_cap_that_is_no_whole_cent_is_taken_down_and_says_so(read, desk):
    text = QUARTER.replace("100000.00", "100000.01").replace("100%", "200%")
    section = desk.settle(read(text, **KPIS), "2013-Q1", quarter(uptime="90%", answered="90%")).sections[1]
    caps = [line for line in section.lines if line.kind.value == "cap"]
    assert caps[0].steps[-1].words.english() == (
        "3333.334 USD is taken down to 3333.33 USD, so that rounding never passes the cap"
    )
    assert section.amount.written() == "-9999.99 USD"
