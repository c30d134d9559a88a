"""What can be wrong with an expression: said with its place in the text and its mend."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp


@dataclass(frozen=True)
class Span:
    """Characters [start, end) of an expression's text."""

    start: int
    end: int


@dataclass(frozen=True)
class ExpressionProblem:
    """One thing that is wrong, where, and how to mend it."""

    problem: str
    mend: str
    span: Span


class ExpressionRefused(Exception):
    """An expression that is not run, with every problem found in it."""

    def __init__(self, text: str, problems: tuple[ExpressionProblem, ...]) -> None:
        self.text = text
        self.problems = problems
        super().__init__("; ".join(f"{p.problem}: {p.mend}" for p in problems))


class Stop(Exception):
    """Ends the check of one part of an expression; its problem is kept and the other parts are still checked."""

    def __init__(self, problem: str, mend: str, node: exp.Expr | None = None) -> None:
        self.problem = problem
        self.mend = mend
        self.node = node
        super().__init__(problem)


def span_of(node: exp.Expr, offset: int, length: int) -> Span:
    """Where a node stands: only names, literals and functions carry places, an operator spans its operands."""
    marks = [part.meta for part in node.walk() if "start" in part.meta]
    if not marks:
        return Span(0, length)
    start = min(int(mark["start"]) for mark in marks) - offset
    end = max(int(mark["end"]) for mark in marks) + 1 - offset
    return Span(max(start, 0), min(end, length))
