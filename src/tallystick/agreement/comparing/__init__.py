"""What differs between two versions: in text, and in meaning."""

from tallystick.agreement.comparing.meaning import Change, meaning_difference
from tallystick.agreement.comparing.texts import text_difference

__all__ = ["Change", "meaning_difference", "text_difference"]
