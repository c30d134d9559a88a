"""Bands leave no value out, give none two rows, and say which value is wrong."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tallystick.settlement.terms.bands import Bounds, in_order, row_for
from tallystick.settlement.terms.points import PointsTable


def bounds(**ends: str) -> Bounds:
    return Bounds.model_validate(ends)


@given(st.integers(0, 1100))
def test_a_complete_table_has_one_row_for_each_value_whatever_the_order_of_its_rows(tenths):
    rows = [bounds(at_most="90%"), bounds(above="90%", below="99%"), bounds(at_least="99%")]
    value = Fraction(tenths, 1000)
    assert row_for(in_order(rows), value) == row_for(in_order(rows[::-1]), value)
    assert sum(row.holds(value) for row in rows) == 1


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([{"at_least": "99%"}, {"below": "98%"}], "no row holds between 98% and 99%"),
        ([{"at_least": "98%"}, {"below": "99%"}], "two rows hold between 98% and 99%"),
        ([{"above": "99%"}, {"below": "99%"}], "no row holds at exactly 99%"),
        ([{"at_least": "99%"}, {"at_most": "99%"}], "two rows hold at exactly 99%"),
        ([{"at_least": "99%"}], "no row says what holds below 99%"),
        ([{"below": "99%"}], "no row says what holds beyond 99%"),
        ([{"at_least": "99%"}, {"below": "99 minutes"}], "not in the same unit"),
        ([{"below": "99%"}, {"below": "98%"}, {"at_least": "99%"}], "open on the same side"),
    ],
)
def test_a_table_that_is_not_complete_names_the_value(rows, problem):
    with pytest.raises(ValidationError, match=problem):
        PointsTable.model_validate({"bands": [{**row, "points": 0} for row in rows]})


@pytest.mark.parametrize(
    ("ends", "problem"),
    [
        ({}, "nothing says where it begins or ends"),
        ({"at_least": "1", "above": "1"}, "not both"),
        ({"below": "1", "at_most": "1"}, "not both"),
        ({"at_least": "2", "below": "1"}, "no value lies between"),
        ({"at_least": "1", "below": "1"}, "no value lies between"),
        ({"at_least": 0.5}, "write it as"),
    ],
)
def test_bounds_without_sense_are_refused(ends, problem):
    with pytest.raises(ValidationError, match=problem):
        Bounds.model_validate(ends)
