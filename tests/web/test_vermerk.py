"""The Vermerk: a Word file that anybody can read, and that says about sources only what the library says."""

from io import BytesIO
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from tests.web.office import QUESTION, Office


def turn(answer: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A turn as the browser sends it."""
    cited = answer["citations"]
    citations = [{"number": each["number"], "passage": each["passage"]["id"], "quote": each["quote"]} for each in cited]
    return {
        "question": QUESTION,
        "understood": answer["question"],
        "asked": "2026-03-04T09:30:00Z",
        "answer": answer["text"],
        "outcome": answer["outcome"],
        "model": answer["model"],
        "prompt": answer["prompt"],
        "sentences": [{"text": each["text"], "citations": each["citations"]} for each in answer["sentences"]],
        "citations": citations,
    } | more


def memo(office: Office, *turns: dict[str, Any]) -> Document:
    response = office.client.post("/api/vermerk", json={"title": "", "turns": turns})
    assert response.status_code == 200, response.text
    assert response.headers["content-disposition"] == 'attachment; filename="Vermerk.docx"'
    return docx.Document(BytesIO(response.content))


def text_of(file: Document) -> str:
    """All that can be read in it."""
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in file.paragraphs] + cells)


def test_a_vermerk_holds_question_answer_and_sources(stocked: Office) -> None:
    answer = stocked.ask()
    text = text_of(memo(stocked, turn(answer)))
    document = answer["citations"][0]["passage"]["document"]
    about = ("Reisekosten", "§ 4", "gültig ab 01.01.2024", "Fassung 1", document["digest"])
    for expected in (QUESTION, "30 Cent je Kilometer", *about):
        assert expected in text
    assert "Künstliche Intelligenz" in text
    assert "quoting" in text
    assert "nicht belegt" not in text


def test_a_vermerk_can_be_read_by_everybody(stocked: Office) -> None:
    file = memo(stocked, turn(stocked.ask()))
    assert file.core_properties.title == f"Vermerk: {QUESTION}"
    assert file.core_properties.language == "de-DE"
    assert {each.get(qn("w:val")) for each in file.styles.element.iter(qn("w:lang"))} == {"de-DE"}
    styles = [paragraph.style.name for paragraph in file.paragraphs if paragraph.style]
    assert [name[-1] for name in styles if name.startswith("Heading")] == ["1", "2", "3", "3", "3"]
    for table in file.tables:
        headers = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert headers == [True] + [False] * (len(headers) - 1)


def test_a_made_up_quote_is_replaced_by_what_stands_there(stocked: Office) -> None:
    sent = turn(stocked.ask())
    sent["citations"][0]["quote"] = "Es werden 70 Cent erstattet."
    text = text_of(memo(stocked, sent))
    assert "steht so nicht in dieser Stelle" in text
    assert "70 Cent" not in text


def test_a_made_up_sentence_is_named_as_such(stocked: Office) -> None:
    sent = turn(stocked.ask(), sentences=[{"text": "Es werden 70 Cent je Kilometer erstattet.", "citations": [1]}])
    assert "70 Cent je Kilometer erstattet. [1] (nicht belegt)" in text_of(memo(stocked, sent))


def test_a_source_that_is_gone_is_named_as_gone(stocked: Office) -> None:
    sent = turn(stocked.ask())
    document = stocked.client.get("/api/documents").json()["documents"][0]["id"]
    stocked.client.delete(f"/api/documents/{document}")
    assert "gibt es in der Bibliothek nicht mehr" in text_of(memo(stocked, sent))


def test_a_refusal_and_a_limited_question_can_be_noted_too(stocked: Office) -> None:
    refused = stocked.ask(as_of="2020-01-01")
    text = text_of(memo(stocked, turn(refused, as_of="2020-01-01", collections=["personal"])))
    for expected in (refused["text"], "Keine Quellen.", "01.01.2020", "personal"):
        assert expected in text


@pytest.mark.parametrize("body", [{}, {"turns": []}, {"turns": [{}]}, {"turns": "x"}])
def test_what_is_no_conversation_is_refused(stocked: Office, body: dict[str, Any]) -> None:
    assert stocked.client.post("/api/vermerk", json=body).status_code == 422
