"""A valid agreement as text, and its reading after a change."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tallystick.agreement.reading import Document, read_text
from tallystick.settlement.incentives.registry import registry, terms_by_rule

TEXT = (Path(__file__).parent / "data" / "valid.yaml").read_text("utf-8")


@pytest.fixture
def text() -> str:
    return TEXT


@pytest.fixture
def read_with() -> Callable[..., Document]:
    """Read the valid agreement with pieces of text replaced, each of which must be there."""

    def read(*changes: tuple[str, str]) -> Document:
        changed = TEXT
        for before, after in changes:
            assert before in changed, before
            changed = changed.replace(before, after, 1)
        return read_text(changed, "agreement.yaml", terms_by_rule(registry()))

    return read
