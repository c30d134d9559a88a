"""The current rows depend on the set of rows delivered, never on their order; a killed process leaves no half state."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEADER = "id,opened,cost,team,late\n"
EVENTS = [
    "1,2011-07-01 08:00,1.00,north,true", "1,2011-07-01 08:00,2.00,north,true", "1,2011-07-01 08:00,3.00,south,true",
    "2,2011-07-02 08:00,5.00,north,false", "2,2011-08-02 08:00,6.00,north,false", "3,2011-09-01 08:00,1.00,,true",
]  # fmt: skip


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(EVENTS), st.integers(0, len(EVENTS)))
def test_any_order_and_any_split_give_the_same_rows(tmp_path_factory, desk, order: list[str], cut: int) -> None:
    fresh = type(desk)(tmp_path_factory.mktemp("desk"))
    fresh.contract = replace(fresh.contract, version=("cost",))
    for part in (order[:cut], order[cut:]):
        if part:
            fresh.receive(HEADER + "\n".join(part) + "\n")
    rows = [(row["id"], str(row["cost"]), row["team"]) for row in fresh.current()]
    assert rows == [(1, "3.00", "south"), (2, "6.00", "north"), (3, "1.00", None)]
    assert fresh.state().superseded == 3


def test_rows_of_one_key_and_version_that_differ_between_deliveries_count_for_nothing(desk) -> None:
    desk.contract = replace(desk.contract, version=("cost",))
    desk.receive(HEADER + EVENTS[0] + "\n")
    desk.receive(HEADER + EVENTS[0].replace("north", "south") + "\n")
    assert desk.current() == []
    assert desk.state().conflicting == 2


def test_state_files_lie_by_month_with_the_span_of_every_time(desk) -> None:
    desk.receive(HEADER + "1,2011-07-01 08:00,1.00,north,true\n2,2011-08-15 09:00,1.00,north,true\n")
    files = desk.state().files
    assert [file.path.name for file in files] == ["2011-07.parquet", "2011-08.parquet"]
    assert files[0].spans == {"opened": (1309521600, 1309521600)}


def test_a_state_can_be_thrown_away_and_made_again_to_the_byte(desk) -> None:
    import shutil

    desk.contract = replace(desk.contract, version=("cost",))
    desk.receive(HEADER + "\n".join(EVENTS) + "\n")
    before = {file.path.name: file.path.read_bytes() for file in desk.state().files}
    shutil.rmtree(desk.store.folder / "state")
    assert {file.path.name: file.path.read_bytes() for file in desk.state().files} == before
