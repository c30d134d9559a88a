"""What the numbers mean: how sure a figure is, and whether a change is more than noise.

Plain numbers in, frozen results out; no file, no clock, no chance. The only room where floats are at home.
"""

from tallystick.judgement.answers import CannotSay, Interval
from tallystick.judgement.intervals import interval_for
from tallystick.judgement.process import (
    Assurance,
    ChartTerms,
    Phase,
    PointReading,
    ProcessChart,
    Rebase,
    Rule,
    Signal,
    Variation,
    read_process,
)

__all__ = [
    "Assurance",
    "CannotSay",
    "ChartTerms",
    "Interval",
    "Phase",
    "PointReading",
    "ProcessChart",
    "Rebase",
    "Rule",
    "Signal",
    "Variation",
    "interval_for",
    "read_process",
]
