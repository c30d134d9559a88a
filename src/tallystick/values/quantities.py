"""Numbers with their unit, as agreements write them: «74%», «15 minutes», «45.00 USD per hour»."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tallystick.values.currencies import exponent, is_currency
from tallystick.values.numerals import decimals, read_numeral, shortest, write_numeral
from tallystick.values.refusals import Refusal
from tallystick.values.units import NUMBER, SECOND, Unit
from tallystick.words import say

SECONDS_IN = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in the base units of its unit: 1, seconds, major units of a currency."""

    value: Fraction
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """Read a number with its unit. Raises Refusal."""
        return parse_styled(text)[0]

    def written(self, style: str | None = None, step: Fraction | None = None) -> str:
        """Canonical English text; `style` is percent, number, a unit of time or a quotient, `step` the last digit."""
        return write_styled(self.value, self.unit, style or _style_of(self), step)


def parse_styled(text: str) -> tuple[Quantity, str]:
    """Read a quantity and the way it is written: percent, number, a unit of time, or money."""
    plain = text.strip()
    if plain.endswith("%"):
        return Quantity(read_numeral(plain[:-1].rstrip()) / 100, NUMBER), "percent"
    numeral, _, unit_text = plain.partition(" ")
    if not unit_text:
        _refuse_glued(plain)
        return Quantity(read_numeral(numeral), NUMBER), "number"
    value = read_numeral(numeral)
    unit, factor, style = _units(unit_text, text)
    return Quantity(value * factor, unit), style


def _units(words: str, text: str) -> tuple[Unit, Fraction, str]:
    """A unit or a quotient of units; the style of a quotient is its words: «USD per hour»."""
    first, *divisors = words.split(" per ")
    unit, factor, style = _unit(first.strip(), text)
    names = [first.strip() if unit.is_money else style]
    for divisor in divisors:
        below, below_factor, name = _unit(divisor.strip(), text)
        unit, factor = unit / below, factor / below_factor
        names.append(divisor.strip() if below.is_money else name)
    return unit, factor, " per ".join(names) if divisors else style


def _unit(word: str, text: str) -> tuple[Unit, Fraction, str]:
    singular = word.removesuffix("s")
    if singular in SECONDS_IN:
        return SECOND, Fraction(SECONDS_IN[singular]), singular
    if is_currency(word):
        return Unit.money(word), Fraction(1), "money"
    raise Refusal(
        say("«{text}» has a unit that is not known: {unit}", text=text, unit=word),
        say('write it as "15 minutes", "2.5 hours", "45.00 USD" or "74%"'),
    )


def _refuse_glued(text: str) -> None:
    letters = text.lstrip("-0123456789.")
    if letters and text[0] in "-0123456789" and letters.isalpha():
        number = text[: len(text) - len(letters)]
        raise Refusal(
            say("«{text}» has its unit glued to the number", text=text),
            say('write it as "{number} {unit}"', number=number, unit=letters),
        )


def _style_of(quantity: Quantity) -> str:
    if quantity.unit.is_duration:
        names = sorted(SECONDS_IN, key=lambda name: SECONDS_IN[name], reverse=True)
        whole = [name for name in names if (quantity.value / SECONDS_IN[name]).denominator == 1]
        return whole[0] if whole and quantity.value else "second"
    return "number"


def scale(style: str, unit: Unit) -> Fraction:
    """How many base units make one of a style; 1 where the style is that of another unit."""
    if style == "percent" and unit.is_number:
        return Fraction(1, 100)
    if " per " in style:
        styled, factor, _ = _units(style, style)
        return factor if styled == unit else Fraction(1)
    return Fraction(SECONDS_IN[style]) if style in SECONDS_IN and unit.is_duration else Fraction(1)


def write_styled(value: Fraction, unit: Unit, style: str, step: Fraction | None) -> str:
    """Write a value of base units in a style; with a step, with just the decimals that the step has."""
    factor = scale(style, unit)
    shown = value / factor
    places = None if step is None else decimals(step / factor)
    if places is None and unit.is_money:
        places = max(exponent(unit.written()), decimals(shown)) if (shown * 10**18).denominator == 1 else None
    numeral = shortest(shown) if places is None else write_numeral(shown, places)
    if style == "percent" and unit.is_number:
        return f"{numeral}%"
    if style in SECONDS_IN and unit.is_duration:
        return f"{numeral} {style}" if abs(shown) == 1 else f"{numeral} {style}s"
    quotient = " per " in style and _units(style, style)[0] == unit
    return f"{numeral} {style if quotient else unit.written()}".rstrip()
