"""The code tests the code: sizes, names, floats, what each room may hold."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "tallystick"
CODE = sorted(SOURCE.rglob("*.py"))
ALL_CODE = [*CODE, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "benchmarks").rglob("*.py"))]

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
EXACT_ROOMS = ("values", "agreement", "measurement", "settlement")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def test_there_is_code_to_look_at() -> None:
    assert len(CODE) > 20


@pytest.mark.parametrize("path", ALL_CODE, ids=name_of)
def test_no_file_is_longer_than_four_hundred_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", ALL_CODE, ids=name_of)
def test_no_function_is_longer_than_fifty_lines(path: Path) -> None:
    long = [f.name for f in functions(path) if (f.end_lineno or 0) - f.lineno + 1 > LONGEST_FUNCTION]
    assert long == []


def test_the_median_function_is_short() -> None:
    lengths = sorted((f.end_lineno or 0) - f.lineno + 1 for path in CODE for f in functions(path))
    assert lengths[len(lengths) // 2] <= 10


@pytest.mark.parametrize("path", ALL_CODE, ids=name_of)
def test_no_module_or_folder_has_a_name_that_says_nothing(path: Path) -> None:
    parts = {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
    assert not parts & BANNED_NAMES


@pytest.mark.parametrize("room", EXACT_ROOMS)
def test_exact_rooms_hold_no_float(room: str) -> None:
    found = []
    for path in sorted((SOURCE / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            is_float = isinstance(node, ast.Constant) and isinstance(node.value, float)
            names_float = isinstance(node, ast.Name) and node.id == "float"
            if is_float or names_float:
                found.append(f"{name_of(path)}:{node.lineno}")
    assert found == []


@pytest.mark.parametrize("path", [p for p in ALL_CODE if "tests" in p.parts], ids=name_of)
def test_test_names_are_sentences(path: Path) -> None:
    short = [f.name for f in functions(path) if f.name.startswith("test_") and f.name.count("_") < 3]
    assert short == []


@pytest.mark.parametrize("path", [p for p in ALL_CODE if p.name.startswith("test_")], ids=name_of)
def test_each_test_can_fail(path: Path) -> None:
    """A test without assert, raises, or a called check proves nothing."""
    silent = []
    for function in functions(path):
        if not function.name.startswith("test_"):
            continue
        nodes = list(ast.walk(function))
        asserts = any(isinstance(node, ast.Assert) for node in nodes)
        calls = [ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)]
        checks = any("raises" in call or "assert_" in call or "check" in call or "expect" in call for call in calls)
        if not (asserts or checks):
            silent.append(function.name)
    assert silent == []


@pytest.mark.parametrize("path", ALL_CODE, ids=name_of)
def test_nothing_is_left_for_another_day(path: Path) -> None:
    if path == Path(__file__):
        return
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError", path.read_text())


def test_the_readme_is_at_most_120_lines() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 120


def test_comments_are_few() -> None:
    lines = [line for path in CODE for line in path.read_text().splitlines() if line.strip()]
    comments = [line for line in lines if line.lstrip().startswith("#")]
    assert len(comments) / len(lines) < 0.06


def test_locks_name_hashes_and_no_address() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.lock")):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text


def test_no_committed_file_holds_real_data_or_an_address_of_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.splitlines():
        path = ROOT / name
        if path.is_file():
            assert path.stat().st_size < 2_000_000, name
