"""The published cases, read in place."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).parents[2] / ".." / "shared" / "cases" / "statistics.json"


@pytest.fixture(scope="session")
def published() -> Callable[[str], dict[str, Any]]:
    """Give a published case by its id; skipped where the folder is absent, except in CI."""
    if not CASES.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{CASES} is absent")
        pytest.skip(f"published cases not reproduced: {CASES} is absent")
    cases = {case["id"]: case for case in json.loads(CASES.read_text("utf-8"))}
    return cases.__getitem__
