"""Programs of the operating system that parsers start: found, fenced in, and ended in time.

A program gets a folder of its own as home and for its temporary files, no network where the kernel allows that, so much of
the processor's time, and ends with the process that started it. Knows no format.
"""

import math
import resource
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from ingest.errors import FileTooLarge
from ingest.parsers.patience import BY_THE_CLOCK

_PATH = "/usr/local/bin:/usr/bin:/bin"


def find_program(*names: str) -> str | None:
    """Where the first of `names` that is installed lies."""
    return next((found for found in map(shutil.which, names) if found), None)


def run_program(command: Sequence[str], folder: Path, seconds: float, file: str) -> subprocess.CompletedProcess[bytes]:
    """Run `command` in `folder`, at most for `seconds` of the processor's time.

    Raises:
        FileTooLarge: it did not end in time; names `file`.
    """
    too_long = FileTooLarge(file=file, limit=f"{seconds:g} s")
    surroundings = {"HOME": str(folder), "TMPDIR": str(folder), "PATH": _PATH, "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
    started = [*_fence(), *command]
    none, pipe = subprocess.DEVNULL, subprocess.PIPE
    with subprocess.Popen(started, cwd=folder, env=surroundings, stdin=none, stdout=pipe, stderr=pipe) as process:
        _limit(process.pid, math.ceil(seconds))
        try:
            written, errors = process.communicate(timeout=seconds * BY_THE_CLOCK)
        except subprocess.TimeoutExpired as error:
            raise too_long from error
        finally:
            process.kill()
    if process.returncode == -signal.SIGXCPU:
        raise too_long
    return subprocess.CompletedProcess(started, process.returncode, written, errors)


def _limit(process: int, seconds: int) -> None:
    """Let a process work for so long; what it has done since it was started counts."""
    with suppress(ProcessLookupError):
        resource.prlimit(process, resource.RLIMIT_CPU, (seconds, seconds + 1))


@cache
def _fence() -> tuple[str, ...]:
    """What stands before a command so that it has no network and does not outlive its parent, where that can be had."""
    unshare, setpriv = shutil.which("unshare"), shutil.which("setpriv")
    alone = (unshare, "--user", "--map-current-user", "--net", "--") if unshare else ()
    bound = (setpriv, "--pdeathsig", "KILL", "--") if setpriv else ()
    return (*(alone if alone and _works(alone) else ()), *(bound if bound and _works(bound) else ()))


def _works(fence: Sequence[str]) -> bool:
    return subprocess.run([*fence, "true"], capture_output=True, check=False).returncode == 0
