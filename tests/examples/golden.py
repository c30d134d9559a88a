"""Golden files of the examples: what each measures, as agreed. `make examples` writes them anew."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tallystick import walk
from tallystick.reports.writing import csv_text

EXAMPLES = Path(__file__).parents[2] / "examples"
# The cut-off of each example: after its data, and fixed, so that the figures are too.
CUT_OFFS = {
    "boston_311": datetime(2020, 1, 1, tzinfo=UTC),
    "clock": datetime(2027, 1, 31, tzinfo=UTC),
    "cohorts": datetime(2027, 1, 1, tzinfo=UTC),
    "incidents": datetime(2017, 2, 18, tzinfo=UTC),
    "regional_flying": datetime(2014, 1, 31, tzinfo=UTC),
    "service_credits": datetime(2027, 1, 1, tzinfo=UTC),
    "service_levels": datetime(2027, 1, 1, tzinfo=UTC),
}


def golden_path(name: str) -> Path:
    """Where the figures of an example lie."""
    return EXAMPLES / name / "expected" / "measurements.csv"


def figures(name: str, store: Path) -> str:
    """The figures of an example as CSV."""
    result = walk.measure(EXAMPLES / name / "agreement.yaml", store=store, as_of=CUT_OFFS[name])
    return csv_text([result.row(one) for one in result.measurements])


def main() -> None:
    """Write all golden files; look at the difference before it is committed."""
    for name in CUT_OFFS:
        with tempfile.TemporaryDirectory() as folder:
            text = figures(name, Path(folder))
        golden_path(name).parent.mkdir(exist_ok=True)
        golden_path(name).write_text(text, "utf-8", newline="")
        sys.stdout.write(f"{golden_path(name).relative_to(EXAMPLES.parent)}\n")


if __name__ == "__main__":
    main()
