"""The agreements of the examples are models: nothing to mend, and the published cases are worked examples in them."""

from fractions import Fraction
from pathlib import Path

import pytest

from tallystick.agreement.findings import Severity
from tallystick.settlement.examples import run_example
from tallystick.walk.checking import check

EXAMPLES = Path(__file__).parents[2] / "examples"
ALL = sorted(path.parent.name for path in EXAMPLES.glob("*/agreement.yaml"))


@pytest.mark.parametrize("example", ALL)
def test_an_example_has_nothing_to_mend(example: str) -> None:
    _, findings = check(EXAMPLES / example / "agreement.yaml")
    assert [one.written() for one in findings if one.severity is Severity.ERROR] == []


def test_the_model_agreement_needs_no_advice() -> None:
    _, findings = check(EXAMPLES / "regional_flying" / "agreement.yaml")
    assert [one.written() for one in findings] == []


def test_the_model_agreement_has_seven_headlines_of_at_least_three_kinds() -> None:
    document, _ = check(EXAMPLES / "regional_flying" / "agreement.yaml")
    headlines = [kpi for kpi in document.must().kpis.values() if kpi.role == "headline"]
    assert len(headlines) == 7
    assert {kpi.kind for kpi in headlines} == {"operational", "quality", "financial", "customer"}


@pytest.mark.parametrize(
    ("case", "incentive", "name", "pays"),
    [
        ("C1", "at_risk_credits", "One level missed", -2_000),
        ("C1", "at_risk_credits", "All eleven levels missed would be 22000.00 USD, the cap leaves the at-risk amount", -10_000),
        ("C2", "service_points", "First failure", -100),
        ("C2", "service_points", "Second failure in a row, double in its own band", -600),
        ("C2", "service_points", "Third failure in a row", -600),
        ("C3", "fault_deductions", "Twenty points are free", 0),
        ("C3", "fault_deductions", "A hundred points", -240),
        ("C3", "fault_deductions", "Into the third band", -312),
        ("C3", "fault_deductions", "Two hundred points", -600),
        ("C3", "fault_deductions", "Above all bands", -825),
        ("C9", "next_bill", "Thirty points and no month before", -10_000),
        ("C14", "storage_credit", "At the commitment", 0),
        ("C14", "storage_credit", "Just below", -10_000),
        ("C14", "storage_credit", "The lowest tier", -100_000),
        ("C15", "storage_credit", "Three months without a measurement", -100_000),
    ],
)  # fmt: skip
def test_a_published_case_is_a_worked_example(case: str, incentive: str, name: str, pays: int) -> None:
    document, _ = check(EXAMPLES / "service_credits" / "agreement.yaml")
    agreement = document.must()
    (example,) = [one for one in agreement.examples if one.name == name]
    (section,) = run_example(agreement, example).sections
    assert section.incentive == incentive
    assert section.amount is not None
    assert section.amount.exact == Fraction(pays), case
    assert example.pays[incentive] == section.amount


def test_the_third_month_without_a_measurement_is_a_material_breach() -> None:
    document, _ = check(EXAMPLES / "service_credits" / "agreement.yaml")
    agreement = document.must()
    (example,) = [one for one in agreement.examples if one.name == "Three months without a measurement"]
    (section,) = run_example(agreement, example).sections
    assert [(event.name, event.period.name) for event in section.events] == [("material breach", "2026-03")]


@pytest.mark.parametrize("example", ["service_levels", "cohorts"])
def test_invented_data_is_written_by_its_script(example: str, capsys: pytest.CaptureFixture[str]) -> None:
    import runpy

    (script,) = (EXAMPLES / example / "data").glob("*.py")
    runpy.run_path(str(script), run_name="__main__")
    assert capsys.readouterr().out == script.with_suffix(".csv").read_text(encoding="utf-8")
