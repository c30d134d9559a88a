"""An interval for every number, one file a shape; `interval_for` is the door.

Left for later rooms beside this one: power and sample size, trend, forecast, attribution, experiments.
"""

from tallystick.judgement.intervals.shapes import interval_for

__all__ = ["interval_for"]
