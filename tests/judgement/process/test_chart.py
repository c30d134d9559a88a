from fractions import Fraction
from math import inf, isfinite, nan
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.judgement import (
    Assurance,
    CannotSay,
    ChartTerms,
    ProcessChart,
    Rebase,
    Variation,
    read_process,
)
from tallystick.values.refusals import Refusal

OLD, NEW = [9.5, 10.5] * 6, [14.5, 15.5] * 4
BOTH = ("vendor manager", "delivery lead")
AGREED = Rebase(12, "a second shift was hired", BOTH)


def test_each_phase_has_limits_of_its_own():
    chart = read_process([*OLD, *NEW], rebases=[AGREED])
    assert [(phase.start, phase.end, phase.mean) for phase in chart.phases] == [(0, 12, 10), (12, 20, 15)]
    assert chart.phase.rebase == AGREED
    assert chart.signals == ()
    assert chart.variation is Variation.COMMON_CAUSE


def test_without_an_agreed_new_level_the_same_series_is_a_signal():
    assert read_process([*OLD, *NEW], ChartTerms(baseline=12)).variation is Variation.IMPROVING


def test_no_moving_range_and_no_run_reaches_over_a_new_level():
    chart = read_process([*OLD, *NEW], rebases=[AGREED])
    assert chart.points[12].moving_range is None
    assert chart.points[13].moving_range == 1


@pytest.mark.parametrize(("periods", "news"), [(6, True), (7, False)])
def test_a_new_level_is_news_for_six_periods(periods, news):
    chart = read_process([*OLD, *NEW[:periods]], rebases=[AGREED])
    assert (chart.new_level == AGREED) is news


def test_limits_of_few_points_are_on_trial():
    chart = read_process([*OLD, *NEW], rebases=[AGREED])
    assert [phase.trial for phase in chart.phases] == [False, True]


def test_a_level_too_new_for_limits_says_so_and_keeps_the_old_ones():
    chart = read_process([*OLD, *NEW[:3]], target=9, rebases=[AGREED])
    assert chart.phases[0].upper is not None
    assert (chart.phase.lower, chart.phase.upper, chart.phase.mean) == (
        None,
        None,
        pytest.approx(14.833, abs=1e-3),
    )
    assert (chart.variation, chart.assurance) == (Variation.CANNOT_SAY, None)
    assert "3 points" in chart.phase.withheld
    assert "6" in chart.phase.withheld


def test_too_few_points_say_how_many_are_needed():
    assert read_process(OLD[:5]) == CannotSay("5 points are too few: limits need at least 6.")
    assert "12" in read_process(OLD[:11], ChartTerms(fewest=12)).reason
    assert isinstance(read_process(OLD[:6]), ProcessChart)


def test_an_excluded_point_stays_visible_and_counts_nowhere():
    storm = [*OLD[:5], 40, *OLD[6:]]
    chart = read_process(storm, excluded=[5])
    point = chart.points[5]
    assert (point.value, point.excluded, point.rules, point.signal) == (40, True, (), None)
    assert [chart.points[i].moving_range for i in (4, 5, 6, 7)] == [1, None, None, 1]
    assert chart.phase.points_used == 11
    assert chart.phase.mean == pytest.approx(sum(OLD[:5] + OLD[6:]) / 11)
    assert chart.phase.range_mean == 1


def test_a_gap_is_a_point_without_value_and_the_latest_is_the_last_that_counts():
    chart = read_process([*OLD[:5], None, *OLD[6:], 13, None], ChartTerms(baseline=11))
    assert (chart.points[5].value, chart.points[6].moving_range) == (None, None)
    assert chart.latest == 12
    assert chart.variation is Variation.IMPROVING


def test_frozen_limits_rest_on_the_first_points_that_count():
    chart = read_process([None, *OLD, *NEW], ChartTerms(baseline=12))
    assert (chart.phase.mean, chart.phase.points_used) == (10, 12)


def test_moving_ranges_have_their_own_limit():
    assert read_process(OLD).phase.range_limit == pytest.approx(3.267)


