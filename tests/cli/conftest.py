"""A folder with the starting agreement, and the command line run inside the process."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tallystick import walk
from tallystick.cli.main import app


@dataclass
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def started(tmp_path: Path) -> Path:
    walk.start(tmp_path)
    return tmp_path


@pytest.fixture
def tell() -> Callable[..., Said]:
    def run(*words: object) -> Said:
        result = CliRunner().invoke(app, [str(word) for word in words])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return Said(result.exit_code, result.stdout, result.stderr)

    return run
