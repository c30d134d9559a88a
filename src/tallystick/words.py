"""Sentences for people: every message passes through here, so that each can be translated (gettext)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations

_translations: ContextVar[NullTranslations] = ContextVar("translations", default=NullTranslations())  # noqa: B039 - it holds no state


def say(message: str, /, **fields: object) -> str:
    """Translate a message and fill in its named fields."""
    return _translations.get().gettext(message).format(**fields)


def say_n(one: str, many: str, n: int, /, **fields: object) -> str:
    """Translate a message that counts something; `{n}` is the count."""
    return _translations.get().ngettext(one, many, n).format(n=n, **fields)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like the given one, if any is close: for «did you mean …?»."""
    names = {candidate.lower(): candidate for candidate in sorted(known)}
    close = difflib.get_close_matches(name.lower(), list(names), n=1, cutoff=0.6)
    return names[close[0]] if close else None


@contextmanager
def speaking(translations: NullTranslations) -> Iterator[None]:
    """Speak another language inside the block."""
    token = _translations.set(translations)
    try:
        yield
    finally:
        _translations.reset(token)
