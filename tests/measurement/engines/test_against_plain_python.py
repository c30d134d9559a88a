"""The engine's result equals a plain reading of the expression in Python, as an exact fraction, for random data."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.measurement.engines import duckdb_child
from tallystick.measurement.engines.scans import Axis, Cut, Scan
from tallystick.measurement.engines.statements import write
from tallystick.measurement.expressions.compiling import compile_kpi
from tallystick.measurement.expressions.formulas import NoValue, evaluate
from tallystick.measurement.expressions.nodes import BOOLEAN, INSTANT, INTEGER, TEXT, Column, Kind, Type
from tallystick.measurement.expressions.scope import Scope
from tallystick.testing.plain_reading import Setting, aggregate
from tallystick.values.units import SECOND, Unit

ZONE = "America/New_York"
AS_OF = datetime(2021, 6, 1, tzinfo=UTC)
COLUMNS = {
    "id": Column("id", INTEGER, nullable=False),
    "opened": Column("opened", INSTANT, nullable=False),
    "closed": Column("closed", INSTANT),
    "cost": Column("cost", Type(Kind.NUMBER, Unit.money("USD"), (12, 2))),
    "delay": Column("delay", Type(Kind.NUMBER, SECOND), 60),
    "calls": Column("calls", INTEGER),
    "score": Column("score", INTEGER),
    "team": Column("team", TEXT),
    "reopened": Column("reopened", BOOLEAN),
}
SCOPE = Scope(columns=COLUMNS, zone=ZONE, currency="USD", key=("id",), time="opened", as_of=AS_OF)
SETTING = Setting(ZONE, AS_OF, "opened", "id", {"delay": 60})
SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("opened", pa.timestamp("us")),
        ("closed", pa.timestamp("us")),
        ("cost", pa.decimal128(12, 2)),
        ("delay", pa.int64()),
        ("calls", pa.int64()),
        ("score", pa.int64()),
        ("team", pa.string()),
        ("reopened", pa.bool_()),
    ]
)

# ---- random rows and random expressions --------------------------------------------------------------------------

instants = st.datetimes(datetime(2021, 1, 1), datetime(2021, 7, 1)).map(  # noqa: DTZ001 - stored as UTC without a zone
    lambda moment: moment.replace(microsecond=moment.microsecond // 500_000 * 500_000)
)
rows = st.fixed_dictionaries(
    {
        "opened": instants,
        "closed": st.none() | instants,
        "cost": st.none() | st.integers(-(10**6), 10**6).map(lambda cents: Decimal(cents).scaleb(-2)),
        "delay": st.none() | st.integers(-600, 600),
        "calls": st.none() | st.integers(-5, 5),
        "score": st.none() | st.integers(0, 10),
        "team": st.none() | st.sampled_from(["north", "Nord", "süd", "日本", "", "o'clock", 'a"b', "100%"]),
        "reopened": st.none() | st.booleans(),
    }
)
tables = st.lists(rows, max_size=25).map(lambda listed: [{"id": i, **row} for i, row in enumerate(listed)])

numbers = st.sampled_from(
    ["calls", "score", "calls + score", "calls * 2 - score", "abs(calls)", "-calls", "least(calls, 3)", "div(calls, 2)",
     "mod(calls, 3)", "greatest(calls, score, 0)", "coalesce(calls, 0)", "case when reopened then calls else score end",
     "hour(opened)", "weekday(closed)", "length(team)", "0.25 * calls", "month(opened)", "case when calls > 0 then 1 end"]
)  # fmt: skip
durations = st.sampled_from(
    [
        "delay",
        "elapsed(opened, closed)",
        "delay + delay",
        "abs(delay)",
        "case when reopened then delay else '1 hour' end",
    ]
)
atoms = st.one_of(
    st.builds("{} {} {}".format, numbers, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), numbers),
    st.builds("{} {} '{} minutes'".format, durations, st.sampled_from(["<", "<=", ">", ">="]), st.integers(0, 500)),
    st.builds("cost {} '{}.50 USD'".format, st.sampled_from(["<", ">="]), st.integers(0, 9000)),
    st.builds("calls between {} and {}".format, st.integers(-4, 1), st.integers(0, 4)),
    st.sampled_from(
        ["reopened", "reopened is not true", "reopened is false", "closed is null", "team is not null", "team = 'north'",
         "team in ('north', 'süd', '日本')", "calls not in (1, 2)", "team like '%o%'", "team like '_ord'", "lower(team) = 'nord'",
         "closed <= opened + '36 hours'", "closed > '2021-03-14 03:30'", "team = 'o''clock'", "same(calls, score)",
         "within(opened, closed, '20 days')", "met_by(closed, opened + '10 days')", "not within(opened, closed, '30 days')",
         "repeated_within(team, '5 days')", "date(opened) >= '2021-03-14'", "hour(opened) < 6", "upper(team) <> 'NORTH'"]
    ),
)  # fmt: skip
conditions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not ({})".format, inner),
    ),
    max_leaves=4,
)
aggregates = st.one_of(
    st.builds("share({})".format, conditions),
    st.builds("count({})".format, conditions),
    st.builds("sum({})".format, numbers | durations | st.just("cost")),
    st.builds("mean({})".format, numbers | durations | st.just("cost")),
    st.builds("ratio({}, {})".format, numbers | st.just("cost"), numbers),
    st.builds(
        "percentile({}, {})".format,
        numbers | durations,
        st.sampled_from(["5", "50", "90", "99.5", "33.3", "7"]),
    ),
    st.builds("percentile({}, {}, 'interpolated')".format, numbers | durations, st.sampled_from(["10", "50", "95"])),
    st.builds("median({})".format, durations | st.just("cost")),
    st.builds("count_distinct({})".format, st.sampled_from(["team", "calls", "opened", "reopened"])),
    st.builds("minimum({})".format, numbers),
    st.builds("maximum({})".format, durations),
    st.sampled_from(["count()", "nps(score)", "top_box(score, 8)", "sum(cost) / count()", "1 - share(reopened)"]),
)

# ---- the comparison ----------------------------------------------------------------------------------------------


def engine_value(text: str, table: list[dict[str, Any]], path: Path) -> Fraction | None:
    """The value that the engine's leaves give, over all rows as one period."""
    definition = compile_kpi(text, SCOPE)
    parts = definition.leaves(uncertainty=True)
    leaves = tuple(dict.fromkeys(part.leaf for part in parts))
    pq.write_table(pa.Table.from_pylist(table, SCHEMA), path)
    everything = Axis(COLUMNS["opened"], (0, 4_000_000_000))
    statement = write(Scan((path,), (everything,), (Cut(0),), leaves, {}))
    request = {
        "statements": [statement.text],
        "files": [str(path)],
        "calendars": [],
        "memory_mib": 512,
        "threads": 1,
    }
    groups = statement.groups(duckdb_child.execute(request)["results"][0])
    values = dict(zip(leaves, groups[0].values, strict=True)) if groups else dict.fromkeys(leaves, 0)
    exact = {part: None if values[part.leaf] is None else Fraction(values[part.leaf]) for part in parts}  # type: ignore[arg-type]
    try:
        return evaluate(definition.aggregate.formula, exact)
    except NoValue:
        return None


def check_agreement(text: str, table: list[dict[str, Any]], folder: Path) -> None:
    found = engine_value(text, table, folder / "rows.parquet")
    wanted = aggregate(text, table, SETTING)
    assert found == wanted, text


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=aggregates, table=tables.filter(bool))
def test_engine_and_plain_python_agree_exactly(text: str, table: list[dict[str, Any]], tmp_path: Path) -> None:
    check_agreement(text, table, tmp_path)


@pytest.mark.slow
@settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=aggregates, table=tables.filter(bool))
def test_engine_and_plain_python_agree_exactly_many_times(
    text: str, table: list[dict[str, Any]], tmp_path: Path
) -> None:
    check_agreement(text, table, tmp_path)
