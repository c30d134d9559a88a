"""Write referrals.csv: 2,600 people in three years, the same on every run. No person is real."""

import csv
import sys
from datetime import date, timedelta

# People referred in a year; three of ten of them find work in the year after, spread over both years.
REFERRED = {2022: 1000, 2023: 1000, 2024: 600}


def rows() -> list[tuple[str, str, str]]:
    """One row a person: identity, day of referral, first day in work or nothing."""
    made = []
    for year, people in REFERRED.items():
        for place in range(people):
            referred = date(year, 1, 1) + timedelta(days=place * 365 // people)
            found = referred.replace(year=year + 1, day=min(referred.day, 28)) if place % 10 < 3 else ""
            made.append((f"{year}-{place + 1:04d}", str(referred), str(found)))
    return made


if __name__ == "__main__":
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("person", "referred_on", "in_work_on"))
    writer.writerows(rows())
