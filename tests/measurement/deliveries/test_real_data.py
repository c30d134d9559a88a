"""The real files beside the project: every row is accounted for, in any order."""

import random
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tallystick.measurement.contracts import Contract, ContractColumn, Dialect
from tallystick.measurement.deliveries.folding import State, current_rows
from tallystick.measurement.deliveries.receiving import receive, under_contract
from tallystick.measurement.deliveries.store import Receipt, Store

LOCAL = "%d/%m/%Y %H:%M"
INCIDENTS = Contract(
    columns=(
        ContractColumn("number", "text", False, "number"),
        ContractColumn("made_sla", "boolean", False, "made_sla"),
        ContractColumn("mod_count", "integer", False, "sys_mod_count"),
        ContractColumn("opened", "timestamp", False, "opened_at", None, LOCAL),
        ContractColumn("updated", "timestamp", False, "sys_updated_at", None, LOCAL),
        ContractColumn("resolved", "timestamp", True, "resolved_at", None, LOCAL),
        ContractColumn("category", "text", True, None, 17),
        ContractColumn("subcategory", "text", True, None, 18),
        ContractColumn("priority", "integer", False, "priority"),
    ),
    key=("number",),
    version=("updated", "mod_count"),
    time="opened",
    zone="UTC",
    dialect=Dialect(missing=("?",)),
)
REQUESTS = Contract(
    columns=(
        ContractColumn("request", "integer", False, "case_enquiry_id"),
        ContractColumn("opened", "timestamp", False, "open_dt"),
        ContractColumn("target", "timestamp", True, "target_dt"),
        ContractColumn("closed", "timestamp", True, "closed_dt"),
        ContractColumn("on_time", "text", True, "ontime", values=("ONTIME", "OVERDUE")),
    ),
    key=("request",),
    time="opened",
    zone="America/New_York",
    ambiguous="earlier",
)


def count(state: State, condition: str) -> int:
    import duckdb

    paths = [str(file.path) for file in state.files]
    return int(duckdb.execute(f"SELECT count(*) FROM read_parquet(?) WHERE {condition}", [paths]).fetchall()[0][0])


def fold(store: Store, contract: Contract) -> tuple[Receipt, State]:
    receipts = under_contract(store, "tickets", contract)
    return receipts[0], current_rows(store, "tickets", contract, receipts)


@pytest.mark.slow
def test_the_incidents_are_24918_cases_of_141712_events_in_any_order(shared_data: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(shared_data / "incidents" / "incident_event_log.zip") as archive:
        (name,) = [info.filename for info in archive.infolist() if not info.is_dir()]
        header, *lines = archive.read(name).splitlines(keepends=True)
    seen = set()
    for seed in (None, 1, 2):
        if seed is not None:
            random.Random(seed).shuffle(lines)  # noqa: S311 - an order, not a secret
        other = Store(tmp_path / f"store-{seed}")
        path = tmp_path / f"{seed}.csv"
        path.write_bytes(header + b"".join(lines))
        receive(other, "tickets", INCIDENTS, path, received_at=datetime(2026, 1, 1, tzinfo=UTC))
        receipt, state = fold(other, INCIDENTS)
        assert (receipt.rows, receipt.accepted, receipt.quarantined, receipt.duplicate) == (141_712, 141_712, 0, 0)
        assert (sum(file.rows for file in state.files), state.superseded, state.conflicting) == (24_918, 116_794, 0)
        assert count(state, "made_sla") == 15_803
        assert [count(state, f"made_sla AND priority = {n}") for n in (1, 2, 3, 4)] == [5, 2, 15_145, 651]
        seen.add(state.digest)
    assert len(seen) == 1


def test_boston_is_accepted_whole_with_four_ambiguous_times_resolved(
    shared_data: Path, deliver: Callable[..., Any], store: Store
) -> None:
    content = (shared_data / "boston311" / "311_service_requests_2011.zip").read_bytes()
    receipt = deliver(content, REQUESTS, "requests.zip")
    assert (receipt.rows, receipt.accepted, receipt.quarantined) == (58_251, 58_251, 0)
    assert receipt.ambiguous_resolved == 4
    _, state = fold(store, REQUESTS)
    assert (count(state, "closed IS NOT NULL"), count(state, "target IS NOT NULL")) == (54_570, 47_270)
    assert count(state, "closed <= target") == 35_591
