"""Train the shipped static embedder: `python training/embedder.py LAWS_FOLDER [--epochs 2]`.

A static embedding is a table with one vector a term; a text's vector is the mean of its terms' vectors. Terms are those of
the word index: stems and parts of compounds, so that inflection and composition need not be learnt. It is
trained with in-batch negatives (MultipleNegativesRankingLoss, Henderson et al. 2017, arXiv:1705.00652) at several
dimensions at once (Matryoshka, Kusupati et al. 2022, arXiv:2205.13147), and stored with eight bits a number.
Takes about ten minutes on two cores. Writes `ingest/static_embedder/`.
"""

import argparse
import gzip
import hashlib
import random
from collections import Counter
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from laws import read_laws
from pairs import Pair, pairs_in_everyday_words, pairs_of_laws, pairs_of_thesaurus, read_thesaurus
from safetensors.numpy import save_file
from torch.nn.functional import cross_entropy, embedding_bag, normalize

from ingest.german import analyse_word, find_words

_PROJECT = Path(__file__).parent.parent
_TARGET = _PROJECT / "ingest" / "static_embedder"
_THESAURUS = _PROJECT / "assistant" / "thesaurus"
_TERMS = 40_000
_LEAST_OFTEN = 3
_DIMENSIONS = (256, 128, 64)
_BATCH = 1024
_SCALE = 20.0
_RATE = 0.05


def main() -> None:
    """Read, train, store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("laws", type=Path)
    parser.add_argument("--epochs", type=int, default=2)
    arguments = parser.parse_args()
    torch.manual_seed(0)
    pairs = collect_pairs(arguments.laws, random.Random(0))
    print(f"{len(pairs)} pairs", flush=True)
    rows = {term: row for row, term in enumerate(choose_terms(chain.from_iterable(pairs)))}
    store(rows, train(rows, pairs, arguments.epochs))


def collect_pairs(laws: Path, chance: random.Random) -> list[Pair]:
    """All training pairs, shuffled. `questions/` is left out: the reader learns from it, and must not see vectors that know it."""
    sections = list(read_laws(laws))
    entries = read_thesaurus(_THESAURUS)
    pairs = list(pairs_of_laws(sections, chance))
    pairs += pairs_in_everyday_words(sections, entries, chance)
    pairs += pairs_of_thesaurus(entries)
    chance.shuffle(pairs)
    return pairs


def choose_terms(texts: "chain[str]") -> list[str]:
    """The most frequent terms, most frequent first."""
    words = Counter(word for text in texts for word in find_words(text))
    terms: Counter[str] = Counter()
    for word, times in words.items():
        terms.update(dict.fromkeys(analyse_word(word), times))
    return [term for term, times in terms.most_common(_TERMS) if times >= _LEAST_OFTEN]


def train(rows_of: dict[str, int], pairs: list[Pair], epochs: int) -> torch.Tensor:
    """The trained table, float32 [terms, dimensions]."""
    lefts = _encode(rows_of, [left for left, _ in pairs])
    rights = _encode(rows_of, [right for _, right in pairs])
    table = torch.nn.Parameter(torch.randn(len(rows_of), _DIMENSIONS[0]) * 0.1)
    optimizer = torch.optim.Adam([table], lr=_RATE)
    batches = len(pairs) // _BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=_RATE, total_steps=batches * epochs, pct_start=0.1)
    for epoch in range(epochs):
        order = np.random.default_rng(epoch).permutation(len(pairs))
        for step in range(batches):
            rows = order[step * _BATCH : (step + 1) * _BATCH]
            left, right = (_embed(table, [side[row] for row in rows]) for side in (lefts, rights))
            loss = _ranking_loss(left, right, rows, pairs)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            if step % 50 == 0:
                print(f"epoch {epoch} step {step}/{batches} loss {loss.item():.3f}", flush=True)
    return table.detach()


def _encode(rows_of: dict[str, int], texts: list[str]) -> list[np.ndarray]:
    """The rows of each text's terms; the most frequent term stands for a text without any."""
    found = ([rows_of[term] for word in find_words(text) for term in analyse_word(word) if term in rows_of] for text in texts)
    return [np.array(rows or [0], dtype=np.int64) for rows in found]


def _embed(table: torch.Tensor, rows: list[np.ndarray]) -> torch.Tensor:
    offsets = np.cumsum([0, *(len(row) for row in rows[:-1])])
    return embedding_bag(torch.from_numpy(np.concatenate(rows)), table, torch.from_numpy(offsets), mode="mean")


def _ranking_loss(left: torch.Tensor, right: torch.Tensor, rows: np.ndarray, pairs: list[Pair]) -> torch.Tensor:
    """Cross entropy of each left among all rights and back; equal rights are no negatives of each other."""
    texts = [pairs[row][1] for row in rows]
    first = {text: at for at, text in reversed(list(enumerate(texts)))}
    groups = torch.tensor([first[text] for text in texts])
    same = (groups[:, None] == groups[None, :]) & ~torch.eye(len(rows), dtype=torch.bool)
    target = torch.arange(len(rows))
    losses = []
    for dimension in _DIMENSIONS:
        scores = normalize(left[:, :dimension]) @ normalize(right[:, :dimension]).T * _SCALE
        scores = scores.masked_fill(same, -1e4)
        losses.append(cross_entropy(scores, target) + cross_entropy(scores.T, target))
    return torch.stack(losses).mean()


def store(rows_of: dict[str, int], table: torch.Tensor) -> None:
    """Write the terms in the order of their rows, and the table: int8 numbers and one float32 scale a term."""
    _TARGET.mkdir(exist_ok=True)
    (_TARGET / "terms.txt.gz").write_bytes(gzip.compress("\n".join(rows_of).encode(), mtime=0))
    numbers = table.numpy().astype(np.float32)
    scales = np.abs(numbers).max(axis=1, keepdims=True) / 127
    scales[scales == 0] = 1
    stored = _TARGET / "table.safetensors"
    save_file({"numbers": np.round(numbers / scales).astype(np.int8), "scales": scales[:, 0]}, stored)
    stored.chmod(0o644)
    (_TARGET / "version.txt").write_text(hashlib.sha256(stored.read_bytes()).hexdigest()[:8])


if __name__ == "__main__":
    main()
