"""Programs of the operating system that parsers start: found, fenced in, and ended in time.

A program gets a folder of its own as home and for its temporary files, no network where the kernel allows that, and ends
with the process that started it. Knows no format.
"""

import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ingest.errors import FileTooLarge

_PATH = "/usr/local/bin:/usr/bin:/bin"


def find_program(*names: str) -> str | None:
    """Where the first of `names` that is installed lies."""
    return next((found for found in map(shutil.which, names) if found), None)


def run_program(command: Sequence[str], folder: Path, seconds: float, file: str) -> subprocess.CompletedProcess[bytes]:
    """Run `command` in `folder`, at most for `seconds`.

    Raises:
        FileTooLarge: it did not end in time; names `file`.
    """
    surroundings = {"HOME": str(folder), "TMPDIR": str(folder), "PATH": _PATH, "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
    try:
        return subprocess.run(
            [*_fence(), *command],
            cwd=folder,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileTooLarge(file=file, limit=f"{seconds:g} s") from error


@cache
def _fence() -> tuple[str, ...]:
    """What stands before a command so that it has no network and does not outlive its parent, where that can be had."""
    unshare, setpriv = shutil.which("unshare"), shutil.which("setpriv")
    alone = (unshare, "--user", "--map-current-user", "--net", "--") if unshare else ()
    bound = (setpriv, "--pdeathsig", "KILL", "--") if setpriv else ()
    return (*(alone if alone and _works(alone) else ()), *(bound if bound and _works(bound) else ()))


def _works(fence: Sequence[str]) -> bool:
    return subprocess.run([*fence, "true"], capture_output=True, check=False).returncode == 0
