"""The list of documents and the condition of the library: how documents stand, what is there twice, what was read badly."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from PIL import Image

from tests.web.office import Office

TODAY = date.today()
RULES = "Dienstreisen sind vorher zu genehmigen. Der Antrag wird bei der Reisestelle gestellt, spätestens zwei Wochen vorher.\n"


def day(number: int) -> str:
    return (TODAY + timedelta(days=number)).isoformat()


def listed(office: Office, **query: Any) -> list[str]:
    documents = office.client.get("/api/documents", params=query).json()["documents"]
    return [document["title"] for document in documents]


def condition(office: Office, part: str = "") -> Any:
    return office.client.get(f"/api/condition{part}").json()


@pytest.fixture
def four(office: Office) -> Office:
    """Documents that stand in the four ways."""
    for title, fields in {
        "Alt": {"valid_to": day(-1)},
        "Bald": {"valid_to": day(30)},
        "Gültig": {"valid_from": day(-1)},
        "Übermorgen": {"valid_from": day(2)},
    }.items():
        office.upload(f"{title}.md", f"# {title}\n\n{title}: {RULES}", **fields)
    return office


@pytest.mark.parametrize(
    ("standing", "titles"),
    [("expired", ["Alt"]), ("soon", ["Bald"]), ("in_force", ["Bald", "Gültig"]), ("coming", ["Übermorgen"])],
)
def test_documents_are_filtered_by_how_they_stand(four: Office, standing: str, titles: list[str]) -> None:
    assert listed(four, standing=standing) == titles


def test_a_document_leaves_force_when_its_successor_comes(four: Office) -> None:
    ids = {document["title"]: document["id"] for document in four.client.get("/api/documents").json()["documents"]}
    for title, successor in (("Gültig", "Übermorgen"), ("Bald", "Gültig")):
        change = {"superseded_by": ids[successor]}
        four.client.patch(f"/api/documents/{ids[title]}", json=change)
    assert listed(four, standing="soon") == ["Gültig"]
    assert listed(four, standing="expired") == ["Alt", "Bald"]
    shown = four.client.get(f"/api/documents/{ids['Gültig']}").json()
    assert ([one["title"] for one in shown["before"]], [one["title"] for one in shown["after"]]) == (["Bald"], ["Übermorgen"])


@pytest.mark.parametrize("query", ["übermorgen", "ÜBERMORGEN", "ubermorgen", "morgen über"])
def test_a_search_finds_words_whatever_their_case_or_umlauts(four: Office, query: str) -> None:
    assert listed(four, query=query) == ["Übermorgen"]


def test_a_word_without_umlauts_is_found_beside_one_that_has_them(office: Office) -> None:
    office.upload("steuer.md", f"# Steuererlass für den Süden\n\n{RULES}")
    assert listed(office, query="steuer süd") == listed(office, query="Steuererlass") == ["Steuererlass für den Süden"]


def test_the_list_is_sorted_as_people_sort_and_from_both_ends(four: Office) -> None:
    assert listed(four) == ["Alt", "Bald", "Gültig", "Übermorgen"]
    assert listed(four, order="-title") == ["Übermorgen", "Gültig", "Bald", "Alt"]
    assert listed(four, order="valid_to")[:2] == ["Alt", "Bald"]
    assert four.client.get("/api/documents?order=text").status_code == 422


def test_what_runs_out_and_what_has_is_told(four: Office) -> None:
    found = condition(four)
    assert [found[name]["total"] for name in ("expired", "soon", "doubtful", "unread")] == [1, 1, 0, 0]


def test_the_same_file_the_same_title_and_nearly_the_same_text_are_told_apart(office: Office) -> None:
    text = "".join(f"Nummer {number}: {RULES}" for number in range(12))
    office.upload("a.md", f"# Reisen\n\n{text}")
    office.upload("b.md", f"# Reisen\n\n{text}")
    office.upload("c.md", f"# Dienstreisen\n\n{text} Dies gilt ab sofort.\n")
    office.upload("d.md", "# reisen\n\nParkausweise werden an der Pforte ausgegeben.\n")
    found = condition(office, "/twins")
    names = [(twins["reason"], sorted(one["file_name"] for one in twins["documents"])) for twins in found["twins"]]
    assert names[0] == ("file", ["a.md", "b.md"])
    assert sorted(names[1:3]) == [("text", ["a.md", "c.md"]), ("text", ["b.md", "c.md"])]
    assert names[3] == ("title", ["a.md", "b.md", "d.md"])


def test_a_scan_without_text_is_told_until_a_better_file_comes(office: Office) -> None:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), (90, 120, 200)).save(file, "PNG")
    office.upload("scan.png", file.getvalue())
    assert [job["file_name"] for job in condition(office)["unread"]["jobs"]] == ["scan.png"]
    office.upload("scan.png", RULES)
    assert condition(office)["unread"]["total"] == 0
