"""The authority's own words over HTTP: found, added, changed, removed, tried, suggested; they count from the next question on."""

from typing import Any

import pytest

from tests.web.office import Office, assert_explained
from tests.web.test_asked import keep

WORDS = {"everyday": ["Drahtesel", "drahtroß"], "official": ["Dienstfahrrad"]}
BICYCLES = "# Dienstfahrräder\n\nEin Dienstfahrrad wird in der Poststelle ausgegeben.\n"
QUESTION = "Wo bekomme ich einen Drahtesel?"


def put(office: Office, **changed: Any) -> dict[str, Any]:
    response = office.client.put("/api/words", json=WORDS | changed)
    assert response.status_code == 200, response.text
    entry: dict[str, Any] = response.json()
    return entry


def found(office: Office, query: str, **more: Any) -> list[dict[str, Any]]:
    response = office.client.get("/api/words", params={"query": query} | more)
    entries: list[dict[str, Any]] = response.json()["entries"]
    return entries


def is_found_by_words(office: Office) -> bool:
    return any("words" in hit["scores"] for hit in office.ask(QUESTION)["hits"])


def test_an_own_word_leads_to_the_document_from_the_next_question_on(office: Office) -> None:
    others: dict[str, str | bytes] = {f"{number}.md": f"# Raum {number}\n\nHier wird nichts gelagert.\n" for number in range(20)}
    office.shelf.add_all(others | {"fahrrad.md": BICYCLES})
    assert not is_found_by_words(office)
    put(office)
    assert is_found_by_words(office)
    office.client.delete("/api/words", params={"everyday": ["drahtesel", "drahtroß"]})
    assert not is_found_by_words(office)


def test_an_own_entry_is_stored_in_lower_case_and_stands_before_the_shipped_ones(office: Office) -> None:
    assert put(office) == {"everyday": ["drahtesel", "drahtroß"], "official": ["dienstfahrrad"], "own": True}
    assert found(office, "FAHRRAD")[0]["own"]
    assert not all(entry["own"] for entry in found(office, "fahrrad"))
    assert [entry["everyday"][0] for entry in found(office, "", own=True)] == ["drahtesel"]


def test_a_changed_entry_takes_the_place_of_the_former_one(office: Office) -> None:
    put(office)
    put(office, everyday=["drahtesel"], official=["diensträder"], former=["drahtesel", "drahtroß"])
    assert found(office, "", own=True) == [{"everyday": ["drahtesel"], "official": ["diensträder"], "own": True}]


def test_comments_in_the_authority_s_file_stay(office: Office) -> None:
    file = office.shelf.library.home / "thesaurus.tsv"
    file.write_text("# vom Organisationsreferat\nblech\tmetall\n", encoding="utf-8")
    put(office)
    assert file.read_text(encoding="utf-8").splitlines() == [
        "# vom Organisationsreferat",
        "blech\tmetall",
        "drahtesel|drahtroß\tdienstfahrrad",
    ]


def test_what_would_break_the_file_s_form_becomes_a_space(office: Office) -> None:
    assert put(office, everyday=["alter\tEsel|neu\n"])["everyday"] == ["alter esel neu"]


def test_a_question_is_tried_with_and_without_an_entry_that_is_not_stored(office: Office) -> None:
    office.upload("fahrrad.md", BICYCLES)
    trial = {"question": QUESTION} | WORDS
    tried = office.client.post("/api/words/trials", json=trial).json()
    assert tried["without"]["hits"] == [] or "dienstfahrrad" not in str(tried["without"]["widened"])
    assert "Poststelle" in tried["with"]["hits"][0]["passage"]["text"]
    assert found(office, "", own=True) == []


def test_words_that_five_asked_for_in_vain_are_suggested(office: Office) -> None:
    office.upload("fahrrad.md", BICYCLES)
    keep(office, ["Wo steht die Plumpsmaschine?"] * 4)
    address = "/api/words/suggestions"
    assert office.client.get(address).json()["suggestions"] == []
    keep(office, ["Wer wartet die Plumpsmaschine?"])
    assert office.client.get(address).json()["suggestions"] == [{"word": "plumpsmaschine", "questions": 5}]
    put(office, everyday=["plumpsmaschine"])
    assert office.client.get(address).json()["suggestions"] == []


@pytest.mark.parametrize("wrong", [{"everyday": []}, {"official": [" "]}, {"everyday": ["x" * 101]}])
def test_an_entry_that_cannot_be_is_refused(office: Office, wrong: dict[str, Any]) -> None:
    assert_explained(office.client.put("/api/words", json=WORDS | wrong), 422, "invalid_request")


def test_an_entry_that_is_not_there_cannot_be_removed(office: Office) -> None:
    assert_explained(office.client.delete("/api/words?everyday=xyz"), 404, "not_found")
