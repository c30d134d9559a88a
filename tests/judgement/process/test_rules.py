import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.judgement import ChartTerms, Rule, Signal, Variation, read_process

# Frozen limits: mean 10, mean range 1, so sigma 0.887 and limits 7.34 and 12.66; near a limit beyond 1.77.
BASE = [9.5, 10.5] * 6
FROZEN = ChartTerms(baseline=12)


def broken(later, terms=FROZEN):
    points = read_process([*BASE, *later], terms).points[len(BASE) :]
    return [tuple(rule.name for rule in point.rules) for point in points]


def test_ordinary_points_break_no_rule():
    assert broken([10, 9.5, 10.5]) == [(), (), ()]


def test_a_point_beyond_a_limit_is_astronomical():
    assert broken([12.7, 10, 7.3]) == [("ASTRONOMICAL",), (), ("ASTRONOMICAL",)]
    assert broken([12.6, 10, 7.4]) == [(), (), ()]


def test_seven_on_one_side_of_the_mean_are_a_shift_and_six_are_not():
    six = [10.4, 10.6, 10.4, 10.6, 10.4, 10.6]
    assert broken([9.9, *six, 9.9]) == [()] * 8
    assert broken([9.9, *six, 10.4, 9.9]) == [(), *[("SHIFT",)] * 7, ()]


def test_points_on_the_mean_are_on_no_side():
    assert broken([9.9, 10.4, 10.6, 10.4, 10, 10.6, 10.4, 10.6, 10.4, 9.9]) == [()] * 10


def test_seven_rising_points_are_a_trend_and_six_are_not():
    rising = [9.4, 9.6, 9.8, 10.1, 10.3, 10.5]
    assert broken([10.1, *rising, 10.2]) == [()] * 8
    assert broken([10.1, *rising, 10.7, 10.2]) == [(), *[("TREND",)] * 7, ()]


def test_falling_points_are_a_trend_as_well():
    assert broken([9.9, 10.7, 10.5, 10.3, 10.1, 9.8, 9.6, 9.4, 9.9])[1:8] == [("TREND",)] * 7


def test_equal_neighbours_break_a_trend():
    assert broken([10.1, 9.4, 9.6, 9.8, 9.8, 10.3, 10.5, 10.7, 10.2]) == [()] * 9


def test_two_of_three_near_the_same_limit_are_special_and_the_third_is_not():
    assert broken([9.9, 12, 10.2, 12, 9.9]) == [(), ("TWO_OF_THREE",), (), ("TWO_OF_THREE",), ()]


def test_near_a_limit_begins_at_two_sigma():
    assert broken([9.9, 10.2, 11.78, 11.78, 9.9])[2:4] == [("TWO_OF_THREE",)] * 2
    assert broken([9.9, 10.2, 11.77, 11.77, 9.9]) == [()] * 5


def test_two_near_a_limit_count_only_with_all_three_on_one_side():
    assert broken([9.9, 12, 9.9, 12, 9.9]) == [()] * 5
    assert broken([9.9, 12, 8, 9.9]) == [()] * 4


def test_a_point_outside_the_limits_is_not_one_of_two_near_them():
    assert broken([9.9, 13, 12, 9.9]) == [(), ("ASTRONOMICAL",), (), ()]


def test_a_point_names_its_rules_in_order_of_precedence():
    found = broken([9.9, 10.2, 10.4, 10.6, 10.8, 12, 12.1, 13, 9.9])
    assert found[5] == ("SHIFT", "TREND", "TWO_OF_THREE")
    assert found[7] == ("ASTRONOMICAL", "SHIFT", "TREND")


def test_the_length_of_a_run_is_a_term_of_the_agreement():
    later = [9.9, 10.4, 10.6, 10.4, 10.6, 10.4, 9.9]
    assert broken(later, ChartTerms(baseline=12, shift=5))[1:6] == [("SHIFT",)] * 5
    rising = [10.1, 9.6, 9.8, 10.1, 10.3, 10.2]
    assert broken(rising, ChartTerms(baseline=12, trend=4))[1:5] == [("TREND",)] * 4


