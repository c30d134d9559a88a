"""A folder that keeps every delivered byte: written beside, flushed, then renamed, so that no half state is ever seen."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

CHUNK = 1 << 20


Ends = dict[str, list[int] | None]


@dataclass(frozen=True)
class Receipt:
    """What was received and what became of its rows. `rows = accepted + quarantined + duplicate`, always.

    `reading` names the accepted and quarantined rows; `spans` has the first and last second of each column of points
    in time; `again` says that these bytes had been received before and changed nothing.
    """

    source: str
    number: int
    sha256: str
    size: int
    name: str
    received_at: str
    contract: str
    rows: int = 0
    accepted: int = 0
    quarantined: int = 0
    duplicate: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    member: str | None = None
    replaces: int | None = None
    ambiguous_resolved: int = 0
    nonexistent_moved: int = 0
    spans: Ends = field(default_factory=dict)
    reading: str = ""
    again: bool = field(default=False, compare=False)


def _untold(step: str) -> None:
    """Nobody listens."""


class Store:
    """The folder `.tallystick` beside an agreement, or any other. `before` is told each step that changes the disk."""

    def __init__(self, folder: Path, before: Callable[[str], None] = _untold) -> None:
        self.folder = folder
        self.before = before

    def bytes_path(self, sha256: str) -> Path:
        """Where bytes of a hash lie."""
        return self.folder / "bytes" / sha256

    def rows_path(self, kind: str, source: str, reading: str) -> Path:
        """Where the accepted or quarantined rows of a reading lie."""
        return self.folder / kind / source / f"{reading}.parquet"

    def reading_path(self, source: str, reading: str) -> Path:
        """Where the counts of a reading lie; written last, so a reading that has them is whole."""
        return self.folder / "readings" / source / f"{reading}.json"

    def receipts(self, source: str) -> list[Receipt]:
        """All receipts of a source, in the order received, as they were written."""
        folder = self.folder / "receipts" / source
        found = [Receipt(**json.loads(path.read_text("utf-8"))) for path in folder.glob("*.json")]
        return sorted(found, key=lambda receipt: receipt.number)

    def in_force(self, source: str) -> list[Receipt]:
        """The receipts that no later delivery replaces; one that replaces another stands in its place."""
        return places_of(self.receipts(source))

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
        partial.write_bytes(content)
        self.finish(partial, path)

    def partial(self, path: Path) -> Path:
        """A place of its own, on the same disk, for a file that is being written."""
        scratch = self.folder / "partial"
        scratch.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=scratch)) / path.name

    def finish(self, partial: Path, path: Path) -> None:
        """Flush a finished file or folder and move it to its place, durably. What lies there already stays."""
        for file in [*partial.rglob("*")] if partial.is_dir() else [partial]:
            flush(file)
        self._make_folder(path.parent)
        self.before(f"finish {path.parent.parent.name}/{path.name}")
        if not (path.is_dir() and any(path.iterdir())):
            partial.rename(path)
        flush(path.parent)
        shutil.rmtree(partial.parent, ignore_errors=True)

    def _make_folder(self, folder: Path) -> None:
        """Make a folder and those above it, each durably: a file is only as safe as the way to it."""
        if not folder.is_dir():
            self._make_folder(folder.parent)
            folder.mkdir(exist_ok=True)
            flush(folder.parent)

    def sweep(self) -> None:
        """Remove what processes that are no more left half written."""
        for folder in (self.folder / "partial").glob("*-*"):
            if not _lives(int(folder.name.split("-", maxsplit=1)[0])):
                shutil.rmtree(folder, ignore_errors=True)

    def keep_bytes(self, path: Path) -> tuple[str, int]:
        """Copy a file in; returns its hash and size. Bytes that are there already are not written again."""
        digest, size = hashlib.sha256(), 0
        partial = self.partial(Path("bytes"))
        with path.open("rb") as source, partial.open("wb") as target:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
        place = self.bytes_path(digest.hexdigest())
        if place.exists():
            shutil.rmtree(partial.parent)
        else:
            self.finish(partial, place)
        return digest.hexdigest(), size

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the store for writing; others wait."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            self.sweep()
            yield


def places_of(receipts: list[Receipt]) -> list[Receipt]:
    """The receipts in force, in the order of the places that they stand in."""
    place: dict[int, int] = {}
    for receipt in receipts:
        place[receipt.number] = place[receipt.replaces] if receipt.replaces is not None else receipt.number
    replaced = {receipt.replaces for receipt in receipts}
    return sorted((one for one in receipts if one.number not in replaced), key=lambda one: place[one.number])


def flush(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
