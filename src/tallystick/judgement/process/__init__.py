"""The process behaviour chart (XmR): which changes are signals, and can the process meet its target.

`terms` what both agreed about the chart, `limits` the natural limits of a phase, `rules` the four tests,
`chart` the reading of a whole series, `words` what it says in sentences.
"""

from tallystick.judgement.process.chart import PointReading, ProcessChart, read_process
from tallystick.judgement.process.icons import Assurance, Signal, Variation
from tallystick.judgement.process.limits import Phase
from tallystick.judgement.process.rules import Rule
from tallystick.judgement.process.terms import ChartTerms, Rebase

__all__ = [
    "Assurance",
    "ChartTerms",
    "Phase",
    "PointReading",
    "ProcessChart",
    "Rebase",
    "Rule",
    "Signal",
    "Variation",
    "read_process",
]
