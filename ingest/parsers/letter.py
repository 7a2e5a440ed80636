"""A mail as a document, whatever file it comes in: its subject is the title, its attachments stand under their names.

Knows neither EML nor MSG.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from ingest.parsers.html import blocks_of_markup
from ingest.parsers.inside import Inside
from ingest.parsers.lines import clean
from ingest.parsers.structure import Block, ParsedDocument, parsed
from ingest.parsers.text import blocks_of_text


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says; of `text` and `markup`, its body as plain text and as HTML, one may be empty."""

    subject: str = ""
    sender: str = ""
    recipients: str = ""
    copies: str = ""
    sent: datetime | None = None
    text: str = ""
    markup: str = ""


def document(letter: Letter, attached: Inside) -> ParsedDocument:
    """The mail's sections, and those of its attachments under its subject."""
    own = parsed(_blocks(letter))
    subject = clean(letter.subject).replace("\n", " ")
    above = (subject,) if subject else ()
    sections = [replace(section, headings=(*above, *section.headings)) for section in attached.sections]
    return ParsedDocument(subject or own.title, (*own.sections, *sections), tuple(attached.notes))


def _blocks(letter: Letter) -> Iterator[Block]:
    yield Block(letter.subject, level=1)
    lines = {"Von": letter.sender, "An": letter.recipients, "Kopie an": letter.copies}
    yield from (Block(f"{name}: {clean(line)}".replace("\n", " ")) for name, line in lines.items() if line.strip())
    if letter.sent:
        yield Block(f"Datum: {letter.sent:%d.%m.%Y %H:%M}")
    body = list(blocks_of_markup(letter.markup)) if letter.markup.strip() else []
    for block in body or blocks_of_text(letter.text):
        yield replace(block, level=block.level + 1 if block.level else 0)
