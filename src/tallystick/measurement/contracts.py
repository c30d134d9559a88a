"""A contract on data as receiving works with it: how a file is written, what its columns become."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The process that reads files needs contracts, and not the models of the agreement: it starts sooner without.
    from tallystick.agreement.terms.sources import Column, Source

TRUE_WORDS = ("true", "TRUE", "True")
FALSE_WORDS = ("false", "FALSE", "False")
# Counts the rules by which text becomes values: after a change every delivery is read again from its bytes.
READING = 3


@dataclass(frozen=True)
class ContractColumn:
    """One column: where it stands in the file and how its text becomes a value."""

    name: str
    type: str
    nullable: bool
    header: str | None = None
    position: int | None = None
    format: str | None = None
    true_words: tuple[str, ...] = TRUE_WORDS
    false_words: tuple[str, ...] = FALSE_WORDS
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dialect:
    """How the file is written; nothing is guessed."""

    type: str = "csv"
    delimiter: str = ","
    quote: str = '"'
    encoding: str = "utf-8"
    header: bool = True
    decimal: str = "."
    missing: tuple[str, ...] = ("",)


@dataclass(frozen=True)
class DerivedColumn:
    """A column computed from others: the engine's SQL of a checked expression, and its type."""

    name: str
    sql: str
    type: str


@dataclass(frozen=True)
class Contract:
    """All that decides what the rows of a delivery become."""

    columns: tuple[ContractColumn, ...]
    key: tuple[str, ...]
    time: str
    zone: str
    version: tuple[str, ...] = ()
    ambiguous: str = "quarantine"
    nonexistent: str = "quarantine"
    dialect: Dialect = Dialect()
    derived: tuple[DerivedColumn, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Plain data for the process that reads files."""
        return asdict(self)

    def digest(self) -> str:
        """The hash of all that decides what a file's rows become: the terms, our rules, the clock changes known."""
        text = json.dumps([READING, _clock_rules(), self.as_json()], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def _clock_rules() -> str:
    return version("tzdata")


def contract_of(source: Source, derived: Mapping[str, tuple[str, str]]) -> Contract:
    """Make the contract of a source's terms; `derived` holds (SQL, type) of the checked expressions."""
    form = source.format
    return Contract(
        columns=tuple(_column(name, term) for name, term in source.columns.items()),
        key=tuple(source.key),
        time=source.time,
        zone=source.zone,
        version=tuple(source.version),
        ambiguous=source.ambiguous,
        nonexistent=source.nonexistent,
        dialect=Dialect(
            form.type, form.delimiter, form.quote, form.encoding, form.header, form.decimal, tuple(form.missing)
        ),
        derived=tuple(DerivedColumn(name, sql, type_text) for name, (sql, type_text) in derived.items()),
    )


def contract_from(data: Mapping[str, object]) -> Contract:
    """Read back what `as_json` wrote."""
    fields = dict(data)

    def rows(name: str) -> list[dict[str, object]]:
        listed = fields[name]
        return list(listed) if isinstance(listed, (list, tuple)) else []

    def plain(row: Mapping[str, object]) -> dict[str, object]:
        return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}

    dialect = fields["dialect"]
    return Contract(
        **{  # type: ignore[arg-type]
            **plain(fields),
            "columns": tuple(ContractColumn(**plain(row)) for row in rows("columns")),  # type: ignore[arg-type]
            "derived": tuple(DerivedColumn(**plain(row)) for row in rows("derived")),  # type: ignore[arg-type]
            "dialect": Dialect(**plain(dialect)) if isinstance(dialect, dict) else Dialect(),  # type: ignore[arg-type]
        }
    )


def _column(name: str, term: Column) -> ContractColumn:
    from tallystick.agreement.terms.sources import BooleanWords, Position

    position = term.found_as.position if isinstance(term.found_as, Position) else None
    header = term.found_as if isinstance(term.found_as, str) else (None if position else name)
    words = term.format if isinstance(term.format, BooleanWords) else None
    return ContractColumn(
        name,
        term.type.replace(" ", ""),
        term.nullable,
        header,
        position,
        term.format if isinstance(term.format, str) else None,
        tuple(words.yes) if words else TRUE_WORDS,
        tuple(words.no) if words else FALSE_WORDS,
        tuple(term.values),
    )
