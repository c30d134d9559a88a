"""`tallystick schema`."""

from __future__ import annotations

import sys

from tallystick import walk


def command() -> None:
    """Print the JSON Schema of the agreement format, by which editors complete it.

    Example: tallystick schema > agreement-v1.json
    """
    sys.stdout.write(walk.schema())
