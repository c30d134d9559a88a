"""The pages say in words what they show, escape what others wrote, and need nothing but themselves."""

import csv
import json
import re
from fractions import Fraction
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tallystick.reports.formats import difference, figure, money
from tallystick.reports.html import stylesheet
from tallystick.reports.readings import Readings
from tallystick.reports.writing import csv_text, harmless, write_readings
from tallystick.values.money import Money
from tallystick.values.rounding import Rounding

VOID = {"meta", "link", "br", "img"}


class Reader(HTMLParser):
    """Checks that tags pair up, and collects them."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag


@pytest.fixture(scope="session")
def pages(readings: Readings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    paths = write_readings(readings, tmp_path_factory.mktemp("pages"), ("2026-Q2",))
    return {path.name: path.read_text("utf-8") for path in paths}


@pytest.fixture(scope="session")
def hostile_pages(hostile: Readings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    paths = write_readings(hostile, tmp_path_factory.mktemp("hostile-pages"), ("2026-Q2",))
    return {path.name: path.read_text("utf-8") for path in paths if path.suffix == ".html"}


def test_all_pages_are_written(pages: dict[str, str]) -> None:
    assert {
        "scorecard.html",
        "kpi-satisfied.html",
        "statement-2026-Q2.html",
        "measurements.json",
        "measurements.csv",
    } <= pages.keys()


def test_tags_pair_up_and_nothing_runs_or_is_fetched(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        if name.endswith(".html"):
            reader = Reader()
            reader.feed(text)
            assert reader.open == [], name
            tags = {tag for tag, _ in reader.tags}
            assert not tags & {"script", "link", "iframe", "object", "img"}
            assert not any(key.startswith("on") or key == "style" for _, attrs in reader.tags for key in attrs)
            assert "default-src 'none'" in unescape(text)


def test_what_others_wrote_is_never_markup(hostile_pages: dict[str, str]) -> None:
    for text in hostile_pages.values():
        assert "<script" not in text
        assert "<img" not in text
        assert "<b>north" not in text
    assert "&lt;script&gt;" in hostile_pages["scorecard.html"]
    assert "&lt;b&gt;north" in hostile_pages["kpi-solved_the_same_day.html"]


def test_every_state_has_its_word_beside_its_shape(pages: dict[str, str]) -> None:
    page = pages["scorecard.html"]
    states = re.findall(r'class="st (\w+)">(?:<svg.*?</svg>)(\w[\w ]*)<', page)
    assert len(states) == 3
    words = {
        "met": {"Met"},
        "near": {"Near"},
        "missed": {"Missed"},
        "none": {"No data"},
        "untargeted": {"No target"},
        "later": {"Not yet in force"},
        "provisional": {"Provisional"},
    }
    assert all(word in words[key] for key, word in states)


def test_the_figures_of_page_json_and_csv_are_the_same(pages: dict[str, str]) -> None:
    rows = json.loads(pages["measurements.json"])["measurements"]
    (june,) = [row for row in rows if row["kpi"] == "reopened" and row["period"] == "2026-06"]
    listed = list(csv.DictReader(pages["measurements.csv"].splitlines()))
    (same,) = [row for row in listed if row["kpi"] == "reopened" and row["period"] == "2026-06"]
    assert same["shown"] == june["shown"]
    assert june["shown"].replace("%", "\u202f%") in pages["scorecard.html"]


def test_a_statement_follows_each_cent_to_its_counts(pages: dict[str, str]) -> None:
    page = pages["statement-2026-Q2.html"]
    assert re.search(r"solved_the_same_day in 2026-Q2: \d+ out of \d+", page)
    assert "Fee of 2026-Q2" in page
    assert "sha256" in page


def test_the_lines_of_a_statement_as_csv_sum_to_its_total(pages: dict[str, str]) -> None:
    rows = list(csv.DictReader(pages["statement-2026-Q2.csv"].splitlines()))
    amounts = [Fraction(row["amount"] or 0) for row in rows]
    assert sum(amounts[:-1]) == amounts[-1] != 0


def test_settling_twice_gives_the_same_bytes(readings: Readings) -> None:
    from tallystick.walk.settling import settle_case

    period = readings.settle(
        next(iter(readings.settled.values())).statement.period if readings.settled else readings.period.parse("2026-Q2")
    )
    assert settle_case(readings.case, period.statement.period).content == period.content


@pytest.mark.parametrize("cell", ["=1+1", "+1", "@x", "-x", "\tx", "=cmd|' /C calc'!A0"])
def test_a_cell_that_a_spreadsheet_would_compute_is_made_harmless(cell: str) -> None:
    shown = harmless(cell)
    assert shown == cell if cell == "+1" and shown == "+1" else shown.startswith("'")
    assert harmless("-12.5") == "-12.5"
    assert csv_text([]).startswith("kpi,period")


@pytest.mark.parametrize(
    ("rounding", "value", "locale", "shown"),
    [
        ("half up to 0.1%", Fraction(1, 8), "en_GB", "12.5\u202f%"),
        ("half up to 0.1%", Fraction(1, 8), "de_DE", "12,5\u202f%"),
        ("half up to 0.1 hours", Fraction(79920), "en_GB", "22.2\u202fh"),
        ("half up to 1", Fraction(-12345), "en_GB", "\u221212,345"),
        ("half up to 0.01 USD", Fraction(1122, 100), "en_GB", "11.22\u202fUSD"),
    ],
)
def test_figures_follow_the_locale_and_the_agreed_step(rounding: str, value: Fraction, locale: str, shown: str) -> None:
    assert figure(value, Rounding.parse(rounding), locale) == shown


def test_money_follows_the_locale() -> None:
    assert money(Money.parse("-1234.50 EUR"), "de_DE").replace("\xa0", " ") == "\u22121.234,50 €"


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_text_and_marks_have_enough_contrast_on_every_ground(mode: int) -> None:
    found = re.findall(r"--(\w+):light-dark\((#\w{6}),(#\w{6})\)", stylesheet())
    tokens = {name: colours[mode] for name, *colours in found}
    for ground in ("ground", "paper", "group"):
        for text in ("ink", "soft", "accent", "good", "bad", "warn", "target"):
            assert contrast(tokens[text], tokens[ground]) >= 4.5, (text, ground)
        assert contrast(tokens["series"], tokens[ground]) >= 3


def test_the_stylesheet_is_small() -> None:
    import gzip

    assert len(gzip.compress(stylesheet().encode())) < 8_000
    assert len((Path(__file__).parents[2] / "src/tallystick/reports/look.css").read_text()) > 1_000


def test_every_link_of_the_scorecard_leads_to_a_page_that_was_written(pages: dict[str, str]) -> None:
    links = set(re.findall(r'href="([\w.-]+\.html)"', pages["scorecard.html"]))
    assert "statement-2026-Q2.html" in links
    assert links <= pages.keys()


def test_percentages_differ_by_percentage_points() -> None:
    rounding = Rounding.parse("half up to 0.1%")
    assert difference(Fraction(-21, 1000), rounding, "en_GB", signed=True) == "\u22122.1\u202fpp"
    assert difference(Fraction(21, 1000), rounding, "de_DE", signed=True) == "+2,1\u202fpp"
    assert difference(Fraction(3), Rounding.parse("half up to 1"), "en_GB") == "3"
