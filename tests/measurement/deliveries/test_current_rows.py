"""The current rows depend on the set of rows, not on the order in which they lie or came."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.measurement.contracts import Contract, ContractColumn
from tallystick.measurement.deliveries.folding import State, current_rows, fold
from tallystick.measurement.deliveries.receiving import under_contract
from tallystick.measurement.deliveries.store import Store

EVENTS = Contract(
    columns=(
        ContractColumn("ticket", "integer", False, "ticket"),
        ContractColumn("opened", "timestamp", True, "opened"),
        ContractColumn("step", "integer", False, "step"),
        ContractColumn("status", "text", False, "status"),
    ),
    key=("ticket",),
    version=("step",),
    time="opened",
    zone="UTC",
)
HEADER = "ticket,opened,step,status\n"
Deliver = Callable[..., Any]


def state_of(store: Store, contract: Contract = EVENTS) -> State:
    return current_rows(store, "tickets", contract, under_contract(store, "tickets", contract))


def rows_in(state: State) -> list[Any]:
    import pyarrow.parquet as pq

    return [row for file in state.files for row in pq.read_table(file.path).to_pylist()]


def test_the_latest_version_is_current_whatever_the_order_of_delivery(deliver: Deliver, store: Store) -> None:
    deliver(HEADER + "1,2013-01-31 23:59,3,closed\n", EVENTS)
    deliver(HEADER + "1,2013-01-31 23:59,1,new\n1,2013-01-31 23:59,2,open\n2,2013-02-01 00:00,1,new\n", EVENTS)
    state = state_of(store)
    assert [(row["ticket"], row["status"], row["_receipt"], row["_line"]) for row in rows_in(state)] == [
        (1, "closed", 1, 2), (2, "new", 2, 4),
    ]  # fmt: skip
    assert [file.path.name for file in state.files] == ["2013-01.parquet", "2013-02.parquet"]
    assert (state.superseded, state.repeated, state.conflicting) == (2, 0, 0)


def test_files_tell_the_ends_of_their_times(deliver: Deliver, store: Store) -> None:
    deliver(HEADER + "1,2013-01-01 00:00,1,a\n2,2013-01-31 23:59,1,a\n3,,1,a\n", EVENTS)
    state = state_of(store)
    assert {file.path.name: file.spans for file in state.files} == {
        "2013-01.parquet": {"opened": (1_356_998_400, 1_359_676_740)},
        "untimed.parquet": {"opened": None},
    }


def test_equal_versions_that_differ_in_two_deliveries_count_for_nothing_and_are_listed(
    deliver: Deliver, store: Store
) -> None:
    import pyarrow.parquet as pq

    deliver(HEADER + "1,2013-01-01 00:00,1,new\n1,2013-01-01 00:00,2,open\n", EVENTS)
    deliver(HEADER + "1,2013-01-01 00:00,2,closed\n1,2013-01-01 00:00,1,new\n", EVENTS)
    state = state_of(store)
    assert [row["status"] for row in rows_in(state)] == ["new"]
    assert (state.superseded, state.repeated, state.conflicting) == (0, 1, 2)
    listed = pq.read_table(state.conflicts).to_pylist()
    assert [(row["receipt"], row["line"]) for row in listed] == [(1, 3), (2, 2)]
    assert '"status":"closed"' in listed[1]["text"]


def test_a_source_without_rows_has_an_empty_state(deliver: Deliver, store: Store) -> None:
    deliver(HEADER, EVENTS)
    assert state_of(store).files == ()


def test_a_state_is_folded_once_and_old_states_are_cleared(deliver: Deliver, store: Store) -> None:
    for number in range(5):
        deliver(HEADER + f"{number},2013-01-01 00:00,1,a\n", EVENTS)
        assert state_of(store).files == state_of(store).files
    assert len(list((store.folder / "state" / "tickets").iterdir())) == 3


ROWS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 3), st.sampled_from(["", "2013-01-05 10:00", "2013-02-05 10:00"]), st.sampled_from("ab")),
    min_size=1,
    max_size=14,
)  # fmt: skip


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(rows=ROWS, data=st.data())
def test_any_order_of_rows_gives_the_same_state(
    rows: list[Any], data: Any, sort_text: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    def folded(ordered: list[Any]) -> tuple[dict[str, int], dict[str, Any]]:
        text = HEADER + "".join(f"{ticket},{opened},{step},{status}\n" for ticket, step, opened, status in ordered)
        folder = tmp_path_factory.mktemp("fold")
        counts, _, _ = sort_text(text.encode(), EVENTS, accepted=str(folder / "a.parquet"))
        (folder / "out").mkdir()
        answer = fold(
            {
                "files": [[str(folder / "a.parquet"), 1]],
                "folder": str(folder / "out"),
                "key": ["ticket"],
                "version": ["step"],
                "time": "opened",
                "columns": ["ticket", "opened", "step", "status"],
                "types": {"ticket": "BIGINT", "opened": "TIMESTAMP", "step": "BIGINT", "status": "VARCHAR"},
            }
        )
        return {name: counts[name] for name in ("accepted", "quarantined", "duplicate")}, answer

    counts, answer = folded(rows)
    again_counts, again = folded(data.draw(st.permutations(rows)))
    assert answer == again
    assert counts == again_counts
    kinds = {(ticket, step): {row for row in rows if row[:2] == (ticket, step)} for ticket, step, _, _ in rows}
    sound = {key[0] for key, found in kinds.items() if len(found) == 1}
    assert sum(file["rows"] for file in answer["files"]) == len(sound)


def test_a_version_that_has_no_value_is_the_earliest(deliver: Deliver, store: Store) -> None:
    loose = replace(EVENTS, columns=tuple(replace(c, nullable=c.name != "ticket") for c in EVENTS.columns))
    deliver(HEADER + "1,2013-01-01 00:00,,first\n1,2013-01-01 00:00,1,later\n", loose)
    assert [row["status"] for row in rows_in(state_of(store, loose))] == ["later"]


def test_nothing_of_the_work_is_left_behind(deliver: Deliver, store: Store, tmp_path: Path) -> None:
    deliver(HEADER + "1,2013-01-01 00:00,1,a\n", EVENTS)
    state_of(store)
    assert list((store.folder / "partial").iterdir()) == []
