"""What the parts of an agreement say of each other: each mistake with its code and where it is told."""

import pytest

from tallystick.agreement.findings import Severity
from tallystick.agreement.reading import read_text


def test_the_complete_agreement_has_no_findings(read_complete) -> None:
    document = read_complete()
    assert document.findings == ()
    assert document.must().examples[0].period.name == "2025/26-Q1"
    assert len(document.sha256) == 64


CASES = [
    # the frame
    ("currency: GBP", "currency: gbp", "currency.unknown", "gbp", "did you mean GBP?"),
    ("term: {start: 2025-04-01, end: 2026-03-31}", "term: {start: 2025-04-01, end: 2025-03-31}", "term.inverted", "2025-03-31}", "after 2025-04-01"),
    ("term: {start: 2025-04-01", "term: {start: 0225-04-01", "terms.unreadable", "0225-04-01", "1900"),
    ("zone: Europe/London\nyear", "zone: ../../etc/passwd\nyear", "zone.unknown", "../../etc", "IANA"),
    # calendars
    ('mon-fri: "08:00', 'mon-fry: "08:00', "calendar.hours", '"08:00', "mon-fri"),
    ('sat: "09:00', 'fri: "09:00', "calendar.hours", "{mon-fri", "two entries"),
    ('2025-12-31: "08:00-12:00"', '2025-12-31: "8-12"', "calendar.hours", '"8-12"', "opening hours"),
    ('2025-12-31: "08:00-12:00"', '2025-13-31: "08:00-12:00"', "terms.unreadable", "2025-13-31", "no date"),
    ("closed: [2025-12-24]", "closed: [christmas]", "terms.unreadable", "christmas", "no date"),
    ("[GB-ENG]", "[GB-XX]", "calendar.hours", "GB-XX", "not known"),
    # sources
    ("key: [fault]", "key: [falt]", "name.unknown", "falt", "did you mean fault?"),
    ("version: [updated]", "version: [updatd]", "name.unknown", "updatd", "did you mean updated?"),
    ("time: reported", "time: district", "source.time", "district", "type timestamp"),
    ("time: mended", "time: parts", "source.time", "parts", "type timestamp"),
    ('"decimal(10,2)"', '"decimal(4,10)"', "column.digits", '"decimal(4,10)"', "at most 38"),
    ("unit: GBP, from", "unit: USD, from", "currency.mixed", "USD", "write GBP"),
    ("long_way: travel", "travel: travel", "name.twice", "travel > ", "another name"),
    ("quote: \"'\"", 'quote: ";"', "format.marks", "{delimiter", "two different marks"),
    ("from: {position: 7}", "from: {position: 0}", "terms.wrong", "0}", "1 or more"),
    ("from: {position: 7}", "from: {positon: 7}", "terms.unknown_key", "positon", "did you mean position?"),
    # KPIs
    ("dimensions: [district]", "dimensions: [distrit]", "name.unknown", "distrit", "did you mean district?"),
    ("balance: [mended_in_time]", "balance: [parts_per_fault]", "kpi.balance_itself", "parts_per_fault", "would suffer"),
    ("    per: quarter\n", "    per: quarter\n    cohort: 1 month\n", "kpi.cohort", "1 month", "whole months"),
    ("    unit: \"%\"\n", "    unit: bananas\n", "unit.unknown", "bananas", "write %, number"),
    ("    unit: \"%\"\n", "    unit: hour\n", "unit.mixed", "hour", "one unit"),
    ("    unit: \"%\"\n", "    unit: EUR\n", "currency.mixed", "EUR", "write GBP"),
    ("    entered_by: provider\n", "", "kpi.entered", "entered", "entered_by"),
    ("    value: entered\n", "    of: faults\n    value: entered\n", "kpi.entered", "faults", "delete `of:`"),
    ("    value: entered\n", "    where: trapped\n    value: entered\n", "kpi.no_rows", "trapped", "of: <source>"),
    ("    value: mean(parts)\n", "    value: mean(parts)\n    unit: GBP\n", "kpi.computed", "GBP", "value: entered"),
    # levels
    ('{2025-04-01: "110.00 GBP"}', '{2025-04-01: "110.00 USD"}', "currency.mixed", '"110.00 USD"', "write GBP"),
    ('{2025-04-01: "110.00 GBP"}', '{2025-04-01: "110"}', "unit.mixed", '"110"', "one unit"),
    ('minimum: {2025-04-01: "75%"}', 'minimum: {2026-04-01: "75%"}', "dates.after_end", '"75%"', "move or delete"),
    ('stated: "90%"', 'stated: "90 minutes"', "unit.mixed", '"90 minutes"', "one unit"),
    ('"84%", 2025-10-01', '84, 2025-10-01', "terms.unreadable", "84, ", "with its unit"),
    # settlement
    ('fee: {2025-04-01', 'fee: {2025-05-01', "fee.gap", '{2025-05-01', "give one from 2025-04-01"),
    ('"90000.00 GBP"}', '"90000.00 GBP", 2027-01-01: "1.00 GBP"}', "dates.after_end", '"1.00 GBP"', "move or delete"),
    ('"90000.00 GBP"', '"90000.00 EUR"', "currency.mixed", '"90000.00 EUR"', "write GBP"),
    ('"90000.00 GBP"', '"90000.001 GBP"', "terms.unreadable", '"90000.001 GBP"', ""),
    ('at_risk: "12%"', 'at_risk: "120%"', "fee.at_risk", '"120%"', "from 0% to 100%"),
    ('at_risk: "12%"', 'at_risk: "-5%"', "fee.at_risk", '"-5%"', "from 0% to 100%"),
    ('at_risk: "12%"', 'at_risk: 12', "terms.unreadable", "12", "not quoted"),
    ("rounding: half up to 0.01 GBP", "rounding: half up to 0.1%", "unit.mixed", "half up to 0.1%", "0.01 GBP"),
    ("per: quarter\n  fee", "per: week\n  fee", "terms.unreadable", "week", "month, quarter or year"),
    ("settlement:\n", "settlment:\n", "terms.unknown_key", "settlment", "did you mean settlement?"),
    # incentives
    ("rule: uptime_tiers", "rule: uptime_tier", "incentive.unknown_rule", "uptime_tier", "uptime_tiers"),
    ("    measure: mended_in_time\n", "    mesure: mended_in_time\n", "terms.unknown_key", "mesure", "did you mean measure?"),
    ('below: "84%", credit', 'belw: "84%", credit', "terms.unknown_key", "belw", "did you mean below?"),
    ('at_least: "80%"', 'at_lest: "80%"', "terms.unknown_key", "at_lest", "did you mean at_least?"),
    # examples
    ("given: {mended_in_time: \"84.0%\"}", "given: {mended_in_tim: \"84.0%\"}", "name.unknown", '"84.0%"', "did you mean mended_in_time?"),
    ('{mended_in_time: "84.0%"}', '{mended_in_time: "84 hours"}', "unit.mixed", '"84 hours"', "one unit"),
    ("pays: {slow_repairs:", "pays: {slow_repair:", "name.unknown", '"0.00 GBP"', "did you mean slow_repairs?"),
    ('"0.00 GBP"', '"0.00 USD"', "currency.mixed", '"0.00 USD"', "write GBP"),
    ("period: 2025/26-Q1", "period: 2027/28-Q1", "example.outside", "2027/28-Q1", "of the term"),
    ("period: 2025/26-Q1", "period: 2025-05", "example.grain", "2025-05", "one quarter"),
    ("period: 2025/26-Q1", "period: 2025/26-Q5", "terms.unreadable", "2025/26-Q5", "2013/14-Q1"),
    ("period: 2025/26-Q1", "period: 9999", "terms.unreadable", "9999", ""),
    ("name: Below the target", "name: On target pays in full", "name.twice", "On target", "its own name"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "code", "at", "mend"), CASES)
