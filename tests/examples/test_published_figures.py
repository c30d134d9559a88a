"""The queries written by hand give what was published of the data: so the engine is held against something known."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import duckdb
import pytest

EXAMPLES = ["regional_flying", "boston_311", "incidents", "service_levels", "cohorts", "clock"]
YEAR_STARTS = {"incidents": 3}
UNITS = {"%": Fraction(1, 100), "minutes": Fraction(60), "hours": Fraction(3600)}


def _exact(row: dict[str, object]) -> Fraction:
    if "value" in row:
        return Fraction(str(row["value"]))
    return Fraction(str(row["numerator"])) / Fraction(str(row["denominator"]))


def _shown(value: Fraction, published: str) -> str:
    """Write the value as the published text is written: its unit, its number of decimals."""
    number, _, unit = published.replace("%", " %").partition(" ")
    value /= UNITS.get(unit, Fraction(1))
    step = Decimal(1).scaleb(-len(number.partition(".")[2]))
    rounded = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(step, ROUND_HALF_UP)
    return f"{rounded} {unit}".strip().replace(" %", "%")


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_queries_written_by_hand_give_the_published_figures(
    example: str, by_hand: Callable[..., list[dict[str, object]]], published: Callable[[str], list[dict[str, object]]]
) -> None:
    figures = published(example)
    assert figures
    for figure in figures:
        rows = by_hand(example, figure["kpi"], figure["per"], YEAR_STARTS.get(example, 1))
        (row,) = [
            row
            for row in rows
            if row["period"] == figure["period"]
            and (row.get("dimension"), row.get("member")) == (figure.get("dimension"), figure.get("member"))
        ]
        for part in ("numerator", "denominator", "value"):
            if part in figure:
                assert str(row[part]) == figure[part], figure
        if "shown" in figure:
            assert _shown(_exact(row), str(figure["shown"])) == figure["shown"], figure


def test_a_flights_local_hour_is_the_hour_that_its_publisher_gives_in_utc(
    raw: Callable[[str], duckdb.DuckDBPyConnection],
) -> None:
    differing = raw("regional_flying").execute(
        "SELECT count(*) FROM flights WHERE time_hour::TIMESTAMPTZ <> "
        "make_timestamp(year::INT, month::INT, day::INT, sched_dep_time::INT // 100, 0, 0) AT TIME ZONE 'America/New_York'"
    )
    assert differing.fetchall() == [(0,)]


def test_a_flights_key_needs_its_origin(raw: Callable[[str], duckdb.DuckDBPyConnection]) -> None:
    counted = raw("regional_flying").execute(
        "SELECT count(*), count(DISTINCT (year, month, day, carrier, flight, origin)), "
        "count(DISTINCT (year, month, day, carrier, flight)) FROM flights"
    )
    assert counted.fetchall() == [(336_776, 336_776, 336_752)]


def test_the_order_of_an_incidents_changes_needs_time_and_number(
    raw: Callable[[str], duckdb.DuckDBPyConnection],
) -> None:
    tied = raw("incidents").execute(
        "SELECT count(*) FROM (SELECT number FROM incidents GROUP BY number, sys_updated_at HAVING count(*) > 1 "
        "AND max(strptime(sys_updated_at, '%d/%m/%Y %H:%M')) = (SELECT max(strptime(other.sys_updated_at, '%d/%m/%Y %H:%M')) "
        "FROM incidents AS other WHERE other.number = incidents.number))"
    )
    assert tied.fetchall() == [(68,)]
