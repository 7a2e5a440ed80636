"""Hits and tasks for tests that need no library."""

from collections.abc import Sequence
from datetime import date

from assistant.chat_models import Message, Task
from assistant.reading import Reading
from assistant.units import find_units
from ingest.documents import Document, Hit, Metadata, Passage

REISEKOSTEN = (
    "Für die Benutzung eines privaten Kraftfahrzeugs werden 30 Cent je Kilometer erstattet. "
    "Der Antrag ist innerhalb von sechs Monaten zu stellen. "
    "Dienstreisen bedürfen gem. § 5 Abs. 2 der vorherigen Genehmigung."
)
URLAUB = "Der Erholungsurlaub beträgt 30 Arbeitstage im Kalenderjahr."
TASK_MESSAGES = (Message("system", "Sie Regeln"), Message("user", "Frage Urlaub ?"))


def make_hit(
    text: str, title: str = "Dienstanweisung", headings: tuple[str, ...] = (), score: float = 0.5, valid_from: date | None = None
) -> Hit:
    """A hit whose passage is the whole text of its document."""
    document = Document(f"id-{title}", f"{title}.txt", "digest", 1, Metadata(title=title, valid_from=valid_from))
    return Hit(Passage(1, document, text, headings, None, None, 0, len(text)), score)


def make_task(question: str = "Wie viel Cent je Kilometer?", texts: Sequence[str] = (REISEKOSTEN, URLAUB)) -> Task:
    """A task over passages with these texts, of which every unit answers."""
    hits = tuple(make_hit(text) for text in texts)
    return Task(question, hits, TASK_MESSAGES, Reading(tuple(find_units(hits)), 1.0))
