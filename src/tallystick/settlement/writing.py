"""How figures, amounts and shares stand in the words of a statement: canonical, exact, the same everywhere."""

from fractions import Fraction

from tallystick.agreement.model import Kpi
from tallystick.values.currencies import exponent
from tallystick.values.numerals import shortest, write_numeral
from tallystick.values.quantities import write_styled
from tallystick.values.ratios import written_ratio

number_text = shortest
share_text = written_ratio


def amount_text(value: Fraction, currency: str) -> str:
    """Write an amount before rounding: to the minor unit where it is whole, else exactly."""
    places = exponent(currency)
    whole = (value * 10**places).denominator == 1
    return f"{write_numeral(value, places) if whole else shortest(value)} {currency}"


def figure_text(kpi: Kpi, value: Fraction) -> str:
    """Write a figure as the KPI's rounding writes it, or with all its digits where it has more."""
    rounding = kpi.rounding
    whole = (value / rounding.step).denominator == 1
    return rounding.show(value) if whole else write_styled(value, rounding.unit, rounding.style, None)