@pytest.mark.parametrize(
    ("better", "target", "assurance"),
    [
        ("higher", 7.3, Assurance.RELIABLY_MEETS),
        ("higher", 10, Assurance.HIT_OR_MISS),
        ("higher", 12.7, Assurance.WILL_NOT_REACH),
        ("lower", 12.7, Assurance.RELIABLY_MEETS),
        ("lower", 10, Assurance.HIT_OR_MISS),
        ("lower", 7.3, Assurance.WILL_NOT_REACH),
        ("neutral", 10, None),
        ("higher", None, None),
    ],
)
def test_the_limits_say_whether_the_target_will_be_met(better, target, assurance):
    assert read_process(OLD, ChartTerms(better=better), target=target).assurance is assurance


def test_a_figure_that_never_moves_meets_its_own_value_and_has_no_signal():
    chart = read_process([Fraction(1, 10)] * 30, target=Fraction(1, 10))
    assert chart.assurance is Assurance.RELIABLY_MEETS
    assert chart.signals == ()


def test_what_floats_lose_puts_no_point_beside_its_mean():
    # The mean of these is 0.2 in truth, and a hair beside it in floats.
    chart = read_process([0.1, 0.3] * 6 + [0.2] * 9, ChartTerms(baseline=12))
    assert chart.phase.mean != 0.2
    assert chart.signals == ()


def test_a_figure_that_mostly_stands_still_cannot_be_judged():
    assert "stands still" in read_process([100] * 10 + [98] + [100] * 12).reason


def test_gaps_between_all_points_cannot_be_judged():
    assert "gaps" in read_process([1, None, 3, None, 2, None, 4, None, 2, None, 3]).reason


@pytest.mark.parametrize("values", [[], [None] * 20, [5], [*OLD, inf], [*OLD, nan], [*OLD, Fraction(10) ** 400]])
def test_figures_that_do_not_suffice_say_nothing(values):
    assert isinstance(read_process(values), CannotSay)


def test_values_too_far_apart_for_floats_say_nothing():
    assert isinstance(read_process([1.7e308, -1.7e308] * 10), CannotSay)


@pytest.mark.parametrize("target", [inf, nan])
def test_a_target_that_is_no_figure_says_nothing(target):
    assert isinstance(read_process(OLD, target=target), CannotSay)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Rebase(3, " ", BOTH),
        lambda: Rebase(3, "a reason", ()),
        lambda: Rebase(3, "a reason", ("vendor manager", "")),
        lambda: read_process(OLD, rebases=[Rebase(12, "a reason", BOTH)]),
        lambda: read_process(OLD, rebases=[Rebase(0, "a reason", BOTH)]),
        lambda: read_process(OLD, rebases=[Rebase(6, "one", BOTH), Rebase(6, "two", BOTH)]),
        lambda: read_process(OLD, excluded=[12]),
        lambda: ChartTerms(better="up"),
        lambda: ChartTerms(fewest=2),
        lambda: ChartTerms(shift=1),
        lambda: ChartTerms(baseline=5),
    ],
)
def test_terms_that_nobody_can_have_agreed_are_refused(wrong):
    with pytest.raises(Refusal):
        wrong()


POINTS = st.lists(st.one_of(st.none(), st.integers(), st.floats(), st.fractions()), max_size=40)


@given(POINTS, st.data(), st.sampled_from(["higher", "lower", "neutral"]), st.booleans())
def test_any_series_at_all_gives_a_finite_chart_or_a_reason(values, data, better, screened):
    spots = st.integers(0, max(0, len(values) - 1))
    excluded = data.draw(st.sets(spots, max_size=3)) if values else set()
    starts = data.draw(st.sets(spots, max_size=2)) - {0}
    rebases = [Rebase(start, "agreed", BOTH) for start in starts]
    chart = read_process(values, ChartTerms(better=better, screened=screened), excluded=excluded, rebases=rebases)
    if isinstance(chart, CannotSay):
        assert chart.reason
        return
    assert [point.index for point in chart.points] == list(range(len(values)))
    assert [phase.end for phase in chart.phases] == [
        *[phase.start for phase in chart.phases[1:]],
        len(values),
    ]
    for phase in chart.phases:
        assert (phase.upper is None) == bool(phase.withheld)
        if phase.upper is not None:
            assert isfinite(phase.lower)
            assert phase.lower <= phase.mean <= phase.upper


def test_36_points_are_read_in_well_under_a_millisecond():
    values = [Fraction(7000 + (371 * i) % 1999, 10000) for i in range(36)]

    def seconds():
        start = perf_counter()
        read_process(values, target=Fraction(3, 4), rebases=[Rebase(18, "agreed", BOTH)])
        return perf_counter() - start

    assert min(seconds() for _ in range(50)) < 0.001
