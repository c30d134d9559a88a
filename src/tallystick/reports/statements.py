"""A statement page's view of a settled period."""

from __future__ import annotations

import hashlib

from tallystick.reports.formats import direction_of, money, period_name
from tallystick.reports.pages import StatementLine, StatementPage, StatementSection
from tallystick.reports.spelling import money_in_words
from tallystick.reports.states import name_of
from tallystick.settlement.outcomes import Line
from tallystick.settlement.results import Section, Statement
from tallystick.values.money import Money
from tallystick.walk.settling import Settled
from tallystick.words import say


def statement_page_of(settled: Settled, locale: str) -> StatementPage:
    """The page of a statement."""
    statement, case = settled.statement, settled.result.case
    cut_off = case.as_of.isoformat()
    command = f"tallystick settle {case.document.name} {statement.period.name} --as-of {cut_off} --json | sha256sum"
    return StatementPage(
        title=statement.title,
        client=statement.client,
        provider=statement.provider,
        period=period_name(statement.period, locale),
        state=say("Provisional: figures may still change") if statement.provisional else say("All figures are final"),
        fee=_line(statement.fee, locale) if statement.fee else None,
        sections=tuple(_section(section, locale) for section in statement.sections),
        total=_amount(statement.total, locale),
        total_words="" if statement.total is None else money_in_words(statement.total, locale),
        direction_words=_direction(statement, locale),
        agreement=case.document.sha256,
        reasons=tuple(reason.written() for reason in statement.reasons),
        events=tuple(event.words.written() for event in statement.events),
        stands_on=statement.stands_on,
        sha256=hashlib.sha256(settled.content).hexdigest(),
        recompute=say(
            "With the same agreement and deliveries this command gives the hash below: {command}",
            command=command,
        ),
        back="scorecard.html",
        language=locale.split("_", maxsplit=1)[0],
        direction=direction_of(locale),
    )


def _direction(statement: Statement, locale: str) -> str:
    """Who pays whom, in the reader's way of writing money."""
    if statement.total is None:
        return statement.direction().written()
    amount = money(abs(statement.total), locale)
    if statement.total.minor < 0:
        return say(
            "{provider} owes {client} {amount}", provider=statement.provider, client=statement.client, amount=amount
        )
    return say("{client} pays {provider} {amount}", provider=statement.provider, client=statement.client, amount=amount)


def statement_rows(statement: Statement) -> list[list[str]]:
    """The lines as a table for spreadsheets: incentive, line, amount in plain digits, currency; the total last."""
    rows = [["incentive", "period", "line", "amount", "currency"]]
    for name, lines in [
        ("", (statement.fee,)),
        *((section.incentive, section.lines) for section in statement.sections),
    ]:
        rows += [
            [name, line.period.name, line.words.written(), _plain(line.amount), statement.currency]
            for line in lines
            if line
        ]
    rows.append(["", statement.period.name, say("Total"), _plain(statement.total), statement.currency])
    return rows


def _plain(amount: Money | None) -> str:
    return "" if amount is None else str(amount.major)


def _section(section: Section, locale: str) -> StatementSection:
    return StatementSection(
        name=name_of(section.incentive),
        clause=section.clause,
        looks_at=section.looks_at.written(),
        rounded=section.rounded.written() if section.rounded else "",
        lines=tuple(_line(line, locale) for line in section.lines),
        amount=_amount(section.amount, locale),
        reasons=tuple(reason.written() for reason in section.reasons),
    )


def _line(line: Line, locale: str) -> StatementLine:
    return StatementLine(
        line.words.written(),
        _amount(line.amount, locale),
        tuple(step.words.written() for step in line.steps),
        str(line.kind).replace(" ", "-"),
    )


def _amount(amount: Money | None, locale: str) -> str:
    return "–" if amount is None else money(amount, locale)
