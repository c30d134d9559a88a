"""Expressions that try to leave their box, or that mean nothing, are refused whole; honest ones pass."""

import pytest

from tallystick.measurement.expressions.compiling import compile_kpi
from tallystick.measurement.expressions.nodes import BOOLEAN, DATE, INSTANT, INTEGER, TEXT, Column, Kind, Type
from tallystick.measurement.expressions.problems import ExpressionRefused
from tallystick.measurement.expressions.scope import Scope
from tallystick.values.units import SECOND, Unit

COLUMNS = {
    "opened": Column("opened", INSTANT, nullable=False),
    "closed": Column("closed", INSTANT),
    "day": Column("day", DATE),
    "cost": Column("cost", Type(Kind.NUMBER, Unit.money("USD"), (12, 2))),
    "delay": Column("delay", Type(Kind.NUMBER, SECOND), 60),
    "calls": Column("calls", INTEGER, nullable=False),
    "score": Column("score", INTEGER),
    "team": Column("team", TEXT),
    "reopened": Column("reopened", BOOLEAN, nullable=False),
}
SCOPE = Scope(
    columns=COLUMNS,
    calendars=frozenset({"desk"}),
    zone="Europe/London",
    currency="USD",
    key=("id",),
    time="opened",
)

HOSTILE = [
    # other statements and subqueries
    "(select 1)", "count() from secrets", "count(); drop table rows", "count() union select 1", "exists(select 1)",
    "share(team in (select team from rows))", "count() where true", "count() limit 1", "count(), sum(cost)",
    "share(calls = (select max(calls) from rows))", "with x as (select 1) count()", "values (1)", "count() order by 1",
    "count() group by team", "count() having true", "count() into outfile 'x'", "from rows", "table rows",
    # files, settings, extensions
    "read_csv('/etc/passwd')", "sum(read_text('/etc/passwd'))", "read_parquet('x')", "count(read_blob('x'))",
    "glob('*')", "copy rows to 'x'", "attach 'x'", "install httpfs", "load httpfs", "pragma version", "set threads = 1",
    "export database 'x'", "import database 'x'", "getenv('HOME')", "sum(current_setting('threads'))", "query('select 1')",
    "query_table('rows')", "json_execute_serialized_sql('x')", "duckdb_settings()", "write_log('x')", "call x()",
    # time and memory
    "sum(length(repeat('a', 2000000000)))", "repeat('a', 2000000000)", "sum(list_sum(range(1, 2000000000)))", "sleep_ms(100000)",
    "count(range(1000000000))", "sum(generate_series(1, 1000000000))", "share(team like repeat('%', 1000000))",
    "sum(calls ** calls)", "sum(calls ^ 100)", "sum(factorial(calls))", "random()", "share(random() < 1)", "uuid()", "now()",
    "share(opened < now())", "share(opened < current_timestamp)", "current_date", "today()",
    # comments, names, odd marks
    "count() -- all", "count() /* all */", "count() # all\n", "share(a < b < c)", "share(calls < calls < calls)", "count() x",
    "sum(0x10)", "sum(1e308)", "sum(1_000)", "count(distinct team)", "count(*)", "sum(cost) filter (where true)",
    "sum(cost) over ()", "row_number() over ()", "sum(cost)::int", "cast(sum(cost) as int)", "sum(cast(team as int))",
    "team || 'x'", "share(team collate nocase = 'x')", "sum([1, 2])", "sum({'a': 1})", "sum(x -> x + 1)", "$1", "?", "@x", ":x",
    "sum(rows.cost)", "sum(main.rows.cost)", "information_schema.tables", "share(team ~ '.*')", "share(team similar to 'x')",
    "share(team ilike 'x')", "share(team glob '*')", "share(team regexp '(a+)+$')", "x'41'", "e'\\x41'", "interval 1 day",
    "date '2020-01-01'", "array[1]", "struct_pack(a := 1)", "unnest([1])", "columns('*')", "lambda x: x", "try_cast(team as int)",
    "case team when 'x' then 1 end", "if(true, 1, 2)", "iif(true, 1, 2)", "nullif(1, 1)", "sum(null)", "null", "true", "'x'", "1",
    # types and units
    "share(cost)", "sum(team)", "mean(opened)", "sum(reopened)", "sum(cost + delay)", "sum(cost) + count()", "sum(cost) - sum(delay)",
    "share(delay < 15)", "share(cost > 10)", "share(cost > '10.00 EUR')", "share(team = 5)", "share(team > opened)",
    "share(opened > 'yesterday')", "share(delay < '15 apples')", "share(not team)", "share(team and reopened)", "percentile(cost, 101)",
    "percentile(cost, 0)", "percentile(cost, 'x')", "percentile(cost, 90, 'guess')", "nps(cost)", "share(reopened, team)", "share()",
    "mean()", "ratio(cost)", "business_time(opened, closed)", "share(within(opened, closed, '4 hours', shop))", "sum(share(reopened))",
    "share(count() > 1)", "sum(cost / 2)", "sum(div(calls, 0))", "sum(div(calls, calls))", "sum(opened + opened)", "opened", "cost",
    "share(reopened is 5)", "share(team in ())", "share(team like team)", "nothing", "share(nothing)", "unknown_function(cost)",
    # shape
    "", "   ", "(", ")", "share(", "share(reopened))", "'", "\"", "count(\x00)", "count()\x07", "(" * 60 + "count()" + ")" * 60,
    "count() + " * 500 + "count()", "sum(" + "-" * 300 + "calls)", "share(" + "not " * 200 + "reopened)",
    "share(team in (" + ", ".join(f"'{i}'" for i in range(300)) + "))", "sum(" + "9" * 60 + ")", "x" * 3000,
]  # fmt: skip

