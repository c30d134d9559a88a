"""An agreement with its data at hand: read, compiled, its deliveries received and folded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from tallystick.agreement.findings import Finding, Refused, Severity, in_order
from tallystick.agreement.model import Agreement
from tallystick.agreement.reading import Document, read
from tallystick.measurement.bindings import Bindings, read_bindings
from tallystick.measurement.contracts import Contract, contract_of
from tallystick.measurement.definitions import Definitions, compile_agreement
from tallystick.measurement.deliveries.folding import State, current_rows
from tallystick.measurement.deliveries.receiving import receive, under_contract
from tallystick.measurement.deliveries.store import Receipt, Store
from tallystick.measurement.engines.writing import Writer, column_type
from tallystick.measurement.expressions.nodes import Node, Operation, walk
from tallystick.measurement.measuring import Data
from tallystick.measurement.planning import SourceFile
from tallystick.settlement.incentives.registry import registry, terms_by_rule
from tallystick.values.calendars import BusinessCalendar, CalendarDay
from tallystick.values.periods import Period
from tallystick.values.refusals import Refusal
from tallystick.walk.soundness import errors_of
from tallystick.words import nearest, say

Progress = Callable[[str], None]
_MOST_YEARS = 120


def silent(_: str) -> None:
    """Tell nobody."""


@dataclass
class Case:
    """An agreement opened for work. `as_of` is the cut-off in UTC: what is dated later does not count."""

    document: Document
    definitions: Definitions
    bindings_path: Path
    store: Store
    as_of: datetime
    progress: Progress = silent
    states: dict[str, State] = field(default_factory=dict)

    @property
    def agreement(self) -> Agreement:
        """The terms."""
        return self.document.must()

    @cached_property
    def bindings(self) -> Bindings:
        """Where the data lies. Raises Refused."""
        if not self.bindings_path.exists() and not self.agreement.sources:
            return Bindings(self.bindings_path)
        found = read_bindings(self.bindings_path, list(self.agreement.sources))
        self._check_names(found)
        return found

    def _check_names(self, bindings: Bindings) -> None:
        """Entered values and new levels are of KPIs and periods that exist. Raises Refused with all that are not."""
        wrong = []
        named = [(one.kpi, one.period) for one in bindings.entries]
        named += [(one.kpi, one.period) for one in bindings.levels]
        for kpi, period in named:
            where = say("{kpi} {period} in {path}", kpi=kpi, period=period, path=bindings.path)
            if kpi not in self.agreement.kpis:
                close = nearest(kpi, self.agreement.kpis)
                mend = say("did you mean {name}?", name=close) if close else ", ".join(self.agreement.kpis)
                problem = say("{where}: there is no KPI «{kpi}»", where=where, kpi=kpi)
                wrong.append(Finding("bindings.kpi", Severity.ERROR, problem, mend))
            try:
                Period.parse(period, self.agreement.year_starts)
            except Refusal as refusal:
                wrong.append(Finding("bindings.period", Severity.ERROR, f"{where}: {refusal.problem}", refusal.mend))
        if wrong:
            raise Refused(wrong)

    def contract(self, name: str) -> Contract:
        """The contract on the data of a source, derived columns written out."""
        source = self.definitions.sources[name]
        derived = {column: (_written(node), column_type(node.type)) for column, node in source.derived.items()}
        return contract_of(source.term, derived)

    def receipts(self, name: str) -> list[Receipt]:
        """Receive what the bindings name and was not received yet; the receipts in force. Raises Refused."""
        contract = self.contract(name)
        bound = self.bindings.sources.get(name)
        known = {(receipt.name, receipt.size) for receipt in self.store.receipts(name)}
        for path in bound.files if bound else ():
            if (path.name, path.stat().st_size) not in known:
                self.progress(say("receiving {file}", file=path.name))
            self._receive(name, contract, path, bound.member if bound else None)
        return under_contract(self.store, name, contract)

    def _receive(self, name: str, contract: Contract, path: Path, member: str | None) -> None:
        sha256, _ = self.store.keep_bytes(path)
        if any((receipt.sha256, receipt.member) == (sha256, member) for receipt in self.store.receipts(name)):
            return
        try:
            receive(self.store, name, contract, path, member=member, received_at=datetime.now(UTC))
        except Refusal as refusal:
            raise Refused(
                [Finding("delivery.refused", Severity.ERROR, f"{path}: {refusal.problem}", refusal.mend)]
            ) from None

    def state(self, name: str) -> State:
        """The current rows of a source."""
        if name not in self.states:
            receipts = self.receipts(name)
            self.progress(say("folding {source}", source=name))
            self.states[name] = current_rows(self.store, name, self.contract(name), receipts)
        return self.states[name]

    def data(self, sources: Iterable[str]) -> Data:
        """All that measuring these sources needs."""
        states = {name: self.state(name) for name in sources}
        files = {name: [SourceFile(file.path, file.spans) for file in state.files] for name, state in states.items()}
        calendars = self._calendars(files)
        return Data(files, self.as_of, self.agreement.zone, calendars, self.bindings.entries)

    def _calendars(self, files: dict[str, list[SourceFile]]) -> dict[str, tuple[CalendarDay, ...]]:
        """Open time of every calendar that a formula names, over all days that the data touches."""
        names = sorted({name for source in files for name in self._named_calendars(source)})
        if not names:
            return {}
        first, last = self._range(files)
        tables = {}
        for name in names:
            terms = self.agreement.calendars[name]
            calendar = BusinessCalendar.parse(
                terms.zone,
                terms.hours,
                holidays=terms.holidays,
                closed=terms.closed,
                opened=terms.open,
                first=first,
                last=last,
            )
            tables[name] = tuple(calendar.table(first, last))
        return tables

    def _range(self, files: dict[str, list[SourceFile]]) -> tuple[date, date]:
        seconds = [int(self.as_of.timestamp())]
        for source_files in files.values():
            seconds += [second for file in source_files for span in file.spans.values() if span for second in span]
        first, last = (datetime.fromtimestamp(second, UTC).date() for second in (min(seconds), max(seconds)))
        if last.year - first.year > _MOST_YEARS:
            problem = say("the rows hold times from {first} to {last}", first=first, last=last)
            raise Refused(
                [
                    Finding(
                        "data.range",
                        Severity.ERROR,
                        problem,
                        say("mend the dates; business hours need a calendar for them"),
                    )
                ]
            )
        return first, last

    def _named_calendars(self, source: str) -> set[str]:
        nodes = [
            node
            for kpi in self.definitions.kpis.values()
            if kpi.definition is not None and kpi.source is not None and kpi.source.name == source
            for part in kpi.definition.leaves(uncertainty=True)
            for node in (part.leaf.value, part.leaf.where)
            if node is not None
        ]
        return {
            part.detail
            for node in nodes
            for part in walk(node)
            if isinstance(part, Operation) and part.name == "open_seconds"
        }


def _written(node: Node) -> str:
    writer = Writer()
    return writer.write(node)


def now() -> datetime:
    """The clock, in whole seconds of UTC."""
    return datetime.now(UTC).replace(microsecond=0)


def open_case(
    agreement: Path,
    *,
    bindings: Path | None = None,
    store: Path | None = None,
    as_of: datetime | None = None,
    progress: Progress = silent,
) -> Case:
    """Open an agreement for measuring. Raises Refused with all that is wrong with it."""
    document = read(agreement, terms_by_rule(registry()))
    document.must()
    cut_off = as_of or now()
    definitions = compile_agreement(document, cut_off)
    errors = errors_of(document, definitions)
    if errors:
        raise Refused(in_order(errors))
    return Case(
        document,
        definitions,
        bindings or agreement.parent / "bindings.yaml",
        Store(store or agreement.parent / ".tallystick"),
        cut_off,
        progress,
    )
