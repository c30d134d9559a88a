"""The difference in text."""

from __future__ import annotations

import difflib

from tallystick.agreement.reading import Document


def text_difference(before: Document, after: Document) -> str:
    """A unified difference of the two files."""
    lines = difflib.unified_diff(
        before.text.splitlines(keepends=True), after.text.splitlines(keepends=True), before.name, after.name
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
