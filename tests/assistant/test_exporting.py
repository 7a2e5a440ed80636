"""An answer as Markdown says what it rests on and what is doubtful, and nothing in it is markup of a document."""

from assistant.citing import resolve
from assistant.conversation import Answer, Sentence
from assistant.exporting import answer_as_markdown, marked_text
from tests.assistant.making import REISEKOSTEN, make_hit

TEXT = "Es gibt 30 Cent je Kilometer [1]. Dazu 99 Euro [1]."


def answered(text: str = TEXT) -> Answer:
    hits = (make_hit(REISEKOSTEN, "Reise_kosten <b>"),)
    _, citations = resolve(text, hits)
    sentences = (
        Sentence("Es gibt 30 Cent je Kilometer.", (1,), "supported"),
        Sentence("Dazu 99 Euro.", (1,), "unsupported", "amount"),
    )
    return Answer(text, "answered", "Wie viel?", sentences, citations, hits=hits, model="m", remarks=("Ein Hinweis.",))


def test_what_is_not_borne_out_is_marked_in_the_text() -> None:
    assert marked_text(answered()) == "Es gibt 30 Cent je Kilometer [1]. Dazu 99 Euro [1]. (nicht belegt)"


def test_markdown_has_question_text_remarks_and_sources() -> None:
    shown = answer_as_markdown(answered())
    for part in ("## Wie viel?", "(nicht belegt)", "> Ein Hinweis.", "### Quellen", "- [1] Reise\\_kosten \\<b\\>", "Fassung 1"):
        assert part in shown
    assert "„Für die Benutzung" in shown
