"""Zones come from the pinned package, and a name is never a path."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tallystick.values.refusals import Refusal
from tallystick.values.zones import zone_of


@pytest.mark.parametrize("name", ["Europe/London", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "UTC"])
def test_a_zone_of_the_package_is_found(name: str) -> None:
    moment = datetime(2026, 7, 1, tzinfo=UTC)
    assert moment.astimezone(zone_of(name)).utcoffset() == moment.astimezone(ZoneInfo(name)).utcoffset()


@pytest.mark.parametrize(
    "name", ["", "Europe", "Europe/Atlantis", "../../etc/passwd", "/etc/localtime", "Europe//London", "Europe/../UTC"]
)
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(Refusal):
        zone_of(name)
