"""A contract's digest changes with every term that decides what rows become, and with nothing else."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tallystick.agreement.terms.sources import Source
from tallystick.measurement.contracts import Contract, DerivedColumn, contract_from, contract_of

TERMS: dict[str, Any] = {
    "key": ["ticket"],
    "version": ["changed"],
    "time": "opened",
    "zone": "Europe/London",
    "ambiguous": "earlier",
    "format": {"delimiter": ";", "decimal": ",", "missing": ["NA"]},
    "columns": {
        "ticket": {"type": "integer", "from": {"position": 2}},
        "opened": {"type": "timestamp", "from": "Opened at", "format": "%d/%m/%Y %H:%M"},
        "changed": {"type": "timestamp"},
        "solved": {"type": "boolean", "nullable": True, "format": {"true": ["yes"], "false": ["no"]}},
        "price": {"type": "decimal(9, 2)", "unit": "USD"},
        "team": {"type": "text", "values": ["north", "south"]},
    },
}
CONTRACT = contract_of(Source.model_validate(TERMS), {"weekend": ("FALSE", "BOOLEAN")})


def test_the_terms_of_a_source_become_a_contract() -> None:
    ticket, opened, changed, solved, price, team = CONTRACT.columns
    assert (ticket.header, ticket.position) == (None, 2)
    assert (opened.header, opened.format) == ("Opened at", "%d/%m/%Y %H:%M")
    assert changed.header == "changed"
    assert (solved.true_words, solved.false_words, solved.nullable) == (("yes",), ("no",), True)
    assert price.type == "decimal(9,2)"
    assert team.values == ("north", "south")
    assert (CONTRACT.dialect.delimiter, CONTRACT.dialect.decimal, CONTRACT.dialect.missing) == (";", ",", ("NA",))
    assert CONTRACT.derived == (DerivedColumn("weekend", "FALSE", "BOOLEAN"),)


def test_a_contract_survives_the_way_to_another_process() -> None:
    again = contract_from(json.loads(json.dumps(CONTRACT.as_json())))
    assert again == CONTRACT
    assert again.digest() == CONTRACT.digest()


@pytest.mark.parametrize(
    "changed",
    [
        replace(CONTRACT, zone="Europe/Paris"),
        replace(CONTRACT, ambiguous="later"),
        replace(CONTRACT, nonexistent="forward"),
        replace(CONTRACT, key=("team",)),
        replace(CONTRACT, version=()),
        replace(CONTRACT, time="changed"),
        replace(CONTRACT, columns=CONTRACT.columns[:-1]),
        replace(CONTRACT, columns=(replace(CONTRACT.columns[0], nullable=True), *CONTRACT.columns[1:])),
        replace(CONTRACT, dialect=replace(CONTRACT.dialect, decimal=".")),
        replace(CONTRACT, dialect=replace(CONTRACT.dialect, missing=())),
        replace(CONTRACT, derived=(DerivedColumn("weekend", "TRUE", "BOOLEAN"),)),
    ],
)
def test_every_term_that_matters_changes_the_digest(changed: Contract) -> None:
    assert changed.digest() != CONTRACT.digest()


def test_equal_terms_have_equal_digests() -> None:
    assert contract_of(Source.model_validate(TERMS), {"weekend": ("FALSE", "BOOLEAN")}).digest() == CONTRACT.digest()
