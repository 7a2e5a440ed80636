"""The life of a document over HTTP: uploaded, asked about, described, replaced, deleted."""

import unicodedata
from datetime import date

import pytest

from ingest.documents import EVERYTHING
from tests.web.office import QUESTION, Office, assert_explained

REISE = "# Reisekosten\n\nFür die Benutzung eines privaten Kraftwagens werden {} Cent je Kilometer erstattet.\n"


def only_document(office: Office) -> dict[str, object]:
    listed: list[dict[str, object]] = office.client.get("/api/documents").json()["documents"]
    (document,) = listed
    return document


def originals(office: Office) -> list[bytes]:
    return [path.read_bytes() for path in (office.shelf.library.home / "files").iterdir()]


def test_a_document_is_uploaded_asked_about_replaced_and_deleted(office: Office) -> None:
    job = office.upload("reisekosten.md", REISE.format(30))
    assert (job["status"], job["passages"]) == ("ready", 1)
    address = f"/api/documents/{job['document_id']}"
    assert "30 Cent" in office.ask()["text"]

    file = {"file": ("neue fassung.md", REISE.format(38))}
    office.take_in(office.client.put(f"{address}/file", files=file))
    assert "38 Cent" in office.ask()["text"]
    assert only_document(office)["version"] == 2
    assert only_document(office)["file_name"] == "neue fassung.md"
    assert "30 Cent" not in office.shelf.texts(QUESTION)
    assert originals(office) == [REISE.format(38).encode()]

    assert office.client.delete(address).status_code == 202
    office.tidy()
    assert office.ask()["outcome"] == "nothing"
    assert office.shelf.found(QUESTION, EVERYTHING) == []
    assert originals(office) == []
    assert [office.client.get(f"{address}{rest}").status_code for rest in ("", "/file", "/text", "/passages")] == [404] * 4


def test_a_file_that_is_known_under_its_name_is_replaced(office: Office) -> None:
    first = office.upload("reisekosten.md", REISE.format(30))
    second = office.upload("reisekosten.md", REISE.format(38))
    assert first["document_id"] == second["document_id"]
    assert only_document(office)["version"] == 2


def test_a_file_that_cannot_be_read_ends_as_a_named_error_and_the_former_version_stays(office: Office) -> None:
    job = office.upload("reisekosten.md", REISE.format(30))
    file = {"file": ("reisekosten.md", b"%PDF-1.7 kaputt")}
    failed = office.take_in(office.client.put(f"/api/documents/{job['document_id']}/file", files=file))
    assert (failed["status"], failed["error"], failed["document_id"]) == ("failed", "broken_file", None)
    assert "reisekosten.md" in failed["message"]
    assert "30 Cent" in office.ask()["text"]
    assert not list((office.shelf.library.home / "uploads").iterdir())


def test_metadata_given_with_the_upload_is_shown(office: Office) -> None:
    given = {"title": "Reisen", "collection": "personal", "valid_from": "2024-01-01", "issuer": "Referat 13", "reference": "13-042"}
    office.upload("reisekosten.md", REISE.format(30), **given)
    document = only_document(office)
    assert {name: document[name] for name in given} == given
    assert office.client.get("/api/collections").json() == {"collections": [{"name": "personal", "documents": 1}]}


def test_a_document_without_title_is_called_by_its_heading(office: Office) -> None:
    office.upload("rk.md", REISE.format(30))
    assert only_document(office)["title"] == "Reisekosten"


def test_a_description_changes_what_it_names_and_nothing_else(stocked: Office) -> None:
    before = only_document(stocked)
    change = {"valid_to": "2024-12-31", "issuer": "Referat 13"}
    response = stocked.client.patch(f"/api/documents/{before['id']}", json=change)
    assert only_document(stocked) == before | change | {"standing": "expired"}
    assert response.json()["valid_to"] == "2024-12-31"
    assert stocked.ask()["outcome"] == "nothing"
    assert not stocked.ask(as_of="2024-06-01")["refused"]
    stocked.client.patch(f"/api/documents/{before['id']}", json={"valid_to": None})
    assert not stocked.ask(as_of=date.today().isoformat())["refused"]


