"""Measuring from files: what is missing follows the agreement, and a statement can be recomputed to the byte."""

import hashlib
import re
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from tallystick import walk
from tallystick.agreement.findings import Refused

AS_OF = datetime(2026, 9, 1, tzinfo=UTC)
MONEY = """
settlement: {per: quarter, fee: {2026-04-01: "90000.00 EUR"}}
incentives:
  bonus: {rule: bonus_at_target, clause: Two percent at the target., over: whole, measure: satisfied, met_at: target, pays: "2%"}
"""


@pytest.fixture
def agreement(tmp_path: Path) -> Path:
    """No ticket of June has an answer."""
    walk.start(tmp_path)
    lines = (tmp_path / "tickets.csv").read_text().splitlines()
    kept = [line.rsplit(",", 1)[0] + "," if ",2026-06-" in line else line for line in lines]
    (tmp_path / "tickets.csv").write_text("\n".join(kept) + "\n")
    return tmp_path / "agreement.yaml"


def with_rule(agreement: Path, rule: str) -> Path:
    text, count = re.subn(r"    fewest: 10.*\n", f"    missing: {rule}\n", agreement.read_text())
    assert count == 1
    agreement.write_text(text)
    return agreement


def test_a_month_without_answers_has_no_figure_and_says_why(agreement: Path) -> None:
    (june,) = walk.measure(
        with_rule(agreement, "exclude"), kpis=["satisfied"], first=date(2026, 6, 1), last=date(2026, 6, 30), as_of=AS_OF
    ).measurements
    assert june.value is None
    assert june.reason == "nothing to divide by"


def test_carry_forward_takes_the_last_figure_also_from_before_the_months_asked_for(agreement: Path) -> None:
    with_rule(agreement, "carry_forward")
    (may,) = walk.measure(
        agreement, kpis=["satisfied"], first=date(2026, 5, 1), last=date(2026, 5, 31), as_of=AS_OF
    ).measurements
    (june,) = walk.measure(
        agreement, kpis=["satisfied"], first=date(2026, 6, 1), last=date(2026, 6, 30), as_of=AS_OF
    ).measurements
    assert june.value == may.value
    assert june.filled == "carried forward from 2026-05: nothing to divide by"


def test_too_few_rows_give_no_figure(agreement: Path) -> None:
    agreement.write_text(agreement.read_text().replace("fewest: 10", "fewest: 1000"))
    result = walk.measure(agreement, kpis=["satisfied"], as_of=AS_OF)
    assert all(one.value is None and "at least 1000" in (one.reason or "") for one in result.measurements if one.rows)


def test_pending_tickets_are_in_neither_count(agreement: Path) -> None:
    cut_off = datetime(2026, 5, 20, 10, tzinfo=UTC)
    may = walk.measure(agreement, kpis=["solved_the_same_day"], as_of=cut_off).measurements[-1]
    assert may.moments["denominator"] + may.pending == may.rows
    assert may.provisional


def test_the_table_is_arrow_with_exact_values_as_text(agreement: Path) -> None:
    table = walk.measure(agreement, kpis=["reopened"], as_of=AS_OF).table()
    first = table.to_pylist()[0]
    assert Fraction(first["value"]) == Fraction(dict(first["moments"])["numerator"]) / Fraction(
        dict(first["moments"])["denominator"]
    )
    assert str(table.schema.field("value").type) == "string"


def test_the_same_cut_off_gives_a_statement_of_the_same_bytes(agreement: Path, tmp_path: Path) -> None:
    agreement.write_text(agreement.read_text() + MONEY)
    hashes = {
        hashlib.sha256(walk.settle(agreement, "2026-Q2", as_of=AS_OF, store=tmp_path / name).content).hexdigest()
        for name in ("one", "two")
    }
    assert len(hashes) == 1
    assert walk.settle(agreement, "2026-Q2", as_of=AS_OF).statement.total is not None


def test_worked_examples_run_on_every_read(agreement: Path) -> None:
    example = (
        'examples: [{name: Too much, period: 2026-Q2, given: {satisfied: "70.0%"}, pays: {bonus: "1900.00 EUR"}}]\n'
    )
    agreement.write_text(agreement.read_text() + MONEY + example)
    with pytest.raises(Refused) as refused:
        walk.measure(agreement, as_of=AS_OF)
    assert "1800.00 EUR" in str(refused.value)
