"""One pass: each file of a source is in one scan, which reads it once, whatever the number of KPIs, periods and dimensions."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tallystick import walk
from tallystick.measurement.engines.duckdb import DuckDB
from tallystick.measurement.engines.scans import Limits, Scan
from tallystick.values.periods import Grain
from tallystick.walk.case import Case, open_case
from tallystick.walk.measuring import measure_case

AS_OF = datetime(2026, 9, 1, tzinfo=UTC)


class Counting(DuckDB):
    """The engine, noting what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.scans: list[Scan] = []

    def run(self, scans):  # type: ignore[no-untyped-def]
        self.scans += scans
        return super().run(scans)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    walk.start(tmp_path)
    return open_case(tmp_path / "agreement.yaml", as_of=AS_OF)


def test_every_file_is_read_once_for_all_kpis_and_dimensions(case: Case) -> None:
    engine = Counting()
    measure_case(case, by=["team", "priority"], uncertainty=True, engine=engine)
    read = [path for scan in engine.scans for path in scan.files]
    assert len(read) == len(set(read)) == len(case.state("tickets").files)
    assert all(engine.sql(scan).count("read_parquet") == 1 for scan in engine.scans)


def test_leaves_are_shared_between_kpis(case: Case) -> None:
    engine = Counting()
    measure_case(case, engine=engine)
    leaves = engine.scans[0].leaves
    assert len(leaves) == len(set(leaves))
    separate = sum(len(kpi.definition.leaves()) for kpi in case.definitions.kpis.values() if kpi.definition)
    assert len(leaves) < separate


def test_files_outside_the_periods_asked_are_not_read(case: Case) -> None:
    engine = Counting()
    measure_case(case, first=date(2026, 5, 1), last=date(2026, 5, 31), engine=engine)
    assert [path.name for scan in engine.scans for path in scan.files] == ["2026-05.parquet"]


def test_a_quarter_of_additive_kpis_is_the_sum_of_its_months(case: Case) -> None:
    months = measure_case(case, kpis=["reopened"], per=Grain.MONTH).measurements
    (quarter,) = [
        one
        for one in measure_case(case, kpis=["reopened"], per=Grain.QUARTER).measurements
        if one.period.name == "2026-Q2"
    ]
    inside = [one for one in months if quarter.period.start <= one.period.start < quarter.period.end]
    for name in ("numerator", "denominator"):
        assert quarter.moments[name] == sum(one.moments[name] for one in inside)


def test_rows_after_the_cut_off_do_not_count(tmp_path: Path) -> None:
    walk.start(tmp_path)
    early = walk.measure(tmp_path / "agreement.yaml", kpis=["reopened"], as_of=datetime(2026, 4, 10, tzinfo=UTC))
    late = walk.measure(tmp_path / "agreement.yaml", kpis=["reopened"], as_of=AS_OF)
    assert 0 < early.measurements[0].rows < late.measurements[0].rows
    assert early.measurements[0].provisional


def test_too_little_memory_ends_in_a_clear_refusal(case: Case) -> None:
    from tallystick.agreement.findings import Refused

    with pytest.raises(Refused) as refused:
        measure_case(case, engine=DuckDB(Limits(memory_mib=40, seconds=60)))
    assert "memory" in str(refused.value)
