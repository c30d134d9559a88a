"""A small contract, a store, and files written on the spot."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tallystick.measurement.contracts import Contract, ContractColumn, Dialect
from tallystick.measurement.deliveries.folding import State, current_rows
from tallystick.measurement.deliveries.quarantine import QuarantinedRow, quarantined
from tallystick.measurement.deliveries.receiving import receive, under_contract
from tallystick.measurement.deliveries.sorting import sort_rows
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


NOON = datetime(2013, 5, 1, 12, tzinfo=UTC)
DATA = Path(__file__).parents[4] / "shared" / "data"


@pytest.fixture
def tickets() -> Contract:
    """Tickets of a desk in London: a number, when opened, how many minutes, a price."""
    return Contract(
        columns=(
            ContractColumn("ticket", "integer", False, "ticket"),
            ContractColumn("opened", "timestamp", False, "opened"),
            ContractColumn("minutes", "integer", True, "minutes"),
            ContractColumn("note", "text", True, "note"),
        ),
        key=("ticket",),
        time="opened",
        zone="Europe/London",
        dialect=Dialect(missing=("", "NA")),
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def deliver(store: Store, tickets: Contract, tmp_path: Path) -> Callable[..., Receipt]:
    """Write bytes to a file and receive it."""

    def go(content: str | bytes, contract: Contract = tickets, name: str = "tickets.csv", **given: Any) -> Receipt:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return receive(store, "tickets", contract, path, received_at=NOON, **given)

    return go


@pytest.fixture
def waiting(store: Store, tickets: Contract) -> Callable[..., list[QuarantinedRow]]:
    """The quarantined rows of all deliveries in force."""

    def go(contract: Contract = tickets) -> list[QuarantinedRow]:
        return quarantined(store, contract, under_contract(store, "tickets", contract))

    return go


@pytest.fixture
def sort_text(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[dict[str, Any], list[Any], list[Any]]]:
    """Sort bytes without a store: the counts, the accepted and the quarantined rows."""
    import pyarrow.parquet as pq

    def go(content: bytes, contract: Contract, **given: Any) -> tuple[dict[str, Any], list[Any], list[Any]]:
        folder = tmp_path_factory.mktemp("sort")
        (folder / "bytes").write_bytes(content)
        paths = {name: str(folder / name) for name in ("bytes", "accepted", "quarantine")}
        scratch = folder / "scratch"
        scratch.mkdir()
        request: dict[str, Any] = {
            "name": "x.csv",
            "member": None,
            "contract": contract.as_json(),
            "earlier": [],
            **paths,
            **given,
        }
        counts = sort_rows({**request, "scratch": str(scratch)})
        if "refused" in counts:
            return counts, [], []
        return counts, pq.read_table(request["accepted"]).to_pylist(), pq.read_table(request["quarantine"]).to_pylist()

    return go


@pytest.fixture
def shared_data() -> Path:
    """The real data beside the project; on CI it must be there."""
    if not DATA.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{DATA} is missing, and CI must have it")
        pytest.skip(f"{DATA} is missing: real data is not part of the project")
    return DATA
