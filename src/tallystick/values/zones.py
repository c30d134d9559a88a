"""Time zones from the pinned tzdata package: what a machine has of its own never decides."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from tallystick.values.refusals import Refusal
from tallystick.words import say

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z][A-Za-z0-9_+-]*)*")


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises Refusal for a name that the package does not have."""
    place = resources.files("tzdata").joinpath("zoneinfo", *name.split("/")) if _NAME.fullmatch(name) else None
    if place is None or not place.is_file():
        raise Refusal(
            say("there is no time zone «{name}»", name=name), say("use a name of the IANA list, such as Europe/London")
        )
    with place.open("rb") as file:
        return ZoneInfo.from_file(file, key=name)
