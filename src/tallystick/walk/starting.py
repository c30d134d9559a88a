"""How does one start? A commented agreement, or one proposed from a data file."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from tallystick.measurement.deliveries.proposing import Proposal, propose
from tallystick.values.refusals import Refusal
from tallystick.words import say

_STARTING = {
    "agreement.yaml": "starting.yaml",
    "bindings.yaml": "starting_bindings.yaml",
    "tickets.csv": "starting_tickets.csv",
}


def start(folder: Path) -> list[Path]:
    """Write a commented agreement, its bindings and a little data. Nothing is written over. Raises Refusal."""
    _refuse_existing(folder, _STARTING)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, resource in _STARTING.items():
        path = folder / name
        path.write_text(files("tallystick.agreement").joinpath(resource).read_text("utf-8"), "utf-8")
        written.append(path)
    return written


def propose_source(file: Path, member: str | None = None) -> tuple[Proposal, str, str]:
    """Propose an agreement and bindings from a data file; for a person to confirm. Raises Refusal."""
    proposal = propose(file, member)
    return proposal, _agreement(proposal), _bindings(file, member)


def write_proposed(folder: Path, agreement: str, bindings: str) -> list[Path]:
    """Write what was confirmed. Nothing is written over. Raises Refusal."""
    texts = {"agreement.yaml": agreement, "bindings.yaml": bindings}
    _refuse_existing(folder, texts)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return [folder / name for name in texts]


def _refuse_existing(folder: Path, names: object) -> None:
    there = [name for name in names if (folder / name).exists()]  # type: ignore[attr-defined]
    if there:
        raise Refusal(
            say("{names} exists in {folder}", names=", ".join(there), folder=folder),
            say("choose an empty folder; nothing was written"),
        )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{escaped}"'


def _agreement(proposal: Proposal) -> str:
    repeated = [column.header for column in proposal.columns]
    lines = []
    for place, column in enumerate(proposal.columns, start=1):
        parts = [f"type: {column.type}" if "(" not in column.type else f'type: "{column.type}"']
        if repeated.count(column.header) > 1:
            parts.append(f"from: {{position: {place}}}")
        elif column.header != column.name:
            parts.append(f"from: {_quoted(column.header)}")
        parts += ["nullable: true"] if column.nullable else []
        parts += [f"format: {_quoted(column.format)}"] if column.format else []
        seen = ", ".join(column.examples).replace("\n", " ")[:60]
        lines.append(f"      {column.name}: {{{', '.join(parts)}}}  # {seen}")
    missing = ", ".join(_quoted(word) for word in proposal.dialect.missing)
    time = proposal.time or proposal.columns[0].name
    return _FRAME.format(
        key=", ".join(proposal.key),
        time=time,
        delimiter=_quoted(proposal.dialect.delimiter),
        encoding=proposal.dialect.encoding,
        missing=missing,
        columns="\n".join(lines),
    )


def _bindings(file: Path, member: str | None) -> str:
    inside = f", member: {_quoted(member)}" if member else ""
    return f"# Where the data lies; not part of what is signed.\nrows: {{files: [{_quoted(str(file.resolve()))}]{inside}}}\n"


_FRAME = """\
# An agreement proposed from a data file. Go through it together: what is guessed here is marked with «?».
agreement: tallystick/v1
title: "? What is outsourced"
client: {{name: "? The client"}}
provider: {{name: "? The provider"}}
term: {{start: 2026-01-01, end: 2026-12-31}}   # ?
currency: EUR                                # ?
zone: UTC                                    # ? the zone in which months begin

objectives:
  first_outcome:
    outcome: "? The outcome that both want, in a sentence"

sources:
  rows:
    about: "? What a row is"
    key: [{key}]      # ? the columns that name a case
    time: {time}      # ? the column that places a row in a month
    zone: UTC         # ? the zone of its local times
    format: {{delimiter: {delimiter}, encoding: {encoding}, missing: [{missing}]}}
    columns:
{columns}

kpis:
  cases:
    clause: The number of cases.
    objective: first_outcome
    measures: output
    kind: operational
    of: rows
    value: count()
    better: higher    # ?
    rounding: half up to 1
"""
