"""How long a question takes without a language model: `python benchmarks/latency.py SET`.

Prints the time from question to the first text and to the whole answer (p50, p95 in milliseconds, quoting reader, the set's
library), each part's share, and memory. Figures are comparable within one run on one machine only.
"""

import sys
import time
from statistics import median

import numpy as np

from assistant.assembly import build_assistant
from assistant.conversation import Answer, Question, TextPiece
from eval.libraries import build_library, settings_for
from eval.sets import read_set
from ingest.settings import read_settings

_ROUNDS = 3


def main(name: str) -> None:
    """Measure and print."""
    gold = read_set(name)
    settings = settings_for(gold, read_settings())
    build_library(gold, settings).engine.dispose()
    started = time.perf_counter()
    assistant = build_assistant(settings)
    print(f"{name}: open {time.perf_counter() - started:.2f} s, memory {_megabytes():.0f} MB")
    firsts, wholes, searches = [], [], []
    for question in gold.questions * _ROUNDS:
        started = time.perf_counter()
        first = None
        for event in assistant.answer(Question(question.text, question.history)):
            if isinstance(event, TextPiece) and first is None:
                first = time.perf_counter() - started
            if isinstance(event, Answer) and "retrieval" in event.timings:
                searches.append(event.timings["retrieval"])
        wholes.append(time.perf_counter() - started)
        firsts.append(first or wholes[-1])
    for label, seconds in (("search", searches), ("first text", firsts), ("whole answer", wholes)):
        print(f"{label:12} p50 {median(seconds) * 1000:6.1f} ms   p95 {np.percentile(seconds, 95) * 1000:6.1f} ms")
    print(f"memory {_megabytes():.0f} MB after {len(wholes)} questions")


def _megabytes() -> float:
    with open("/proc/self/status", encoding="ascii") as lines:  # noqa: PTH123
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    main(sys.argv[1])
