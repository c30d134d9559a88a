"""Receiving a delivery: bytes are kept and hashed first, then read; the receipt is written last and is what counts."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tallystick.measurement.contracts import Contract
from tallystick.measurement.deliveries.store import Receipt, Store
from tallystick.measurement.enclosure import LimitReached, WorkFailed, run
from tallystick.values.refusals import Refusal
from tallystick.words import say

MEMORY_MIB = 4_096
SECONDS = 900

Progress = Callable[[str], None]


def receive(
    store: Store,
    source: str,
    contract: Contract,
    file: Path,
    *,
    received_at: datetime,
    member: str | None = None,
    replaces: int | None = None,
) -> Receipt:
    """Receive a file. The same bytes as the last delivery change nothing and give its receipt again.

    Raises Refusal when the file as a whole cannot be taken; its bytes are kept all the same.
    """
    with store.locked():
        sha256, size = store.keep_bytes(file)
        past = store.receipts(source)
        if past and past[-1].sha256 == sha256 and replaces is None:
            return _under(store, past[-1], contract)
        if replaces is not None and replaces not in {receipt.number for receipt in past}:
            raise Refusal(
                say("there is no receipt {n} to replace", n=replaces), say("`tallystick deliveries` lists them")
            )
        receipt = Receipt(
            source,
            past[-1].number + 1 if past else 1,
            sha256,
            size,
            file.name,
            received_at.isoformat(timespec="seconds"),
            contract.digest(),
            0,
            0,
            0,
            0,
            member=member,
            replaces=replaces,
        )
        earlier = [one for one in store.in_force(source) if one.number != replaces]
        receipt = _sorted(store, receipt, contract, earlier)
        store.keep_receipt(receipt)
        return receipt


def under_contract(store: Store, source: str, contract: Contract) -> list[Receipt]:
    """The deliveries in force, read under this contract; those received under another are read again from their bytes."""
    with store.locked():
        return [_under(store, receipt, contract) for receipt in store.in_force(source)]


def _under(store: Store, receipt: Receipt, contract: Contract) -> Receipt:
    path = store.rows_path("accepted", receipt, contract.digest())
    if receipt.contract == contract.digest() and path.exists():
        return receipt
    earlier = [one for one in store.in_force(receipt.source) if one.number < receipt.number]
    again = _sorted(store, replace(receipt, contract=contract.digest()), contract, earlier)
    store.keep_receipt(again)
    return again


def _sorted(store: Store, receipt: Receipt, contract: Contract, earlier: list[Receipt]) -> Receipt:
    paths = {kind: store.rows_path(kind, receipt, contract.digest()) for kind in ("accepted", "quarantine")}
    partial = {kind: store.partial(path.with_name(f"{kind}-{path.name}")) for kind, path in paths.items()}
    scratch = Path(tempfile.mkdtemp(dir=store.partial(Path("x")).parent))
    try:
        counts = _ask(
            {
                "bytes": str(store.bytes_path(receipt.sha256)),
                "name": receipt.name,
                "member": receipt.member,
                "contract": contract.as_json(),
                "scratch": str(scratch),
                "accepted": str(partial["accepted"]),
                "quarantine": str(partial["quarantine"]),
                "earlier": _earlier_files(store, contract, earlier),
            }
        )
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    for kind, path in paths.items():
        store.finish(partial[kind], path)
    total = counts["accepted"] + counts["quarantined"] + counts["duplicate"]
    if counts["read"] != total:
        raise RuntimeError(f"{receipt.name}: {counts['read']} rows read, {total} accounted for")
    return replace(
        receipt,
        rows=counts["read"],
        accepted=counts["accepted"],
        quarantined=counts["quarantined"],
        duplicate=counts["duplicate"],
        reasons=counts["reasons"],
    )


def _earlier_files(store: Store, contract: Contract, earlier: list[Receipt]) -> list[str]:
    paths = [store.rows_path("accepted", one, contract.digest()) for one in earlier]
    return [str(path) for path in dict.fromkeys(paths) if path.exists()]


def _ask(request: dict[str, Any]) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = run(
            "tallystick.measurement.deliveries.sorting:sort_rows", request, memory_mib=MEMORY_MIB, seconds=SECONDS
        )
    except LimitReached as limit:
        raise Refusal(
            say("the file could not be read: {reason}", reason=limit), say("split it, or deliver it as Parquet")
        ) from None
    except WorkFailed as failure:
        raise Refusal(
            say("the file could not be read: {reason}", reason=str(failure).splitlines()[0][:300]),
            say("check that it is what the contract says"),
        ) from None
    if "refused" in answer:
        raise Refusal(*answer["refused"])
    return answer
