"""What a document said before: kept when it is replaced, compared, and gone with the document."""

from typing import Any

import pytest

from tests.web.office import QUESTION, Office, assert_explained

REISE = "# Reisekosten\n\nAllgemeines.\n\nFür die Benutzung eines privaten Kraftwagens werden {} Cent je Kilometer erstattet.\n"


@pytest.fixture
def replaced(office: Office) -> str:
    """The address of a document that has been replaced."""
    office.upload("reise.md", REISE.format(30))
    return f"/api/documents/{office.upload('reise.md', REISE.format(38))['document_id']}"


def read(office: Office, address: str, **query: Any) -> Any:
    response = office.client.get(address, params=query)
    assert response.status_code == 200, response.text
    return response.json()


def test_all_versions_are_listed_the_current_one_first(office: Office, replaced: str) -> None:
    versions = read(office, f"{replaced}/versions")["versions"]
    assert [(version["number"], version["replaced"] is None) for version in versions] == [(2, True), (1, False)]
    assert versions[0]["digest"] != versions[1]["digest"]


def test_the_words_that_changed_are_marked_in_their_line(office: Office, replaced: str) -> None:
    found = read(office, f"{replaced}/differences", before=1, after=2)
    assert (found["removed"], found["added"]) == (1, 1)
    marked = {line["kind"]: [piece["text"] for piece in line["pieces"] if piece["changed"]] for line in found["lines"]}
    assert (marked["removed"], marked["added"]) == (["30"], ["38"])


def test_a_version_that_never_was_is_refused_with_a_sentence(office: Office, replaced: str) -> None:
    response = office.client.get(f"{replaced}/differences?before=1&after=7")
    assert_explained(response, 404, "unknown_version")


def test_what_goes_with_a_document_is_counted_before_it_goes(office: Office, replaced: str) -> None:
    answer = office.ask()
    office.client.post("/api/feedback", json={"question": QUESTION, "answer": answer["text"], "helpful": True})
    older = office.upload("alt.md", "# Alte Reisekosten\n\nFrüher gab es 20 Cent je Kilometer für Kraftwagen.\n")["document_id"]
    successor = {"superseded_by": replaced.rpartition("/")[2]}
    office.client.patch(f"/api/documents/{older}", json=successor)
    belongings = read(office, f"{replaced}/belongings")
    assert {name: belongings[name] for name in ("passages", "versions", "feedback")} == {
        "passages": 1,
        "versions": 2,
        "feedback": 1,
    }
    assert [document["title"] for document in belongings["superseded"]] == ["Alte Reisekosten"]


def test_a_deleted_document_leaves_no_version_behind(office: Office, replaced: str) -> None:
    office.client.delete(replaced)
    with office.shelf.library.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM versions").scalar() == 0


@pytest.mark.parametrize("rest", ["versions", "differences?before=1&after=2", "belongings"])
def test_versions_are_for_editors(office: Office, replaced: str, rest: str) -> None:
    assert_explained(office.client.get(f"{replaced}/{rest}", headers=office.reader), 403, "forbidden")
