"""Readings of the starting agreement, with hostile names in every free text; and rich pages from plain views."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tallystick import walk
from tallystick.reports import pages
from tallystick.reports.charts.bullet import bullet
from tallystick.reports.charts.process import process_chart
from tallystick.reports.charts.series import DrawnEvent, DrawnPhase, DrawnPoint, ProcessDrawing
from tallystick.reports.html import kpi_html, scorecard_html, statement_html
from tallystick.reports.readings import Readings, read_case
from tallystick.walk.case import open_case

HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"
MONEY = """
settlement:
  per: quarter
  fee: {2026-04-01: "90000.00 EUR"}
  rounding: half up to 0.01 EUR
incentives:
  same_day_bonus:
    rule: bonus_at_target
    clause: A quarter at the target pays two percent of its fee.
    over: whole
    measure: solved_the_same_day
    met_at: target
    pays: "2%"
"""


def write(folder: Path, *, hostile: bool) -> Path:
    walk.start(folder)
    path = folder / "agreement.yaml"
    text = path.read_text("utf-8")
    if hostile:
        quoted = "'" + HOSTILE.replace("'", "''") + "'"
        for plain in ("Service desk", "Example Client", "Example Provider", "Staff can work again the same day", "service owner",
                      "Every branch opens on time", "The share of tickets that are opened again.", "delivery lead"):  # fmt: skip
            text = text.replace(plain, quoted)
        (folder / "tickets.csv").write_text((folder / "tickets.csv").read_text().replace("north", "<b>north</b>"))
    path.write_text(text + MONEY, "utf-8")
    return path


def readings_of(folder: Path, *, hostile: bool, locale: str = "en_GB") -> Readings:
    case = open_case(write(folder, hostile=hostile), as_of=datetime(2026, 9, 1, tzinfo=UTC))
    return read_case(case, "2026-06", locale)


@pytest.fixture(scope="session")
def readings(tmp_path_factory: pytest.TempPathFactory) -> Readings:
    return readings_of(tmp_path_factory.mktemp("plain"), hostile=False)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Readings:
    return readings_of(tmp_path_factory.mktemp("hostile"), hostile=True)


# --- A rich engagement as plain views: long names, gaps, agreed levels, a hostile name, every state. ---

_MONTHS = [
    f"{month} {year}"
    for year in (25, 26)
    for month in ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
]
_OWNERS = (("client", "L. Marsh"), ("provider", "A. Okafor"))
_LONG = (
    ("client", "Deputy Director of Vulnerable Customer Policy and Outcomes"),
    ("provider", "Regional Head of Operations"),
)


def wave(middle: float, height: float, late: float = 0.0) -> list[float | None]:
    """24 figures that swing around a level and around another in the last seven."""
    return [
        middle + height * (((index * index * 7 + index * 5) % 17) / 8 - 1) + (late if index >= 17 else 0.0)
        for index in range(24)
    ]


def row(
    name: str, values: list[float | None], status: str, word: str, *, process: str = "common cause", **more: object
) -> pages.ScorecardRow:
    known = [value for value in values[-7:] if value is not None]
    words = {"improving": "Getting better", "worsening": "Getting worse", "cannot say": "Cannot say yet"}
    given: dict[str, object] = {
        "id": name.lower().replace(" ", "_")[:24], "name": name, "link": f"kpi-{len(name)}.html", "measures": "outcome",
        "owners": _OWNERS, "values": values, "limits": (min(known) - 1, max(known) + 1) if known else None,
        "target_value": known[0] if known else None, "actual": "82.9\u202f%", "target": "≥ 82.0\u202f%", "target_spoken": "at least",
        "variance": "+0.9\u202fpp", "variance_spoken": "better than target by", "status": pages.Status(status, word),
        "variation": pages.Status(process, words.get(process, "No change")), "assurance": "Hit or miss", "assurance_key": "hit or miss",
        "baseline": "Baseline 77.8\u202f%, 5.1\u202fpp better now", "money": "£9,000", "money_of": "of £9,000",
    }  # fmt: skip
    return pages.ScorecardRow(**{**given, **more})  # type: ignore[arg-type]


def rows() -> tuple[tuple[pages.ScorecardRow, ...], ...]:
    """The rows of three objectives, and the diagnostic ones."""
    nothing: list[float | None] = [None] * 24
    gaps = [None if index in (5, 6, 14) else value for index, value in enumerate(wave(98, 0.6))]
    missed = {
        "variance": "\u22122.1\u202fpp",
        "variance_spoken": "away from target by",
        "money": "£0",
        "money_of": "of £6,000",
    }
    empty = {
        "actual": "–",
        "variance": "–",
        "variance_spoken": "",
        "money": "",
        "money_of": "",
        "assurance": "",
        "assurance_key": "",
    }
    first = (
        row("First-contact resolution", wave(78, 2, 4), "met", "Met", process="improving"),
        row("Customer effort score", wave(2.7, 0.1, -0.4), "met", "Met", process="improving", actual="2.31", target="≤ 2.40",
            variance="\u22120.09", target_spoken="at most", assurance="Reliably meets", assurance_key="reliably meets"),
        row("Contacts re-opened in 14 days", wave(6.2, 0.8), "near", "Near", actual="6.3\u202f%", target="≤ 6.0\u202f%", variance="+0.3\u202fpp"),
        row("Vulnerable customers called back within four working hours of their first attempt to reach us", gaps, "met", "Met",
            owners=_LONG, note="Two months without a delivery were left out as agreed"),
    )  # fmt: skip
    second = (
        row("Invoice accuracy", wave(99.2, 0.3), "provisional", "Provisional"),
        row("Claims closed within 5 working days", wave(92, 1.5, -5), "missed", "Missed", process="worsening",
            assurance="Will not reach", assurance_key="will not reach", **missed),
        row("Cost per resolved case", wave(12.4, 0.4, -1), "met", "Met", process="improving", actual="11.22\u202fGBP", target="≤ 11.40\u202fGBP",
            variance="\u22120.18\u202fGBP"),
        row(HOSTILE, wave(5, 1), "missed", "Missed", measures="obligation", owners=(("client", HOSTILE),), **missed),
    )  # fmt: skip
    third = (
        row("Preventable contact", nothing, "none", "No data", process="cannot say", note="No rows were delivered for this period", **empty),
        row("Ideas tested per quarter", wave(6, 1), "later", "Not yet in force", measures="output", target="≥ 6", variance="–",
            variance_spoken="", money="", money_of=""),
    )  # fmt: skip
    diagnostic = (
        row("Calls per case", wave(1.4, 0.1), "untargeted", "No target", target="–", variance="–", money="", money_of=""),
        row("Tickets received", wave(8_000, 900), "untargeted", "No target", process="worsening", target="–", variance="–", actual="8,129"),
    )  # fmt: skip
    return first, second, third, diagnostic


@pytest.fixture(scope="session")
def scorecard() -> pages.ScorecardPage:
    first, second, third, diagnostic = rows()
    groups = [
        ("Customers get it resolved, first time", "3 of 4 met", first),
        ("Right payment, right day", "1 of 3 met", second),
        ("The service gets better every quarter", "", third),
    ]
    return pages.ScorecardPage(
        title="Customer operations",
        parties="Harbour Water × Meridian Services",
        period="October 2026",
        freshness="Data to 31 Oct 2026 · measured 4 Nov 2026 · baseline Nov 2024 to Oct 2025",
        agreed=pages.Status("agreed", "Agreed by both parties 6 Nov"),
        sentence="4 of 7 headline KPIs met their target in October 2026. Better by more than chance: First-contact resolution, "
        "Customer effort score, Cost per resolved case. Worse: Claims closed within 5 working days.",
        figures=(
            pages.Figure("Outcome fee earned", "£45,000", "of £60,000 at risk", 0.75),
            pages.Figure("Signals", "4", "3 better, 1 worse"),
            pages.Figure("Rows in quarantine", "12", "3 sources"),
        ),
        headline=tuple(
            pages.ScorecardGroup(name, "Customers stay", _OWNERS, met, inside) for name, met, inside in groups
        ),
        diagnostic=(pages.ScorecardGroup("Customers get it resolved, first time", "", (), "", diagnostic),),
        has_money=True,
        statements=(("2026-Q3", "statement-2026-Q3.html"),),
        agreement="b2c9" * 16,
    )


@pytest.fixture(scope="session")
def process() -> ProcessDrawing:
    """Three phases, four events close together, an excluded point, a gap, a target that steps."""
    values = [*wave(78, 2)[:9], 71.0, *wave(78, 2)[10:14], *wave(82.5, 1.4)[14:20], *wave(85.5, 0.8)[20:]]
    values[5] = None
    points = [
        DrawnPoint(label, value, abs(value - before) if value is not None and before is not None and index not in (0, 14, 20) else None,
                   "concern" if index == 12 else "improvement" if index in (15, 16, 17) else None,
                   index == 9, "left out under clause 7.2: outage" if index == 9 else "")
        for index, (label, value, before) in enumerate(zip(_MONTHS, values, [None, *values], strict=False))
    ]  # fmt: skip
    return ProcessDrawing(
        title="First-contact resolution",
        description="Getting better: this is more than chance.",
        points=points,
        phases=[
            DrawnPhase(0, 14, 78.0, 73.2, 82.8, 1.8, 5.9),
            DrawnPhase(14, 20, 82.5, 79.4, 85.6, 1.2, 3.9),
            DrawnPhase(20, 24, 85.5, 83.6, 87.4, 0.7, 2.3),
        ],
        targets=[None] * 3 + [76.0] * 9 + [80.0] * 6 + [85.2] * 6,
        show=lambda value: f"{value:.1f}\u202f%",
        events=[
            DrawnEvent(3, "A", "The agreement starts"),
            DrawnEvent(12, "B", "Tariff change"),
            DrawnEvent(14, "C", "Skills-based triage live in both regions"),
            DrawnEvent(15, "D", HOSTILE),
            DrawnEvent(20, "E", "Second site joins the desk and takes evenings"),
        ],
    )


@pytest.fixture(scope="session")
def kpi_page(process: ProcessDrawing) -> pages.KpiPage:
    states = [
        ("met", "Met"),
        ("near", "Near"),
        ("missed", "Missed"),
        ("none", "No data"),
        ("provisional", "Provisional"),
        ("later", "Not yet in force"),
    ]
    return pages.KpiPage(
        id="first_contact_resolution",
        name="First-contact resolution",
        clause="The share of contacts that are closed without a repeat contact within fourteen days.",
        period="October 2026",
        measures="outcome",
        objective="Customers get it resolved, first time",
        owners=_OWNERS,
        actual="82.9\u202f%",
        target="≥ 82.0\u202f%",
        status=pages.Status("met", "Met"),
        baseline="Baseline 77.8\u202f%, 5.1\u202fpp better now",
        chart=process_chart(process),
        says=("The process moved from a mean of 78.0% to 82.5%: both accepted the new level.", "The target lies inside the limits: some months will miss it by chance alone."),
        events=tuple((event.letter, event.words) for event in process.events),
        interval="81.9\u202f% to 83.9\u202f% with 95% confidence (Wilson score)",
        formula="share(not repeated_within(customer, '14 days'))",
        where="channel in ('phone', 'chat')",
        rounding="half up to 0.1%",
        excluded=(("outage of 11 to 13 June, clause 7.2", "1,204"), (HOSTILE, "3")),
        sql=("SELECT count(*) FILTER (WHERE a < b) FROM contacts",),
        series=tuple(
            pages.SeriesRow(label, "–" if key == "none" else "82.9\u202f%", "≥ 82.0\u202f%", pages.Status(key, word), "6,541 of 7,890", "81.9\u202f% – 83.9\u202f%", HOSTILE if index == 7 else "")
            for index, (label, (key, word)) in enumerate(zip(_MONTHS, states * 4, strict=True))
        ),
        by=(("channel", tuple(pages.DimensionRow(name, "82.1\u202f%", "3,120", pages.Status("met", "Met"), bullet(82.1 + extra, 82.0, (0, 90), status="met")) for name, extra in (("phone", 0), (HOSTILE, 3)))),),
        evidence=(("Delivery 1", "contacts-2026-10.csv: 7,890 rows, 7,878 accepted, 12 quarantined, 0 duplicate; sha256 " + "9f3a" * 16), ("Engine", "duckdb 2.0.1")),
        back="scorecard.html",
    )  # fmt: skip


@pytest.fixture(scope="session")
def statement_page() -> pages.StatementPage:
    line = pages.StatementLine
    return pages.StatementPage(
        title="Customer operations",
        client="Harbour Water",
        provider=HOSTILE,
        period="2026-Q3",
        state="All figures are final",
        fee=line("Fee of 2026-Q3, paid by the client to the provider", "£500,000.00"),
        sections=(
            pages.StatementSection(
                "Resolution bonus", "Each month at the target pays one percent of its fee.", "Looks at 2026-07, 2026-08, 2026-09",
                "Each line rounded half up to 0.01 GBP; sums are not rounded again",
                (
                    line("First-contact resolution in 2026-07: 82.9% meets target 82%", "£1,666.67", ("6,541 out of 7,890", "65410/789%, rounded half up to 0.1%, is 82.9%", "fee 166,666.67 GBP × 1% = 1,666.67 GBP")),
                    line("Cap: at most 4,000.00 GBP a quarter", "\u2212£1,000.01", (), "cap"),
                ),
                "£666.66",
            ),
            pages.StatementSection("Claims credit", HOSTILE, "Looks at 2026-Q3", "", (), "–", ("claims_closed has no figure for 2026-08: no rows were delivered",)),
        ),
        total="–",
        total_words="",
        direction_words="The total cannot be computed",
        agreement="b2c9" * 16,
        reasons=("Claims credit cannot be computed",),
        events=("recovery plan: passenger care failed in 2 of 2 periods",),
        stands_on=(("agreement", "b2c9" * 16), ("engine", "duckdb 2.0.1")),
        sha256="77aa" * 16,
        recompute="With the same agreement and deliveries this command gives the hash below: tallystick settle agreement.yaml 2026-Q3 --json | sha256sum",
        back="scorecard.html",
    )  # fmt: skip


@pytest.fixture(scope="session")
def rich(
    scorecard: pages.ScorecardPage, kpi_page: pages.KpiPage, statement_page: pages.StatementPage
) -> dict[str, str]:
    """The three rich pages, and the scorecard again from right to left."""
    return {
        "rich-scorecard.html": scorecard_html(scorecard),
        "rich-kpi.html": kpi_html(kpi_page),
        "rich-statement.html": statement_html(statement_page),
        "rich-rtl.html": scorecard_html(replace(scorecard, direction="rtl", language="ar")),
    }
