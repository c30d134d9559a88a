"""A rich engagement: every state has shape and word, nothing that others wrote is markup, labels stay apart."""

import dataclasses
import io
import re
import time
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from rich.console import Console

from tallystick.reports import pages
from tallystick.reports.charts.drawing import Ink, Scale
from tallystick.reports.charts.marks import rows_of
from tallystick.reports.charts.process import process_chart
from tallystick.reports.charts.series import DrawnEvent, Frame, ProcessDrawing, shortened, width_of
from tallystick.reports.html import kpi_html, scorecard_html, statement_html
from tallystick.reports.spelling import in_words, money_in_words
from tallystick.reports.terminal import print_scorecard
from tallystick.values.money import Money

CORPUS = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'></svg><svg onload=alert(1)>",
    "</title></style></template><iframe src=javascript:alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "&lt;b&gt; \u202e reversed \u2066",
]  # fmt: skip
DRAWN = {"chart", "bullet", "language", "direction", "key", "measures", "variation", "assurance_key"}


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


def poisoned(value: Any, text: str, name: str = "") -> Any:
    """The same view with every written text replaced; what we draw or choose ourselves stays."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: poisoned(getattr(value, f.name), text, f.name) for f in dataclasses.fields(value)}
        return type(value)(**fields)
    if isinstance(value, tuple):
        return tuple(poisoned(one, text, name) for one in value)
    return text if isinstance(value, str) and value and name not in DRAWN else value


@pytest.mark.parametrize("text", CORPUS)
def test_no_text_of_any_field_becomes_markup(
    text: str, scorecard: pages.ScorecardPage, kpi_page: pages.KpiPage, statement_page: pages.StatementPage
) -> None:
    for render, page in ((scorecard_html, scorecard), (kpi_html, kpi_page), (statement_html, statement_page)):
        clean, hostile = Tags(), Tags()
        clean.feed(render(page))  # type: ignore[operator]
        written = render(poisoned(page, text))  # type: ignore[operator]
        hostile.feed(written)
        assert hostile.names <= clean.names
        assert hostile.attributes <= clean.attributes
        assert text != "{{ 7*7 }}{% raw %}" or text in written


def test_a_link_is_only_a_relative_name(scorecard: pages.ScorecardPage) -> None:
    links = re.findall(r'href="([^"]*)"', scorecard_html(scorecard))
    assert links
    assert all(link == "#main" or re.fullmatch(r"[\w.-]+\.html", link) for link in links)


def test_every_kpi_has_a_row_with_its_state_in_shape_and_word(
    rich: dict[str, str], scorecard: pages.ScorecardPage
) -> None:
    rows = [row for group in (*scorecard.headline, *scorecard.diagnostic) for row in group.rows]
    assert len(rows) == 12
    shown = re.findall(r'<span class="st (\w+)"><svg.*?</svg>([\w ]+)</span>', rich["rich-scorecard.html"])
    assert shown == [(row.status.key, row.status.word) for row in rows]
    moves = re.findall(r'<span class="va ([\w-]+)"><svg.*?</svg><span>([\w ]+)', rich["rich-scorecard.html"])
    assert moves == [(row.variation.key.replace(" ", "-"), row.variation.word) for row in rows]


def test_each_state_has_a_shape_of_its_own() -> None:
    from tallystick.reports.charts.icons import status_icon

    keys = ("met", "near", "missed", "provisional", "none", "untargeted", "later")
    assert len({re.sub(r' class="\w+"', "", status_icon(key)) for key in keys}) == len(keys)


def test_money_earned_of_at_risk_is_a_bar_and_words(rich: dict[str, str]) -> None:
    assert re.search(
        r"£45,000</bdi></b>.*of £60,000 at risk.*<svg class=\"bar\".*width=\"75.0\"", rich["rich-scorecard.html"]
    )


def test_without_a_settlement_there_is_no_money_column(scorecard: pages.ScorecardPage) -> None:
    page = scorecard_html(dataclasses.replace(scorecard, has_money=False))
    assert "£9,000" not in page
    assert 'colspan="7"' in page


def test_a_page_is_right_to_left_where_the_language_is(rich: dict[str, str]) -> None:
    assert '<html lang="ar" dir="rtl">' in rich["rich-rtl.html"]
    assert not re.search(
        r"(?<![-\w])(left|right|margin-left|padding-right|text-align: ?left)\s*:", rich["rich-rtl.html"]
    )


def test_what_could_not_be_computed_is_said_with_its_reason(rich: dict[str, str]) -> None:
    assert "Cannot be computed: claims_closed has no figure for 2026-08" in rich["rich-statement.html"]


def overlapping(svg: str) -> list[tuple[str, str]]:
    """Pairs of texts of a drawing whose boxes meet."""
    boxes = []
    for node in ElementTree.fromstring(svg).iter():  # noqa: S314 - our own drawing
        if node.tag == "text" and node.text:
            wide = width_of(node.text) * 0.92
            start = float(node.attrib["x"]) - {"start": 0, "middle": wide / 2, "end": wide}[node.attrib["text-anchor"]]
            y = float(node.attrib["y"])
            boxes.append((node.text, start, y - 9, start + wide, y + 2))
    return [
        (a[0], b[0])
        for index, a in enumerate(boxes)
        for b in boxes[index + 1 :]
        if a[1] < b[3] and b[1] < a[3] and a[2] < b[4] and b[2] < a[4]
    ]


def test_no_label_of_a_full_chart_overlaps_another(process: ProcessDrawing) -> None:
    assert overlapping(process_chart(process)) == []
    wide = dataclasses.replace(process, show=lambda value: f"{value:,.2f} GBP per call", targets=[85.4] * 24)
    assert overlapping(process_chart(wide)) == []


def test_a_full_chart_tells_its_events_gaps_and_left_out_points(process: ProcessDrawing) -> None:
    svg = process_chart(process)
    assert "Tariff change" in svg
    assert svg.count('class="gap"') == 1
    assert "left out under clause 7.2" in svg
    assert svg.count('class="jump"') == 2
    assert "Mean 78.0" in svg
    assert "class=" not in process_chart(process, Ink(printed=True)).replace('class="xmr"', "")


def test_no_line_of_an_event_runs_through_the_words_of_another() -> None:
    frame = Frame(50, 640, 24, Scale(0, 1, 270, 40))
    events = [DrawnEvent(index, "A", "words of some length") for index in (2, 3, 4, 9, 20, 23)]
    rows = rows_of(events, frame)
    for index, (event, (row, words)) in enumerate(zip(events, rows, strict=True)):
        end = frame.edge(event.index) + 13 + width_of(words)
        later = zip(events[index + 1 :], rows[index + 1 :], strict=True)
        assert all(frame.edge(other.index) > end or lower < row for other, (lower, _) in later)


def test_a_text_is_cut_with_an_ellipsis_or_left_out() -> None:
    assert shortened("abcdefgh", 100) == "abcdefgh"
    assert shortened("abcdefgh", 31) == "abcd…"
    assert shortened("abcdefgh", 10) == ""


def test_a_process_chart_takes_less_than_a_millisecond_or_so(process: ProcessDrawing) -> None:
    taken = []
    for _ in range(30):
        start = time.perf_counter()
        process_chart(process)
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.003  # three times what is claimed, for slow machines


def test_the_terminal_shows_every_headline_with_shape_and_word(scorecard: pages.ScorecardPage) -> None:
    console = Console(width=150, record=True, file=io.StringIO())
    print_scorecard(scorecard, console)
    text = console.export_text()
    assert "◆ Missed" in text
    assert "● Met" in text
    assert "◷ Not yet in force" in text or "◷ Not yet" in text
    assert "[bold]" not in text
    assert "Agreed by both parties" in text


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (21, "twenty-one"),
        (100, "one hundred"),
        (8_901_007, "eight million nine hundred and one thousand and seven"),
        (1_000_000, "one million"),
    ],
)
def test_numbers_are_spelled(number: int, words: str) -> None:
    assert in_words(number) == words


@pytest.mark.parametrize(
    ("amount", "locale", "words"),
    [
        ("-1234.50 USD", "en_GB", "one thousand two hundred and thirty-four US dollars and 50/100"),
        ("1 JPY", "en_GB", "one Japanese yen"),
        ("2.005 KWD", "en_GB", "two Kuwaiti dinars and 005/1000"),
        ("2.00 EUR", "de_DE", ""),
    ],
)
def test_money_is_spelled_in_english_only(amount: str, locale: str, words: str) -> None:
    assert money_in_words(Money.parse(amount), locale) == words
