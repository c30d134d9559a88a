"""Columns that exist, types that can be, units that are known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.agreement.findings import Finding
from tallystick.agreement.positions import Path
from tallystick.agreement.references.finder import Finder
from tallystick.agreement.terms.sources import Column, Source
from tallystick.values.currencies import is_currency
from tallystick.values.quantities import SECONDS_IN
from tallystick.words import say

_DECIMAL = re.compile(r"decimal\((\d+), ?(\d+)\)")
_MOST_DIGITS = 38


def check(finder: Finder) -> Iterator[Finding]:
    """Find what is wrong with data contracts."""
    for name, source in finder.agreement.sources.items():
        path: Path = ("sources", name)
        yield from finder.zone(source.zone, (*path, "zone"))
        yield from _names(finder, source, path)
        yield from time_column(finder, source, source.time, (*path, "time"))
        if source.format.delimiter == source.format.quote:
            problem = say("the mark between fields is also the mark around them")
            yield finder.error("format.marks", (*path, "format"), problem, say("name two different marks"))
        for column, terms in source.columns.items():
            yield from _digits(finder, terms, (*path, "columns", column, "type"))
            yield from _unit(finder, terms, (*path, "columns", column, "unit"))


def time_column(finder: Finder, source: Source, column: str, path: Path) -> Iterator[Finding]:
    """An error unless the column can place rows in periods."""
    yield from finder.unknown(say("column"), column, [*source.columns, *source.derive], path)
    terms = source.columns.get(column)
    if terms is not None and terms.type != "timestamp":
        problem = say("{column} places rows in periods and is a {type}", column=column, type=terms.type)
        yield finder.error("source.time", path, problem, say("name a column of type timestamp"))


def _names(finder: Finder, source: Source, path: Path) -> Iterator[Finding]:
    for field, columns in (("key", source.key), ("version", source.version)):
        for index, column in enumerate(columns):
            yield from finder.unknown(say("column"), column, source.columns, (*path, field, index))
    for column in source.derive:
        if column in source.columns:
            problem = say("{column} is a column already", column=column)
            yield finder.error("name.twice", (*path, "derive", column), problem, say("give it another name"))


def _digits(finder: Finder, column: Column, path: Path) -> Iterator[Finding]:
    match = _DECIMAL.fullmatch(column.type)
    if match and not int(match[2]) <= int(match[1]) <= _MOST_DIGITS:
        problem = say("there is no {type}", type=column.type)
        mend = say("write decimal(digits, decimals): at most {most} digits, and not more decimals", most=_MOST_DIGITS)
        yield finder.error("column.digits", path, problem, mend)


def _unit(finder: Finder, column: Column, path: Path) -> Iterator[Finding]:
    unit = column.unit
    if unit is None:
        return
    if not column.type.startswith(("integer", "decimal")):
        problem = say("a {type} has no unit", type=column.type)
        mend = say("delete the unit, or make it an integer or a decimal")
        yield finder.error("unit.senseless", path, problem, mend)
    elif unit not in SECONDS_IN and not is_currency(unit):
        mend = say("write second, minute, hour, day, week or a currency; a plain number has none")
        yield finder.error("unit.unknown", path, say("there is no unit «{unit}»", unit=unit), mend)
    elif is_currency(unit):
        yield from finder.currency(unit, path)
