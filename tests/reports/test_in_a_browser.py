"""The pages in Debian's chromium: axe finds nothing in light, dark, phone and right-to-left; nothing scrolls sideways."""

import os
import shutil
from pathlib import Path

import pytest

from tallystick.reports.readings import Readings
from tallystick.reports.writing import write_readings

pytestmark = pytest.mark.browser
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
RICH = ["rich-scorecard.html", "rich-kpi.html", "rich-statement.html", "rich-rtl.html"]
PAGES = ["scorecard.html", "kpi-satisfied.html", "statement-2026-Q2.html", *RICH]


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    if chromium is None:
        assert not os.environ.get("CI"), "chromium is absent"
        pytest.skip("needs Debian's chromium: make browser")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def folder(readings: Readings, rich: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("browser")
    write_readings(readings, path, ("2026-Q2",))
    for name, text in rich.items():
        (path / name).write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("width", "scheme", "direction"),
    [(1280, "light", "ltr"), (1280, "dark", "ltr"), (390, "light", "ltr"), (1280, "light", "rtl")],
)
def test_axe_finds_nothing(browser, folder: Path, name: str, width: int, scheme: str, direction: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto((folder / name).as_uri())
    page.evaluate(
        "direction => { document.documentElement.dir = direction; document.querySelectorAll('details').forEach(d => d.open = true) }",
        direction,
    )
    found = Axe().run(page).response["violations"]
    context.close()
    assert [(one["id"], [node["html"][:120] for node in one["nodes"][:2]]) for one in found] == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_scrolls_sideways(browser, folder: Path, name: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto((folder / name).as_uri())
    scroll = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert scroll <= width


def test_a_reader_gets_from_the_scorecard_to_a_kpi_and_back_by_keyboard(browser, folder: Path) -> None:
    page = browser.new_page()
    page.goto((folder / "scorecard.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kpi-*.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/scorecard.html")
    assert page.title().startswith("June 2026")
    page.close()


def test_the_own_policy_of_a_page_lets_its_style_through_and_no_script(browser, folder: Path) -> None:
    page = browser.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.goto((folder / "scorecard.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('.sheet')).borderTopWidth") == "1px"
    assert messages == []
    page.close()


def test_the_scorecard_prints_on_landscape_with_its_header_row_repeated(browser, folder: Path) -> None:
    page = browser.new_page()
    page.goto((folder / "scorecard.html").as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    assert len(page.pdf(prefer_css_page_size=True)) > 5_000
    page.close()


@pytest.mark.parametrize("name", RICH)
def test_forced_colours_and_reduced_motion_leave_every_word(browser, folder: Path, name: str) -> None:
    context = browser.new_context(forced_colors="active", reduced_motion="reduce")
    page = context.new_page()
    page.goto((folder / name).as_uri())
    words = page.evaluate("[...document.querySelectorAll('.st, td .va')].map(one => one.textContent.trim())")
    moving = page.evaluate("document.getAnimations().length")
    context.close()
    assert all(words)
    assert moving == 0
