"""What the vector index promises: the true neighbours, of those that are allowed, best first."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.embedding import StaticEmbedder
from ingest.vectors import VectorIndex

DIMENSION = 32
Vectors = NDArray[np.float32]


def directions(number: int, seed: int = 0) -> Vectors:
    """Random vectors of length 1, with 16 bits a number as the database has them."""
    vectors = np.random.default_rng(seed).standard_normal((number, DIMENSION)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float16).astype(np.float32)


def filled(number: int, groups: int) -> tuple[VectorIndex, Vectors]:
    vectors = directions(number)
    index = VectorIndex(DIMENSION)
    index.extend(np.arange(number, dtype=np.int64) + 1000, vectors, np.arange(number, dtype=np.int32) % groups)
    return index, vectors


def nearest(vectors: Vectors, question: Vectors, limit: int, allowed: NDArray[np.bool_] | None = None) -> list[int]:
    cosines = vectors @ question
    if allowed is not None:
        cosines[~allowed] = -2
    return [int(place) + 1000 for place in np.argsort(-cosines)[:limit]]


def is_hit(found: tuple[int, float], identity: int, score: float) -> bool:
    return found[0] == identity and found[1] == pytest.approx(score, abs=1e-3)


def test_the_nearest_come_first_with_their_cosines() -> None:
    index, vectors = filled(500, 5)
    question = directions(1, seed=1)[0]
    found = index.search(question, 10, None)
    assert [identity for identity, _ in found] == nearest(vectors, question, 10)
    assert [score for _, score in found] == pytest.approx(sorted(vectors @ question)[:-11:-1], abs=1e-5)


def test_a_vector_is_nearest_to_itself_and_farthest_from_its_opposite() -> None:
    index, vectors = filled(50, 5)
    found = index.search(vectors[7], 50, None)
    assert is_hit(found[0], 1007, 1)
    assert is_hit(index.search(-vectors[7], 50, None)[-1], 1007, -1)


@pytest.mark.parametrize("number", [2_000, 60_000])
def test_a_list_is_full_although_one_in_a_hundred_is_allowed(number: int) -> None:
    index, vectors = filled(number, 100)
    question = directions(1, seed=2)[0]
    allowed = index.groups == 42
    found = [identity for identity, _ in index.search(question, 15, allowed)]
    assert len(found) == 15
    assert {(identity - 1000) % 100 for identity in found} == {42}
    assert len(set(found) & set(nearest(vectors, question, 15, allowed))) >= 14


def test_it_finds_what_comparing_all_vectors_finds() -> None:
    embedder = StaticEmbedder()
    words = (
        "Reise Urlaub Antrag Akte Frist Kosten Beleg Amt Dienst Zeit Pause Wagen Schutz Wert Haus Geld Brand Netz Brief Tag".split()
    )
    random = np.random.default_rng(4)
    texts = [" ".join(random.choice(words, 9)) for _ in range(51_000)]
    vectors = embedder.embed_passages(texts)
    index = VectorIndex(embedder.dimension)
    index.extend(np.arange(len(vectors), dtype=np.int64), vectors, np.zeros(len(vectors), np.int32))
    agreeing = 0.0
    for _ in range(100):
        question = embedder.embed_question(" ".join(random.choice(words, 4)))
        cosines = vectors @ question
        tenth = np.sort(cosines)[-10]
        agreeing += np.mean([cosines[identity] >= tenth for identity, _ in index.search(question, 10, None)])
    assert agreeing / 100 >= 0.98


def test_a_removed_group_is_never_found() -> None:
    index, vectors = filled(100, 4)
    index.remove_groups([3])
    assert len(index) == 75
    assert all(identity % 4 != 3 for identity, _ in index.search(vectors[3], 100, None))
    index.remove_groups([2])
    assert sorted(index.all_ids()) == [1000 + number for number in range(100) if number % 4 in (0, 1)]


def test_a_group_may_be_replaced() -> None:
    index, vectors = filled(100, 4)
    index.remove_groups([1])
    index.add(np.array([5000], np.int64), vectors[1:2], 9)
    assert is_hit(index.search(vectors[1], 1, None)[0], 5000, 1)
    assert is_hit(index.search(vectors[1], 1, index.groups == 9)[0], 5000, 1)


@pytest.mark.parametrize("number", [300, 60_000])
def test_a_snapshot_gives_the_same_index_again(number: int, tmp_path: Path) -> None:
    index, vectors = filled(number, 10)
    index.remove_groups([4])
    np.savez(tmp_path / "index.npz", allow_pickle=False, **index.as_arrays())
    with np.load(tmp_path / "index.npz", allow_pickle=False) as arrays:
        again = VectorIndex.from_arrays(arrays, DIMENSION)
    assert again.search(vectors[0], 20, None) == index.search(vectors[0], 20, None)
    again.remove_groups([0])
    assert vectors.shape[0] - len(again) == number // 5


def test_a_snapshot_of_other_vectors_is_refused() -> None:
    index, _ = filled(10, 2)
    with pytest.raises(ValueError, match="do not belong"):
        VectorIndex.from_arrays(index.as_arrays(), DIMENSION * 2)


def test_a_damaged_snapshot_is_refused() -> None:
    index, _ = filled(10, 2)
    arrays = index.as_arrays()
    with pytest.raises(ValueError, match="damaged"):
        VectorIndex.from_arrays(arrays | {"index": arrays["index"][:20]}, DIMENSION)


def test_an_empty_index_finds_nothing() -> None:
    index = VectorIndex(DIMENSION)
    assert index.search(directions(1)[0], 5, None) == []
    index.add(np.array([1], np.int64), directions(1), 1)
    index.remove_groups([1])
    assert index.search(directions(1)[0], 5, None) == []
