"""One scan becomes one statement: files read once, rows placed in periods, all leaves for all cuts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tallystick.measurement.engines.scans import BEFORE_FIRST, Axis, Cut, Group, LeafValue, Scan
from tallystick.measurement.engines.writing import Writer, choose, quoted, text_constant
from tallystick.measurement.expressions.formulas import ORDER_STATISTICS, Leaf, LeafKind
from tallystick.measurement.expressions.nodes import both, can_be_unknown, known
from tallystick.values.calendars import CalendarDay

_MICRO = 1_000_000
_PLAIN = {LeafKind.SUM: "sum", LeafKind.MINIMUM: "min", LeafKind.MAXIMUM: "max"}
# z * z for 95 %: ranks this far from the middle hold a quantile at least that often (Hahn and Meeker 1991, 5.2).
_Z_SQUARED = Fraction(38416, 10000)


@dataclass(frozen=True)
class Statement:
    """SQL with what its result columns mean."""

    text: str
    scan: Scan
    keys: tuple[str, ...]

    def groups(self, rows: list[list[object]]) -> list[Group]:
        """Result rows as groups; rows that fall outside an axis are dropped."""
        scan, width = self.scan, len(self.keys)
        masks = {_mask(self.keys, cut): index for index, cut in enumerate(scan.cuts)}
        found = []
        for row in rows:
            index = masks[int(str(row[0]))]
            cut = scan.cuts[index]
            cells = dict(zip(self.keys, row[1 : 1 + width], strict=True))
            period = cells[f"p{cut.axis}"]
            if period is None:
                continue
            dimensions = tuple(_text(cells[_dimension(name)]) for name in cut.dimensions)
            values = tuple(_number(value) for value in row[1 + width :])
            found.append(Group(index, int(str(period)), dimensions, values))
        return found


def write(scan: Scan) -> Statement:
    """Write the statement of a scan."""
    segments = max((len(day.segments) for days in scan.calendars.values() for day in days), default=0)
    writer = Writer(segments)
    keys = _keys(scan)
    aggregates = _Aggregates(writer)
    values = [aggregates.of(leaf) for leaf in scan.leaves]
    placed = [f"{_placement(writer, axis)} AS p{index}" for index, axis in enumerate(scan.axes)]
    dimensions = [f"{quoted(name)} AS {_dimension(name)}" for name in _dimensions(scan)]
    inside = _inside(writer, scan)
    grouped = (
        f"SELECT {_grouping(keys, scan.cuts)} AS cut, {', '.join(keys)}, {', '.join(aggregates.columns())}\n"
        f"  FROM {source_of(writer, scan, [*placed, *dimensions])}\n"
        f"  WHERE {inside}\n"
        f"  GROUP BY {_sets(scan.cuts)}"
    )
    text = f"SELECT {', '.join(['cut', *keys, *values])}\nFROM (\n  {grouped}\n)"
    return Statement(text, scan, tuple(keys))


def _dimensions(scan: Scan) -> list[str]:
    return list(dict.fromkeys(name for cut in scan.cuts for name in cut.dimensions))


def _dimension(name: str) -> str:
    return quoted(f"by {name}")


def _keys(scan: Scan) -> list[str]:
    return [f"p{index}" for index in range(len(scan.axes))] + [_dimension(name) for name in _dimensions(scan)]


def _cut_keys(cut: Cut) -> list[str]:
    return [f"p{cut.axis}", *(_dimension(name) for name in cut.dimensions)]


def _mask(keys: tuple[str, ...], cut: Cut) -> int:
    """GROUPING() sets a bit for each key that a group is not grouped by, the first key highest."""
    held = _cut_keys(cut)
    return sum(1 << (len(keys) - 1 - place) for place, key in enumerate(keys) if key not in held)


def _grouping(keys: list[str], cuts: tuple[Cut, ...]) -> str:
    return str(_mask(tuple(keys), cuts[0])) if len(cuts) == 1 else f"GROUPING({', '.join(keys)})"


def _sets(cuts: tuple[Cut, ...]) -> str:
    sets = [", ".join(_cut_keys(cut)) for cut in cuts]
    return sets[0] if len(sets) == 1 else f"GROUPING SETS ({', '.join(f'({keys})' for keys in sets)})"


def _placement(writer: Writer, axis: Axis) -> str:
    time = writer.write(axis.time)
    subject = f"epoch_us({time})"
    inner = [boundary * _MICRO for boundary in axis.boundaries]
    results = [str(axis.first + index) for index in range(len(axis.boundaries) - 1)]
    before = str(BEFORE_FIRST) if axis.before else "NULL"
    cases = choose(subject, inner, [before, *results, "NULL"])
    return f"CASE WHEN {time} IS NOT NULL THEN {cases} END" if can_be_unknown(axis.time) else cases


def _inside(writer: Writer, scan: Scan) -> str:
    """Rows inside some axis; as plain comparisons, so that files can be skipped by their statistics."""
    tests = []
    for axis in scan.axes:
        time = writer.write(axis.time)
        low, high = (f"make_timestamp({boundary * _MICRO})" for boundary in (axis.boundaries[0], axis.boundaries[-1]))
        first = "" if axis.before else f"{time} >= {low} AND "
        tests.append(f"({first}{time} < {high})")
    return " OR ".join(tests)


def source_of(writer: Writer, scan: Scan, also: Sequence[str] = ()) -> str:
    """The FROM clause: the files once, window functions and `also` as columns, a calendar's day joined where it is used."""
    files = ", ".join(text_constant(str(path)) for path in scan.files)
    columns = [*(f"{sql} AS {alias}" for sql, alias in writer.windows.items()), *also]
    source = f"(SELECT {', '.join(['*', *columns])} FROM read_parquet([{files}])) AS source"
    for (instant, calendar), alias in writer.joined.items():
        source += (
            f"\n    LEFT JOIN calendar_days AS {alias} ON {alias}._calendar = {text_constant(calendar)}"
            f" AND {alias}._day = epoch_us({instant}) // {86_400 * _MICRO}"
        )
    return source


