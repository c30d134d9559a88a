"""Worked examples run, and say exactly where they and the terms part."""

import re
from pathlib import Path

import pytest

from tallystick.settlement.advice import advise
from tallystick.settlement.checking import check
from tallystick.settlement.examples import check_examples, run_example
from tallystick.settlement.incentives.registry import BUILT_IN

TIERS = """\
settlement: {per: quarter, fee: {2013-01-01: "3000.00 USD"}, rounding: half up to 0.01 USD}
incentives:
  credit:
    rule: uptime_tiers
    clause: Below 99.9% ten percent of the month's part of the fee.
    over: each_month
    measure: uptime
    tiers: [{at_least: "99.9%", credit: "0%"}, {below: "99.9%", credit: "10%"}]
examples:
"""


def findings(read, example):
    return check_examples(read(TIERS + example, uptime={}))


def test_an_example_that_holds_finds_nothing(read):
    assert findings(read, """\
  - {name: Three bad months, period: 2013-Q1, given: {uptime: "99.89%"}, pays: {credit: "-300.00 USD"}, total: "2700.00 USD"}
  - {name: One, period: 2013-Q1, given: {uptime: {2013-01: "99%", 2013-02: "99.9%", 2013-03: null}}, pays: {credit: "-200.00 USD"}}
""") == ()  # fmt: skip


def test_an_example_that_differs_says_where_what_and_how_it_was_computed(read):
    document = read(
        TIERS + '  - {name: Wrong, period: 2013-Q1, given: {uptime: "99.89%"}, pays: {credit: "-100.00 USD"}}\n',
        uptime={},
    )
    (found,) = check_examples(document)
    assert found.code == "example.differs"
    assert "says that credit pays -100.00 USD, the terms give -300.00 USD" in found.problem
    assert "uptime in 2013-02: 99.89% lies in the tier below 99.9%" in found.problem
    assert found.path == ("examples", 0, "pays", "credit")
    assert found.place == document.place(found.path)


@pytest.mark.parametrize(
    ("example", "code"),
    [
        ('{name: A, period: 2013-Q1, given: {uptime: "99%"}, pays: {}, total: "3000.00 USD"}', "example.differs"),
        (
            '{name: A, period: 2013-Q1, given: {uptime: {2013-01: "99%"}}, pays: {credit: "0.00 USD"}}',
            "example.cannot_compute",
        ),
        (
            '{name: A, period: 2013-Q1, given: {uptime: "99.895%"}, pays: {credit: "-300.00 USD"}}',
            "example.not_rounded",
        ),
    ],
)
def test_what_is_wrong_with_an_example_is_found(read, example, code):
    assert code in {found.code for found in findings(read, f"  - {example}\n")}


def test_running_an_example_gives_the_whole_statement(read):
    document = read(
        TIERS + '  - {name: A, period: 2013-Q1, given: {uptime: "99%"}, pays: {credit: "-300.00 USD"}}\n', uptime={}
    )
    statement = run_example(document.must(), document.must().examples[0])
    assert statement.total.written() == "2700.00 USD"


PAGES = Path(__file__).parents[2] / "docs" / "reference" / "incentives"
FRAGMENTS = [
    pytest.param(fragment, id=f"{page.stem}-{number}")
    for page in sorted(PAGES.glob("*.md"))
    for number, fragment in enumerate(re.findall(r"```yaml\n(.*?)```", page.read_text(), re.DOTALL))
]


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_the_fragments_of_the_reference_pages_hold(read, fragment):
    kpis = {name: {} for name in ("uptime", "answered", "satisfaction", "service_points") if name in fragment}
    document = read(fragment, **kpis)
    assert document.must().examples
    assert check(document) == ()
    assert check_examples(document) == ()
    assert advise(document) == ()


def test_every_rule_has_its_page_with_a_fragment():
    pages = {page.stem for page in PAGES.glob("*.md")}
    assert pages == {rule.name for rule in BUILT_IN}
    assert len(FRAGMENTS) >= len(pages)


@pytest.mark.parametrize("rule", BUILT_IN, ids=lambda rule: rule.name)
def test_every_term_of_a_rule_is_on_its_page_or_on_the_shared_one(rule):
    page = (PAGES / f"{rule.name}.md").read_text() + (PAGES.parents[1] / "concepts" / "settlement.md").read_text()
    assert [term for term in rule.Terms.model_fields if f"{term}" not in page] == []
