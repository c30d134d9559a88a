"""Two agreements as text, the one to start from and one with every kind of term, and their readings after a change."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tallystick.agreement.reading import Document, read_text
from tallystick.settlement.incentives.registry import registry, terms_by_rule

DATA = Path(__file__).parent / "data"


def reader(text: str) -> Callable[..., Document]:
    def read(*changes: tuple[str, str]) -> Document:
        changed = text
        for before, after in changes:
            assert before in changed, before
            changed = changed.replace(before, after, 1)
        return read_text(changed, "agreement.yaml", terms_by_rule(registry()))

    return read


@pytest.fixture
def text() -> str:
    return (DATA / "valid.yaml").read_text("utf-8")


@pytest.fixture
def read_with(text: str) -> Callable[..., Document]:
    """Read the valid agreement with pieces of text replaced, each of which must be there."""
    return reader(text)


@pytest.fixture
def complete_text() -> str:
    return (DATA / "complete.yaml").read_text("utf-8")


@pytest.fixture
def read_complete(complete_text: str) -> Callable[..., Document]:
    """Read the complete agreement with pieces of text replaced."""
    return reader(complete_text)
