"""What becomes of each row of a delivery: accepted, quarantined with its reason and text, or a duplicate; none is lost."""

import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.values.refusals import Refusal

HEADER = "id,opened,cost,team,late\n"
GOOD = "1,2011-07-01 08:00,12.50,north,true\n"


def test_a_clean_file_is_accepted_whole(desk) -> None:
    receipt = desk.receive(HEADER + GOOD + "2,2011-07-02T09:30:15,,,false\n")
    assert (receipt.accepted, receipt.quarantined, receipt.duplicate) == (2, 0, 0)
    first, second = desk.current()
    assert first["opened"].isoformat() == "2011-07-01T12:00:00"
    assert (first["cost"], first["team"], first["late"]) == (Decimal("12.50"), "north", True)
    assert second["cost"] is None


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("2,2011-07-02 08:00,1.00,north", None, "short"),
        ("2,2011-07-02 08:00,1.00,north,true,more", None, "many"),
        ("two,2011-07-02 08:00,1.00,north,true", "id", "integer"),
        ("2.0,2011-07-02 08:00,1.00,north,true", "id", "integer"),
        (" 2,2011-07-02 08:00,1.00,north,true", "id", "spaces"),
        (",2011-07-02 08:00,1.00,north,true", "id", "missing"),
        ('2,2011-07-02 08:00,"1,00",north,true', "cost", "decimal_sign"),
        ("2,2011-07-02 08:00,1.005,north,true", "cost", "digits"),
        ("2,2011-07-02 08:00,1234567.00,north,true", "cost", "digits"),
        ("2,2011-07-02 08:00,1e3,north,true", "cost", "decimal"),
        ("2,2011-07-02 08:00,NaN,north,true", "cost", "decimal"),
        ("2,2011-07-02 08:00,1.00,west,true", "team", "values"),
        ("2,2011-07-02 08:00,1.00,north,yes", "late", "boolean"),
        ("2,02/07/2011 08:00,1.00,north,true", "opened", "timestamp"),
        ("2,2011-02-30 08:00,1.00,north,true", "opened", "timestamp"),
        ("2,2011-11-06 01:30,1.00,north,true", "opened", "ambiguous"),
        ("2,2011-03-13 02:30,1.00,north,true", "opened", "nonexistent"),
        ('2,2011-07-02 08:00,1.00,no"rth,true"x', None, None),
        ("2,2011-07-02 08:00,1.00,nor\x00th,true", None, "nul"),
    ],
)
def test_a_bad_row_waits_with_its_line_column_reason_and_text(
    desk, row: str, column: str | None, code: str | None
) -> None:
    receipt = desk.receive(HEADER + GOOD + row + "\n" + "3,2011-07-03 08:00,2.00,south,false\n")
    assert (receipt.accepted, receipt.quarantined) == (2, 1)
    (waiting,) = desk.waiting(receipt)
    assert waiting.line == 3
    assert waiting.text == row
    assert waiting.reason
    if code is not None:
        assert (waiting.column, waiting.code) == (column, code)


def test_bytes_that_the_encoding_does_not_have_wait_and_others_go_on(desk) -> None:
    receipt = desk.receive(
        (HEADER + GOOD).encode()
        + b"2,2011-07-02 08:00,1.00,s\xfcd,true\n"
        + b"3,2011-07-03 08:00,1.00,s\xc3\xbcd,true\n"
    )
    (waiting,) = desk.waiting(receipt)
    assert (waiting.line, waiting.code) == (3, "encoding")
    assert "\\xfc" in waiting.text or "\\udcfc" in waiting.text
    assert [row["team"] for row in desk.current()] == ["north", "süd"]


def test_a_quote_that_is_never_closed_takes_the_rest_of_the_file_and_says_so(desk) -> None:
    receipt = desk.receive(HEADER + GOOD + '2,2011-07-02 08:00,1.00,"north,true\n3,2011-07-03 08:00,1.00,south,true\n')
    waiting = desk.waiting(receipt)
    assert [(row.line, row.code) for row in waiting] == [(3, "unclosed"), (4, "unclosed")]
    assert "3,2011-07-03" in waiting[1].text


def test_a_field_over_several_lines_keeps_the_line_numbers_right(desk) -> None:
    desk.contract = replace(desk.contract, columns=tuple(replace(c, values=()) for c in desk.contract.columns))
    receipt = desk.receive(HEADER + '1,2011-07-01 08:00,1.00,"north\nand south",true\nx,2011-07-02 08:00,1.00,a,true\n')
    (waiting,) = desk.waiting(receipt)
    assert (receipt.accepted, waiting.line) == (1, 4)


def test_a_decimal_comma_and_a_semicolon_are_read_where_the_contract_says_so(desk, dialect) -> None:
    desk.contract = replace(desk.contract, dialect=dialect(delimiter=";", decimal=",", encoding="cp1252"))
    receipt = desk.receive(
        (HEADER + "1,2011-07-01 08:00,9,süd,true\n").replace(",", ";").replace(";9;", ";9,75;").encode("cp1252")
    )
    assert receipt.accepted == 1
    assert desk.current()[0]["cost"] == Decimal("9.75")
    assert desk.current()[0]["team"] == "süd"


