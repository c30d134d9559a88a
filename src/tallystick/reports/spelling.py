"""An amount in words, as finance documents write it beside the figures; in English only, else nothing."""

from __future__ import annotations

from tallystick.values.money import Money

_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_GROUPS = (
    (10**15, "quadrillion"),
    (10**12, "trillion"),
    (10**9, "billion"),
    (10**6, "million"),
    (1000, "thousand"),
    (100, "hundred"),
)


def in_words(number: int) -> str:
    """Spell a whole number from 0 on in English."""
    for size, name in _GROUPS:
        if number >= size:
            whole, rest = divmod(number, size)
            link = " and " if 0 < rest < 100 else " "
            return f"{in_words(whole)} {name}" + (f"{link}{in_words(rest)}" if rest else "")
    if number < 20:
        return (*_SMALL, *_TEENS)[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")


def money_in_words(amount: Money, locale: str) -> str:
    """Spell an amount without its sign: «two hundred US dollars and 50/100». Empty where we know no spelling."""
    from babel.numbers import get_currency_name

    if not locale.startswith("en"):
        return ""
    major = abs(amount.major)
    whole, rest = int(major), major - int(major)
    name = str(get_currency_name(amount.currency, count=whole, locale=locale))
    places = max(-int(amount.major.as_tuple().exponent), 0)
    cents = f" and {int(rest * 10**places):0{places}}/{10**places}" if rest else ""
    return f"{in_words(whole)} {name}{cents}"
