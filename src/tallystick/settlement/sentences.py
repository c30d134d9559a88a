"""Sentences of a statement, kept as data so that its bytes do not depend on a language.

A sentence is a message and the figures it names. The record keeps the English; a page asks for `written`,
which goes through the catalogue of the reader's language.
"""

from dataclasses import dataclass

from tallystick.words import say


@dataclass(frozen=True)
class Sentence:
    """A message with named places and the texts that stand in them."""

    message: str
    fields: tuple[tuple[str, str], ...] = ()

    def english(self) -> str:
        """Give the sentence as it is recorded, the same in every process and language."""
        return self.message.format(**dict(self.fields))

    def written(self) -> str:
        """Give the sentence in the reader's language."""
        return say(self.message, **dict(self.fields))


def sentence(message: str, /, **fields: object) -> Sentence:
    """Make a sentence; each field is put down as text at once."""
    return Sentence(message, tuple((name, str(value)) for name, value in fields.items()))


class CannotCompute(Exception):
    """Something that the terms need is not there; `reasons` say what, all at once."""

    def __init__(self, *reasons: Sentence) -> None:
        super().__init__("; ".join(reason.english() for reason in reasons))
        self.reasons = reasons
