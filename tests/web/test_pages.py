"""The document's page shows the original, and marks on it what was read."""

import io

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from ingest.jobs import add_jobs, note_progress, take_jobs
from tests.web.office import Office, assert_explained


@pytest.fixture
def document(office: Office) -> str:
    """The id of a PDF of two pages."""
    file = io.BytesIO()
    canvas = Canvas(file)
    for text in ("Dienstreisen genehmigt die Amtsleitung.", "Der Urlaub ist beim Personalamt zu beantragen."):
        canvas.drawString(72, 500, text)
        canvas.showPage()
    canvas.save()
    identity: str = office.upload("reisen.pdf", file.getvalue())["document_id"]
    return identity


def test_a_page_is_shown_as_a_picture(office: Office, document: str) -> None:
    response = office.client.get(f"/api/documents/{document}/pages/2.png", params={"width": 400})
    assert (response.status_code, response.headers["content-type"]) == (200, "image/png")
    assert Image.open(io.BytesIO(response.content)).width == 400


def test_what_was_read_is_marked_where_it_stands(office: Office, document: str) -> None:
    text = office.client.get(f"/api/documents/{document}/text").json()
    start = text["text"].index("Urlaub")
    asked = {"start": start, "end": start + len("Urlaub")}
    (place,) = office.client.get(f"/api/documents/{document}/pages/2/rectangles", params=asked).json()["rectangles"]
    assert place["top"] == pytest.approx(1 - 512 / 842, abs=0.02)
    assert 0 < place["width"] < 0.1
    assert office.client.get(f"/api/documents/{document}/pages/1/rectangles", params=asked).json()["rectangles"] == []
    assert {section["confidence"] for section in text["sections"]} == {None}


def test_what_has_no_pages_says_so(stocked: Office, document: str) -> None:
    (other,) = [each["id"] for each in stocked.client.get("/api/documents").json()["documents"] if each["id"] != document]
    for address in (f"{document}/pages/3.png", f"{document}/pages/0.png", f"{other}/pages/1.png"):
        assert_explained(stocked.client.get(f"/api/documents/{address}"), 404, "not_found")
    assert_explained(stocked.client.get("/api/documents/nobody/pages/1.png"), 404, "unknown_document")
    assert_explained(stocked.client.get(f"/api/documents/{document}/pages/1.png", params={"width": 1e9}), 422, "invalid_request")


def test_a_scan_that_is_being_read_says_how_far_it_is(office: Office) -> None:
    engine = office.shelf.library.engine
    job = office.shelf.job("lang.pdf", b"%PDF-1.4")
    add_jobs(engine, [job])
    take_jobs(engine, 1)
    note_progress(engine, {job.id: (7, 40)})
    shown = office.client.get(f"/api/jobs/{job.id}").json()
    assert (shown["message"], shown["page"], shown["pages"]) == ("Seite 7 von 40", 7, 40)
