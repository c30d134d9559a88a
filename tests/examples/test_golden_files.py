"""The examples measure what their golden files say; `make examples` writes these anew."""

import os
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SPEC = spec_from_file_location("golden", HERE / "golden.py")
assert SPEC is not None
assert SPEC.loader is not None
golden = module_from_spec(SPEC)
SPEC.loader.exec_module(golden)

LARGE = {"regional_flying", "boston_311", "incidents"}
NEEDS_SHARED = {"boston_311", "incidents"}
SHARED = HERE.parents[2] / "shared" / "data"


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name in LARGE else ()) for name in golden.CUT_OFFS]
)
def test_an_example_measures_what_its_golden_file_says(name: str, tmp_path: Path) -> None:
    if name in NEEDS_SHARED and not SHARED.exists():
        assert not os.environ.get("CI"), f"{SHARED} is absent"
        pytest.skip(f"needs {SHARED}")
    with golden.golden_path(name).open(encoding="utf-8", newline="") as file:
        assert golden.figures(name, tmp_path) == file.read()


def test_every_example_has_its_golden_file() -> None:
    examples = {path.parent.name for path in golden.EXAMPLES.glob("*/agreement.yaml")}
    assert examples == set(golden.CUT_OFFS)
    assert all(golden.golden_path(name).exists() for name in examples)
