"""Work in the enclosure ends with an answer, a failure or a limit; never with the caller's harm."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tallystick.measurement.enclosure import LimitReached, WorkFailed, run


def test_an_answer_comes_back_as_it_was_given() -> None:
    request = {"text": "a\nb é", "number": 7, "list": [1, None]}
    assert (
        run("json:dumps", request, memory_mib=512, seconds=20)
        == '{"text": "a\\nb \\u00e9", "number": 7, "list": [1, null]}'
    )


def test_what_goes_wrong_inside_is_told_without_a_traceback() -> None:
    with pytest.raises(WorkFailed, match=r"^TypeError: "):
        run("math:sqrt", {}, memory_mib=512, seconds=20)


def test_memory_beyond_the_limit_ends_the_work() -> None:
    with pytest.raises(LimitReached, match="memory"):
        run("builtins:bytearray", 4 << 30, memory_mib=256, seconds=20)


def test_time_beyond_the_limit_ends_the_work() -> None:
    begun = time.monotonic()
    with pytest.raises(LimitReached, match="1 seconds"):
        run("time:sleep", 60, memory_mib=512, seconds=1)
    assert time.monotonic() - begun < 20


def test_a_loop_without_end_is_ended() -> None:
    with pytest.raises(LimitReached, match="1 seconds"):
        run("builtins:exec", "while True: pass", memory_mib=512, seconds=1)


def test_a_text_of_two_gigabytes_in_the_engine_ends_at_the_limit() -> None:
    code = "__import__('duckdb').sql(\"SELECT length(repeat('a', 2000000000))\").fetchall()"
    with pytest.raises(LimitReached, match="memory"):
        run("builtins:eval", code, memory_mib=1024, seconds=60)


def test_work_that_the_system_kills_has_reached_a_limit() -> None:
    with pytest.raises(LimitReached, match="or was ended"):
        run("builtins:exec", "import os; os.kill(os.getpid(), 9)", memory_mib=512, seconds=20)


def test_what_libraries_print_does_not_spoil_the_answer() -> None:
    code = "[print('{'), print('tallystick-answer: no'), __import__('os').write(1, b'\\xff no line end'), 7][-1]"
    assert run("builtins:eval", code, memory_mib=512, seconds=20) == 7


def test_a_module_of_the_working_directory_does_not_stand_in_for_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "this_is_no_module_of_ours.py").write_text("def answer(request):\n    return 'taken over'\n")
    with pytest.raises(WorkFailed, match="ModuleNotFoundError"):
        run("this_is_no_module_of_ours:answer", {}, memory_mib=512, seconds=20)


@pytest.mark.skipif(sys.platform != "linux", reason="the parent's end is signalled by Linux")
def test_the_work_ends_when_its_parent_is_killed() -> None:
    code = "from tallystick.measurement.enclosure import run\nrun('time:sleep', 60, memory_mib=512, seconds=60)"
    parent = subprocess.Popen([sys.executable, "-c", code], env=dict(os.environ))
    try:
        child = _child_of(parent.pid)
        # The child watches its parent once its interpreter runs.
        time.sleep(1)
    finally:
        parent.kill()
        parent.wait()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and Path(f"/proc/{child}").exists():
        time.sleep(0.05)
    assert not Path(f"/proc/{child}").exists()


def _child_of(pid: int) -> int:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if found:
            return int(found[0])
        time.sleep(0.05)
    raise AssertionError("the work never began")
