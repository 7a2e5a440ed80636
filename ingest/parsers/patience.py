"""How long the process that reads may go on without a sign of progress; then the system ends it.

A scan of two hundred pages may take long as long as each page is read in time. Knows no format.
"""

import signal

_patience = 0.0


def begin(seconds: float) -> None:
    """From now on there must be progress within `seconds`."""
    global _patience  # noqa: PLW0603
    _patience = seconds
    signal.setitimer(signal.ITIMER_REAL, seconds)


def note_progress() -> None:
    """Start the time anew. Does nothing where nobody waits."""
    if _patience:
        signal.setitimer(signal.ITIMER_REAL, _patience)


def end() -> None:
    """Nobody waits any more."""
    begin(0)