@pytest.mark.parametrize("hole", [None, "excluded"])
def test_a_gap_or_an_excluded_point_ends_a_run(hole):
    later = [9.9, 10.4, 10.6, 10.4, 10.6 if hole else None, 10.4, 10.6, 10.4, 9.9]
    excluded = (len(BASE) + 4,) if hole else ()
    points = read_process([*BASE, *later], FROZEN, excluded=excluded).points
    assert not any(point.rules for point in points)


@pytest.mark.parametrize(
    ("better", "high", "low"),
    [
        ("higher", Variation.IMPROVING, Variation.WORSENING),
        ("lower", Variation.WORSENING, Variation.IMPROVING),
        ("neutral", Variation.NEUTRAL_CHANGE, Variation.NEUTRAL_CHANGE),
    ],
)
def test_the_direction_of_improvement_says_what_a_signal_means(better, high, low):
    terms = ChartTerms(better=better, baseline=12)
    assert read_process([*BASE, 13], terms).variation is high
    assert read_process([*BASE, 7], terms).variation is low
    assert read_process([*BASE, 10], terms).variation is Variation.COMMON_CAUSE


def test_a_trend_through_the_mean_is_judged_by_the_side_of_each_point():
    points = read_process([*BASE, 9.4, 9.6, 9.8, 10, 10.3, 10.5, 10.7], FROZEN).points[12:]
    assert [point.signal for point in points] == [
        *[Signal.CONCERN] * 3,
        Signal.NEUTRAL,
        *[Signal.IMPROVEMENT] * 3,
    ]


VALUES = st.lists(st.integers(0, 20), min_size=12, max_size=40)
SWAPPED = {Signal.IMPROVEMENT: Signal.CONCERN, Signal.CONCERN: Signal.IMPROVEMENT}


def shape(chart):
    return [(point.rules, point.signal) for point in getattr(chart, "points", ())]


@given(VALUES)
def test_a_mirrored_series_has_mirrored_signals(values):
    there = shape(read_process(values))
    mirrored = shape(read_process([-value for value in values]))
    assert mirrored == [(rules, SWAPPED.get(signal, signal)) for rules, signal in there]
    lower_is_better = shape(read_process([-value for value in values], ChartTerms(better="lower")))
    assert lower_is_better == there


@given(VALUES, st.sampled_from([0.001, 0.37, 3, 1e6]), st.integers(-1000, 1000))
def test_the_unit_and_the_zero_of_a_figure_change_no_signal(values, scale, zero):
    moved = [scale * (value + zero) for value in values]
    before, after = shape(read_process(values)), shape(read_process(moved))
    # Only what floats lose could differ: whether neighbours are equal, which scaling keeps.
    assert after == before


@given(VALUES)
def test_a_series_read_backwards_breaks_the_same_rules(values):
    there, back = read_process(values), read_process(values[::-1])
    assert [rules for rules, _ in shape(back)] == [rules for rules, _ in shape(there)][::-1]


@given(VALUES)
def test_runs_equal_those_of_a_slow_search(values):
    chart = read_process(values)
    points = getattr(chart, "points", ())
    sides = (
        [0 if abs(x - chart.phase.mean) < 1e-9 else (x > chart.phase.mean) * 2 - 1 for x in values] if points else []
    )
    for point in points:
        windows = [range(s, s + 7) for s in range(len(values) - 6) if s <= point.index < s + 7]
        shifted = any(len({sides[i] for i in window}) == 1 and sides[window[0]] for window in windows)
        steps = [[(values[i + 1] > values[i]) - (values[i + 1] < values[i]) for i in w[:-1]] for w in windows]
        assert (Rule.SHIFT in point.rules) == bool(shifted)
        assert (Rule.TREND in point.rules) == any(len(set(step)) == 1 and step[0] for step in steps)
