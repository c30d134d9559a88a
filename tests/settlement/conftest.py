"""Agreements for the settlement tests: a preamble, KPIs by name, and the fragment that a test is about."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from tallystick.agreement.reading import Document, read_text
from tallystick.measurement.results import Measurement, Shape
from tallystick.settlement.incentives.registry import registry, terms_by_rule
from tallystick.settlement.results import Section, Statement
from tallystick.settlement.statement import settle, wanted
from tallystick.values.periods import Period
from tallystick.values.units import NUMBER

PREAMBLE = """\
agreement: tallystick/v1
title: Service desk
client: {name: Northwind, signatories: [service owner]}
provider: {name: Deskworks, signatories: [delivery lead]}
term: {start: 2013-01-01, end: 2014-12-31}
currency: USD
zone: America/New_York
objectives:
  steady_service:
    outcome: Staff can work without waiting for their tools
    for: All staff
    serves: We open every day on time
    horizon: long
    owner: {client: service owner, provider: delivery lead}
    why: Waiting costs more than the service
    by: 2014-12-31
kpis:
"""

KPI = """\
  {name}:
    clause: The agreed figure called {name}.
    objective: steady_service
    measures: {measures}
    role: {role}
    kind: {kind}
    proposed_by: client
    value: entered
    unit: "{unit}"
    entered_by: provider
    better: {better}
    rounding: half up to {step}
    per: month
    missing: {missing}
    target: {{2013-01-01: "{target}"}}
    owner: {{client: service owner, provider: delivery lead}}
"""
PERCENT = {"unit": "%", "better": "higher", "step": "0.01%", "target": "95%"}
POINTS = {"unit": "number", "better": "lower", "step": "1", "target": "0"}
USUAL = {"measures": "output", "role": "headline", "kind": "operational", "missing": "worst_band"}


def kpi_text(name: str, **terms: str) -> str:
    of_its_kind = POINTS if "points" in name else PERCENT
    return KPI.format(name=name, **{**USUAL, **of_its_kind, **terms})


def read_fragment(fragment: str, kpis: dict[str, dict[str, str]]) -> Document:
    text = PREAMBLE + "".join(kpi_text(name, **terms) for name, terms in kpis.items()) + fragment
    return read_text(text, "agreement.yaml", registry=terms_by_rule(registry()))


@pytest.fixture
def read() -> Callable[..., Document]:
    """Read a fragment with KPIs: `read(fragment, uptime={}, points={"missing": "exclude"})`."""
    return lambda fragment, **kpis: read_fragment(fragment, kpis)


def figure(kpi: str, period: str, value: str | None, **more: object) -> Measurement:
    number = None if value is None else Fraction(value.rstrip("%")) / (100 if value.endswith("%") else 1)
    return Measurement(
        kpi,
        Period.parse(period),
        **{
            "value": number,
            "shown": number,
            "unit": NUMBER,
            "shape": Shape.ENTERED,
            "moments": {},
            "rows": 0,
            "excluded": (),
            "reason": "no rows" if number is None else None,
            **more,
        },
    )


class Desk:
    """Settles a document from figures: `desk.settle("2013-01", {"uptime": {"2013-01": "99.4%"}})`."""

    figure = staticmethod(figure)

    def settle(self, document: Document, period: str, figures: dict[str, dict[str, str | None]]) -> Statement:
        measured = [figure(kpi, each, value) for kpi, by in figures.items() for each, value in by.items()]
        return self.from_measurements(document, period, measured)

    def from_measurements(self, document: Document, period: str, measured: list[Measurement]) -> Statement:
        agreement, when = document.must(), Period.parse(period)
        now = [one for one in measured if when.start <= one.period.start < when.end]
        before = [one for one in measured if one.period.start < when.start]
        return settle(agreement, when, now, before)

    def only(self, document: Document, period: str, figures: dict[str, dict[str, str | None]]) -> Section:
        return self.section(self.settle(document, period, figures))

    def only_from(self, document: Document, period: str, measured: list[Measurement]) -> Section:
        return self.section(self.from_measurements(document, period, measured))

    @staticmethod
    def section(statement: Statement) -> Section:
        assert not statement.reasons, [reason.english() for reason in statement.reasons]
        (section,) = statement.sections
        return section

    wanted = staticmethod(wanted)


@pytest.fixture
def desk() -> Desk:
    return Desk()
