"""How a value is refused: what is wrong with it, and how to mend it."""

from __future__ import annotations


class Refusal(ValueError):
    """A value that cannot be read or used."""

    def __init__(self, problem: str, mend: str) -> None:
        self.problem = problem
        self.mend = mend
        super().__init__(f"{problem}: {mend}")