HONEST = [
    "count()", "count(reopened)", "count(closed)", "count(closed is null)", "sum(cost)", "mean(cost)", "mean(delay)",
    "share(reopened)", "share(not reopened)", "share(delay < '15 minutes')", "share(delay between '0 minutes' and '15 minutes')",
    "share(cost > '10.00 USD')", "share(cost * 2 > '10.00 USD')", "share(calls in (1, 2, 3))", "share(team = 'north')",
    "share(team <> 'north' and calls > 3)", "share(team like 'n%' or team is null)", "share(opened >= '2020-01-01')",
    "share(day = '2020-01-01')", "share(closed <= opened + '4 hours')", "share(elapsed(opened, closed) <= '2 days')",
    "mean(elapsed(opened, closed))", "median(elapsed(opened, closed))", "percentile(elapsed(opened, closed), 90)",
    "percentile(cost, 99.5, 'interpolated')", "mean(business_time(opened, closed, desk))", "share(within(opened, closed, '4 hours'))",
    "share(within(opened, closed, '4 hours', desk))", "share(met_by(closed, opened + '3 days'))", "share(repeated_within(team, '14 days'))",
    "nps(score)", "top_box(score, 4)", "count_distinct(team)", "ratio(cost, calls)", "sum(cost) / sum(calls)", "1 - share(reopened)",
    "share(reopened) * 100", "open_at_end(opened, closed)", "maximum(delay)", "minimum(cost)", "sum(case when reopened then cost else '0.00 USD' end)",
    "share(coalesce(closed, as_of()) < opened + '1 week')", "share(hour(opened) between 8 and 17)", "share(weekday(opened) < 6)",
    "share(lower(team) = 'north')", "sum(abs(calls - 3))", "share(mod(calls, 2) = 0)", "greatest(share(reopened), 0.5)",
    "share(date(opened) = day)", "share(length(team) > 3)", "share(same(team, team))", "sum(least(calls, 10))", "-sum(calls)",
]  # fmt: skip


def test_the_corpora_are_large() -> None:
    assert len(set(HOSTILE)) >= 150
    assert len(set(HONEST)) >= 50


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_expression_is_refused_with_a_mend(text: str) -> None:
    with pytest.raises(ExpressionRefused) as refused:
        compile_kpi(text, SCOPE)
    for problem in refused.value.problems:
        assert problem.problem
        assert problem.mend
        assert 0 <= problem.span.start <= problem.span.end <= len(text)


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_expression_passes(text: str) -> None:
    assert compile_kpi(text, SCOPE).leaves()


@pytest.mark.parametrize("text", [text for text in HOSTILE[:120] if text != "true"])
def test_a_hostile_condition_is_refused_too(text: str) -> None:
    with pytest.raises(ExpressionRefused):
        compile_kpi("count()", SCOPE, where=text or " ")


def test_all_problems_of_an_expression_are_told_at_once() -> None:
    with pytest.raises(ExpressionRefused) as refused:
        compile_kpi("share(cots > '1.00 USD') + foo(calls) + nothing", SCOPE)
    assert len(refused.value.problems) == 3


def test_a_problem_points_at_its_place() -> None:
    text = "share(dely < '15 minutes')"
    with pytest.raises(ExpressionRefused) as refused:
        compile_kpi(text, SCOPE)
    (problem,) = refused.value.problems
    assert text[problem.span.start : problem.span.end] == "dely"
    assert problem.mend == "did you mean delay?"
