"""One fixture a letter of SMART that fails by that letter alone; and what the advice says."""

import pytest

from tallystick.agreement.checking import advise
from tallystick.agreement.findings import Refused

BASELINE = '    baseline: {value: "81.0%", from: 2024-04-01, to: 2025-03-31}\n'
TARGET = '    target: {2025-04-01: "84%", 2025-10-01: "86%"}\n'


def advice_of(document, runs=None) -> list[tuple[str, str]]:
    return [(one.code, ".".join(map(str, one.path))) for one in advise(document, runs)]


def test_the_complete_agreement_calls_for_no_advice(read_complete) -> None:
    assert advice_of(read_complete()) == []


@pytest.mark.parametrize(
    ("changes", "letter"),
    [
        ([("    for: Tenants above the second floor\n", "")], "specific"),
        ([('    capability: {stated: "90%", because: Two vans more since 2025}\n', "")], "achievable"),
        ([("    serves: Homes for every age\n", "")], "relevant"),
        ([("    by: 2026-03-31\n", "")], "time_bound"),
    ],
)
def test_each_letter_is_missed_alone(read_complete, changes: list[tuple[str, str]], letter: str) -> None:
    assert [code for code, _ in advice_of(read_complete(*changes))] == [f"advice.smart.{letter}"]


def test_an_objective_is_measurable_when_one_of_its_outcome_formulas_runs(read_complete) -> None:
    asked = []

    def runs(kpi: str) -> bool:
        asked.append(kpi)
        return kpi != "mended_in_time"

    assert advice_of(read_complete(), runs) == [("advice.smart.measurable", "objectives.people_move")]
    assert asked == ["mended_in_time"]


def test_a_target_beyond_the_stated_capability_tells_the_distance_from_the_baseline(read_complete) -> None:
    (finding,) = advise(read_complete(('2025-10-01: "86%"', '2025-10-01: "93%"')))
    assert finding.code == "advice.smart.achievable"
    assert "93%, 12.0% from the baseline" in finding.problem
    assert "holds 90% feasible" in finding.problem
    assert finding.path[:3] == ("kpis", "mended_in_time", "target")


def test_a_target_without_a_baseline_is_not_known_to_be_achievable(read_complete) -> None:
    assert advice_of(read_complete((BASELINE, ""))) == [
        ("advice.kpi.baseline", "kpis.mended_in_time"),
        ("advice.smart.achievable", "kpis.mended_in_time"),
    ]


def test_an_outcome_without_a_dated_target_is_not_bound_to_a_time(read_complete) -> None:
    assert advice_of(read_complete((TARGET, ""))) == [
        ("advice.smart.time_bound", "objectives.people_move"),
        ("advice.kpi.target", "kpis.mended_in_time"),
    ]


@pytest.mark.parametrize(
    ("better", "target", "code"),
    [
        ("higher", "81%", "advice.kpi.target_is_baseline"),
        ("higher", "80.9%", "advice.kpi.target_worse"),
        ("lower", "82%", "advice.kpi.target_worse"),
        ("higher", "100.1%", "advice.kpi.target_impossible"),
        ("lower", "-1%", "advice.kpi.target_impossible"),
    ],
)
def test_a_target_is_compared_with_the_baseline_and_with_what_can_be(
    read_complete, better: str, target: str, code: str
) -> None:
    document = read_complete(
        (TARGET, f'    target: {{2025-04-01: "{target}"}}\n'), ("    better: higher\n", f"    better: {better}\n")
    )
    found = [one for one in advise(document) if one.code == code]
    assert [one.path for one in found] == [("kpis", "mended_in_time", "target", "2025-04-01")]


def test_advice_stands_in_the_order_of_the_file_and_is_no_error(read_complete) -> None:
    document = read_complete((BASELINE, ""), ("    horizon: long\n", ""), ("    refined_by: client\n", ""))
    lines = [one.place.line for one in advise(document)]
    assert lines == sorted(lines)
    assert len(lines) >= 3
    assert document.findings == ()


def test_an_agreement_with_errors_gets_no_advice(read_complete) -> None:
    with pytest.raises(Refused, match=r"terms\.missing"):
        advise(read_complete(("title: Repair of lifts\n", "")))