@pytest.mark.parametrize(("rule", "utc"), [("earlier", "2011-11-06T05:30:00"), ("later", "2011-11-06T06:30:00")])
def test_an_ambiguous_local_time_follows_the_contract(desk, rule: str, utc: str) -> None:
    desk.contract = replace(desk.contract, ambiguous=rule)
    desk.receive(HEADER + "1,2011-11-06 01:30,1.00,north,true\n")
    assert desk.current()[0]["opened"].isoformat() == utc


def test_a_time_with_its_offset_is_never_ambiguous(desk) -> None:
    desk.receive(HEADER + "1,2011-11-06T01:30:00-05:00,1.00,north,true\n2,2011-11-06T05:30:00Z,1.00,north,true\n")
    assert [row["opened"].isoformat() for row in desk.current()] == ["2011-11-06T06:30:00", "2011-11-06T05:30:00"]


def test_the_same_row_twice_is_a_duplicate_and_differing_rows_both_wait(desk) -> None:
    receipt = desk.receive(
        HEADER + GOOD + GOOD + "2,2011-07-02 08:00,1.00,north,true\n2,2011-07-02 08:00,2.00,north,true\n"
    )
    assert (receipt.accepted, receipt.quarantined, receipt.duplicate) == (1, 2, 1)
    assert [(row.line, row.code, row.text[:1]) for row in desk.waiting(receipt)] == [
        (4, "conflict", "2"),
        (5, "conflict", "2"),
    ]


def test_the_same_bytes_twice_change_nothing_and_a_b_a_are_three_deliveries(desk) -> None:
    first, again = desk.receive(HEADER + GOOD), desk.receive(HEADER + GOOD)
    assert again == first
    desk.receive(HEADER + "2,2011-07-02 08:00,1.00,north,true\n")
    third = desk.receive(HEADER + GOOD)
    assert third.number == 3
    assert third.duplicate == 1
    assert [row["id"] for row in desk.current()] == [1, 2]


def test_without_a_version_a_later_differing_row_waits_unless_it_replaces(desk) -> None:
    desk.receive(HEADER + GOOD)
    changed = GOOD.replace("12.50", "13.50")
    receipt = desk.receive(HEADER + changed)
    assert [row.code for row in desk.waiting(receipt)] == ["changed"]
    assert desk.current()[0]["cost"] == Decimal("12.50")
    replacing = desk.receive(HEADER + changed, replaces=1)
    assert replacing.accepted == 1
    assert [row["cost"] for row in desk.current()] == [Decimal("13.50")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        ("id,opened,cost,late\n1,2011-07-01 08:00,1.00,true\n", "lacks columns of the contract: team"),
        ("id,opened,costs,team,late\n", "cost (is it «costs»?)"),
        ("id,opened,cost,team,team,late\n", "occurs twice"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "check the encoding"),
        (b"PK\x03\x04 not really a zip", "cannot be opened"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_and_its_bytes_are_kept(desk, content, told: str) -> None:
    with pytest.raises(Refusal) as refused:
        desk.receive(content)
    assert told in str(refused.value)
    assert len(list((desk.store.folder / "bytes").iterdir())) == 1
    assert desk.store.receipts("rows") == []


def test_a_zip_with_two_files_wants_a_member_named(desk, tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", HEADER + GOOD)
        archive.writestr("b.csv", HEADER)
    with pytest.raises(Refusal, match="holds 2 files"):
        desk.receive(path.read_bytes())
    assert desk.receive(path.read_bytes(), member="a.csv").accepted == 1
    with pytest.raises(Refusal, match=r"did you mean a\.csv"):
        desk.receive(path.read_bytes(), member="a.cvs", replaces=1)


def test_an_archive_that_swells_is_refused_before_it_is_opened(desk, tmp_path: Path, monkeypatch) -> None:
    from tallystick.measurement.deliveries import records

    monkeypatch.setattr(records, "LARGE_BYTES", 1_000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "0" * 5_000_000)
    with pytest.raises(Refusal, match="times its size"):
        records.open_bytes(path, "bomb.zip", None)


def test_a_changed_contract_reads_the_kept_bytes_again(desk) -> None:
    desk.receive(HEADER + "1,2011-07-01 08:00,1.00,west,true\n")
    assert desk.current() == []
    desk.contract = replace(desk.contract, columns=tuple(replace(c, values=()) for c in desk.contract.columns))
    assert [row["team"] for row in desk.current()] == ["west"]


pieces = st.sampled_from(
    [
        "1",
        "2",
        "two",
        "",
        "2011-07-01 08:00",
        "2011-11-06 01:30",
        "1.00",
        "1,00",
        '"',
        '""',
        "north",
        "true",
        "\n",
        "\r\n",
        ",",
        ",,",
        "süd",
        "\x00",
        " ",
    ]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(pieces, max_size=60).map("".join))
def test_no_row_of_a_random_file_is_lost(desk, text: str) -> None:
    receipt = desk.receive(HEADER + text)
    assert receipt.rows == receipt.accepted + receipt.quarantined + receipt.duplicate
    assert len(desk.waiting(receipt)) == receipt.quarantined
