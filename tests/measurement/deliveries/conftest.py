"""A small contract, a store, and files written on the spot."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tallystick.measurement.contracts import Contract, ContractColumn, Dialect
from tallystick.measurement.deliveries.folding import State, current_rows
from tallystick.measurement.deliveries.quarantine import QuarantinedRow, quarantined
from tallystick.measurement.deliveries.receiving import receive, under_contract
from tallystick.measurement.deliveries.store import Receipt, Store

COLUMNS = (
    ContractColumn("id", "integer", False, "id"),
    ContractColumn("opened", "timestamp", False, "opened"),
    ContractColumn("cost", "decimal(8,2)", True, "cost"),
    ContractColumn("team", "text", True, "team", values=("north", "south", "süd")),
    ContractColumn("late", "boolean", False, "late"),
)
HEADER = "id,opened,cost,team,late\n"


def contract(**more: object) -> Contract:
    given = {"columns": COLUMNS, "key": ("id",), "time": "opened", "zone": "America/New_York", **more}
    return Contract(**given)  # type: ignore[arg-type]


class Desk:
    """Receives files into one store under one contract."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store(folder / "store")
        self.contract = contract()
        self.count = 0

    def receive(self, content: str | bytes, **more: object) -> Receipt:
        self.count += 1
        path = self.folder / f"delivery-{self.count}.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        when = datetime(2026, 1, 1, tzinfo=UTC)
        receipt = receive(self.store, "rows", self.contract, path, received_at=when, **more)  # type: ignore[arg-type]
        assert receipt.rows == receipt.accepted + receipt.quarantined + receipt.duplicate
        return receipt

    def waiting(self, receipt: Receipt) -> list[QuarantinedRow]:
        return quarantined(self.store, self.contract, [receipt])

    def state(self) -> State:
        return current_rows(self.store, "rows", self.contract, under_contract(self.store, "rows", self.contract))

    def current(self) -> list[dict[str, object]]:
        import pyarrow.parquet as pq

        rows = [row for file in self.state().files for row in pq.read_table(file.path).to_pylist()]
        return sorted(rows, key=lambda row: str(row["id"]))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def contract_with() -> Callable[..., Contract]:
    return contract


@pytest.fixture
def dialect() -> type[Dialect]:
    return Dialect
