"""The docs are tested: generated pages are current, links lead somewhere, code and commands run as written."""

import re
import shlex
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
TALLYSTICK = [sys.executable, "-c", "from tallystick.cli.main import run; run()"]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    words = shlex.split(command)
    assert words[0] == "tallystick"
    return subprocess.run([*TALLYSTICK, *words[1:]], cwd=folder, capture_output=True, text=True, check=False)


def generated() -> dict[Path, str]:
    spec = spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pages()


def test_generated_pages_and_the_schema_are_current() -> None:
    stale = [path.name for path, text in generated().items() if path.read_text("utf-8") != text]
    assert stale == [], "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_tutorial_runs_as_it_is_written(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "tutorial" / "first-agreement.md").read_text("utf-8")
    commands = re.findall(r"^\$ (tallystick .*)$", text, re.MULTILINE)
    assert len(commands) >= 8
    for command in commands:
        done = run(command, tmp_path)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    assert (tmp_path / "my-engagement" / "report" / "scorecard.html").exists()


def test_the_commands_of_the_concepts_run_and_give_the_figures_that_the_page_tells(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "concepts" / "same-data-different-number.md").read_text("utf-8")
    said = []
    for number, command in enumerate(re.findall(r"^\$ (tallystick .*)$", text, re.MULTILINE)):
        done = run(f"{command} --store {tmp_path}/{number}", ROOT)
        assert done.returncode == 0, done.stderr
        said.append(done.stdout)
    levels, cohorts, clock = said
    assert all(f"{figure}%" in levels for figure in ("81", "83", "86"))
    assert "30.0%" in cohorts
    assert "50.0%" in cohorts
    assert "resolved_in_time" in clock


def test_every_command_has_a_help_with_an_example() -> None:
    text = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    sections = text.split("\n## ")[1:]
    assert len(sections) == 12
    assert [section.splitlines()[0] for section in sections if "Example:" not in section] == []


@pytest.mark.slow
def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    commands = [
        one
        for one in re.findall(r"`(tallystick [^`]+)`", text)
        if "tickets.csv" not in one and "before.yaml" not in one
    ]
    assert len(commands) >= 8
    for written in commands:
        command = written.replace("examples/", f"{ROOT}/examples/").replace("my-engagement", str(tmp_path / "mine"))
        extra = (
            f" --store {tmp_path}/store"
            if re.search("measure|explain|rows|judge|settle|report|deliveries", command)
            else ""
        )
        done = run(command + extra, tmp_path)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


@pytest.mark.slow
def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "62.4%" in done.stdout
