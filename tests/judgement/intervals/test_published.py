"""Figures that others published, by the general rules."""

from fractions import Fraction

import pytest

from tallystick.judgement import interval_for
from tallystick.judgement.intervals import count, mean, nps, proportion, quantile, ratio, total


def test_garwood_gives_the_limits_of_int_5(published):
    case = published("int-5")
    for events, (low, high) in zip((0, 1, 5, 10, 20), case["expected"], strict=True):
        found = count.garwood(events)
        assert found.low == pytest.approx(low, abs=case["tol"])
        assert found.high == pytest.approx(high, abs=case["tol"])


def test_percentile_ranks_are_those_of_int_7(published):
    expected = published("int-7")["expected"]
    for name, (lower, upper, coverage) in expected.items():
        what, size = name.split("_n")
        found = quantile.ranks(int(size), {"median": Fraction(1, 2), "p90": Fraction(9, 10)}[what])
        assert (found.lower, found.upper) == (lower, upper)
        assert found.coverage == pytest.approx(coverage, abs=5e-6)


def test_the_survey_of_case_c11_prints_33_points_plus_or_minus_8():
    score = nps.score(promoters=162, passives=108, detractors=54)
    assert (round(score.points, 1), round(score.standard_error, 2), round(score.margin, 1)) == (
        33.3,
        4.14,
        8.1,
    )


def test_the_interval_of_case_c11_is_as_wide_and_holds_the_score():
    found = interval_for("nps", {"promoters": 162, "passives": 108, "detractors": 54})
    assert round(found.half_width, 1) == 8.1
    assert found.holds(33.3)


def test_wilson_gives_the_example_of_newcombe_1998():
    found = proportion.wilson(81, 263)
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)


def test_the_exact_interval_gives_the_example_of_newcombe_1998():
    found = proportion.exact(81, 263)
    assert (round(found.low, 4), round(found.high, 4)) == (0.2527, 0.3676)


def test_the_ends_of_a_share_are_exactly_nothing_and_everything():
    assert proportion.wilson(0, 20).low == 0 == proportion.exact(0, 20).low
    assert proportion.wilson(20, 20).high == 1 == proportion.exact(20, 20).high
    assert round(proportion.wilson(0, 20).high, 4) == 0.1611  # Newcombe 1998
    assert round(proportion.exact(0, 20).high, 4) == 0.1684


def test_a_rate_is_its_count_over_the_exposure():
    events, rate = count.garwood(5), count.rate(5, Fraction(5, 2))
    assert (rate.low, rate.high) == pytest.approx((events.low / 2.5, events.high / 2.5))


def test_student_gives_the_interval_of_his_own_sleep_data():
    extra = [Fraction(x, 10) for x in (12, 24, 13, 13, 0, 10, 18, 8, 46, 14)]  # Student 1908, R's `sleep`
    found = mean.student(len(extra), sum(extra), sum(x * x for x in extra))
    assert (found.low, found.high) == pytest.approx((0.7001142, 2.4598858), abs=5e-7)


def test_a_ratio_to_a_constant_denominator_is_a_mean():
    values = (3, 5, 8, 13)
    squares = sum(x * x for x in values)
    as_ratio = ratio.delta(4, (sum(values), 8), (squares, 16), 2 * sum(values))
    as_mean = mean.student(4, sum(values), squares)
    assert (2 * as_ratio.low, 2 * as_ratio.high) == pytest.approx((as_mean.low, as_mean.high))


def test_a_sum_of_equal_rows_has_exactly_the_limits_of_their_count():
    rows, each = 7, 30
    found, events = total.dobson(rows, rows * each, rows * each**2), count.garwood(rows)
    assert (found.low, found.high) == pytest.approx((each * events.low, each * events.high))


def test_a_sum_of_credits_mirrors_a_sum_of_charges():
    charge, credit = total.dobson(3, 60, 1400), total.dobson(3, -60, 1400)
    assert (credit.low, credit.high) == (-charge.high, -charge.low)


def test_large_close_values_lose_no_digits():
    far = 10**12
    near, moved = mean.student(3, 6, 14), mean.student(3, 6 + 3 * far, 14 + 12 * far + 3 * far**2)
    assert moved.high - moved.low == pytest.approx(near.high - near.low, rel=1e-3)


def test_values_in_any_order_give_the_two_that_stand_at_the_ranks():
    found = quantile.of_values(list(range(100, 0, -1)), Fraction(9, 10))
    assert (found.low, found.high) == (84, 96)
