"""Ratios as exact fractions: «12%», «12.5%», «1/3»."""

from __future__ import annotations

import re
from fractions import Fraction

from tallystick.values.numerals import read_numeral, shortest
from tallystick.values.refusals import Refusal
from tallystick.words import say


def parse_ratio(text: str) -> Fraction:
    """Read a percentage or a fraction. Raises Refusal."""
    plain = text.strip()
    if plain.endswith("%"):
        return read_numeral(plain[:-1].rstrip()) / 100
    if re.fullmatch(r"-?[0-9]{1,18}/[0-9]{1,18}", plain) and int(plain.split("/")[1]):
        return Fraction(plain)
    raise Refusal(say("«{text}» is no share", text=text), say('write it as "12%" or "1/3"'))


def written_ratio(value: Fraction) -> str:
    """Write a ratio as a percentage where that is exact, else as a fraction."""
    percent = shortest(value * 100)
    return f"{value.numerator}/{value.denominator}" if "/" in percent else f"{percent}%"
