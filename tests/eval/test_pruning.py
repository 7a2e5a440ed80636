"""Libraries of corpora that nobody used for long are removed."""

import os
import time
from pathlib import Path

from eval.libraries import prune

DAY = 86_400


def stored(cache: Path, name: str, days: float, size: int = 10) -> Path:
    folder = cache / name
    folder.mkdir(parents=True)
    (folder / "library").write_bytes(b"x" * size)
    used = time.time() - days * DAY
    os.utime(folder, (used, used))
    return folder


def test_what_was_not_used_for_long_goes(tmp_path: Path) -> None:
    old, new, mine = stored(tmp_path, "old", 31), stored(tmp_path, "new", 29), stored(tmp_path, "mine", 40)
    prune(tmp_path, keep=mine)
    assert [path.exists() for path in (old, new, mine)] == [False, True, True]


def test_above_the_limit_the_longest_unused_goes_first(tmp_path: Path) -> None:
    folders = [stored(tmp_path, str(days), days, size=100) for days in range(1, 5)]
    prune(tmp_path, keep=folders[0], most_bytes=250)
    assert [path.exists() for path in folders] == [True, True, False, False]
