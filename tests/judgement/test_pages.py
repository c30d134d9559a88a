import doctest
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "docs" / "concepts"


@pytest.mark.parametrize("page", ["intervals.md", "process-behaviour.md"])
def test_the_examples_of_the_page_run_as_printed(page):
    text = (PAGES / page).read_text("utf-8")
    examples = doctest.DocTestParser().get_doctest(text, {}, page, page, 0)
    assert examples.examples
    assert doctest.DocTestRunner(verbose=False).run(examples).failed == 0


@pytest.mark.parametrize("page", ["intervals.md", "process-behaviour.md"])
def test_the_page_is_short(page):
    assert len((PAGES / page).read_text("utf-8").splitlines()) <= 120
