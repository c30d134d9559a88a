"""Design advice, apart from errors: what both parties should weigh before they sign."""

from tallystick.agreement.checking.advice import advise

__all__ = ["advise"]
