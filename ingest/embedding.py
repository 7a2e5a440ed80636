"""Texts to vectors: the protocol, the static embedder that ships, and any sentence-transformers model.

Knows no library and no index. All vectors are float32 of length 1, so that the inner product is the cosine.
"""

import gzip
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import SettingsError, describe_fault
from ingest.german import analyse_word, find_words
from ingest.settings import Settings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
_STATIC = Path(__file__).parent / "static_embedder"
STATIC_WEIGHT = 0.5
"""Weight of the shipped embedder's search, fitted by `training/weights.py`."""
_REMEMBERED_WORDS = 100_000
_LEAST_LENGTH = 1e-9


class Embedder(Protocol):
    """Turns passages and questions into comparable vectors."""

    name: str
    """What the library stores beside the vectors; another name means that they cannot be compared."""
    dimension: int
    weight: float
    """How much the vector search counts against the word searches (which count 1 together)."""
    longest: int | None
    """Tokens of the longest text that is read whole; None without limit."""

    def count_tokens(self, text: str) -> int:
        """Number of tokens of `text` as a passage, special tokens and prompt included."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Shape [texts, dimension]."""
        ...

    def embed_question(self, text: str) -> Vectors:
        """Shape [dimension]."""
        ...

    def __hash__(self) -> int: ...


def embed_widened(embedder: Embedder, question: str, official: str) -> Vectors:
    """The vector of `question`, shape [dimension]; `official` words for it are half of what it says, however many they are."""
    vector = embedder.embed_question(question)
    if official:
        vector = vector + embedder.embed_question(official)
    return vector / max(float(np.linalg.norm(vector)), _LEAST_LENGTH)


class StaticEmbedder:
    """The mean of one stored vector a term (stem or part of a compound); loads in a blink, needs neither torch nor GPU.

    The table is made by `training/embedder.py`. Sentence-transformers calls this design StaticEmbedding.
    """

    longest: int | None = None

    def __init__(self, folder: Path = _STATIC, weight: float = STATIC_WEIGHT) -> None:
        from safetensors.numpy import load_file

        table = load_file(folder / "table.safetensors")
        self._numbers = table["numbers"].astype(np.float32) * table["scales"][:, None]
        with gzip.open(folder / "terms.txt.gz", "rt", encoding="utf-8") as lines:
            self._rows = {line.rstrip("\n"): row for row, line in enumerate(lines)}
        self._rows_of_word = lru_cache(maxsize=_REMEMBERED_WORDS)(self._find_rows)
        self.name = f"static-{(folder / 'version.txt').read_text().strip()}"
        self.dimension = int(self._numbers.shape[1])
        self.weight = weight

    def count_tokens(self, text: str) -> int:
        return len(self._rows_of(text))

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return np.array([self._mean(self._rows_of(text)) for text in texts], np.float32).reshape(-1, self.dimension)

    def embed_question(self, text: str) -> Vectors:
        return self._mean(self._rows_of(text))

    def _rows_of(self, text: str) -> list[int]:
        return [row for word in find_words(text) for row in self._rows_of_word(word)]

    def _find_rows(self, word: str) -> tuple[int, ...]:
        return tuple(self._rows[term] for term in analyse_word(word) if term in self._rows)

    def _mean(self, rows: list[int]) -> Vectors:
        total: Vectors = self._numbers[rows].sum(axis=0)
        length = float(np.linalg.norm(total))
        return total / length if length else total


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, from a folder or under a name that is in the local cache."""

    def __init__(self, settings: Settings) -> None:
        self._model = _load_model(settings.embedder)
        self._batch = settings.embedder_batch
        prompts = self._model.prompts
        self._query_prompt = (prompts.get("query") or "") if settings.query_prompt is None else settings.query_prompt
        stored = prompts.get("passage") or prompts.get("document") or ""
        self._passage_prompt = stored if settings.passage_prompt is None else settings.passage_prompt
        self.name = settings.embedder
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.weight = 1.0 if settings.embedder_weight is None else settings.embedder_weight
        self.longest = self._model.max_seq_length

    def count_tokens(self, text: str) -> int:
        return len(self._model.tokenizer(self._passage_prompt + text, truncation=False, verbose=False)["input_ids"])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._embed([self._passage_prompt + text for text in texts])

    def embed_question(self, text: str) -> Vectors:
        vector: Vectors = self._embed([self._query_prompt + text])[0]
        return vector

    def _embed(self, texts: list[str]) -> Vectors:
        import torch

        if not texts:
            return np.empty((0, self.dimension), np.float32)
        # prompt="" keeps the model's own default prompt from being added a second time
        numbers = self._model.encode(texts, prompt="", batch_size=self._batch, convert_to_tensor=True, show_progress_bar=False)
        return torch.nn.functional.normalize(numbers.float(), dim=-1).cpu().numpy()


def _load_model(name: str) -> "SentenceTransformer":
    import torch
    from sentence_transformers import SentenceTransformer

    capabilities = torch.cpu.get_capabilities()
    half = bool(capabilities.get("amx_bf16") or capabilities.get("avx512_bf16"))
    try:
        model = SentenceTransformer(name, device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        raise SettingsError(setting="AKTENLOTSE_EMBEDDER", reason=describe_fault("no_model", name=name)) from error
    return model.bfloat16() if half else model


def load_embedder(settings: Settings) -> Embedder:
    """The configured embedder. Raises SettingsError if its model cannot be loaded."""
    if settings.embedder == "static":
        return StaticEmbedder(weight=STATIC_WEIGHT if settings.embedder_weight is None else settings.embedder_weight)
    return SentenceTransformerEmbedder(settings)
