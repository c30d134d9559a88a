"""Work on what cannot be trusted happens in a process of its own, with a memory and a time limit.

The request goes in as JSON on standard input; the answer comes back as one marked line on standard output.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from typing import Any

from tallystick.words import say

_MARK = "tallystick-answer:"
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "OPENBLAS_CORETYPE")


_OUT_OF_MEMORY = ("OutOfMemory", "Out of Memory", "bad_alloc", "failed to map segment", "Cannot allocate memory")


class LimitReached(Exception):
    """The work needed more memory or time than it may use."""


class WorkFailed(Exception):
    """The work raised: the kind of failure and its message, without a traceback."""


def run(target: str, request: dict[str, Any], *, memory_mib: int, seconds: int) -> Any:
    """Run `package.module:function` on a request in a process of its own; returns its answer.

    Raises LimitReached or WorkFailed. The process ends when this one does.
    """
    # -P: a module that lies in the working directory must not stand in for one of ours.
    command = [
        sys.executable,
        "-P",
        "-m",
        "tallystick.measurement.enclosure",
        target,
        str(memory_mib),
        str(os.getpid()),
    ]
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            command,
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise LimitReached(say("the work took more than {n} seconds", n=seconds)) from None
    return _answer(done, memory_mib)


def _answer(done: subprocess.CompletedProcess[bytes], memory_mib: int) -> Any:
    lines = [line for line in done.stdout.decode(errors="replace").splitlines() if line.startswith(_MARK)]
    if not lines:
        # Killed by the system, or ended by an allocator that could not go on.
        raise LimitReached(say("the work needed more than {n} MiB of memory, or was ended", n=memory_mib))
    answer = json.loads(lines[-1].removeprefix(_MARK))
    if answer.get("limit"):
        raise LimitReached(say("the work needed more than {n} MiB of memory", n=memory_mib))
    if "failed" in answer:
        raise WorkFailed(str(answer["failed"]))
    return answer["done"]


def main(target: str, memory_mib: int, parent: int) -> None:
    """Inside: set the limits, do the work, write the answer."""
    _limit(memory_mib)
    if os.getppid() != parent:
        # The parent ended before it was watched.
        os._exit(1)
    module, _, function = target.partition(":")
    try:
        answer = {"done": getattr(import_module(module), function)(json.load(sys.stdin))}
    except MemoryError:
        answer = {"limit": True}
    except Exception as error:
        answer = {"failed": f"{type(error).__name__}: {error}"}
        if any(sign in f"{type(error).__name__} {error}" for sign in _OUT_OF_MEMORY):
            answer = {"limit": True}
    sys.stdout.write(f"\n{_MARK}{json.dumps(answer)}\n")
    sys.stdout.flush()
    # Without the interpreter's shutdown: a library's threads cannot hold up the answer.
    os._exit(0)


def _limit(memory_mib: int) -> None:
    import ctypes
    import resource
    import signal

    resource.setrlimit(resource.RLIMIT_AS, (memory_mib << 20, memory_mib << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
