"""All advice of this room: objectives, KPIs, and how the agreement came about."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.agreement.checking.giving import Adviser
from tallystick.agreement.checking.smart import (
    Runs,
    achievable,
    measurable,
    outcome_kpis,
    relevant,
    specific,
    time_bound,
)
from tallystick.agreement.findings import Finding, in_order
from tallystick.agreement.positions import Path
from tallystick.agreement.reading import Document
from tallystick.agreement.terms.kpis import Kpi
from tallystick.agreement.terms.parties import Owners
from tallystick.values.quantities import Quantity
from tallystick.words import say

MOST_HEADLINES = 7


def advise(document: Document, runs: Runs | None = None) -> tuple[Finding, ...]:
    """Advise on a sound document; `runs` tells whether a KPI's formula compiles (left out: all do)."""
    adviser = Adviser(document)
    found = [*_objectives(adviser, runs or (lambda _: True)), *_headlines(adviser), *_sides(adviser)]
    for name, kpi in adviser.agreement.kpis.items():
        found += [*_completeness(adviser, name, kpi), *_levels(adviser, name, kpi)]
    return in_order(found)


def _objectives(adviser: Adviser, runs: Runs) -> Iterator[Finding]:
    for name, objective in adviser.agreement.objectives.items():
        path: Path = ("objectives", name)
        if not outcome_kpis(adviser, name):
            problem = say("{name} has no outcome KPI: outputs can be green while it fails", name=name)
            yield adviser.advice("objective.no_outcome", path, problem, say("measure the outcome itself"))
        yield from _owners(adviser, path, name, objective.owner)
        yield from specific(adviser, name, objective)
        yield from measurable(adviser, name, runs)
        yield from achievable(adviser, name)
        yield from relevant(adviser, name, objective)
        yield from time_bound(adviser, name, objective)


def _owners(adviser: Adviser, path: Path, name: str, owner: Owners | None) -> Iterator[Finding]:
    lacking = [side for side in ("client", "provider") if owner is None or getattr(owner, side) is None]
    if lacking:
        problem = say("{name} has no owner at the {sides}", name=name, sides=say(" and the ").join(lacking))
        code = "objective.owner" if path[0] == "objectives" else "kpi.owner"
        yield adviser.advice(code, path, problem, say("add `owner: {{client: ..., provider: ...}}`"))


def _headlines(adviser: Adviser) -> Iterator[Finding]:
    headlines = [name for name, kpi in adviser.agreement.kpis.items() if kpi.role == "headline"]
    if len(headlines) > MOST_HEADLINES:
        problem = say("{n} headline KPIs: nobody steers by so many", n=len(headlines))
        mend = say("keep the {most} that decide, and make the others diagnostic", most=MOST_HEADLINES)
        yield adviser.advice("kpis.too_many", ("kpis", headlines[MOST_HEADLINES]), problem, mend)
    if all(kpi.measures != "outcome" for kpi in adviser.agreement.kpis.values()):
        problem = say("all KPIs are outputs or obligations: work is counted, its effect is not")
        yield adviser.advice(
            "kpis.only_outputs", ("kpis",), problem, say("ask of each output «so that …?» and measure the answer")
        )


def _sides(adviser: Adviser) -> Iterator[Finding]:
    kpis = adviser.agreement.kpis.values()
    sides = {side for kpi in kpis for side in (kpi.proposed_by, kpi.refined_by) if side is not None}
    if len(sides) == 1:
        (side,) = sides
        problem = say("all KPIs were written by the {side} alone", side=side)
        yield adviser.advice(
            "kpis.one_side", ("kpis",), problem, say("go through them together, and name who refined which")
        )


def _completeness(adviser: Adviser, name: str, kpi: Kpi) -> Iterator[Finding]:
    path: Path = ("kpis", name)
    yield from _owners(adviser, path, name, kpi.owner)
    if kpi.objective is None:
        yield adviser.advice(
            "kpi.objective", path, say("{name} serves no objective", name=name), say("add `objective:`, or drop it")
        )
    if kpi.role != "headline":
        return
    if kpi.baseline is None:
        problem = say("{name} has no baseline: nobody will know what changed", name=name)
        yield adviser.advice("kpi.baseline", path, problem, say("measure it before the service starts"))
    if kpi.target is None:
        yield adviser.advice(
            "kpi.target", path, say("{name} has no target", name=name), say("add `target:` with dates")
        )
    if not kpi.balance:
        problem = say("{name} has no counter-measure: what would suffer if only this number counted?", name=name)
        yield adviser.advice("kpi.balance", path, problem, say("name that KPI under `balance:`"))


def _levels(adviser: Adviser, name: str, kpi: Kpi) -> Iterator[Finding]:
    path: Path = ("kpis", name)
    for day, target in kpi.target.steps if kpi.target else ():
        place = (*path, "target", day.isoformat())
        yield from _against_baseline(adviser, place, name, kpi, target)
        share = kpi.rounding.style == "percent" and not 0 <= target.value <= 1
        if share or (target.unit.is_duration and target.value < 0):
            problem = say(
                "the target {target} of {name} lies beyond what can be",
                target=target.written(kpi.rounding.style),
                name=name,
            )
            yield adviser.advice("kpi.target_impossible", place, problem, say("look at the number and its unit"))
    start = adviser.agreement.term.start
    if kpi.baseline is not None and kpi.baseline.end >= start:
        problem = say("the baseline of {name} reaches into the agreement's term", name=name)
        mend = say("measure it before {day}, so that the work does not change its own yardstick", day=start)
        yield adviser.advice("kpi.baseline_late", (*path, "baseline"), problem, mend)


def _against_baseline(adviser: Adviser, place: Path, name: str, kpi: Kpi, target: Quantity) -> Iterator[Finding]:
    if kpi.baseline is None:
        return
    base = kpi.baseline.value.value
    if target.value == base:
        problem = say("the target of {name} equals its baseline: nothing shall change", name=name)
        yield adviser.advice(
            "kpi.target_is_baseline", place, problem, say("say what better is, or that keeping it is the aim")
        )
    elif (target.value < base) == (kpi.better == "higher"):
        problem = say("the target of {name} is worse than its baseline", name=name)
        yield adviser.advice("kpi.target_worse", place, problem, say("look at the numbers and at `better:`"))
