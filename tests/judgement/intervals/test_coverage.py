"""How often each interval really holds the truth: every outcome enumerated, no chance involved.

The worst cases that docs/concepts/intervals.md publishes are recomputed here and compared.
"""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.special import bdtr, gammaln, xlogy

from tallystick.judgement import CannotSay, Interval
from tallystick.judgement.intervals import count, mean, nps, proportion, quantile, ratio, total

PAGE = Path(__file__).parents[3] / "docs" / "concepts" / "intervals.md"
MIDDLE = np.linspace(0.05, 0.95, 901)
SAMPLES = (10, 30, 100, 300, 1000)


@cache
def ends(method: Callable[[int, int], object], rows: int) -> tuple[np.ndarray, np.ndarray]:
    found = [method(hits, rows) for hits in range(rows + 1)]
    return np.array([one.low for one in found]), np.array([one.high for one in found])


def binomial(rows: int, share: np.ndarray) -> np.ndarray:
    hits = np.arange(rows + 1)
    ways = gammaln(rows + 1) - gammaln(hits + 1) - gammaln(rows - hits + 1)
    p = share[:, None]
    return np.exp(ways + xlogy(hits, p) + xlogy(rows - hits, 1 - p))


def share_coverage(method: Callable[[int, int], object], rows: int, share: np.ndarray) -> np.ndarray:
    low, high = ends(method, rows)
    holds = (low <= share[:, None]) & (share[:, None] <= high)
    return (binomial(rows, share) * holds).sum(axis=1)


def turning_points(method: Callable[[int, int], object], rows: int) -> np.ndarray:
    """Where coverage jumps: just inside and outside of every end, which is where it is worst."""
    every = np.concatenate(ends(method, rows))
    near = np.concatenate([every - 1e-10, every + 1e-10])
    return np.unique(near[(near > 0) & (near < 1)])


def worst_share(method: Callable[[int, int], object], rows: int, low: float = 0, high: float = 1) -> float:
    spots = turning_points(method, rows)
    return float(share_coverage(method, rows, spots[(spots >= low) & (spots <= high)]).min())


def poisson(expected: np.ndarray, most: int) -> np.ndarray:
    events = np.arange(most + 1)
    return np.exp(xlogy(events, expected[:, None]) - expected[:, None] - gammaln(events + 1))


def worst_count(most: float) -> float:
    upto = int(2 * most + 60)
    found = [count.garwood(events) for events in range(upto + 1)]
    low, high = np.array([one.low for one in found]), np.array([one.high for one in found])
    spots = np.concatenate([low, high])
    spots = np.concatenate([spots - 1e-10, spots + 1e-10])
    spots = spots[(spots > 0) & (spots <= most)]
    holds = (low <= spots[:, None]) & (spots[:, None] <= high)
    return float((poisson(spots, upto) * holds).sum(axis=1).min())


