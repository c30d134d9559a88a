"""Each piece of design advice has a fixture of its own that calls for it; the valid agreement calls for none."""

import pytest

from tallystick.agreement.checking import advise
from tallystick.agreement.findings import Severity

CAPABILITY = '    capability: {stated: "80%", because: The same team reached it for another client in 2025}\n'
SECOND = '    capability: {stated: "75%", because: Our own yearly survey}\n'


def codes(document, runs=None) -> list[str]:
    found = advise(document, runs)
    assert all(one.severity is Severity.ADVICE and one.mend and one.place for one in found)
    return [one.code for one in found]


def test_the_valid_agreement_calls_for_no_advice(read_with) -> None:
    assert codes(read_with()) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ([("    for: All staff of the client\n", "")], "advice.smart.specific"),
        ([("outcome: Staff can work again the same day", "outcome: Work")], "advice.smart.specific"),
        ([(CAPABILITY, "")], "advice.smart.achievable"),
        ([('stated: "80%"', 'stated: "75%"')], "advice.smart.achievable"),
        ([("    serves: Every branch opens on time\n", "")], "advice.smart.relevant"),
        ([("    horizon: long\n", "")], "advice.smart.relevant"),
        ([("    by: 2026-12-31\n", "")], "advice.smart.time_bound"),
        (
            [('    target: {2026-04-01: "72%", 2026-10-01: "76%"}\n', ""), ('    target: {2026-04-01: "65%"}\n', "")],
            "advice.smart.time_bound",
        ),
        (
            [("measures: outcome", "measures: output"), ("measures: outcome", "measures: output")],
            "advice.objective.no_outcome",
        ),
        (
            [("measures: outcome", "measures: output"), ("measures: outcome", "measures: output")],
            "advice.kpis.only_outputs",
        ),
        (
            [
                (
                    "    owner: {client: service owner, provider: delivery lead}\n    balance: [reopened]",
                    "    balance: [reopened]",
                )
            ],
            "advice.kpi.owner",
        ),
        (
            [
                (
                    "    owner: {client: service owner, provider: delivery lead}\n    why",
                    "    owner: {client: service owner}\n    why",
                )
            ],
            "advice.objective.owner",
        ),
        ([('    baseline: {value: "68.0%", from: 2026-01-01, to: 2026-03-31}\n', "")], "advice.kpi.baseline"),
        ([('    target: {2026-04-01: "8%"}\n', "")], "advice.kpi.target"),
        ([("    balance: [reopened]\n", "")], "advice.kpi.balance"),
        ([('target: {2026-04-01: "65%"}', 'target: {2026-04-01: "61%"}')], "advice.kpi.target_is_baseline"),
        ([('target: {2026-04-01: "65%"}', 'target: {2026-04-01: "60%"}')], "advice.kpi.target_worse"),
        ([('target: {2026-04-01: "65%"}', 'target: {2026-04-01: "105%"}')], "advice.kpi.target_impossible"),
        ([("from: 2026-01-01, to: 2026-03-31", "from: 2026-01-01, to: 2026-04-30")], "advice.kpi.baseline_late"),
        ([("    objective: staff_can_work\n    measures: output", "    measures: output")], "advice.kpi.objective"),
    ],
)
def test_each_weakness_is_advised(read_with, changes: list[tuple[str, str]], code: str) -> None:
    assert code in codes(read_with(*changes))


def test_an_objective_whose_formulas_do_not_run_is_not_measurable(read_with) -> None:
    assert codes(read_with(), lambda kpi: False) == ["advice.smart.measurable"]


def test_kpis_of_one_side_alone_are_advised(read_with, text: str) -> None:
    document = read_with(
        *[("proposed_by: client\n    refined_by: provider", "proposed_by: client")] * 2,
        ("proposed_by: provider\n    refined_by: client", "proposed_by: client"),
    )
    assert "advice.kpis.one_side" in codes(document)


def test_an_eighth_headline_is_one_too_many(read_with, text: str) -> None:
    start = text.index("  reopened:\n    clause")
    more = "".join(text[start:].replace("  reopened:", f"  reopened_{n}:", 1) for n in range(5))
    assert "advice.kpis.too_many" in codes(read_with((text[start:], text[start:] + more)))
