"""For every KPI over rows, in every period, the engine's result equals the query written by hand, as a fraction."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

from tallystick.measurement.results import Measurement
from tallystick.values.periods import Grain
from tallystick.walk.measuring import Result, measure

HERE = Path(__file__).parent
EXAMPLES = Path(__file__).parents[2] / "examples"
Row = dict[str, object]
Place = tuple[str, str | None, str | None]


class Span(NamedTuple):
    """What is measured of an example: from when to when, as of when, and by which dimensions."""

    first: date
    last: date
    as_of: datetime
    by: tuple[str, ...] = ()
    year_starts: int = 1


SPANS = {
    "regional_flying": Span(
        date(2013, 1, 1), date(2013, 12, 31), datetime(2014, 2, 1, tzinfo=UTC), ("origin", "carrier")
    ),
    "boston_311": Span(
        date(2011, 7, 1), date(2011, 12, 31), datetime(2020, 1, 1, tzinfo=UTC), ("department", "channel")
    ),
    "incidents": Span(date(2016, 2, 1), date(2017, 2, 28), datetime(2018, 1, 1, tzinfo=UTC), ("priority",), 3),
    "service_levels": Span(date(2025, 3, 1), date(2025, 3, 31), datetime(2025, 5, 1, tzinfo=UTC)),
    "cohorts": Span(date(2022, 1, 1), date(2024, 12, 31), datetime(2026, 1, 1, tzinfo=UTC)),
    "clock": Span(date(2026, 12, 1), date(2026, 12, 31), datetime(2027, 1, 15, tzinfo=UTC), ("ticket",)),
}
LARGE = ("regional_flying", "boston_311", "incidents")


@pytest.fixture(scope="module")
def engine(
    require_data: Callable[[str], object], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Grain | None], Result]:
    """Measure an example with its own data, receipts kept in a folder of the test's own."""
    stores: dict[str, Path] = {}

    def run(example: str, per: Grain | None) -> Result:
        require_data(example)
        span = SPANS[example]
        store = stores.setdefault(example, tmp_path_factory.mktemp(example))
        return measure(
            EXAMPLES / example / "agreement.yaml",
            first=span.first,
            last=span.last,
            per=per,
            by=span.by,
            as_of=span.as_of,
            store=store,
        )

    return run


def _by_hand(rows: list[Row]) -> dict[Place, Fraction]:
    """Results by period, dimension and its value; a zero denominator is no result."""
    found: dict[Place, Fraction] = {}
    for row in rows:
        dimension, member = row.get("dimension"), row.get("member")
        place = (str(row["period"]), dimension and str(dimension), None if member is None else str(member))
        if "value" in row:
            found[place] = Fraction(str(row["value"]))
        elif row["denominator"]:
            found[place] = Fraction(str(row["numerator"])) / Fraction(str(row["denominator"]))
    return found


def _exact(one: Measurement) -> Fraction | None:
    """The exact value; with fewer rows than agreed there is none, and the counts stand for it."""
    if one.value is None and one.moments.get("denominator"):
        return one.moments["numerator"] / one.moments["denominator"]
    return one.value


def _by_engine(measurements: list[Measurement], dimensions: set[str | None]) -> dict[Place, Fraction]:
    found: dict[Place, Fraction] = {}
    for one in measurements:
        dimension, member = one.dimensions[0] if one.dimensions else (None, None)
        value = _exact(one)
        if dimension in dimensions and value is not None:
            found[one.period.name, dimension, member] = value
    return found


def _queries(example: str) -> list[str]:
    return sorted(path.stem for path in (HERE / "queries" / example).glob("*.sql"))


@pytest.mark.parametrize(
    "example", [pytest.param(name, marks=pytest.mark.slow) for name in LARGE] + sorted(set(SPANS) - set(LARGE))
)
@pytest.mark.parametrize("per", [None, Grain.YEAR], ids=["as agreed", "by year"])
def test_each_generated_query_equals_one_written_by_hand(
    example: str,
    per: Grain | None,
    engine: Callable[[str, Grain | None], Result],
    by_hand: Callable[..., list[Row]],
) -> None:
    result = engine(example, per)
    kpis = result.case.agreement.kpis
    for name in _queries(example):
        rows = by_hand(example, name, str(per or kpis[name].per), SPANS[example].year_starts)
        measurements = [one for one in result.measurements if one.kpi == name]
        periods = {one.period.name for one in measurements}
        # A query written by hand knows no term: what it finds outside the span is left aside.
        wanted = {place: value for place, value in _by_hand(rows).items() if place[0] in periods}
        assert wanted, (example, name)
        assert _by_engine(measurements, {place[1] for place in wanted}) == wanted, (example, name)


@pytest.mark.parametrize("example", sorted(SPANS))
def test_every_kpi_over_rows_has_a_query_written_by_hand(example: str) -> None:
    from tallystick.agreement.reading import read

    kpis = read(EXAMPLES / example / "agreement.yaml").must().kpis
    assert _queries(example) == sorted(name for name, kpi in kpis.items() if not kpi.is_entered)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("example", "rows", "cases"),
    [("regional_flying", 336_776, 336_776), ("boston_311", 58_251, 58_251), ("incidents", 141_712, 24_918)],
)
def test_no_row_of_the_real_files_is_lost(
    example: str, rows: int, cases: int, engine: Callable[[str, Grain | None], Result]
) -> None:
    (state,) = engine(example, Grain.YEAR).case.states.values()
    (receipt,) = state.receipts
    assert (receipt.rows, receipt.accepted, receipt.quarantined, receipt.duplicate) == (rows, rows, 0, 0)
    assert sum(file.rows for file in state.files) == cases


def test_a_ticket_that_is_open_and_not_yet_due_is_in_neither_count(tmp_path: Path) -> None:
    result = measure(
        EXAMPLES / "clock" / "agreement.yaml",
        kpis=["resolved_in_time"],
        by=["ticket"],
        as_of=datetime(2026, 12, 29, 15, tzinfo=UTC),
        store=tmp_path,
    )
    (open_one,) = result.series("resolved_in_time", (("ticket", "still_open"),))
    assert (open_one.pending, open_one.value, open_one.moments["denominator"]) == (1, None, 0)
