"""What the pages show, as plain values: strings that are written already, numbers only for drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Status:
    """A state by its key (for shape and colour) and its word.

    Keys of a period: met, near, missed, provisional, none (no data), untargeted, later (not yet in force).
    Keys of a process: improving, worsening, common cause, neutral change, cannot say. Of a signature: agreed, unsigned.
    """

    key: str
    word: str


@dataclass(frozen=True)
class ScorecardRow:
    """One KPI on the scorecard. `values`, `limits` and `target_value` are for drawing; all else is written already."""

    id: str
    name: str
    link: str
    measures: str
    owners: tuple[tuple[str, str], ...]
    values: Sequence[float | None]
    limits: tuple[float, float] | None
    target_value: float | None
    actual: str
    target: str
    target_spoken: str
    variance: str
    variance_spoken: str
    status: Status
    variation: Status
    assurance: str
    assurance_key: str
    baseline: str
    note: str = ""
    money: str = ""
    money_of: str = ""


@dataclass(frozen=True)
class ScorecardGroup:
    """The KPIs of one objective, with how many met their target."""

    objective: str
    serves: str
    owners: tuple[tuple[str, str], ...]
    met: str
    rows: tuple[ScorecardRow, ...]


@dataclass(frozen=True)
class Figure:
    """One of at most three figures beside the sentence; `share` (0 to 1) draws a bar: earned of at risk."""

    name: str
    value: str
    detail: str = ""
    share: float | None = None


@dataclass(frozen=True)
class ScorecardPage:
    """The scorecard of one period."""

    title: str
    parties: str
    period: str
    freshness: str
    agreed: Status
    sentence: str
    figures: tuple[Figure, ...]
    headline: tuple[ScorecardGroup, ...]
    diagnostic: tuple[ScorecardGroup, ...]
    has_money: bool
    statements: tuple[tuple[str, str], ...]
    agreement: str
    language: str = "en"
    direction: str = "ltr"


@dataclass(frozen=True)
class SeriesRow:
    """A period in the data table of a KPI."""

    period: str
    value: str
    target: str
    status: Status
    counts: str
    interval: str
    note: str


@dataclass(frozen=True)
class DimensionRow:
    """One value of a dimension in the shown period; `bullet` is drawn already."""

    name: str
    value: str
    rows: str
    status: Status
    bullet: str


@dataclass(frozen=True)
class KpiPage:
    """One KPI."""

    id: str
    name: str
    clause: str
    period: str
    measures: str
    objective: str
    owners: tuple[tuple[str, str], ...]
    actual: str
    target: str
    status: Status
    baseline: str
    chart: str
    says: tuple[str, ...]
    events: tuple[tuple[str, str], ...]
    interval: str
    formula: str
    where: str
    rounding: str
    excluded: tuple[tuple[str, str], ...]
    sql: tuple[str, ...]
    series: tuple[SeriesRow, ...]
    by: tuple[tuple[str, tuple[DimensionRow, ...]], ...]
    evidence: tuple[tuple[str, str], ...]
    back: str
    language: str = "en"
    direction: str = "ltr"


@dataclass(frozen=True)
class StatementLine:
    """One line with its arithmetic in words."""

    words: str
    amount: str
    steps: tuple[str, ...] = ()
    kind: str = "result"


@dataclass(frozen=True)
class StatementSection:
    """One incentive."""

    name: str
    clause: str
    looks_at: str
    rounded: str
    lines: tuple[StatementLine, ...]
    amount: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatementPage:
    """The statement of one settlement period."""

    title: str
    client: str
    provider: str
    period: str
    state: str
    fee: StatementLine | None
    sections: tuple[StatementSection, ...]
    total: str
    total_words: str
    direction_words: str
    agreement: str
    reasons: tuple[str, ...]
    events: tuple[str, ...]
    stands_on: tuple[tuple[str, str], ...]
    sha256: str
    recompute: str
    back: str
    language: str = "en"
    direction: str = "ltr"
