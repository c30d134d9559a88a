"""Every command, on the agreement that `init` writes: what it says, as a table and as JSON, and how it ends."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

AS_OF = ("--as-of", "2026-09-01")


def test_init_writes_three_files_and_never_over_others(tmp_path: Path, tell: Callable) -> None:
    assert tell("init", tmp_path / "new").code == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [
        "agreement.yaml",
        "bindings.yaml",
        "tickets.csv",
    ]
    again = tell("init", tmp_path / "new")
    assert again.code == 3
    assert "nothing was written" in again.err


def test_init_from_a_file_asks_before_it_writes(started: Path, tell: Callable) -> None:
    said = tell("init", started / "proposed", "--from", started / "tickets.csv")
    assert said.code == 1
    assert not (started / "proposed").exists()
    confirmed = tell("init", started / "proposed", "--from", started / "tickets.csv", "--yes")
    assert confirmed.code == 0
    assert tell("check", started / "proposed" / "agreement.yaml").code == 0


def test_check_is_silent_about_the_starting_agreement(started: Path, tell: Callable) -> None:
    said = tell("check", started / "agreement.yaml", "--strict")
    assert said.code == 0
    assert "0 errors, 0 pieces of advice" in said.out


def test_check_names_line_column_and_mend_of_all_problems(started: Path, tell: Callable) -> None:
    path = started / "agreement.yaml"
    text = path.read_text().replace("better: higher", "better: highr", 1).replace("reopened)", "reopend)", 1)
    path.write_text(text)
    said = tell("check", path, "--json")
    findings = json.loads(said.out)["findings"]
    assert said.code == 1
    assert [(one["code"], one["severity"]) for one in findings][:2] == [
        ("terms.choice", "error"),
        ("formula.refused", "error"),
    ]
    places = [(text.splitlines()[one["line"] - 1][one["column"] - 1 :]) for one in findings[:2]]
    assert places[0].startswith("highr")
    assert places[1].startswith("reopend")


def test_measure_prints_a_table_and_the_same_as_json(started: Path, tell: Callable) -> None:
    path = started / "agreement.yaml"
    shown = tell("measure", path, *AS_OF, "--by", "team")
    data = json.loads(tell("measure", path, *AS_OF, "--by", "team", "--json").out)
    assert shown.code == 0
    may = next(
        one
        for one in data["measurements"]
        if one["kpi"] == "satisfied" and one["period"] == "2026-05" and not one["dimensions"]
    )
    assert may["shown"] in shown.out
    assert may["moments"]["denominator"] == str(may["rows"]) or int(may["moments"]["denominator"]) <= may["rows"]
    assert {one["dimensions"].get("team") for one in data["measurements"]} == {None, "north", "south"}


def test_the_parts_of_a_count_sum_to_the_whole(started: Path, tell: Callable) -> None:
    data = json.loads(tell("measure", started / "agreement.yaml", *AS_OF, "--by", "team", "--json").out)
    of_kpi = [one for one in data["measurements"] if one["kpi"] == "reopened" and one["period"] == "2026-06"]
    whole = [one["rows"] for one in of_kpi if not one["dimensions"]]
    assert whole == [sum(one["rows"] for one in of_kpi if one["dimensions"])]


def test_explain_tells_all_that_a_number_stands_on(started: Path, tell: Callable) -> None:
    said = tell("explain", started / "agreement.yaml", "solved_the_same_day", "2026-05", *AS_OF, "--json")
    data = json.loads(said.out)
    assert data["formula"].strip().startswith("share(within(")
    assert data["deliveries"][0]["rows"] == 120
    assert "read_parquet" in data["sql"][0]
    assert len(data["stands_on"]["agreement"]) == 64
    plain = tell("explain", started / "agreement.yaml", "solved_the_same_day", "2026-05", *AS_OF)
    assert data["shown"] in plain.out
    assert "half up to 0.1%" in plain.out


def test_rows_shows_lines_of_the_delivery(started: Path, tell: Callable) -> None:
    data = json.loads(tell("rows", started / "agreement.yaml", "reopened", "2026-05", "-n", "3", *AS_OF, "--json").out)
    assert len(data["rows"]) == 3
    lines = (started / "tickets.csv").read_text().splitlines()
    for row in data["rows"]:
        assert lines[row["line"] - 1].startswith(f"{row['ticket_id']},")


def test_judge_says_in_words_how_sure_a_number_is(started: Path, tell: Callable) -> None:
    said = tell("judge", started / "agreement.yaml", "-k", "reopened", *AS_OF)
    assert said.code == 0
    assert "95% confidence" in said.out


def test_deliveries_lists_receipts_and_what_waits_in_quarantine(started: Path, tell: Callable) -> None:
    data = started / "tickets.csv"
    data.write_text(data.read_text() + "1121,2026-08-31 10:00,,three,north,false,\n")
    said = tell("deliveries", started / "agreement.yaml")
    assert said.code == 0
    assert "line 122 [priority]: this is no whole number: 1121,2026-08-31 10:00,,three,north,false," in said.out


def test_report_writes_pages_that_need_nothing_else(started: Path, tell: Callable) -> None:
    said = tell("report", started / "agreement.yaml", "-o", started / "out", *AS_OF)
    assert said.code == 0
    page = (started / "out" / "scorecard.html").read_text()
    assert "<script" not in page
    assert "http://" not in page
    assert "https://" not in page


def test_settle_without_settlement_says_what_is_missing(started: Path, tell: Callable) -> None:
    said = tell("settle", started / "agreement.yaml", "2026-Q2", *AS_OF)
    assert said.code == 3
    assert "no `settlement:`" in said.err


def test_diff_compares_meaning_and_not_spelling(started: Path, tell: Callable) -> None:
    before = started / "agreement.yaml"
    same, other = started / "same.yaml", started / "other.yaml"
    same.write_text("# a comment\n" + before.read_text().replace('"72%"', '"72.0%"'))
    other.write_text(before.read_text().replace('"72%"', '"73%"'))
    assert tell("diff", before, same).code == 0
    said = tell("diff", before, other)
    assert said.code == 1
    assert said.out.strip() == "~ kpis.solved_the_same_day.target.2026-04-01: 72% -> 73%"


def test_schema_is_json_that_knows_the_rules(tell: Callable) -> None:
    schema = json.loads(tell("schema").out)
    assert "incentive_at_risk_pool" in schema["$defs"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("measure", "nowhere.yaml"), "cannot be read"),
        (("measure", "{path}", "-k", "reopend"), "Did you mean reopened? ["),
        (("measure", "{path}", "--by", "taem"), "Did you mean team? ["),
        (("measure", "{path}", "--from", "2026-13"), "is no period"),
        (("measure", "{path}", "--as-of", "soon"), "is no cut-off"),
        (("measure", "{path}", "--bindings", "nowhere.yaml"), "cannot be read"),
        (("explain", "{path}", "nothing", "2026-05"), "there is no KPI"),
        (("rows", "{path}", "reopened", "May"), "is no period"),
        (("report", "{path}", "--locale", "xx_YY", "-o", "{folder}/r"), "there is no locale"),
        (("init", "{folder}/x", "--from", "nowhere.csv"), "No such file"),
    ],
)
def test_wrong_input_is_told_with_its_mend_and_exit_code_3(
    started: Path, tell: Callable, words: tuple, told: str
) -> None:
    filled = [word.format(path=started / "agreement.yaml", folder=started) for word in words]
    said = tell(*filled)
    assert said.code == 3
    assert told in said.err.replace("\n", " ")


def test_wrong_usage_ends_with_code_2(tell: Callable) -> None:
    assert tell("measure").code == 2
    assert tell("mesure", "x").code == 2
