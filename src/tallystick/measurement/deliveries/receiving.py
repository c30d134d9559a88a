"""Receiving a delivery: bytes are kept and hashed first, then read; the receipt is written last and is what counts.

A *reading* is what the rows of a delivery become under a contract. Its name is the hash of all that decides it, and for
a source without a version that includes the deliveries before it. So nothing is ever written over, the same deliveries
always give the same rows, and a changed contract or a replaced delivery only gives other names.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tallystick.measurement.contracts import Contract
from tallystick.measurement.deliveries.formats import check_formats
from tallystick.measurement.deliveries.store import Receipt, Store, places_of
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
    progress: Progress | None = None,
) -> Receipt:
    """Receive a file. The same bytes as the last delivery change nothing and give its receipt again.

    Raises Refusal when the file as a whole cannot be taken; its bytes are kept all the same.
    """
    tell = progress or (lambda _: None)
    check_formats(contract)
    with store.locked():
        tell(say("keeping {file}", file=file.name))
        sha256, size = store.keep_bytes(file)
        past = store.receipts(source)
        if past and (past[-1].sha256, past[-1].member) == (sha256, member) and replaces in (None, past[-1].replaces):
            return replace(_read_all(store, contract, past)[past[-1].number], again=True)
        _check_replaced(past, replaces)
        number = past[-1].number + 1 if past else 1
        when = received_at.isoformat(timespec="seconds")
        receipt = Receipt(
            source, number, sha256, size, file.name, when, contract.digest(), member=member, replaces=replaces
        )
        tell(say("reading {file}", file=file.name))
        receipt = _read_all(store, contract, [*past, receipt])[number]
        store.write(store.folder / "receipts" / source / f"{number:06d}.json", _written(asdict(receipt)))
        return receipt


def under_contract(store: Store, source: str, contract: Contract) -> list[Receipt]:
    """The deliveries in force, in their places, as read under this contract; read from their bytes where need be.

    The receipts on disk stay what they were when the delivery came.
    """
    check_formats(contract)
    with store.locked():
        past = store.receipts(source)
        known = _read_all(store, contract, past)
        return [known[receipt.number] for receipt in places_of(past)]


def _check_replaced(past: list[Receipt], replaces: int | None) -> None:
    if replaces is None:
        return
    if replaces not in {receipt.number for receipt in past}:
        raise Refusal(say("there is no receipt {n} to replace", n=replaces), say("`tallystick deliveries` lists them"))
    by = next((receipt.number for receipt in past if receipt.replaces == replaces), None)
    if by is not None:
        raise Refusal(
            say("receipt {n} was replaced by receipt {by}", n=replaces, by=by), say("replace receipt {by}", by=by)
        )


def _read_all(store: Store, contract: Contract, receipts: list[Receipt]) -> dict[int, Receipt]:
    """The deliveries in force with what became of their rows, by number."""
    known: dict[int, Receipt] = {}
    before: list[str] = []
    for receipt in places_of(receipts):
        known[receipt.number] = _read(store, contract, receipt, before)
        before.append(known[receipt.number].reading)
    return known


def _read(store: Store, contract: Contract, receipt: Receipt, before: Sequence[str]) -> Receipt:
    earlier = [] if contract.version else list(before)
    decided_by = [contract.digest(), receipt.sha256, receipt.member, earlier]
    reading = hashlib.sha256(json.dumps(decided_by).encode()).hexdigest()[:40]
    path = store.reading_path(receipt.source, reading)
    if not path.exists():
        paths = [str(store.rows_path("accepted", receipt.source, name)) for name in earlier]
        _sort(store, contract, receipt, reading, list(dict.fromkeys(paths)))
    counts = json.loads(path.read_text("utf-8"))
    return replace(receipt, contract=contract.digest(), reading=reading, **counts)


def _sort(store: Store, contract: Contract, receipt: Receipt, reading: str, earlier: list[str]) -> None:
    paths = {kind: store.rows_path(kind, receipt.source, reading) for kind in ("accepted", "quarantine")}
    partial = {kind: store.partial(path) for kind, path in paths.items()}
    scratch = store.partial(Path("scratch"))
    scratch.mkdir()
    request = {
        "bytes": str(store.bytes_path(receipt.sha256)),
        "name": receipt.name,
        "member": receipt.member,
        "contract": contract.as_json(),
        "scratch": str(scratch),
        "earlier": earlier,
        **{kind: str(path) for kind, path in partial.items()},
    }
    try:
        counts = _ask(request)
        for kind, path in paths.items():
            store.finish(partial[kind], path)
    finally:
        for path in (scratch, *partial.values()):
            shutil.rmtree(path.parent, ignore_errors=True)
    store.write(store.reading_path(receipt.source, reading), _written(_conserved(receipt, counts)))


def _conserved(receipt: Receipt, counts: dict[str, Any]) -> dict[str, Any]:
    """The counts to keep, if every row that was read is somewhere."""
    total = counts["accepted"] + counts["quarantined"] + counts["duplicate"]
    if counts["read"] != total:
        raise RuntimeError(f"{receipt.name}: {counts['read']} rows read, {total} accounted for")
    kept = ("accepted", "quarantined", "duplicate", "reasons", "ambiguous_resolved", "nonexistent_moved", "spans")
    return {"rows": counts["read"], **{name: counts[name] for name in kept}}


def _written(data: dict[str, Any]) -> bytes:
    return json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False).encode()


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
