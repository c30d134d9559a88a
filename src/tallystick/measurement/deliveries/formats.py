"""The forms of dates and times: a pattern that a text must have before the engine's lenient parser may read it."""

from __future__ import annotations

import re

from tallystick.measurement.contracts import Contract, ContractColumn
from tallystick.values.refusals import Refusal
from tallystick.words import say

_PIECES = {
    "Y": "[0-9]{4}", "y": "[0-9]{2}", "m": "[0-9]{1,2}", "d": "[0-9]{1,2}", "j": "[0-9]{3}",
    "b": "[A-Za-z]{3}", "B": "[A-Za-z]{3,9}", "a": "[A-Za-z]{3}", "A": "[A-Za-z]{6,9}",
    "H": "[0-9]{1,2}", "I": "[0-9]{1,2}", "M": "[0-9]{1,2}", "S": "[0-9]{1,2}", "f": "[0-9]{1,6}", "p": "[AaPp][Mm]",
    "z": "[+-][0-9]{2}(:?[0-9]{2})?", "%": "%",
}  # fmt: skip
_DIGITS = "YymdjHIMSf"
_IN_FULL = {**dict.fromkeys("mdHIMS", "[0-9]{2}"), "f": "[0-9]{6}"}
_DIRECTIVE = re.compile(r"%(.?)", re.DOTALL)

ISO_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
ISO_LOCAL = ISO_DATE + r"[ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
ISO_INSTANT = ISO_LOCAL + "(Z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)"


def directives(form: str) -> list[str]:
    """The letters of a form: "%d/%m/%Y" has d, m, Y."""
    return _DIRECTIVE.findall(form)


def pattern(form: str) -> str:
    """The regular expression of the texts that a form allows; no space more, no digit less.

    Where the digits of two directives touch, each is written in full: as "%d%m%Y" 1112013 could be two days.
    """
    parts = _DIRECTIVE.split(form)
    pieces = [re.escape(part) if index % 2 == 0 else _PIECES[part] for index, part in enumerate(parts)]
    for index in range(1, len(parts), 2):
        if _is_digit_before(parts, index) or _is_digit_behind(parts, index):
            pieces[index] = _IN_FULL.get(parts[index], pieces[index])
    return "".join(pieces)


def _is_digit_before(parts: list[str], index: int) -> bool:
    text = parts[index - 1]
    return text[-1:].isdigit() if text else index > 1 and parts[index - 2] in _DIGITS


def _is_digit_behind(parts: list[str], index: int) -> bool:
    text = parts[index + 1]
    return text[:1].isdigit() if text else index + 2 < len(parts) and parts[index + 2] in _DIGITS


def format_problem(form: str, type_text: str) -> str | None:
    """Say why a form cannot be used for a column of dates or timestamps; None when it can."""
    found = directives(form)
    unknown = [letter for letter in found if letter not in _PIECES]
    if unknown:
        return say("the format «{form}» has %{letter}, which is not known", form=form, letter=unknown[0])
    doubled = [letter for letter in found if letter != "%" and found.count(letter) > 1]
    if doubled:
        return say("the format «{form}» has %{letter} twice", form=form, letter=doubled[0])
    if not _names_a_day(set(found)):
        return say("the format «{form}» does not name year, month and day once each", form=form)
    if type_text == "date":
        timed = [letter for letter in found if letter in "HIMSfpz"]
        return say("the format «{form}» of a date holds a time", form=form) if timed else None
    return None if _names_an_hour(set(found)) else say("the format «{form}» does not name one hour of a day", form=form)


def _names_a_day(found: set[str]) -> bool:
    months = len(found & {"m", "b", "B"})
    by_month = months == 1 and "d" in found and "j" not in found
    return len(found & {"Y", "y"}) == 1 and (by_month or (months == 0 and "d" not in found and "j" in found))


def _names_an_hour(found: set[str]) -> bool:
    """A form without any time names the midnight that begins its day."""
    if not found & set("HIMSfpz"):
        return True
    return (found & {"H", "I", "p"}) in ({"H"}, {"I", "p"}) and not ("S" in found and "M" not in found)


def check_formats(contract: Contract) -> None:
    """Refuse forms that would leave something to be guessed. Raises Refusal with all of them."""
    problems = [f"{column.name}: {problem}" for column in contract.columns if (problem := _problem(column)) is not None]
    if problems:
        mend = say("use the directives of strptime, such as «%d/%m/%Y %H:%M»")
        raise Refusal("; ".join(problems), mend)


def _problem(column: ContractColumn) -> str | None:
    if column.type not in ("date", "timestamp") or column.format is None:
        return None
    return format_problem(column.format, column.type)
