"""What the YAML parser says, in words for people who do not know YAML."""

from __future__ import annotations

import re
from typing import Any

from tallystick.words import say

Words = tuple[str, str]
_EXPRESSION = re.compile(r"\b(value|where|rows|clause|because|outcome|derive|why)\s*:|\(")


def words_of(error: Any, lines: list[str]) -> tuple[int, int, str, str]:
    """Line and column from 1, problem and mend of an error of the parser."""
    told = str(error.problem or error.context or "")
    unclosed = "but got" in told or "unexpected end of stream" in told or "<stream end>" in told
    mark = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    text = lines[line - 1] if line <= len(lines) else ""
    return line, column, _problem(told, str(error.context or "")), _mend(told, text)


def _problem(told: str, context: str) -> str:
    if "mapping values are not allowed" in told:
        return say("a colon stands inside a text without quotes, or the line is indented wrongly")
    if "but got" in told or "<stream end>" in told:
        if "sequence" in context:
            return say("this [ is not closed, or a comma is missing after an entry")
        return say("this {{ is not closed, or a comma is missing after an entry")
    if "unexpected end of stream" in told:
        return say("the text that begins here is not closed by a quote")
    if "could not find expected ':'" in told:
        return say("a line has no colon after its name")
    if "block end" in told:
        return say("this does not belong to the lines before it")
    if "cannot start any token" in told:
        return say("a text cannot begin with this sign")
    if "escape" in told:
        return say("there is no such escape after \\")
    return say("this is not YAML: {problem}", problem=told)


def _mend(told: str, line: str) -> str:
    if "escape" in told:
        return say("write \\\\ for a backslash, or use single quotes")
    if _EXPRESSION.search(line):
        return say("put a text or an expression with quotes, commas or colons on the next line, after a |")
    if "block end" in told or "mapping values" in told:
        return say("indent it like the names beside it; put a text with quotes or colons on the next line, after a |")
    return say("look at the indentation, the quotes and the colons here and in the line before")