def splits(rows: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way in which `rows` answers fall into `parts` groups."""
    if parts == 1:
        yield (rows,)
        return
    for first in range(rows + 1):
        for rest in splits(rows - first, parts - 1):
            yield (first, *rest)


def chances(outcomes: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Multinomial probability of each outcome (row) for one set of shares."""
    rows = outcomes[0].sum()
    return np.exp(gammaln(rows + 1) - gammaln(outcomes + 1).sum(axis=1) + xlogy(outcomes, shares).sum(axis=1))


def printed_margin(promoters: int, passives: int, detractors: int) -> Interval:
    found = nps.score(promoters, passives, detractors)
    return Interval(found.points - found.margin, found.points + found.margin, 0.95, "", "")


def nps_coverage(rows: int, method: Callable = nps.adjusted) -> np.ndarray:
    outcomes = np.array(list(splits(rows, 3)))
    found = [method(*map(int, outcome)) for outcome in outcomes]
    low, high = np.array([one.low for one in found]), np.array([one.high for one in found])
    covered = []
    for happy in range(1, 40):
        for unhappy in range(1, 40 - happy):
            shares = np.array([happy, 40 - happy - unhappy, unhappy]) / 40
            truth = 100 * (shares[0] - shares[2])
            holds = (low <= truth + 1e-9) & (truth - 1e-9 <= high)
            covered.append(chances(outcomes, shares) @ holds)
    return np.array(covered)


def drawn_coverage(outcomes: np.ndarray, shares: np.ndarray, truth: float, judge: Callable) -> tuple[float, float]:
    """Coverage and how often nothing is said, over samples of a distribution with few values."""
    weights, covered, silent = chances(outcomes, shares), 0.0, 0.0
    for weight, outcome in zip(weights, outcomes, strict=True):
        found = judge([int(n) for n in outcome])
        if isinstance(found, CannotSay):
            silent += weight
        elif found.low - 1e-9 <= truth <= found.high + 1e-9:
            covered += weight
    return covered / (1 - silent), silent


def mean_row(rows: int) -> tuple[float, float]:
    """Scores of 1 to 5, most of them high, as satisfaction is."""
    values, shares = np.arange(1, 6), np.array([0.05, 0.05, 0.15, 0.35, 0.4])

    def judge(outcome: list[int]) -> object:
        return mean.student(rows, int(outcome @ values), int(outcome @ values**2))

    outcomes = np.array(list(splits(rows, 5)))
    return drawn_coverage(outcomes, shares, float(shares @ values), lambda o: judge(np.array(o)))


def ratio_row(rows: int) -> tuple[float, float]:
    """Cost over calls for four kinds of team: the large are a little cheaper a call."""
    calls, cost = np.array([1, 2, 4, 6]), np.array([3, 5, 11, 14])
    shares = np.array([0.3, 0.3, 0.2, 0.2])

    def judge(outcome: list[int]) -> object:
        def over(values: np.ndarray) -> int:
            return int(np.array(outcome) @ values)

        sums, squares = (over(cost), over(calls)), (over(cost**2), over(calls**2))
        return ratio.delta(rows, sums, squares, over(cost * calls))

    outcomes = np.array(list(splits(rows, 4)))
    return drawn_coverage(outcomes, shares, float(shares @ cost / (shares @ calls)), judge)


def sum_row(small: float, large: float) -> tuple[float, float]:
    """Incidents that cost 1 or 4, Poisson each."""
    upto = int(3 * (small + large) + 20)
    many, few = poisson(np.array([small]), upto)[0], poisson(np.array([large]), upto)[0]
    truth, covered, silent = small + 4 * large, 0.0, 0.0
    for ones, chance in enumerate(many):
        for fours, other in enumerate(few):
            found = total.dobson(ones + fours, ones + 4 * fours, ones + 16 * fours)
            if isinstance(found, CannotSay):
                silent += chance * other
            elif found.low <= truth <= found.high:
                covered += chance * other
    return covered / (1 - silent), silent


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def share_line(name: str, method: Callable[[int, int], object], rows: int) -> str:
    average = share_coverage(method, rows, MIDDLE).mean()
    worst = worst_share(method, rows, 0.05, 0.95), worst_share(method, rows)
    return f"| {name} | {rows} | {percent(average)} | {percent(worst[0])} | {percent(worst[1])} |"


def published_lines() -> list[str]:
    """Every line of the page's tables, computed."""
    lines = [share_line("Wilson", proportion.wilson, rows) for rows in SAMPLES]
    lines += [share_line("Clopper-Pearson", proportion.exact, rows) for rows in SAMPLES]
    lines += [f"| Garwood | up to {most} events | {percent(worst_count(most))} |" for most in (10, 100)]
    for rows in (10, 20, 30, 50):
        covered = nps_coverage(rows)
        lines.append(f"| NPS | {rows} answers | {percent(covered.mean())} | {percent(covered.min())} |")
    for rows in (10, 20):
        lines.append(f"| mean | {rows} scores | {percent(mean_row(rows)[0])} |")
    for rows in (10, 25):
        lines.append(f"| ratio | {rows} teams | {percent(ratio_row(rows)[0])} |")
    for small, large in ((3, 1), (12, 4)):
        lines.append(f"| sum | {small + large} incidents expected | {percent(sum_row(small, large)[0])} |")
    return lines


def test_the_page_publishes_the_coverage_that_enumeration_finds():
    page = PAGE.read_text("utf-8").splitlines()
    missing = [line for line in published_lines() if line not in page]
    assert missing == []


@pytest.mark.parametrize("rows", [*range(30, 60), 75, 100, 150, 200, 300, 500, 1000])
def test_wilson_covers_94_to_96_percent_on_average_from_30_rows_on(rows):
    assert 0.94 <= share_coverage(proportion.wilson, rows, MIDDLE).mean() <= 0.96


@pytest.mark.parametrize("rows", [1, 2, 3, 5, 8, 13, 30, 71, 150, 400])
def test_the_exact_share_never_covers_less_than_95_percent(rows):
    assert worst_share(proportion.exact, rows) >= 0.95 - 1e-6


def test_the_exact_count_never_covers_less_than_95_percent():
    assert worst_count(150) >= 0.95 - 1e-6


@pytest.mark.parametrize("share", [0.05, 0.1, 0.25, 0.5, 0.9, 0.95])
def test_ranks_cover_at_least_95_percent_and_the_coverage_they_state(share):
    for rows in range(1, 400):
        found = quantile.ranks(rows, share)
        if isinstance(found, CannotSay):
            continue
        # The percentile lies between the two ranks when lower to upper - 1 values are below it.
        enumerated = binomial(rows, np.array([share]))[0, found.lower : found.upper].sum()
        assert found.coverage == pytest.approx(enumerated, abs=1e-9)
        assert enumerated >= 0.95 - 1e-9


def test_no_closer_rank_would_leave_half_of_the_doubt_on_each_side():
    for rows, share in ((25, 0.5), (100, 0.9), (61, 0.25)):
        found = quantile.ranks(rows, share)
        assert bdtr(found.lower, rows, share) > 0.025
        assert 1 - bdtr(found.upper - 2, rows, share) > 0.025


def test_ten_values_in_every_order_of_rank_hold_the_median_as_stated():
    # Values of a fair coin's sides, above or below the median: 1,024 equally likely samples.
    found = quantile.ranks(10, 0.5)
    below = [sample.bit_count() for sample in range(1024)]
    assert sum(found.lower <= n < found.upper for n in below) / 1024 == pytest.approx(found.coverage)


def test_more_rows_bring_the_worst_nps_closer_to_what_is_promised():
    worst = [nps_coverage(rows).min() for rows in (5, 10, 20, 30)]
    assert all(one < more for one, more in pairwise(worst))
    assert worst[-1] > 0.935


def test_the_printed_margin_of_ten_answers_can_hold_the_truth_as_rarely_as_the_page_says():
    assert round(100 * nps_coverage(10, printed_margin).min()) == 40


def test_a_tail_that_is_exactly_half_of_the_doubt_is_enough():
    found = quantile.ranks(6, 0.5, 1 - 2 / 64)
    assert (found.lower, found.upper, found.coverage) == (1, 6, 1 - 2 / 64)
