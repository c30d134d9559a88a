"""Plain decimal numerals, read and written exactly."""

from __future__ import annotations

import re
from fractions import Fraction

from tallystick.values.refusals import Refusal
from tallystick.words import say

_NUMERAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,18})?")


def read_numeral(text: str) -> Fraction:
    """Read digits with at most one point and a sign; raises Refusal."""
    if _NUMERAL.fullmatch(text):
        return Fraction(text)
    if re.fullmatch(r"-?[0-9]{1,3}([,_' ][0-9]{3})+(\.[0-9]+)?", text):
        mend = say("leave out the marks between thousands")
    elif re.fullmatch(r"-?[0-9]+,[0-9]+", text):
        mend = say("write the decimal sign as a point")
    else:
        mend = say("write digits with at most one point, such as 1500 or 0.25")
    raise Refusal(say("«{text}» is no number", text=text), mend)


def decimals(step: Fraction) -> int:
    """The number of decimals that a step needs; steps like 1/3 need none that suffices and give 18."""
    for count in range(18):
        if (step * 10**count).denominator == 1:
            return count
    return 18


def write_numeral(value: Fraction, places: int) -> str:
    """Write with exactly so many decimals; digits beyond are cut off, so round first."""
    scaled = abs(value) * 10**places
    digits = str(scaled.numerator // scaled.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 and digits.strip("0") else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def shortest(value: Fraction) -> str:
    """Write without needless zeros; a value without a finite decimal is written as a fraction."""
    places = decimals(value)
    if (value * 10**places).denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    return write_numeral(value, places)
