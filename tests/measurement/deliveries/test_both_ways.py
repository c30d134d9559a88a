"""The fast way and the slow way give the same rows, counts, reasons and texts, for whatever bytes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.measurement.contracts import Contract, Dialect

MANY = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
HEADER = "ticket,opened,minutes,note"
FIELDS = st.sampled_from(
    ["", "1", "2", "3", "NA", "x", " 1", "1.5", "2013-01-05 10:00", "2013-03-31 01:30", "2013-10-27 01:30",
     '"a"', '"a ""b"""', '"a,b"', '""', '"a\nb"', '"a', 'a"b', '"a"b', ' "a"', "é", "\ufeff", "\x00", "'"]
)  # fmt: skip
LINES = st.one_of(
    st.lists(FIELDS, min_size=3, max_size=5).map(",".join),
    st.builds(
        lambda ticket, day, note: f"{ticket},2013-01-{day:02d} 10:00,7,{note}",
        st.integers(1, 4),
        st.integers(1, 9),
        st.sampled_from(["", "a", '"a"', '"a,b"', '"say ""a"""', "é"]),
    ),
    st.just(""),
)


def both(sort_text: Callable[..., Any], content: bytes, contract: Contract) -> tuple[Any, Any]:
    fast, slow = (sort_text(content, contract, slowly=slowly) for slowly in (False, True))
    return fast, slow


def without_way(found: Any) -> Any:
    counts, accepted, refused = found
    return {name: value for name, value in counts.items() if name != "plain"}, accepted, refused


@MANY
@given(lines=st.lists(LINES, max_size=8), ending=st.sampled_from(["\n", "\r\n", "\r"]), last=st.booleans())
def test_random_broken_files_are_sorted_alike(
    lines: list[str], ending: str, last: bool, sort_text: Callable[..., Any], tickets: Contract
) -> None:
    content = (ending.join([HEADER, *lines]) + (ending if last else "")).encode()
    fast, slow = both(sort_text, content, tickets)
    assert without_way(fast) == without_way(slow)
    counts = fast[0]
    assert counts["read"] == counts["accepted"] + counts["quarantined"] + counts["duplicate"]
    assert counts["accepted"] == len(fast[1])
    assert counts["quarantined"] == len(fast[2])


@MANY
@given(rest=st.binary(max_size=60))
def test_random_bytes_are_sorted_alike(rest: bytes, sort_text: Callable[..., Any], tickets: Contract) -> None:
    fast, slow = both(sort_text, HEADER.encode() + b"\n1,2013-01-05 10:00,7,a\n" + rest, tickets)
    assert without_way(fast) == without_way(slow)


def test_a_second_byte_order_mark_belongs_to_the_field_either_way(
    sort_text: Callable[..., Any], tickets: Contract
) -> None:
    contract = replace(tickets, dialect=Dialect(header=False))
    fast, slow = both(sort_text, b"\xef\xbb\xbf\xef\xbb\xbf1,2013-01-05 10:00,7,a\n", contract)
    assert without_way(fast) == without_way(slow)
    assert fast[0]["reasons"] == {"integer": 1}


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8", "^"), ("latin-1", ";"), ("cp1252", "\t"), ("utf-16", "|"), ("utf-16", ".")],
)
def test_a_clean_file_takes_the_fast_way_in_any_dialect(
    encoding: str, delimiter: str, sort_text: Callable[..., Any], tickets: Contract
) -> None:
    contract = replace(tickets, dialect=Dialect(delimiter=delimiter, encoding=encoding))
    rows = [HEADER.split(","), ["1", "2013-01-05 10:00", "7", '"quoted"'], ["2", "2013-01-06 10:00", "", "café"]]
    content = "\n".join(delimiter.join(row) for row in rows).encode(encoding)
    fast, slow = both(sort_text, content, contract)
    assert fast[0]["plain"]
    assert not slow[0]["plain"]
    assert without_way(fast) == without_way(slow)
    assert [row["note"] for row in fast[1]] == ["quoted", "café"]
