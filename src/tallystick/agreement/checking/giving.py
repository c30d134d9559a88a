"""How a piece of advice is made."""

from __future__ import annotations

from tallystick.agreement.findings import Finding, Severity
from tallystick.agreement.positions import Path
from tallystick.agreement.reading import Document


class Adviser:
    """Makes advice with its place in a document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.agreement = document.must()

    def advice(self, code: str, path: Path, problem: str, mend: str) -> Finding:
        """A piece of advice at a term."""
        place = self.document.positions.key_place(path)
        return Finding(f"advice.{code}", Severity.ADVICE, problem, mend, path, place)
