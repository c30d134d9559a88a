"""Where each column of a contract stands in a file: by its header or its position; all that is missing is told at once."""

from __future__ import annotations

from tallystick.measurement.contracts import Contract, ContractColumn
from tallystick.measurement.deliveries.records import printable
from tallystick.values.refusals import Refusal
from tallystick.words import nearest, say


def places(contract: Contract, header: list[str]) -> list[int]:
    """The place (from 0) of each column. Without a header columns stand in the contract's order. Raises Refusal."""
    found, missing = [], []
    for index, column in enumerate(contract.columns):
        if column.position is not None or not contract.dialect.header:
            place = column.position - 1 if column.position is not None else index
            if place >= len(header):
                missing.append(say("{name} (position {n})", name=column.name, n=place + 1))
            found.append(place)
        elif header.count(column.header or "") == 1:
            found.append(header.index(column.header or ""))
        else:
            missing.append(_missing(column, header))
    if missing:
        raise Refusal(
            say("the file lacks columns of the contract: {columns}", columns=", ".join(missing)),
            say("its header is: {header}", header=printable(", ".join(header))[:300]),
        )
    return found


def _missing(column: ContractColumn, header: list[str]) -> str:
    sought = column.header or ""
    if sought in header:
        return say("{name} (the header «{header}» occurs twice; name its position)", name=column.name, header=sought)
    close = nearest(sought, header)
    return say("{name} (is it «{close}»?)", name=sought, close=close) if close else sought