class _Aggregates:
    """The aggregate columns of a statement, each once; quantiles of one value share one."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.plain: dict[str, str] = {}
        self.ranked: dict[tuple[str, str], list[Fraction]] = {}

    def columns(self) -> list[str]:
        ranked = [
            f"quantile_disc({value}, [{', '.join(_decimal(share) for share in shares)}]){filtered} AS r{index}"
            for index, ((value, filtered), shares) in enumerate(self.ranked.items())
        ]
        return [f"{sql} AS {alias}" for sql, alias in self.plain.items()] + ranked

    def of(self, leaf: Leaf) -> str:
        """Register a leaf; return the expression of its value over the aggregate columns."""
        where = self.writer.condition(leaf.where)
        filtered = f" FILTER (WHERE {where})" if where else ""
        value = "" if leaf.value is None else self.writer.write(leaf.value)
        if leaf.kind is LeafKind.COUNT:
            return self._column(f"count(*){filtered}")
        if leaf.kind is LeafKind.DISTINCT:
            return self._column(f"count(DISTINCT {value}){filtered}")
        if leaf.kind in ORDER_STATISTICS:
            return self._ranked(leaf, value, filtered)
        return self._column(f"{_PLAIN[leaf.kind]}({value}){filtered}")

    def _column(self, sql: str) -> str:
        return self.plain.setdefault(sql, f"a{len(self.plain)}")

    def _ranked(self, leaf: Leaf, value: str, filtered: str) -> str:
        share = leaf.share or Fraction(0)
        if leaf.kind is LeafKind.NEAREST_RANK:
            place = list(self.ranked).index((value, filtered)) if (value, filtered) in self.ranked else len(self.ranked)
            shares = self.ranked.setdefault((value, filtered), [])
            if share not in shares:
                shares.append(share)
            return f"r{place}[{shares.index(share) + 1}]"
        present = self.writer.condition(both(leaf.where, known(leaf.value) if leaf.value is not None else None))
        ordered = self._column(f"list_sort(list({value}){f' FILTER (WHERE {present})' if present else ''})")
        return f"{ordered}[{_rank(leaf.kind, f'len({ordered})', share)}]"


def _rank(kind: LeafKind, count: str, share: Fraction) -> str:
    """The 1-based rank of an order statistic; beyond either end there is none, and the list gives NULL."""
    above, below = share.numerator, share.denominator
    if kind is LeafKind.LOWER_RANK:
        return f"(({count} - 1) * {above}) // {below} + 1"
    if kind is LeafKind.UPPER_RANK:
        return f"least((({count} - 1) * {above}) // {below} + 2, {count})"
    spread = f"sqrt(CAST({count} AS DOUBLE) * {_decimal(_Z_SQUARED * share * (1 - share))})"
    middle = f"CAST({count} AS DOUBLE) * {_decimal(share)}"
    if kind is LeafKind.LOW_BOUND:
        return f"nullif(greatest(CAST(floor({middle} - {spread}) AS BIGINT), 0), 0)"
    return f"CAST(ceil({middle} + {spread}) AS BIGINT) + 1"


def _decimal(share: Fraction) -> str:
    """A share as an exact decimal constant: DuckDB then finds the rank in whole numbers."""
    for scale in range(19):
        scaled = share * 10**scale
        if scaled.denominator == 1:
            digits = str(scaled.numerator).rjust(scale + 1, "0")
            return f"{digits[: len(digits) - scale]}.{digits[len(digits) - scale :]}" if scale else f"{digits}.0"
    return f"{scaled.numerator // scaled.denominator}e-{scale}"


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: object) -> LeafValue:
    if value is None or isinstance(value, int):
        return value
    text = str(value)
    return int(text) if text.lstrip("-").isdigit() else Decimal(text)


def calendar_rows(calendars: dict[str, tuple[CalendarDay, ...]]) -> list[list[object]]:
    """Rows of the table `calendar_days`: calendar, day, cumulative, then offset and length of each stretch."""
    width = max((len(day.segments) for days in calendars.values() for day in days), default=0)
    rows: list[list[object]] = []
    for name, days in calendars.items():
        for day in days:
            padded = [*day.segments, *[(0, 0)] * (width - len(day.segments))]
            rows.append([name, day.day, day.cumulative, *(number for pair in padded for number in pair)])
    return rows
