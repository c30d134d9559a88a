import pytest

from tallystick.judgement import ChartTerms, Rebase, read_process
from tallystick.judgement.process.words import (
    assurance_words,
    describe,
    news_words,
    phase_words,
    variation_words,
)

OLD = [9.5, 10.5] * 6
NEW = [14.5, 15.5] * 4
PERIODS = [f"2013-{month:02}" for month in range(1, 13)] + [f"2014-{month:02}" for month in range(1, 10)]
AGREED = Rebase(12, "a second shift was hired.", ("vendor manager", "delivery lead"))
FROZEN = ChartTerms(baseline=12)


@pytest.mark.parametrize(
    ("later", "said"),
    [
        ([10], "No change: the latest figure is within what this process always does."),
        ([13], "Getting better: this is more than chance. It lies outside the natural limits."),
        ([7], "Getting worse: this is more than chance. It lies outside the natural limits."),
        (
            [10.4, 10.6] * 4,
            "Getting better: this is more than chance. 7 or more in a row lie on one side of the mean.",
        ),
        (
            [9.4, 9.6, 9.8, 10.1, 10.3, 10.5, 10.7],
            "Getting better: this is more than chance. 7 or more in a row go the same way.",
        ),
        (
            [9.9, 8, 8.1],
            "Getting worse: this is more than chance. Two of three in a row lie close to the same limit.",
        ),
    ],
)
def test_the_variation_is_told_with_its_rule(later, said):
    assert variation_words(read_process([*OLD, *later], FROZEN)) == said


def test_a_change_without_direction_is_only_a_change():
    chart = read_process([*OLD, 13], ChartTerms(better="neutral", baseline=12))
    assert variation_words(chart).startswith("Changed:")


@pytest.mark.parametrize(
    ("target", "said"), [(7, "every time"), (10, "one time and miss it another"), (13, "not reach")]
)
def test_the_assurance_is_told_as_what_will_happen(target, said):
    assert said in assurance_words(read_process(OLD, target=target))


def test_without_a_target_there_is_no_assurance_to_tell():
    assert assurance_words(read_process(OLD)) is None


def test_a_new_level_is_told_with_reason_names_and_how_firm_it_is():
    chart = read_process([*OLD, *NEW], rebases=[AGREED])
    assert phase_words(chart.phase, chart, PERIODS) == (
        "New level since 2014-01: a second shift was hired (accepted by vendor manager, delivery lead). "
        "Its limits are on trial: they rest on 8 points, and are firm from 12 on."
    )
    assert phase_words(chart.phases[0], chart, PERIODS) is None


def test_the_news_of_a_level_is_told_only_while_it_is_news():
    assert news_words(read_process([*OLD, *NEW[:6]], rebases=[AGREED]), PERIODS) == "New level since 2014-01."
    assert news_words(read_process([*OLD, *NEW], rebases=[AGREED]), PERIODS) is None


def test_a_level_too_new_for_limits_says_what_is_lacking():
    chart = read_process([*OLD, *NEW[:3]], rebases=[AGREED])
    assert variation_words(chart) == "3 points are too few: limits need at least 6."


def test_the_whole_chart_is_described_in_order():
    chart = read_process([*OLD, *NEW], target=9, rebases=[AGREED])
    level, variation, assurance = describe(chart, PERIODS)
    assert level.startswith("New level")
    assert variation.startswith("No change")
    assert assurance.endswith("every time.")
