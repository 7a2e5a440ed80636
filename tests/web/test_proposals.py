"""Editors see what a document says of itself, and nothing is changed by that."""

from tests.web.office import Office

TEXT = (
    "# Dienstanweisung der Stadt Musterhausen über Dienstreisen\n\nAktenzeichen: 10-240/2024\n\n"
    "Diese Dienstanweisung tritt am 1. Januar 2025 in Kraft. Sie ersetzt die Dienstanweisung vom 15. Mai 2012.\n"
)


def test_proposals_name_value_words_and_place(office: Office) -> None:
    job = office.upload("reisen.md", TEXT)
    address = f"/api/documents/{job['document_id']}"
    proposals = office.client.get(f"{address}/proposals").json()["proposals"]
    assert {each["field"]: each["value"] for each in proposals} == {
        "title": "Dienstanweisung der Stadt Musterhausen über Dienstreisen",
        "issuer": "Stadt Musterhausen",
        "reference": "10-240/2024",
        "valid_from": "2025-01-01",
        "supersedes": "Dienstanweisung vom 15. Mai 2012",
    }
    text = office.client.get(f"{address}/text").json()["text"]
    placed = [each for each in proposals if each["start"] is not None]
    assert len(placed) == 3
    assert all(text[each["start"] : each["end"]] == each["quote"] for each in placed)


def test_nothing_is_applied(office: Office) -> None:
    job = office.upload("reisen.md", TEXT)
    address = f"/api/documents/{job['document_id']}"
    office.client.get(f"{address}/proposals")
    document = office.client.get(address).json()
    assert (document["valid_from"], document["reference"], document["issuer"]) == (None, None, None)


def test_proposals_of_no_document_are_not_found(office: Office) -> None:
    assert office.client.get("/api/documents/nichts/proposals").status_code == 404
