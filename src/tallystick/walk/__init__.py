"""One function a question, from files: the Python API of Tallystick.

from pathlib import Path
from tallystick import walk
result = walk.measure(Path("agreement.yaml"))
result.table()          # an Arrow table, one row a KPI and period
"""

from tallystick.walk.case import Case, open_case
from tallystick.walk.checking import check
from tallystick.walk.differing import Difference, diff
from tallystick.walk.explaining import Explanation, explain, rows
from tallystick.walk.judging import Judged, judge
from tallystick.walk.measuring import Result, measure
from tallystick.walk.receipts import deliveries
from tallystick.walk.schemas import schema
from tallystick.walk.settling import Settled, settle
from tallystick.walk.starting import propose_source, start, write_proposed

__all__ = [
    "Case",
    "Difference",
    "Explanation",
    "Judged",
    "Result",
    "Settled",
    "check",
    "deliveries",
    "diff",
    "explain",
    "judge",
    "measure",
    "open_case",
    "propose_source",
    "rows",
    "schema",
    "settle",
    "start",
    "write_proposed",
]
