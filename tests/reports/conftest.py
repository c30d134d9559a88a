"""Readings of the starting agreement, with hostile names in every free text."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tallystick import walk
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
