"""Summaries: how the values of questions become figures of a run."""

from collections.abc import Iterable

import numpy as np


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of the values that are known; None if none is. Of ones and zeros: a share.

    Figures: all that are not named below.
    """
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def percentile(values: Iterable[float | None], percent: float) -> float | None:
    """The value that `percent` of the known ones do not exceed, linear between two.

    Source: Hyndman & Fan 1996, "Sample Quantiles in Statistical Packages", type 7.

    Figures: `median_words`, `words_beside`; seconds until the first text (`p50_first_text`, `p95_first_text`) and until the
    whole answer (`p50_whole`, `p95_whole`); tokens of an answer, and of the passages it was read from, as the model counts
    them (`median_tokens`, `tokens_read`).
    """
    known = [value for value in values if value is not None]
    return float(np.percentile(known, percent)) if known else None
