"""Agreement: how far people, or people and a judge, agree beyond what chance would give."""

from collections import Counter
from collections.abc import Sequence


def cohen_kappa(first: Sequence[str], second: Sequence[str]) -> float | None:
    """Agreement of two raters about the same things: (p - e) / (1 - e); None if there is nothing, or nothing to disagree on.

    p is the share of things they label alike, e that share if each gave its own labels at random, as often as it gave them.
    1 is full agreement, 0 is chance. Source: Cohen 1960, "A Coefficient of Agreement for Nominal Scales".

    Raises ValueError if the raters have not rated the same number of things.
    """
    pairs = list(zip(first, second, strict=True))
    if not pairs:
        return None
    alike = sum(one == other for one, other in pairs) / len(pairs)
    ones, others = Counter(first), Counter(second)
    chance = sum(ones[label] * others[label] for label in ones) / len(pairs) ** 2
    return None if chance == 1 else (alike - chance) / (1 - chance)


def fleiss_kappa(labels: Sequence[Sequence[str]]) -> float | None:
    """Agreement of several raters: `labels` are those that each thing got; None if none has two, or all labels are the same.

    For each thing the share of pairs of raters who agree, averaged, against what the labels' overall shares would give by
    chance. Things with fewer than two labels are left out; the number of raters may differ from thing to thing, each thing
    then counts alike. Source: Fleiss 1971, "Measuring nominal scale agreement among many raters".
    """
    rated = [Counter(each) for each in labels if len(each) > 1]
    if not rated:
        return None
    pairs = [_pairs(counts) / (counts.total() * (counts.total() - 1)) for counts in rated]
    shares = [count / sum(each.total() for each in rated) for count in sum(rated, Counter[str]()).values()]
    chance = sum(share**2 for share in shares)
    return None if chance == 1 else (sum(pairs) / len(pairs) - chance) / (1 - chance)


def _pairs(counts: Counter[str]) -> int:
    """Ordered pairs of raters with the same label."""
    return sum(count * (count - 1) for count in counts.values())
