"""Meaning is compared by value and told as it is written."""

import pytest

from tallystick.agreement.comparing import meaning_difference, text_difference

CHANGES = [
    ('2025-10-01: "86%"', '2025-10-01: "87.5%"', "~ kpis.mended_in_time.target.2025-10-01: 86% -> 87.5%"),
    ('minimum: {2025-04-01: "75%"}', 'minimum: {2025-06-01: "75%"}', "- kpis.mended_in_time.minimum.2025-04-01: 75%\n+ kpis.mended_in_time.minimum.2025-06-01: 75%"),
    ('at_risk: "12%"', 'at_risk: "15%"', "~ settlement.at_risk: 12% -> 15%"),
    ('"90000.00 GBP"', '"95000.00 GBP"', "~ settlement.fee.2025-04-01: 90000.00 GBP -> 95000.00 GBP"),
    ("ambiguous: earlier", "ambiguous: later", "~ sources.faults.ambiguous: earlier -> later"),
    ("    per: quarter\n    baseline", "    baseline", "~ kpis.parts_per_fault.per: quarter -> month"),
    ("    missing: relief\n", "", "~ kpis.access_granted.missing: relief -> exclude"),
    ("dimensions: [district]", "dimensions: [district, trapped]", "~ kpis.mended_in_time.dimensions: [district] -> [district, trapped]"),
    ('{mended_in_time: "83.9%"}', '{mended_in_time: "83.8%"}', "~ examples.1.given.mended_in_time: 83.9% -> 83.8%"),
    ('"-1800.00 GBP"', '"-1700.00 GBP"', "~ examples.1.pays.slow_repairs: -1800.00 GBP -> -1700.00 GBP"),
    ('credit: "5%"', 'credit: "6%"', "~ incentives.slow_repairs.tiers.2.credit: 5% -> 6%"),
    ("within(reported, mended, '8 hours', workshop)", "within(reported, mended, '9 hours', workshop)", "~ kpis.mended_in_time.value: "),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "told"), CHANGES)
def test_a_change_of_meaning_is_one_line_with_before_and_after(read_complete, before, after, told) -> None:
    changes = meaning_difference(read_complete(), read_complete((before, after)))
    assert "\n".join(one.written() for one in changes).startswith(told)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"84%", 2025', '"84.00%", 2025'),
        ('late: "5 days"', 'late: "120 hours"'),
        ('at_risk: "12%"', 'at_risk: "12.0%"'),
        ("rounding: half up to 0.01 GBP\n\nincentives", "rounding:  half up to 0.010 GBP\n\nincentives"),
        ('{2025-04-01: "84%", 2025-10-01: "86%"}', '{2025-10-01: "86%", 2025-04-01: "84%"}'),
        ("    measures: output\n", "    role: diagnostic\n    measures: output\n"),
        ("year_starts: 4\n", 'year_starts: 4 # April\n'),
        ("title: Repair of lifts", 'title: "Repair of lifts"'),
        ("within(reported, mended, '8 hours', workshop)\n      )\n", "within(reported, mended, '8 hours', workshop)\n      )\n\n"),
        ("start: 2025-04-01, end", 'start: "2025-04-01", end'),
    ],
)  # fmt: skip
def test_another_spelling_of_the_same_is_no_change(read_complete, before: str, after: str) -> None:
    other = read_complete((before, after))
    assert meaning_difference(read_complete(), other) == ()
    assert text_difference(read_complete(), other).startswith("--- agreement.yaml\n+++ agreement.yaml\n@@")


def test_a_kpi_that_is_new_is_told_by_what_the_file_says_of_it(read_complete, complete_text: str) -> None:
    start, end = complete_text.index("  access_granted:"), complete_text.index("settlement:")
    body = complete_text[start:end].rstrip() + "\n"
    other = read_complete((body, body + body.replace("access_granted", "doors_open")))
    changes = meaning_difference(read_complete(), other)
    assert {one.kind for one in changes} == {"added"}
    assert {one.path[:2] for one in changes} == {("kpis", "doors_open")}
    assert "role" not in {one.path[2] for one in changes}


def test_the_difference_of_two_files_is_symmetric(read_complete) -> None:
    first, second = read_complete(), read_complete(('  at_risk: "12%"\n', ""), ("statement: We", "statement: You"))
    there, back = meaning_difference(first, second), meaning_difference(second, first)
    assert [(one.path, one.before, one.after) for one in there] == [(one.path, one.after, one.before) for one in back]
