"""Compiling an agreement finds what its formulas and terms do not share, at its place."""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files

import pytest

from tallystick.agreement.reading import Document, read_text
from tallystick.measurement.definitions import Definitions, compile_agreement

TEXT = files("tallystick.agreement").joinpath("starting.yaml").read_text("utf-8")


@pytest.fixture
def compiled() -> Callable[..., tuple[Document, Definitions]]:
    def compile_with(before: str, after: str) -> tuple[Document, Definitions]:
        assert before in TEXT
        document = read_text(TEXT.replace(before, after), "a.yaml")
        return document, compile_agreement(document, datetime(2026, 9, 1, tzinfo=UTC))

    return compile_with


@pytest.mark.parametrize(
    ("before", "after", "code", "at"),
    [
        ("value: share(reopened)", "value: mean(elapsed(opened_at, resolved_at))", "unit.rounding", "half up to 0.1%"),
        ("value: share(reopened)", "value: satisfied + nothing", "formula.refused", "satisfied + nothing"),
        ("value: share(reopened)", "value: share(reopend)", "formula.refused", "reopend"),
        ("of: tickets\n    value: share(reopened)", "value: reopened * 2", "kpi.circle", "reopened * 2"),
        ("value: share(reopened)", "value: share(reopened)\n    where: priority", "formula.refused", "priority"),
        (
            "value: share(reopened)",
            "value: share(reopened)\n    exclude: [{rows: team, because: x}]",
            "formula.refused",
            "team",
        ),
    ],
)
def test_each_problem_of_a_formula_is_told_at_its_place(
    compiled: Callable, before: str, after: str, code: str, at: str
) -> None:
    document, definitions = compiled(before, after)
    found = [one for one in definitions.findings if one.code == code]
    assert found, [one.written() for one in definitions.findings]
    place = found[0].place
    assert document.text.splitlines()[place.line - 1][place.column - 1 :].startswith(at)


def test_the_other_kpis_compile_when_one_does_not(compiled: Callable) -> None:
    _, definitions = compiled("value: share(reopened)", "value: share(reopend)")
    assert set(definitions.kpis) == {"solved_the_same_day", "satisfied"}


def test_a_derived_column_can_be_used_by_the_next_and_by_kpis(compiled: Callable) -> None:
    _, definitions = compiled(
        "    columns:\n      ticket_id",
        "    derive: {urgent: priority = 1, urgent_again: urgent and reopened}\n    columns:\n      ticket_id",
    )
    assert definitions.findings == []
    assert set(definitions.sources["tickets"].derived) == {"urgent", "urgent_again"}
