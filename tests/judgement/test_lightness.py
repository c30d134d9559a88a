import subprocess
import sys

import pytest


@pytest.mark.parametrize("room", ["tallystick.judgement", "tallystick.judgement.process.words"])
def test_importing_the_room_loads_no_heavy_library(room):
    code = f"import sys, {room}; print(sorted({{'numpy', 'scipy', 'duckdb', 'pyarrow'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
