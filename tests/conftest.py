"""Hypothesis: no deadlines on shared machines, and the same examples in every CI run."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "tallystick",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("tallystick")
