"""A statement as bytes for the record: RFC 8785 JSON with amounts, counts and figures as texts.

Only texts, whole numbers, booleans, lists and mappings with ASCII names occur, for which Python's compact, sorted
JSON is the canonical form. Words are the English ones, so the bytes do not depend on a reader's language.
"""

import json
from fractions import Fraction

from tallystick.measurement.results import Measurement
from tallystick.settlement.outcomes import Event, Line, Step
from tallystick.settlement.results import Section, Statement
from tallystick.settlement.writing import number_text
from tallystick.values.money import Money

FORMAT = "tallystick/statement/v1"
Json = dict[str, object]


def statement_bytes(statement: Statement) -> bytes:
    """Give the canonical bytes of a statement; equal statements give equal bytes."""
    text = json.dumps(statement_json(statement), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def statement_json(statement: Statement) -> Json:
    """Give a statement as plain data, every amount a text."""
    return {
        "format": FORMAT,
        "title": statement.title,
        "client": statement.client,
        "provider": statement.provider,
        "currency": statement.currency,
        "period": statement.period.name,
        "period_start": statement.period.start.isoformat(),
        "period_last": statement.period.last.isoformat(),
        "direction": "positive is paid by the client to the provider, negative is credited to the client",
        "fee": _line(statement.fee) if statement.fee else None,
        "incentives": [_section(section) for section in statement.sections],
        "total": _money(statement.total),
        "total_words": statement.direction().english(),
        "cannot_compute": [reason.english() for reason in statement.reasons],
        "provisional": statement.provisional,
        "stands_on": dict(statement.stands_on),
    }


def _section(section: Section) -> Json:
    return {
        "incentive": section.incentive,
        "rule": section.rule,
        "clause": section.clause,
        "looks_at": section.looks_at.english(),
        "rounded": section.rounded.english() if section.rounded else None,
        "lines": [_line(line) for line in section.lines],
        "amount": _money(section.amount),
        "points": _number(section.points),
        "events": [_event(event) for event in section.events],
        "cannot_compute": [reason.english() for reason in section.reasons],
    }


def _line(line: Line) -> Json:
    return {
        "kind": line.kind.value,
        "period": line.period.name,
        "about": line.about,
        "kpi": line.kpi,
        "words": line.words.english(),
        "steps": [_step(step) for step in line.steps],
        "band": line.band,
        "target": line.target,
        "measurement": _measurement(line.evidence) if line.evidence else None,
        "points": _number(line.points),
        "amount": _money(line.amount),
    }


def _step(step: Step) -> Json:
    return {
        "operation": step.operation,
        "operands": list(step.operands),
        "result": step.result,
        "words": step.words.english(),
    }


def _measurement(found: Measurement) -> Json:
    return {
        "kpi": found.kpi,
        "period": found.period.name,
        "exact": _number(found.value),
        "shown": _number(found.shown),
        "unit": found.unit.written(),
        "shape": found.shape.value,
        "moments": {name: number_text(count) for name, count in found.moments.items()},
        "rows": str(found.rows),
        "excluded": [{"because": each.because, "rows": str(each.rows)} for each in found.excluded],
        "pending": str(found.pending),
        "no_value_because": found.reason,
        "filled": found.filled,
        "provisional": found.provisional,
    }


def _event(event: Event) -> Json:
    return {
        "event": event.name,
        "clause": event.clause,
        "period": event.period.name,
        "kpi": event.kpi,
        "words": event.words.english(),
    }


def _money(amount: Money | None) -> str | None:
    return None if amount is None else amount.written()


def _number(value: Fraction | None) -> str | None:
    return None if value is None else number_text(value)
