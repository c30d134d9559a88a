"""The current rows depend on the set of rows delivered, never on their order; a killed process leaves no half state."""

import os
import random
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
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


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from tallystick.measurement.deliveries import receiving, store as stores
from tallystick.measurement.contracts import contract_from
import json
folder, file, step, text = sys.argv[1:]
seen = 0
def maybe(function):
    def wrapped(*args, **kwargs):
        global seen
        seen += 1
        if seen == int(step):
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **kwargs)
    return wrapped
stores.Store.finish = maybe(stores.Store.finish)
stores.Store.partial = maybe(stores.Store.partial)
receiving._ask = maybe(receiving._ask)
receiving.receive(stores.Store(Path(folder)), "rows", contract_from(json.loads(text)), Path(file), received_at=datetime(2026, 1, 1, tzinfo=UTC))
"""


@pytest.mark.parametrize("step", range(1, 11))
def test_a_process_killed_at_any_step_leaves_no_half_delivery(desk, tmp_path: Path, step: int) -> None:
    import json

    desk.receive(HEADER + EVENTS[3] + "\n")
    before = [row["id"] for row in desk.current()]
    path = tmp_path / "second.csv"
    path.write_text(HEADER + EVENTS[0] + "\n")
    arguments = [str(desk.store.folder), str(path), str(step), json.dumps(desk.contract.as_json())]
    done = subprocess.run([sys.executable, "-c", KILLED, *arguments], capture_output=True, check=False)
    ended = done.returncode == -signal.SIGKILL
    receipts = desk.store.receipts("rows")
    assert len(receipts) == (1 if ended else 2), done.stderr
    assert ended or step > 8
    if ended:
        assert [row["id"] for row in desk.current()] == before
    # Delivered again, it counts once.
    desk.receive(HEADER + EVENTS[0] + "\n")
    assert [row["id"] for row in desk.current()] == [1, 2]


SHARED = Path(__file__).parents[4] / "shared" / "data"


@pytest.mark.slow
def test_the_incident_log_folds_to_the_same_cases_in_any_order(desk, tmp_path: Path) -> None:
    import zipfile

    from tallystick.measurement.contracts import ContractColumn, Dialect

    log = SHARED / "incidents" / "incident_event_log.zip"
    if not log.exists():
        assert not os.environ.get("CI"), f"{log} is absent"
        pytest.skip(f"needs {log}")
    stamp = {"type": "timestamp", "nullable": False, "format": "%d/%m/%Y %H:%M"}
    columns = (
        ContractColumn("number", "text", False, "number"),
        ContractColumn("changes", "integer", False, "sys_mod_count"),
        ContractColumn("made_sla", "boolean", False, "made_sla"),
        ContractColumn("updated", header="sys_updated_at", **stamp),
        ContractColumn("opened", header="opened_at", **stamp),
    )
    with zipfile.ZipFile(log) as archive:
        head, *lines = archive.read("incident_event_log/incident_event_log.csv").decode().splitlines()
    random.Random(5).shuffle(lines)  # noqa: S311 - an order, not a secret
    desk.contract = replace(
        desk.contract,
        columns=columns,
        key=("number",),
        version=("updated", "changes"),
        time="opened",
        zone="UTC",
        dialect=Dialect(missing=("?",)),
    )
    receipt = desk.receive("\n".join([head, *lines]) + "\n")
    assert (receipt.rows, receipt.quarantined) == (141_712, 0)
    state = desk.state()
    assert sum(file.rows for file in state.files) == 24_918
    import pyarrow.parquet as pq

    made = sum(sum(pq.read_table(file.path, columns=["made_sla"])["made_sla"].to_pylist()) for file in state.files)
    assert made == 15_803
