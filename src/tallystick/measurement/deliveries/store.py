"""A folder that keeps every delivered byte: written beside, flushed, then renamed, so that no half state is ever seen."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

CHUNK = 1 << 20


@dataclass(frozen=True)
class Receipt:
    """What was received and what became of its rows. `rows = accepted + quarantined + duplicate`, always."""

    source: str
    number: int
    sha256: str
    size: int
    name: str
    received_at: str
    contract: str
    rows: int
    accepted: int
    quarantined: int
    duplicate: int
    reasons: dict[str, int] = field(default_factory=dict)
    member: str | None = None
    replaces: int | None = None


class Store:
    """The folder `.tallystick` beside an agreement, or any other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def bytes_path(self, sha256: str) -> Path:
        """Where bytes of a hash lie."""
        return self.folder / "bytes" / sha256

    def rows_path(self, kind: str, receipt: Receipt, contract: str) -> Path:
        """Where the accepted or quarantined rows of a delivery under a contract lie.

        The same bytes received again are a delivery of their own: what is a duplicate then was accepted before.
        """
        return (
            self.folder / kind / receipt.source / f"{receipt.number:06d}-{receipt.sha256[:24]}-{contract[:24]}.parquet"
        )

    def receipts(self, source: str) -> list[Receipt]:
        """All receipts of a source, in the order received."""
        folder = self.folder / "receipts" / source
        found = [Receipt(**json.loads(path.read_text())) for path in folder.glob("*.json")]
        return sorted(found, key=lambda receipt: receipt.number)

    def in_force(self, source: str) -> list[Receipt]:
        """The receipts that no later delivery replaces."""
        all_of = self.receipts(source)
        replaced = {receipt.replaces for receipt in all_of}
        return [receipt for receipt in all_of if receipt.number not in replaced]

    def sources(self) -> list[str]:
        """Names of the sources that have receipts."""
        folder = self.folder / "receipts"
        return sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []

    def keep_receipt(self, receipt: Receipt) -> None:
        """Write a receipt: from here on the delivery counts."""
        path = self.folder / "receipts" / receipt.source / f"{receipt.number:06d}.json"
        text = json.dumps(asdict(receipt), indent=1, sort_keys=True, ensure_ascii=False)
        self.write(path, text.encode())

    def write(self, path: Path, content: bytes) -> None:
        """Write a file so that it is there whole or not at all."""
        partial = self.partial(path)
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        self.finish(partial, path)

    def partial(self, path: Path) -> Path:
        """A place beside, on the same disk, for a file that is being written."""
        scratch = self.folder / "partial"
        scratch.mkdir(parents=True, exist_ok=True)
        return scratch / f"{os.getpid()}-{path.name}"

    def finish(self, partial: Path, path: Path) -> None:
        """Move a finished file or folder to its place, durably."""
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.rename(path)
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def keep_bytes(self, path: Path) -> tuple[str, int]:
        """Copy a file in; returns its hash and size. Bytes that are there already are not written again."""
        digest, size = hashlib.sha256(), 0
        partial = self.partial(Path("bytes"))
        with path.open("rb") as source, partial.open("wb") as target:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        place = self.bytes_path(digest.hexdigest())
        if place.exists():
            partial.unlink()
        else:
            self.finish(partial, place)
        return digest.hexdigest(), size

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the store for writing; others wait."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
