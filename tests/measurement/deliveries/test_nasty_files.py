"""Every nasty kind of file has its exact outcome: nothing is lost, nothing is guessed."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tallystick.measurement.contracts import Contract, ContractColumn, DerivedColumn, Dialect
from tallystick.measurement.deliveries.folding import State, current_rows
from tallystick.measurement.deliveries.receiving import under_contract
from tallystick.measurement.deliveries.store import Store
from tallystick.values.refusals import Refusal

Deliver = Callable[..., Any]
Waiting = Callable[..., Any]
HEADER = "ticket,opened,minutes,note\n"
GOOD = "1,2013-05-01 10:00,5,fine\n"


def told(rows: list[Any]) -> list[tuple[int, str | None, str, str]]:
    return [(row.line, row.column, row.code, row.text) for row in rows]


def column(contract: Contract, name: str, **changes: Any) -> Contract:
    return replace(contract, columns=tuple(replace(c, **changes) if c.name == name else c for c in contract.columns))


def state_of(store: Store, contract: Contract) -> State:
    return current_rows(store, "tickets", contract, under_contract(store, "tickets", contract))


NASTY = {
    "a short row": (b"2,2013-05-01 10:00\n", [(3, None, "short", "2,2013-05-01 10:00")]),
    "a long row": (b"2,2013-05-01 10:00,5,a,b\n", [(3, None, "many", "2,2013-05-01 10:00,5,a,b")]),
    "a byte that is not utf-8": (
        b"2,2013-05-01 10:00,5,caf\xe9\n",
        [(3, None, "encoding", "2,2013-05-01 10:00,5,caf\\udce9")],
    ),
    "a NUL byte": (b"2,2013-05-01 10:00,5,a\x00b\n", [(3, None, "nul", "2,2013-05-01 10:00,5,a\x00b")]),
    "text behind a closed quote": (
        b'2,2013-05-01 10:00,5,"a"b\n',
        [(3, None, "quotes", '2,2013-05-01 10:00,5,"a"b')],
    ),
    "a quote that is never closed": (
        b'2,2013-05-01 10:00,5,"a\n3,2013-05-01 10:00,5,b\n',
        [(3, None, "unclosed", '2,2013-05-01 10:00,5,"a'), (4, None, "unclosed", "3,2013-05-01 10:00,5,b")],
    ),
    "a refused row behind one of two lines": (
        b'2,2013-05-01 10:00,5,"a\nb"\nx,2013-05-01 10:00,5,b\n',
        [(5, "ticket", "integer", "x,2013-05-01 10:00,5,b")],
    ),
    "a refused row of two lines": (
        b'x,2013-05-01 10:00,5,"a\nb"\n',
        [(3, "ticket", "integer", 'x,2013-05-01 10:00,5,"a\nb"')],
    ),
    "a refused row behind a blank line": (b"\nx,2013-05-01 10:00,5,b\n", [(4, "ticket", "integer", "x,2013-05-01 10:00,5,b")]),
    "a comma in a number": (b'2,2013-05-01 10:00,"1,5",a\n', [(3, "minutes", "integer", '2,2013-05-01 10:00,"1,5",a')]),
    "a fraction for an integer": (b"2,2013-05-01 10:00,1.5,a\n", [(3, "minutes", "integer", "2,2013-05-01 10:00,1.5,a")]),
    "a space before a number": (b"2,2013-05-01 10:00, 5,a\n", [(3, "minutes", "spaces", "2,2013-05-01 10:00, 5,a")]),
    "too many digits": (b"2,2013-05-01 10:00,1234567890123456789,a\n", [(3, "minutes", "digits", "2,2013-05-01 10:00,1234567890123456789,a")]),
    "no value where one must be": (b",2013-05-01 10:00,5,a\n", [(3, "ticket", "missing", ",2013-05-01 10:00,5,a")]),
    "a day that no calendar has": (b"2,2013-02-29 10:00,5,a\n", [(3, "opened", "timestamp", "2,2013-02-29 10:00,5,a")]),
    "a date without a time": (b"2,2013-02-28,5,a\n", [(3, "opened", "timestamp", "2,2013-02-28,5,a")]),
    "an hour of 24": (b"2,2013-02-28 24:00,5,a\n", [(3, "opened", "timestamp", "2,2013-02-28 24:00,5,a")]),
    "a local time that occurs twice": (b"2,2013-10-27 01:30,5,a\n", [(3, "opened", "ambiguous", "2,2013-10-27 01:30,5,a")]),
    "a local time that does not occur": (b"2,2013-03-31 01:30,5,a\n", [(3, "opened", "nonexistent", "2,2013-03-31 01:30,5,a")]),
    "a time before clocks are known": (b"2,1900-01-01 00:00,5,a\n", [(3, "opened", "range", "2,1900-01-01 00:00,5,a")]),
    "equal keys that differ": (
        b"2,2013-05-01 10:00,5,a\n2,2013-05-01 10:00,6,a\n",
        [(3, None, "conflict", "2,2013-05-01 10:00,5,a"), (4, None, "conflict", "2,2013-05-01 10:00,6,a")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("bad", "expected"), NASTY.values(), ids=NASTY.keys())
def test_a_bad_row_waits_with_line_column_reason_and_text(
    bad: bytes, expected: list[Any], deliver: Deliver, waiting: Waiting
) -> None:
    receipt = deliver(HEADER.encode() + GOOD.encode() + bad)
    assert told(waiting()) == expected
    assert receipt.quarantined == len(expected)
    assert receipt.rows == receipt.accepted + receipt.quarantined + receipt.duplicate
    assert receipt.accepted >= 1
    assert all(row.reason and row.receipt == 1 for row in waiting())


@pytest.mark.parametrize(
    "content",
    [
        (HEADER + GOOD).encode("utf-8-sig"),
        (HEADER + GOOD).replace("\n", "\r\n").encode(),
        (HEADER + GOOD).rstrip("\n").encode(),
        (HEADER + '"1","2013-05-01 10:00","5","fine"\n').encode(),
    ],
    ids=["a byte order mark", "lines of Windows", "no last line end", "everything quoted"],
)
def test_harmless_ways_of_writing_are_accepted_whole(
    content: bytes, deliver: Deliver, store: Store, tickets: Contract
) -> None:
    import pyarrow.parquet as pq

    receipt = deliver(content)
    assert (receipt.rows, receipt.accepted) == (1, 1)
    (file,) = state_of(store, tickets).files
    (row,) = pq.read_table(file.path).to_pylist()
    assert (row["ticket"], str(row["opened"]), row["note"]) == (1, "2013-05-01 09:00:00", "fine")
    assert (row["_receipt"], row["_line"]) == (1, 2)


def test_a_wrong_decimal_sign_is_named(deliver: Deliver, waiting: Waiting, tickets: Contract) -> None:
    priced = column(tickets, "minutes", type="decimal(6,2)")
    deliver(
        HEADER + '1,2013-05-01 10:00,"1,50",a\n2,2013-05-01 10:00,"1,234.50",a\n3,2013-05-01 10:00,1.505,a\n'
        "4,2013-05-01 10:00,12345.00,a\n5,2013-05-01 10:00,1.5000,a\n6,2013-05-01 10:00,1e3,a\n",
        priced,
    )
    assert [(row.line, row.code) for row in waiting(priced)] == [
        (2, "decimal_sign"), (3, "decimal_sign"), (4, "digits"), (5, "digits"), (7, "decimal"),
    ]  # fmt: skip


def test_a_declared_decimal_comma_is_read_exactly(deliver: Deliver, store: Store, tickets: Contract) -> None:
    import pyarrow.parquet as pq

    german = replace(column(tickets, "minutes", type="decimal(6,2)"), dialect=Dialect(delimiter=";", decimal=","))
    deliver("ticket;opened;minutes;note\n1;2013-05-01 10:00;1234,50;a\n", german)
    (file,) = state_of(store, german).files
    assert [str(row["minutes"]) for row in pq.read_table(file.path).to_pylist()] == ["1234.50"]


@pytest.mark.parametrize(("rule", "utc"), [("earlier", "2013-10-27 00:30:00"), ("later", "2013-10-27 01:30:00")])
def test_a_rule_for_ambiguous_times_is_applied_and_counted(
    rule: str, utc: str, deliver: Deliver, store: Store, tickets: Contract
) -> None:
    import pyarrow.parquet as pq

    ruled = replace(tickets, ambiguous=rule)
    receipt = deliver(HEADER + "1,2013-10-27 01:30,5,a\n2,2013-10-27 01:30+01:00,5,a\n3,2013-10-27 03:30,5,a\n", ruled)
    assert (receipt.accepted, receipt.ambiguous_resolved) == (3, 1)
    rows = [row for file in state_of(store, ruled).files for row in pq.read_table(file.path).to_pylist()]
    assert str(rows[0]["opened"]) == utc
    assert str(rows[1]["opened"]) == "2013-10-27 00:30:00"


def test_a_skipped_time_moves_forward_where_agreed(deliver: Deliver, tickets: Contract) -> None:
    receipt = deliver(HEADER + "1,2013-03-31 01:30,5,a\n", replace(tickets, nonexistent="forward"))
    assert (receipt.accepted, receipt.nonexistent_moved) == (1, 1)
    assert receipt.spans == {"opened": [1_364_693_400, 1_364_693_400]}


@pytest.mark.parametrize(
    "text", ["1/2/16 10:00", " 1/2/2016 10:00", "1/2/2016 10:00 ", "1/2/2016 24:00", "31/2/2016 10:00"]
)
def test_a_date_must_be_written_as_declared(text: str, deliver: Deliver, tickets: Contract) -> None:
    receipt = deliver(
        HEADER + f"1,{text},5,a\n2,1/2/2016 10:00,5,a\n", column(tickets, "opened", format="%d/%m/%Y %H:%M")
    )
    assert (receipt.accepted, receipt.quarantined) == (1, 1)


@pytest.mark.parametrize(
    ("form", "good", "bad"),
    [
        ("%d%m%Y", "01112013", "1112013"),
        ("%Y%m%d%H%M", "201311010930", "2013111930"),
        ("%d/%m/%Y %H%M", "1/11/2013 0930", "1/11/2013 930"),
        ("%d/%m/20%y", "1/11/2013", "1/11/201"),
    ],
)
def test_digits_that_touch_leave_no_guess(form: str, good: str, bad: str, deliver: Deliver, tickets: Contract) -> None:
    receipt = deliver(HEADER + f"1,{good},5,a\n2,{bad},5,a\n", column(tickets, "opened", format=form))
    assert (receipt.accepted, receipt.reasons) == (1, {"timestamp": 1})
    assert receipt.spans["opened"][0] // 86_400 == 16_010  # type: ignore[index]


@pytest.mark.parametrize("form", ["%d/%m %H:%M", "%d/%m/%Y %M", "%Q", "%d/%m/%Y %I:%M", "%d %d/%m/%Y %H:%M"])
def test_a_format_that_leaves_a_guess_is_refused(form: str, deliver: Deliver, tickets: Contract) -> None:
    with pytest.raises(Refusal, match="opened"):
        deliver(HEADER + GOOD, column(tickets, "opened", format=form))


def test_a_value_outside_the_list_waits(deliver: Deliver, waiting: Waiting, tickets: Contract) -> None:
    listed = column(column(tickets, "note", values=("fine", "bad")), "minutes", values=("5", "6"))
    deliver(HEADER + GOOD + "2,2013-05-01 10:00,5,worse\n3,2013-05-01 10:00,7,bad\n", listed)
    assert [(row.line, row.column, row.code) for row in waiting(listed)] == [
        (3, "note", "values"),
        (4, "minutes", "values"),
    ]


def test_a_formula_that_overflows_refuses_its_row_alone(deliver: Deliver, waiting: Waiting, tickets: Contract) -> None:
    derived = replace(tickets, derived=(DerivedColumn("many", '("minutes" * 1000)', "BIGINT"),))
    receipt = deliver(HEADER + GOOD + "2,2013-05-01 10:00,999999999999999999,a\n3,2013-05-01 10:00,,a\n", derived)
    assert (receipt.accepted, receipt.quarantined) == (2, 1)
    assert [(row.line, row.column, row.code) for row in waiting(derived)] == [(3, "many", "derived")]


def test_a_missing_column_refuses_the_file_with_the_nearest_header(deliver: Deliver, store: Store) -> None:
    with pytest.raises(Refusal, match="is it «minuts»"):
        deliver("ticket,opened,minuts,note\n" + GOOD)
    assert store.receipts("tickets") == []
    assert len(list((store.folder / "bytes").iterdir())) == 1


def test_a_header_that_repeats_wants_a_position(deliver: Deliver, tickets: Contract) -> None:
    content = "ticket,opened,note,note\n1,2013-05-01 10:00,5,a\n"
    twice = replace(tickets, columns=(*tickets.columns[:2], ContractColumn("note", "text", True, "note")))
    with pytest.raises(Refusal, match="occurs twice"):
        deliver(content, twice)
    placed = replace(tickets, columns=(*tickets.columns[:2], ContractColumn("note", "text", True, None, 4)))
    assert deliver(content, placed).accepted == 1


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00\x00\x81", b"\x00\x01\x02\n", b"<html><body>not found</body></html>"]
)
def test_a_file_that_is_no_table_is_refused_and_its_bytes_are_kept(
    content: bytes, deliver: Deliver, store: Store
) -> None:
    with pytest.raises(Refusal):
        deliver(content)
    assert store.receipts("tickets") == []
    assert [path.stat().st_size for path in (store.folder / "bytes").iterdir()] == [len(content)]


def test_text_of_16_bits_without_a_byte_order_mark_is_refused(deliver: Deliver, tickets: Contract) -> None:
    contract = replace(tickets, dialect=Dialect(encoding="utf-16"))
    with pytest.raises(Refusal, match="byte order mark"):
        deliver((HEADER + GOOD).encode("utf-16-le"), contract)
    assert deliver((HEADER + GOOD).encode("utf-16"), contract).accepted == 1


def test_the_same_bytes_twice_change_nothing(deliver: Deliver, store: Store) -> None:
    first = deliver(HEADER + GOOD)
    second = deliver(HEADER + GOOD, name="renamed.csv")
    assert second == replace(first, again=True)
    assert len(store.receipts("tickets")) == 1


def test_a_then_b_then_a_are_three_deliveries_and_lose_no_row(
    deliver: Deliver, store: Store, tickets: Contract
) -> None:
    other = "2,2013-05-01 10:00,5,b\n"
    for content in (GOOD, other, GOOD):
        deliver(HEADER + content)
    assert [receipt.number for receipt in store.receipts("tickets")] == [1, 2, 3]
    assert [receipt.duplicate for receipt in store.receipts("tickets")] == [0, 0, 1]
    assert sum(file.rows for file in state_of(store, tickets).files) == 2


def test_without_a_version_a_later_differing_row_waits(
    deliver: Deliver, waiting: Waiting, store: Store, tickets: Contract
) -> None:
    deliver(HEADER + GOOD)
    receipt = deliver(HEADER + GOOD.replace(",5,", ",6,") + "2,2013-05-01 10:00,5,b\n")
    assert (receipt.accepted, receipt.quarantined) == (1, 1)
    assert [(row.receipt, row.line, row.code, row.text) for row in waiting()] == [
        (2, 2, "changed", "1,2013-05-01 10:00,6,fine")
    ]
    assert sum(file.rows for file in state_of(store, tickets).files) == 2


def test_a_replacing_delivery_takes_the_place_of_the_other(deliver: Deliver, store: Store, tickets: Contract) -> None:
    import pyarrow.parquet as pq

    deliver(HEADER + GOOD)
    deliver(HEADER + GOOD + "2,2013-05-01 10:00,5,b\n")
    deliver(HEADER + "3,2013-05-01 10:00,5,c\n", replaces=1)
    rows = [row for file in state_of(store, tickets).files for row in pq.read_table(file.path).to_pylist()]
    # Ticket 1 was a duplicate in the second delivery; now that the first is replaced, that delivery brings it.
    assert [(row["ticket"], row["_receipt"]) for row in rows] == [(1, 2), (2, 2), (3, 3)]
    assert store.receipts("tickets")[1].duplicate == 1


def test_what_was_replaced_or_never_came_cannot_be_replaced(deliver: Deliver) -> None:
    deliver(HEADER + GOOD)
    with pytest.raises(Refusal, match="no receipt 7"):
        deliver(HEADER, replaces=7)
    deliver(HEADER + GOOD.replace(",5,", ",6,"), replaces=1)
    with pytest.raises(Refusal, match="replaced by receipt 2"):
        deliver(HEADER + GOOD.replace(",5,", ",7,"), replaces=1)


def test_a_changed_contract_reads_the_kept_bytes_again_and_leaves_receipts_alone(
    deliver: Deliver, store: Store, tickets: Contract
) -> None:
    deliver(HEADER + GOOD + "2,2013-10-27 01:30,5,a\n")
    before = [path.read_bytes() for path in sorted((store.folder / "receipts" / "tickets").iterdir())]
    (again,) = under_contract(store, "tickets", replace(tickets, ambiguous="earlier"))
    assert (again.accepted, again.ambiguous_resolved) == (2, 1)
    assert [path.read_bytes() for path in sorted((store.folder / "receipts" / "tickets").iterdir())] == before


def archive(path: Path, members: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path.read_bytes()


def test_an_archive_gives_its_only_or_its_named_member(deliver: Deliver, tmp_path: Path) -> None:
    content = (HEADER + GOOD).encode()
    assert deliver(archive(tmp_path / "one", {"a.csv": content}), name="x.zip").accepted == 1
    two = archive(tmp_path / "two", {"a.csv": content, "b.csv": b""})
    with pytest.raises(Refusal, match="holds 2 files"):
        deliver(two, name="x.zip")
    with pytest.raises(Refusal, match=r"no file «c\.csv»"):
        deliver(two, name="x.zip", member="c.csv")
    assert deliver(two, name="x.zip", member="a.csv").duplicate == 1


def test_another_member_of_the_same_archive_is_another_delivery(deliver: Deliver, tmp_path: Path) -> None:
    members = {"may.csv": HEADER + GOOD, "june.csv": HEADER + "2,2013-06-01 10:00,5,fine\n"}
    both = archive(tmp_path / "both", {name: text.encode() for name, text in members.items()})
    receipts = [deliver(both, name="x.zip", member=name) for name in ("may.csv", "june.csv", "june.csv")]
    assert [(one.number, one.member, one.accepted, one.again) for one in receipts] == [
        (1, "may.csv", 1, False),
        (2, "june.csv", 1, False),
        (2, "june.csv", 1, True),
    ]


def test_an_archive_that_unpacks_to_absurd_size_or_is_damaged_is_refused(deliver: Deliver, tmp_path: Path) -> None:
    import struct

    bomb = bytearray(archive(tmp_path / "bomb", {"a.csv": b"0" * 10_000}))
    directory = bomb.rindex(b"PK\x01\x02")
    bomb[directory + 24 : directory + 28] = struct.pack("<I", 3 << 30)
    with pytest.raises(Refusal, match="unpack to"):
        deliver(bytes(bomb), name="x.zip")
    encrypted = bytearray(archive(tmp_path / "locked", {"a.csv": b"0"}))
    encrypted[encrypted.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Refusal, match="encrypted"):
        deliver(bytes(encrypted), name="x.zip")
    with pytest.raises(Refusal, match="cannot be opened"):
        deliver(b"PK\x03\x04 nothing more", name="x.zip")
    with pytest.raises(Refusal, match="office document"):
        deliver(archive(tmp_path / "office", {"[Content_Types].xml": b"", "sheet.xml": b""}), name="x.xlsx")


def test_a_parquet_file_passes_the_same_rules(
    deliver: Deliver, waiting: Waiting, tickets: Contract, tmp_path: Path
) -> None:
    from datetime import datetime

    import pyarrow as pa
    import pyarrow.parquet as pq

    contract = replace(tickets, dialect=Dialect(type="parquet", decimal=","))
    times = [datetime.fromisoformat(text) for text in ("2013-05-01 10:00", "2013-10-27 01:30")]
    table: dict[str, Any] = {"ticket": [1, 2, 2], "opened": [times[0], None, times[1]]}
    table |= {"minutes": [5, 5, None], "note": ["a", None, "c"]}
    pq.write_table(pa.table(table), tmp_path / "t.parquet")
    receipt = deliver((tmp_path / "t.parquet").read_bytes(), contract, name="d.parquet")
    assert (receipt.rows, receipt.accepted, receipt.quarantined) == (3, 1, 2)
    assert [(row.line, row.code) for row in waiting(contract)] == [(2, "missing"), (3, "ambiguous")]
    assert '"note":"c"' in waiting(contract)[1].text
    pq.write_table(pa.table({**table, "minutes": [0.5, 1.5, 2.5]}), tmp_path / "t.parquet")
    with pytest.raises(Refusal, match="binary floats"):
        deliver((tmp_path / "t.parquet").read_bytes(), contract, name="d.parquet")
    beyond = column(contract, "note", header=None, position=9)
    with pytest.raises(Refusal, match=r"note \(position 9\)"):
        deliver((tmp_path / "t.parquet").read_bytes(), beyond, name="d.parquet")
