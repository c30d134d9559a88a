"""Why a row waits in quarantine, in words; and the rows themselves."""

from __future__ import annotations

from dataclasses import dataclass

from tallystick.measurement.contracts import Contract
from tallystick.measurement.deliveries.store import Receipt, Store
from tallystick.words import say


@dataclass(frozen=True)
class QuarantinedRow:
    """A row that waits: where it stood, which column is wrong and why, its own text."""

    receipt: int
    line: int
    column: str | None
    code: str
    reason: str
    text: str


def reasons() -> dict[str, str]:
    """Each code in words, with what to do."""
    return {
        "short": say("the row has fewer fields than the header; complete it"),
        "many": say("the row has more fields than the header; is a field with the delimiter not quoted?"),
        "quotes": say("a quote stands where none may; double quotes inside a quoted field"),
        "unclosed": say("a quote is opened on or before this line and never closed"),
        "long": say("a field is longer than 10 million characters; is a quote not closed?"),
        "nul": say("the row holds a NUL byte; the file may be damaged"),
        "encoding": say("the row holds bytes that the contract's encoding does not have"),
        "missing": say("the column has no value and the contract wants one"),
        "integer": say("this is no whole number"),
        "decimal": say("this is no decimal number"),
        "decimal_sign": say("another decimal sign than the contract names, or marks between thousands"),
        "digits": say("the number has more digits than the contract allows"),
        "spaces": say("spaces stand around the value"),
        "boolean": say("this is neither of the words for yes and no"),
        "date": say("this is no date as the contract writes it"),
        "timestamp": say("this is no point in time as the contract writes it"),
        "ambiguous": say("this local time occurs twice, since clocks went back, and the contract gives no rule"),
        "nonexistent": say("this local time does not occur, since clocks went forward, and the contract gives no rule"),
        "range": say("the time lies before 1970 or after 2099; if it means that there is no value, name it as missing"),
        "derived": say("a column computed from this row does not fit its type"),
        "values": say("this is none of the values that the contract allows"),
        "no_time": say("the column that places rows in periods could not be computed"),
        "conflict": say("rows of one key differ, and no version says which is right"),
        "changed": say(
            "the row differs from one delivered before; declare a version, or deliver it as replacing that receipt"
        ),
    }


def quarantined(
    store: Store, contract: Contract, receipts: list[Receipt], limit: int | None = None
) -> list[QuarantinedRow]:
    """The rows in quarantine of some deliveries, by receipt and line."""
    import pyarrow.parquet as pq

    words = reasons()
    found: list[QuarantinedRow] = []
    for receipt in receipts:
        path = store.rows_path("quarantine", receipt.source, receipt.reading)
        for row in pq.read_table(path).to_pylist():
            if limit is not None and len(found) >= limit:
                return found
            found.append(
                QuarantinedRow(receipt.number, row["line"], row["column"], row["code"], words[row["code"]], row["text"])
            )
    return found
