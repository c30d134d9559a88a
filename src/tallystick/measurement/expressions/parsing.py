"""From text to a syntax tree: what could leave the box is refused while it is still tokens."""

from __future__ import annotations

import re
from typing import ClassVar

import sqlglot
from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ParseError, TokenError
from sqlglot.parser import Parser as SqlParser
from sqlglot.tokenizer_core import Token, TokenType
from sqlglot.tokens import Tokenizer as SqlTokenizer

from tallystick.measurement.expressions.problems import ExpressionProblem, ExpressionRefused, Span, span_of
from tallystick.words import say

LONGEST = 2_000
DEEPEST = 20
MOST_TOKENS = 400

_PREFIX = "SELECT "
_PLAIN = re.compile(r"^[\x20-\x7e\n\r\t\u00a0-\uffff]*$")
_NUMBER = re.compile(r"\d+(\.\d+)?")
_COMPARISONS = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)


_WORDS = {"AND", "OR", "NOT", "IN", "IS", "NULL", "LIKE", "BETWEEN", "CASE", "WHEN", "THEN", "ELSE", "END"}
_WORDS |= {"TRUE", "FALSE", "SELECT"}


class KpiDialect(Dialect):
    """SQL's expressions with no built-in function: each call reaches us as its name and arguments."""

    class Tokenizer(SqlTokenizer):
        """Only the words of the language are words; any other is a name."""

        KEYWORDS: ClassVar = {
            word: kind for word, kind in SqlTokenizer.KEYWORDS.items() if word in _WORDS or not word[0].isalpha()
        }

    class Parser(SqlParser):
        """Functions lose their special syntax; CASE keeps its own."""

        FUNCTIONS: ClassVar = {}
        FUNCTION_PARSERS: ClassVar = {}
        NO_PAREN_FUNCTIONS: ClassVar = {}
        NO_PAREN_FUNCTION_PARSERS: ClassVar = {"CASE": SqlParser.NO_PAREN_FUNCTION_PARSERS["CASE"]}


def parse(text: str) -> exp.Expr:
    """Parse one expression.

    Raises ExpressionRefused when the text is no single expression: too long or deep, with comments, several
    statements, subqueries, or marks that SQL would read in a way that nobody meant (`a < b < c`, `0x10`).
    """
    _refuse_shapeless(text)
    tokens = _tokens(text)
    _refuse_tokens(text, tokens)
    tree = _single_expression(text)
    _refuse_misread(text, tree)
    return tree


def offset() -> int:
    """How far the tree's places are shifted against the text."""
    return len(_PREFIX)


def _refuse(text: str, problem: str, mend: str, span: Span | None = None) -> ExpressionRefused:
    return ExpressionRefused(text, (ExpressionProblem(problem, mend, span or Span(0, len(text))),))


def _refuse_shapeless(text: str) -> None:
    if not text.strip():
        raise _refuse(text, say("the expression is empty"), say("write one, such as count()"))
    if len(text) > LONGEST:
        raise _refuse(
            text,
            say("the expression has {n} characters", n=len(text)),
            say("keep it under {n}; derive a column or split it into two KPIs", n=LONGEST),
        )
    if not _PLAIN.match(text):
        raise _refuse(text, say("the expression holds a control character"), say("write it as plain text on one line"))


def _tokens(text: str) -> list[Token]:
    try:
        return list(KpiDialect().tokenize(text))
    except TokenError:
        raise _refuse(
            text,
            say("the expression cannot be read"),
            say("look for a quote or a bracket that is not closed"),
        ) from None


def _refuse_tokens(text: str, tokens: list[Token]) -> None:
    if len(tokens) > MOST_TOKENS:
        raise _refuse(
            text,
            say("the expression has {n} words and signs", n=len(tokens)),
            say("keep it under {n}; derive a column or split it into two KPIs", n=MOST_TOKENS),
        )
    depth = 0
    for token in tokens:
        span = Span(token.start, token.end + 1)
        _refuse_token(text, token, span)
        opened = token.token_type in (TokenType.L_PAREN, TokenType.CASE)
        closed = token.token_type in (TokenType.R_PAREN, TokenType.END)
        depth += opened - closed
        if depth > DEEPEST:
            raise _refuse(
                text,
                say("the expression is nested more than {n} deep", n=DEEPEST),
                say("derive a column for the inner part"),
                span,
            )


def _refuse_token(text: str, token: Token, span: Span) -> None:
    if token.comments:
        raise _refuse(
            text,
            say("a comment stands inside the expression"),
            say("put it in the YAML file, after a #, outside the expression"),
            span,
        )
    if token.token_type == TokenType.SEMICOLON:
        raise _refuse(text, say("a ; ends the expression"), say("write one expression, without ;"), span)
    if token.token_type == TokenType.NUMBER and not _NUMBER.fullmatch(token.text):
        raise _refuse(
            text,
            say("{text} is not a plain number", text=token.text),
            say("write it with digits and one point, such as 1500 or 0.25"),
            span,
        )


def _single_expression(text: str) -> exp.Expr:
    unreadable = say("the expression cannot be read")
    try:
        statements = sqlglot.parse(_PREFIX + text, dialect=KpiDialect)
    except (ParseError, TokenError) as error:
        raise _refuse(text, unreadable, _hint(error, text), _place(error, text)) from None
    except RecursionError:
        raise _refuse(text, unreadable, say("it is nested too deep; derive a column")) from None
    select = statements[0] if len(statements) == 1 else None
    if not isinstance(select, exp.Select) or len(select.expressions) != 1 or _clauses(select):
        raise _refuse(text, say("this is more than one expression"), say("write one expression only"))
    tree: exp.Expr = select.expressions[0]
    return tree


def _clauses(select: exp.Select) -> list[str]:
    return [name for name, value in select.args.items() if value and name not in ("expressions", "kind")]


def _hint(error: Exception, text: str) -> str:
    if text.count("(") != text.count(")"):
        return say("the brackets ( and ) do not pair up")
    near = _place(error, text)
    return say("look near «{text}»", text=text[near.start : near.end] or text[-20:])


def _place(error: Exception, text: str) -> Span:
    details = error.errors[0] if isinstance(error, ParseError) and error.errors else {}
    highlight = str(details.get("highlight") or "")
    start = text.find(highlight) if highlight else -1
    return Span(start, start + len(highlight)) if start >= 0 else Span(0, len(text))


def _refuse_misread(text: str, tree: exp.Expr) -> None:
    """Refuse what parses but means something else than it says."""
    problems = []
    for node in tree.walk():
        if isinstance(node, _COMPARISONS) and isinstance(node.this, _COMPARISONS):
            problems.append(
                ExpressionProblem(
                    say("two comparisons stand in one chain"),
                    say("write a < b and b < c"),
                    span_of(node, offset(), len(text)),
                )
            )
        if isinstance(node, exp.Alias):
            problems.append(
                ExpressionProblem(
                    say("a name follows the expression without a sign between"),
                    say("is an operator or a comma missing before «{name}»?", name=node.alias),
                    span_of(node, offset(), len(text)),
                )
            )
    if problems:
        raise ExpressionRefused(text, tuple(problems))
