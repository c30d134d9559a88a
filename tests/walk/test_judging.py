"""A new level of a process is accepted by people, with a reason, and then judged by itself."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tallystick import walk
from tallystick.agreement.findings import Refused
from tallystick.judgement import CannotSay

AS_OF = datetime(2027, 4, 10, tzinfo=UTC)
LEVEL = "- {kpi: reopened, period: 2026-10, because: Two people more on the desk, accepted_by: [service owner, delivery lead]}\n"


@pytest.fixture
def agreement(tmp_path: Path) -> Path:
    """Fourteen months in which the share of reopened tickets falls from a half to a fifth after six."""
    walk.start(tmp_path)
    rows = ["ticket_id,opened_at,resolved_at,priority,team,reopened,satisfaction"]
    for month in range(12):
        day = date(2026 + (month + 3) // 12, (month + 3) % 12 + 1, 10)
        for number in range(20):
            again = number < (10 + month % 2 if month < 6 else 4 + month % 2)
            rows.append(f"{month * 100 + number},{day} 10:00,{day} 11:00,1,north,{str(again).lower()},5")
    (tmp_path / "tickets.csv").write_text("\n".join(rows) + "\n")
    return tmp_path / "agreement.yaml"


def test_without_a_level_all_points_share_one_phase(agreement: Path) -> None:
    _, (judged,) = walk.judge(agreement, kpis=("reopened",), as_of=AS_OF)
    assert not isinstance(judged.chart, CannotSay)
    assert len(judged.chart.phases) == 1


def test_an_accepted_level_begins_a_phase_with_its_reason_and_names(agreement: Path) -> None:
    bindings = agreement.parent / "bindings.yaml"
    bindings.write_text(bindings.read_text() + "levels: levels.yaml\n")
    (agreement.parent / "levels.yaml").write_text(LEVEL)
    result, (judged,) = walk.judge(agreement, kpis=("reopened",), as_of=AS_OF)
    assert not isinstance(judged.chart, CannotSay)
    before, after = judged.chart.phases
    assert [one.period.name for one in judged.series][after.start] == "2026-10"
    assert before.mean is not None
    assert after.mean is not None
    assert after.mean < before.mean
    assert any("Two people more on the desk" in sentence for sentence in judged.sentences())
    assert result.stands_on()["agreement"]


@pytest.mark.parametrize(
    ("level", "told"),
    [
        (LEVEL.replace("reopened", "reopend"), "did you mean reopened?"),
        (LEVEL.replace("2026-10", "October"), "is no period"),
        (LEVEL.replace("[service owner, delivery lead]", "[]"), "is empty"),
        ("kpi: reopened\n", "a list is wanted"),
    ],
)
def test_a_level_that_names_nothing_is_refused(agreement: Path, level: str, told: str) -> None:
    bindings = agreement.parent / "bindings.yaml"
    bindings.write_text(bindings.read_text() + "levels: levels.yaml\n")
    (agreement.parent / "levels.yaml").write_text(level)
    with pytest.raises(Refused) as refused:
        walk.judge(agreement, kpis=("reopened",), as_of=AS_OF)
    assert told in str(refused.value).replace("Did", "did")
