"""Bad figures end in CannotSay: never an error, never a false number."""

from fractions import Fraction
from math import inf, isfinite, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.judgement import CannotSay, Interval, interval_for
from tallystick.judgement.intervals import count, quantile

FULL = {
    "proportion": {"numerator": 3, "denominator": 8},
    "mean": {"count": 3, "sum": 6, "squares": 14},
    "ratio": {
        "count": 3,
        "numerator": 6,
        "denominator": 9,
        "numerator_squares": 14,
        "denominator_squares": 29,
        "products": 20,
    },
    "count": {"count": 4},
    "sum": {"count": 3, "sum": 6, "squares": 14},
    "quantile": {"count": 100, "share": Fraction(1, 2), "lower": 12, "upper": 19},
    "nps": {"promoters": 5, "passives": 3, "detractors": 2},
}
WITHOUT_ROWS = {shape: dict.fromkeys(moments, 0) for shape, moments in FULL.items() if shape != "count"}


@pytest.mark.parametrize("shape", FULL)
def test_whole_moments_give_an_interval_with_method_and_source(shape):
    found = interval_for(shape, FULL[shape])
    assert isinstance(found, Interval)
    assert found.low < found.high
    assert found.method
    assert found.source


@pytest.mark.parametrize("shape", WITHOUT_ROWS)
def test_no_rows_say_nothing(shape):
    assert interval_for(shape, WITHOUT_ROWS[shape]) == CannotSay("There are no rows behind this figure.")


def test_no_event_at_all_still_bounds_how_many_to_expect():
    assert interval_for("count", {"count": 0}).low == 0


@pytest.mark.parametrize("shape", FULL)
@pytest.mark.parametrize("bad", [inf, -inf, nan, None, "7", True, Fraction(10) ** 400])
def test_one_bad_moment_says_nothing(shape, bad):
    for name in FULL[shape]:
        assert isinstance(interval_for(shape, {**FULL[shape], name: bad}), CannotSay)


@pytest.mark.parametrize("shape", FULL)
def test_a_missing_moment_is_named(shape):
    assert next(iter(FULL[shape])) in interval_for(shape, {}).reason


@pytest.mark.parametrize("shape", ["distinct", "composite", "entered", "", "no such shape"])
def test_a_shape_without_an_interval_says_so(shape):
    assert isinstance(interval_for(shape, {"count": 5}), CannotSay)


@pytest.mark.parametrize("confidence", [0, 1, -0.5, 95, nan, inf, 1 - 1e-17])
def test_a_confidence_that_is_none_says_nothing(confidence):
    assert all(isinstance(interval_for(shape, FULL[shape], confidence), CannotSay) for shape in FULL)


@pytest.mark.parametrize(
    ("shape", "moments"),
    [
        ("proportion", {"numerator": 9, "denominator": 8}),
        ("proportion", {"numerator": Fraction(1, 2), "denominator": 8}),
        ("proportion", {"numerator": -1, "denominator": 8}),
        ("mean", {"count": 1, "sum": 5, "squares": 25}),
        ("mean", {"count": 4, "sum": 20, "squares": 100}),  # all alike
        ("mean", {"count": 4, "sum": 20, "squares": 99}),  # cannot be
        ("sum", {"count": 4, "sum": 0, "squares": 0}),
        ("sum", {"count": 4, "sum": 20, "squares": 99}),
        ("ratio", {**FULL["ratio"], "count": 1}),
        ("ratio", {**FULL["ratio"], "denominator": 0}),
        ("ratio", {**FULL["ratio"], "denominator": 2}),  # not clear of zero
        ("ratio", {**FULL["ratio"], "numerator": 9, "numerator_squares": 29, "products": 29}),  # no spread
        ("quantile", {"count": 5, "share": Fraction(1, 2), "lower": 1, "upper": 5}),
        ("quantile", {"count": 100, "share": 1, "lower": 1, "upper": 5}),
        ("quantile", {"count": 100, "share": Fraction(1, 2), "lower": 19, "upper": 12}),
    ],
)
def test_figures_that_cannot_be_or_do_not_suffice_say_nothing(shape, moments):
    assert isinstance(interval_for(shape, moments), CannotSay)


def test_a_percentile_without_its_values_says_which_ranks_are_needed():
    reason = interval_for("quantile", {"count": 100, "share": Fraction(1, 2)}).reason
    assert "40" in reason
    assert "61" in reason


def test_too_few_values_say_how_many_are_needed():
    assert "36" in quantile.ranks(35, Fraction(9, 10)).reason
    assert not isinstance(quantile.ranks(36, Fraction(9, 10)), CannotSay)


def test_a_rate_without_exposure_says_nothing():
    assert isinstance(count.rate(3, 0), CannotSay)


@pytest.mark.parametrize("values", [[], [1], [1, 2, 3, 4, 5, nan], [1, 2, 3, 4, inf, 6], [None] * 9])
def test_values_that_do_not_suffice_say_nothing(values):
    assert isinstance(quantile.of_values(values, Fraction(1, 2)), CannotSay)


FIGURES = st.one_of(st.integers(), st.fractions(), st.floats(), st.none(), st.integers(0, 10**9), st.fractions(0, 1))


@given(st.data(), st.sampled_from(sorted(FULL)), st.floats(0.01, 0.999))
def test_any_figures_at_all_give_an_ordered_finite_interval_or_a_reason(data, shape, confidence):
    moments = {name: data.draw(FIGURES) for name in FULL[shape]}
    found = interval_for(shape, moments, confidence)
    if isinstance(found, CannotSay):
        assert found.reason
    else:
        assert isfinite(found.low)
        assert isfinite(found.high)
        assert found.low <= found.high


@given(st.integers(1, 10**6), st.data())
def test_a_share_lies_in_its_interval_and_more_confidence_is_wider(rows, data):
    hits = data.draw(st.integers(0, rows))
    moments = {"numerator": hits, "denominator": rows}
    narrow, wide = interval_for("proportion", moments, 0.8), interval_for("proportion", moments, 0.99)
    assert 0 <= wide.low <= narrow.low <= hits / rows <= narrow.high <= wide.high <= 1


@given(st.lists(st.fractions(-1000, 1000, max_denominator=100), min_size=2, max_size=30))
def test_a_mean_lies_in_the_middle_of_its_interval(values):
    found = interval_for("mean", {"count": len(values), "sum": sum(values), "squares": sum(x * x for x in values)})
    if len(set(values)) == 1:
        assert isinstance(found, CannotSay)
    else:
        assert (found.low + found.high) / 2 == pytest.approx(float(sum(values) / len(values)), abs=1e-6)


@given(st.integers(1, 3000), st.fractions(Fraction(1, 100), Fraction(99, 100)))
def test_ranks_cover_what_they_promise_or_ask_for_more_values(rows, share):
    found = quantile.ranks(rows, share)
    if not isinstance(found, CannotSay):
        assert 1 <= found.lower < found.upper <= rows
        assert found.coverage >= 0.95 - 1e-12