def test_documents_are_listed_by_page_search_and_collection(office: Office) -> None:
    for name, collection in (("a.md", "eins"), ("b.md", "eins"), ("c.md", "zwei")):
        office.upload(name, f"# Regel {name[0].upper()}\n\nText über Dienstreisen.\n", collection=collection)

    def titles(query: str) -> list[str]:
        return [document["title"] for document in office.client.get(f"/api/documents?{query}").json()["documents"]]

    assert titles("") == ["Regel A", "Regel B", "Regel C"]
    assert titles("limit=1&offset=1") == ["Regel B"]
    assert titles("collection=zwei") == ["Regel C"]
    assert titles("query=regel%20b") == ["Regel B"]
    assert titles("query=%25") == titles("query=_") == []
    assert office.client.get("/api/documents?limit=1").json()["total"] == 3


def test_the_machine_s_text_and_passages_can_be_read(stocked: Office) -> None:
    address = f"/api/documents/{only_document(stocked)['id']}"
    shown = stocked.client.get(f"{address}/text").json()
    (passage,) = stocked.client.get(f"{address}/passages").json()["passages"]
    assert shown["text"][passage["start"] : passage["end"]] in passage["text"]
    assert "30 Cent je Kilometer" in passage["text"]
    assert shown["sections"][-1]["headings"][-1] == "§ 4 Wegstreckenentschädigung"


@pytest.mark.parametrize("name", ["Übergröße – Maßnahmen.txt", unicodedata.normalize("NFD", "Übergröße – Maßnahmen.txt")])
def test_a_name_with_umlauts_is_kept_however_it_was_written(office: Office, name: str) -> None:
    job = office.upload(name, "Dienstreisen sind zu genehmigen.")
    assert job["file_name"] == "Übergröße – Maßnahmen.txt"
    response = office.client.get(f"/api/documents/{job['document_id']}/file")
    assert "%C3%9Cbergr%C3%B6%C3%9Fe" in response.headers["content-disposition"]
    assert response.text == "Dienstreisen sind zu genehmigen."


@pytest.mark.parametrize(
    ("name", "content", "kind", "place"),
    [
        ("regel.txt", "Dienstreisen sind zu genehmigen.", "text/plain; charset=utf-8", "inline"),
        (
            "regel.html",
            "<h1>Regel</h1><p>Reisen sind zu genehmigen.</p><script>alert(1)</script>",
            "application/octet-stream",
            "attachment",
        ),
    ],
)
def test_an_original_is_served_so_that_it_can_do_nothing(office: Office, name: str, content: str, kind: str, place: str) -> None:
    job = office.upload(name, content)
    response = office.client.get(f"/api/documents/{job['document_id']}/file")
    headers = response.headers
    assert (headers["content-type"], headers["x-content-type-options"], headers["content-security-policy"]) == (
        kind,
        "nosniff",
        "sandbox",
    )
    assert headers["content-disposition"].startswith(f"{place}; filename=")
    assert response.text == content


def test_every_answer_carries_the_headers_that_protect_the_page(stocked: Office) -> None:
    for response in (
        stocked.client.get("/healthz"),
        stocked.client.get("/nirgendwo"),
        stocked.client.post("/api/chat", json={"question": QUESTION}),
    ):
        assert "default-src 'self'" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"


def test_a_document_does_not_move_to_where_its_name_is_taken(office: Office) -> None:
    first = office.upload("note.md", REISE.format(30), collection="eins")["document_id"]
    office.upload("note.md", REISE.format(38), collection="zwei")
    refused = office.client.patch(f"/api/documents/{first}", json={"collection": "zwei"})
    assert_explained(refused, 409, "name_taken")
