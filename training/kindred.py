"""Find the words that are used alike, by the shipped embedder: `PYTHONPATH=. python training/kindred.py`.

Kindred are the terms whose vectors have the highest cosines with a term's own. Takes two minutes and writes
`assistant/kindred.txt.gz`; to be run after `training/embedder.py`.
"""

import gzip
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

_PROJECT = Path(__file__).parent.parent
_EMBEDDER = _PROJECT / "ingest" / "static_embedder"
_TARGET = _PROJECT / "assistant" / "kindred.txt.gz"
_MOST = 4
_LEAST_COSINE = 0.4
_AT_ONCE = 1000


def find_lines(terms: list[str], vectors: np.ndarray) -> Iterator[str]:
    """One line for each term that has kindred terms, the nearest first."""
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    for start in range(0, len(terms), _AT_ONCE):
        for row, cosines in enumerate(unit[start : start + _AT_ONCE] @ unit.T, start):
            cosines[row] = 0
            nearest = sorted(np.argpartition(-cosines, _MOST)[:_MOST], key=lambda other: -cosines[other])
            kindred = [f"{terms[other]} {round(100 * cosines[other])}" for other in nearest if cosines[other] > _LEAST_COSINE]
            if kindred:
                yield f"{terms[row]}\t{'|'.join(kindred)}\n"


def main() -> None:
    """Write the table."""
    table = load_file(_EMBEDDER / "table.safetensors")
    with gzip.open(_EMBEDDER / "terms.txt.gz", "rt", encoding="utf-8") as lines:
        terms = lines.read().split("\n")
    vectors = table["numbers"].astype(np.float32) * table["scales"][:, None]
    _TARGET.write_bytes(gzip.compress("".join(find_lines(terms, vectors)).encode(), mtime=0))


if __name__ == "__main__":
    main()