def test_each_mistake_has_a_code_a_place_and_a_mend(
    read_complete, before: str, after: str, code: str, at: str, mend: str
) -> None:
    document = read_complete((before, after))
    found = [one for one in document.findings if one.code == code]
    assert found, [one.written() for one in document.findings]
    assert found[0].severity is Severity.ERROR
    line = document.text.splitlines()[found[0].place.line - 1]
    assert line[found[0].place.column - 1 :].startswith(at), (line, found[0].written())
    assert mend in f"{found[0].problem} {found[0].mend}"
    assert document.agreement is None


def test_an_example_that_cannot_be_read_hides_no_mistake_of_another(read_complete) -> None:
    document = read_complete(("period: 2025/26-Q1", "period: soon"), ('mended_in_time: "83.9%"', 'mended: "83.9%"'))
    told = [(one.code, one.path) for one in document.findings]
    assert told == [
        ("terms.unreadable", ("examples", 0, "period")),
        ("name.unknown", ("examples", 1, "given", "mended")),
    ]


def test_a_part_that_is_wrong_itself_is_not_complained_of_where_it_is_named(read_complete) -> None:
    document = read_complete(("    measures: output\n", ""))
    assert [(one.code, one.path) for one in document.findings] == [
        ("terms.missing", ("kpis", "parts_per_fault", "measures"))
    ]


def test_without_a_registry_the_bodies_of_incentives_stay_as_written(complete_text: str) -> None:
    document = read_text(complete_text, "x.yaml")
    assert document.findings == ()
    assert document.must().incentives["pool"]["rule"] == "at_risk_pool"


def test_incentives_need_a_settlement(read_complete, complete_text: str) -> None:
    start, end = complete_text.index("settlement:"), complete_text.index("incentives:")
    document = read_complete((complete_text[start:end], ""))
    assert [one.code for one in document.findings] == ["settlement.missing"]
