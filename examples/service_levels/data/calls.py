"""Write calls.csv: 1,060 calls of one week, the same on every run. No call is real."""

import csv
import sys
from datetime import datetime, timedelta

# How many calls ended in which way, and after how many seconds.
ANSWERED = [20] * 60 + [12] * 400 + [5] * 400 + [21] * 40 + [45] * 100
ABANDONED = [20] * 5 + [8] * 15 + [21] * 10 + [90] * 30
STEP = timedelta(seconds=570)


def rows() -> list[tuple[int, str, str, str]]:
    """One row a call: number, offered, answered, abandoned; one of the last two is empty."""
    offered = datetime.fromisoformat("2025-03-03 08:00")
    ends = [(seconds, "answered") for seconds in ANSWERED] + [(seconds, "abandoned") for seconds in ABANDONED]
    # 611 and 1,060 have no common divisor, so this order takes each call once and mixes all kinds over the week.
    ordered = [ends[611 * place % len(ends)] for place in range(len(ends))]
    made = []
    for number, (seconds, how) in enumerate(ordered, start=1):
        end = str(offered + timedelta(seconds=seconds))
        made.append((number, str(offered), end if how == "answered" else "", end if how == "abandoned" else ""))
        offered += STEP
    return made


if __name__ == "__main__":
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("call", "offered_at", "answered_at", "abandoned_at"))
    writer.writerows(rows())
