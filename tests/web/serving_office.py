"""The web application on a real port, with a chat model of the test's choice."""

import contextlib
from collections.abc import Iterator

from assistant.answering import Assistant
from assistant.assembly import build_assistant
from assistant.chat_models import ChatModel
from assistant.web.app import make_app
from assistant.web.context import Context
from ingest.settings import Settings
from tests.assistant.running import running
from tests.shelf import Shelf


@contextlib.contextmanager
def serving(shelf: Shelf, model: ChatModel, **more: object) -> Iterator[str]:
    """The address of the application over `shelf`; `more` are settings."""
    any_passage_will_do = {"floor": 0.0}
    settings = Settings(home=shelf.library.home, identity="demo").model_copy(update=any_passage_will_do | more)
    assistant = Assistant(build_assistant(settings, shelf.library).retriever, model, settings)
    with running(make_app(Context(settings, shelf.library, assistant))) as address:
        yield address
