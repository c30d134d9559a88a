"""Charts that others published, by the general rules."""

import pytest

from tallystick.judgement import ChartTerms, Rule, read_process

NELSON = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]


@pytest.mark.parametrize(("name", "screened"), [("screened", True), ("unscreened", False)])
def test_an_outlying_point_widens_the_limits_of_spc_3_unless_screened(published, name, screened):
    case = published("spc-3")
    (phase,) = read_process(NELSON, ChartTerms(screened=screened)).phases
    assert (phase.upper, phase.mean, phase.lower) == pytest.approx(case["expected"][name], abs=case["tol"])


def viscosity(published):
    rows = published("spc-9")["data"]["rows"]
    return [float(value) for _, value, _ in rows], sum(trial == "TRUE" for _, _, trial in rows)


@pytest.mark.parametrize(("name", "spread"), [("MR", "moving range"), ("SD", "standard deviation")])
def test_the_frozen_limits_of_spc_9_are_those_of_its_trial_batches(published, name, spread):
    case = published("spc-9")
    values, trial = viscosity(published)
    chart = read_process(values, ChartTerms(baseline=trial, screened=False, spread=spread))
    found = (chart.phase.mean, chart.phase.sigma, chart.phase.lower, chart.phase.upper)
    assert found == pytest.approx(case["expected"][name], abs=case["tol"])
    assert chart.phase.points_used == trial


def test_the_only_batch_beyond_the_limits_of_spc_9_is_the_fourth(published):
    values, trial = viscosity(published)
    chart = read_process(values, ChartTerms(baseline=trial, screened=False))
    beyond = [point.index + 1 for point in chart.points if Rule.ASTRONOMICAL in point.rules]
    assert beyond == published("spc-9")["expected"]["beyond"]


def test_the_higher_level_of_the_last_batches_of_spc_9_is_a_shift(published):
    values, trial = viscosity(published)
    chart = read_process(values, ChartTerms(baseline=trial, screened=False))
    assert [point.index + 1 for point in chart.points if Rule.SHIFT in point.rules] == list(range(25, 36))
