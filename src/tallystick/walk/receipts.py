"""What was received, and what became of its rows?"""

from __future__ import annotations

from pathlib import Path

from tallystick.measurement.deliveries.quarantine import QuarantinedRow, quarantined
from tallystick.measurement.deliveries.store import Receipt
from tallystick.walk.case import Case, Progress, open_case, silent


def deliveries(
    agreement: Path,
    *,
    bindings: Path | None = None,
    store: Path | None = None,
    limit: int = 20,
    progress: Progress = silent,
) -> tuple[dict[str, list[Receipt]], dict[str, list[QuarantinedRow]]]:
    """The receipts of every source, and up to `limit` rows a source that wait in quarantine. Raises Refused."""
    case: Case = open_case(agreement, bindings=bindings, store=store, progress=progress)
    receipts = {name: case.receipts(name) for name in case.agreement.sources}
    waiting = {name: quarantined(case.store, case.contract(name), listed, limit) for name, listed in receipts.items()}
    return receipts, waiting
