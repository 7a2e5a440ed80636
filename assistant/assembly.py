"""The only place that knows the concrete parts of the assistant."""

from assistant.answering import Assistant
from assistant.chat_models import load_chat_model
from assistant.reranking import Reranker
from assistant.retrieval import Retriever
from assistant.widening import Thesaurus
from ingest.library import Library, open_library
from ingest.settings import Settings


def build_assistant(settings: Settings, library: Library | None = None) -> Assistant:
    """The assistant of the configured library, or of `library`."""
    library = open_library(settings) if library is None else library  # an empty library is false
    reranker = Reranker(settings) if settings.reranker else None
    retriever = Retriever(library, Thesaurus(settings.home / "thesaurus.tsv"), reranker=reranker)
    return Assistant(retriever, load_chat_model(settings), settings)
