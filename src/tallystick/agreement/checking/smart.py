"""Is an objective SMART? One function a letter; what it lacks is advice (Doran 1981, Management Review 70 (11))."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tallystick.agreement.checking.giving import Adviser
from tallystick.agreement.findings import Finding
from tallystick.agreement.positions import Path
from tallystick.agreement.terms.kpis import Kpi
from tallystick.agreement.terms.objectives import Objective
from tallystick.values.quantities import Quantity
from tallystick.words import say

Runs = Callable[[str], bool]


def outcome_kpis(adviser: Adviser, name: str) -> dict[str, Kpi]:
    """The outcome KPIs of an objective."""
    kpis = adviser.agreement.kpis.items()
    return {kpi: term for kpi, term in kpis if term.objective == name and term.measures == "outcome"}


def specific(adviser: Adviser, name: str, objective: Objective) -> Iterator[Finding]:
    """A clause that says what, and who is served by it."""
    path: Path = ("objectives", name)
    if objective.serves_whom is None:
        problem = say("{name} is not specific: it does not say who is served", name=name)
        yield adviser.advice("smart.specific", path, problem, say("add `for:` with the people who are better off"))
    if len(objective.outcome.split()) < 3:
        problem = say("{name} is not specific: its outcome is hardly a sentence", name=name)
        yield adviser.advice("smart.specific", (*path, "outcome"), problem, say("say who does or gets what"))


def measurable(adviser: Adviser, name: str, runs: Runs) -> Iterator[Finding]:
    """An outcome KPI whose formula runs."""
    if not any(runs(kpi) for kpi in outcome_kpis(adviser, name)):
        problem = say("{name} is not measurable: no outcome KPI of it can be computed", name=name)
        mend = say("add a KPI with `objective: {name}` and `measures: outcome` whose formula runs", name=name)
        yield adviser.advice("smart.measurable", ("objectives", name), problem, mend)


def achievable(adviser: Adviser, name: str) -> Iterator[Finding]:
    """The provider says what it holds feasible, no target lies beyond it, and one knows how far that is."""
    for kpi, term in outcome_kpis(adviser, name).items():
        path: Path = ("kpis", kpi)
        if term.target is None and term.role == "diagnostic":
            continue  # it promises nothing
        if term.target is not None and term.baseline is None:
            problem = say("{name} may not be achievable: nobody knows how far {kpi} has to go", name=name, kpi=kpi)
            yield adviser.advice("smart.achievable", path, problem, say("add `baseline:`, measured before the start"))
        if term.capability is None:
            problem = say("{name} may not be achievable: the provider says nothing of {kpi}", name=name, kpi=kpi)
            mend = say("add `capability:` with what the provider holds feasible, and why")
            yield adviser.advice("smart.achievable", path, problem, mend)
        elif term.target is not None:
            yield from _feasible(adviser, name, kpi, term, term.capability.stated)


def _feasible(adviser: Adviser, name: str, kpi: str, term: Kpi, stated: Quantity) -> Iterator[Finding]:
    for day, target in term.target.steps if term.target else ():
        if not _beyond(target, stated, term.better):
            continue
        problem = say(
            "{name} may not be achievable: {kpi} shall reach {target}{distance}, the provider holds {stated} feasible",
            name=name,
            kpi=kpi,
            target=_shown(term, target),
            distance=_distance(term, target),
            stated=_shown(term, stated),
        )
        mend = say("move the target, its date, or what stands in the provider's way")
        yield adviser.advice("smart.achievable", ("kpis", kpi, "target", day.isoformat()), problem, mend)


def relevant(adviser: Adviser, name: str, objective: Objective) -> Iterator[Finding]:
    """The company's goal that it serves, and its horizon."""
    path: Path = ("objectives", name)
    if objective.serves is None:
        problem = say("{name} may not be relevant: it serves no goal of the company", name=name)
        yield adviser.advice("smart.relevant", path, problem, say("add `serves:` with the goal"))
    elif objective.horizon is None:
        problem = say("{name} does not say whether its goal is short or long term", name=name)
        yield adviser.advice("smart.relevant", path, problem, say("add `horizon: short` or `horizon: long`"))


def time_bound(adviser: Adviser, name: str, objective: Objective) -> Iterator[Finding]:
    """A day by which it is reached, and dated targets on the way."""
    if objective.by is None:
        problem = say("{name} is not bound to a time: it has no date", name=name)
        yield adviser.advice("smart.time_bound", ("objectives", name), problem, say("add `by:` with a day"))
    outcomes = outcome_kpis(adviser, name)
    if outcomes and not any(term.target for term in outcomes.values()):
        problem = say("{name} is not bound to a time: no outcome KPI of it has a dated target", name=name)
        yield adviser.advice("smart.time_bound", ("objectives", name), problem, say("add `target:` with dates"))


def _beyond(target: Quantity, stated: Quantity, better: str) -> bool:
    return target.value > stated.value if better == "higher" else target.value < stated.value


def _distance(term: Kpi, target: Quantity) -> str:
    if term.baseline is None:
        return ""
    away = term.rounding.show(term.rounding.apply(abs(target.value - term.baseline.value.value)))
    return say(", {distance} from the baseline", distance=away)


def _shown(term: Kpi, value: Quantity) -> str:
    return value.written(term.rounding.style)
