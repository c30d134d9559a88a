"""Killed at any step, the store is as if the delivery had come or had not; then it is received again, once."""

import multiprocessing
import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tallystick.measurement.contracts import Contract
from tallystick.measurement.deliveries.folding import current_rows
from tallystick.measurement.deliveries.receiving import receive, under_contract
from tallystick.measurement.deliveries.store import Store

WHEN = datetime(2013, 5, 1, 12, tzinfo=UTC)
CONTENT = "ticket,opened,minutes,note\n1,2013-05-01 10:00,5,a\n2,2013-05-01 10:00,x,b\n"
MORE = CONTENT + "3,2013-05-01 10:00,5,c\n"


def work(folder: Path, file: Path, contract: Contract, kill_at: int | None) -> None:
    """Receive a file and fold; die before the step of a number."""
    seen = 0

    def before(_: str) -> None:
        nonlocal seen
        seen += 1
        if seen == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    store = Store(folder, before)
    receive(store, "tickets", contract, file, received_at=WHEN)
    current_rows(store, "tickets", contract, under_contract(store, "tickets", contract))


def run_apart(*arguments: object) -> int | None:
    process = multiprocessing.get_context("fork").Process(target=work, args=arguments)
    process.start()
    process.join()
    return process.exitcode


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("step", [1, 2, 3, 4, 5, 6])
def test_killed_before_any_step_the_store_is_whole_and_the_next_try_completes_it(
    step: int, tmp_path: Path, tickets: Contract
) -> None:
    folder, first, second = tmp_path / "store", tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(CONTENT)
    second.write_text(MORE)
    assert run_apart(folder, first, tickets, None) == 0
    expected = run_apart(folder, second, tickets, step)
    assert expected == -signal.SIGKILL
    store = Store(folder)
    for receipt in store.receipts("tickets"):
        assert receipt.rows == receipt.accepted + receipt.quarantined + receipt.duplicate
        assert store.bytes_path(receipt.sha256).exists()
        assert store.rows_path("accepted", "tickets", receipt.reading).exists()
        assert store.rows_path("quarantine", "tickets", receipt.reading).exists()
    assert run_apart(folder, second, tickets, None) == 0
    receipts = store.receipts("tickets")
    assert [(one.number, one.rows, one.accepted, one.duplicate) for one in receipts] == [(1, 2, 1, 0), (2, 3, 1, 1)]
    state = current_rows(store, "tickets", tickets, under_contract(store, "tickets", tickets))
    assert sum(file.rows for file in state.files) == 2
    assert list((folder / "partial").iterdir()) == []


def test_there_are_six_steps_and_the_receipt_comes_after_all_that_it_names(tmp_path: Path, tickets: Contract) -> None:
    steps: list[str] = []
    store = Store(tmp_path / "store", steps.append)
    (tmp_path / "a.csv").write_text(CONTENT)
    receive(store, "tickets", tickets, tmp_path / "a.csv", received_at=WHEN)
    current_rows(store, "tickets", tickets, under_contract(store, "tickets", tickets))
    assert [step.split("/")[0].removeprefix("finish ") for step in steps] == [
        "store", "accepted", "quarantine", "readings", "receipts", "state",
    ]  # fmt: skip


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_four_at_once_make_one_receipt(tmp_path: Path, tickets: Contract) -> None:
    (tmp_path / "a.csv").write_text(CONTENT)
    context = multiprocessing.get_context("fork")
    arguments = (tmp_path / "store", tmp_path / "a.csv", tickets, None)
    workers = [context.Process(target=work, args=arguments) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 4
    assert len(Store(tmp_path / "store").receipts("tickets")) == 1
