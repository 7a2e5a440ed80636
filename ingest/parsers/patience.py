"""How much the process that reads may work without a sign of progress; then the system ends it.

A scan of two hundred pages may take long as long as each page is read in time. What counts is the processor's time, as on a
busy machine little happens by the clock; that ends only what waits for good. Knows no format.
"""

import signal

BY_THE_CLOCK = 8
"""How many times as long as it may work something may take in all."""

_patience = 0.0


def begin(seconds: float) -> None:
    """From now on there must be progress within `seconds` of work."""
    global _patience  # noqa: PLW0603
    _patience = seconds
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds * BY_THE_CLOCK)


def note_progress() -> None:
    """Start the time anew. Does nothing where nobody waits."""
    if _patience:
        begin(_patience)


def end() -> None:
    """Nobody waits any more."""
    begin(0)
