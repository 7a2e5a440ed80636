"""What a document says about itself is proposed with the place where it says so, also where a machine has misread it."""

import pytest

from ingest.documents import Section
from ingest.proposals import Proposal, propose_metadata, read_day
from ingest.splitting import join_sections

TITLE = "Satzung der Stadt Musterhausen über die Straßenreinigung"


def proposed(*texts: str, title: str = TITLE) -> dict[str, list[str]]:
    """The values by field."""
    found: dict[str, list[str]] = {}
    for proposal in propose_metadata([Section(text, (title,) if title else ()) for text in texts]):
        found.setdefault(proposal.field, []).append(proposal.value)
    return found


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Aktenzeichen: 10-240/2024", "reference", "10-240/2024"),
        ("Az.: 32.4 - 118/17 Ho", "reference", "32.4 - 118/17"),
        ("| Aktenzeichen | StR 7/24 |", "reference", "StR 7/24"),
        ("Geschäftszeichen: Z 2 - 0441", "reference", "Z 2 - 0441"),
        ("Stand: 1. Juli 2024", "date", "2024-07-01"),
        ("Musterhausen, den 5. März 2021", "date", "2021-03-05"),
        ("Dienstanweisung zur Arbeitszeit vom 15.05.2012", "date", "2012-05-15"),
        ("Diese Satzung tritt am 1. Januar 2025 in Kraft.", "valid_from", "2025-01-01"),
        ("Sie tritt rückwirkend zum 01.07.2023 in Kraft.", "valid_from", "2023-07-01"),
        ("Die Dienstanweisung tritt mit Wirkung vom 1. Oktober 2022 in Kraft.", "valid_from", "2022-10-01"),
        ("Am 1. Juni 2024 tritt die Richtlinie in Kraft.", "valid_from", "2024-06-01"),
        ("Gültig ab 1. Februar 2024", "valid_from", "2024-02-01"),
        ("| Gültig ab | 01.02.2024 |", "valid_from", "2024-02-01"),
        ("Sie tritt mit Ablauf des 31. Dezember 2029 außer Kraft.", "valid_to", "2029-12-31"),
        ("Die Regelung tritt am 1. Mai 2024 in Kraft und am 30. April 2026 außer Kraft.", "valid_to", "2026-04-30"),
        ("Diese Dienstvereinbarung ist befristet bis zum 31.12.2026.", "valid_to", "2026-12-31"),
        ("Sie ersetzt die Dienstanweisung vom 15. Mai 2012.", "supersedes", "Dienstanweisung vom 15. Mai 2012"),
        (
            "Gleichzeitig tritt die Satzung über die Straßenreinigung vom 3. April 1998 außer Kraft.",
            "supersedes",
            "Satzung über die Straßenreinigung vom 3. April 1998",
        ),
        ("Gleichzeitig treten außer Kraft die Satzung vom 16.12.2011 und ihre Anlagen.", "supersedes", "Satzung vom 16.12.2011"),
        ("Die Richtlinie vom 2. Mai 2001 wird aufgehoben.", "supersedes", "Richtlinie vom 2. Mai 2001"),
        ("Herausgeber: Landesamt für Beispiele", "issuer", "Landesamt für Beispiele"),
    ],
)
def test_a_value_is_proposed(text: str, field: str, value: str) -> None:
    assert proposed(text)[field] == [value]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Diese Satzung tritt am l. Januar 2O25 in Kraft.", "valid_from", "2025-01-01"),
        ("Diese Satzung trltt am 1. Januar 2025 in Kraft.", "valid_from", None),
        ("Sie tritt am 1 . Marz 2020 ln Kraft.", "valid_from", "2020-03-01"),
        ("Sie tritt mit Ablauf des 31. Dezember 2029 auBer Kraft.", "valid_to", "2029-12-31"),
        ("Sie tritt mit Ablauf des 31.12.2029 ausser Kraft.", "valid_to", "2029-12-31"),
        ("Akten- zeichen : 10.2/44", "reference", "10.2/44"),
        ("Stand : 0l.07.2O24", "date", "2024-07-01"),
    ],
)
def test_what_a_machine_has_misread_is_understood_or_left_alone(text: str, field: str, value: str | None) -> None:
    assert proposed(text).get(field) == (None if value is None else [value])


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        (TITLE, "Stadt Musterhausen"),
        ("Dienstanweisung des Landesamtes für Umwelt und Natur", "Landesamt für Umwelt und Natur"),
        ("Gebührenordnung der Gemeinde Beispiel am See", "Gemeinde Beispiel am See"),
    ],
)
def test_the_issuer_is_read_from_the_title(title: str, issuer: str) -> None:
    assert proposed("Text.", title=title)["issuer"] == [issuer]


def test_the_issuer_is_read_from_the_letterhead() -> None:
    assert proposed("Landratsamt Beispielkreis\nHauptamt", title="Merkblatt")["issuer"] == ["Landratsamt Beispielkreis"]


def test_the_end_of_the_former_text_is_not_the_end_of_this_one() -> None:
    text = "Die Satzung vom 2. Mai 2001 tritt am 31. Dezember 2024 außer Kraft."
    assert "valid_to" not in proposed(text)
    assert proposed(text)["supersedes"] == ["Satzung vom 2. Mai 2001"]


def test_a_deadline_in_the_text_is_no_date_of_the_document() -> None:
    found = proposed("Anträge sind bis zum 31. März 2025 zu stellen. Der Bescheid vom 1. Mai 2020 bleibt gültig.")
    assert found.keys() <= {"title", "issuer"}


def test_an_amendment_does_not_have_the_date_of_what_it_amends() -> None:
    assert "date" not in proposed("Satzung zur Änderung der Hundesteuersatzung vom 23.10.2018")


def test_several_replaced_documents_are_proposed_each_once() -> None:
    text = "Sie ersetzt die Dienstanweisung vom 15. Mai 2012. Die Richtlinie vom 2. Mai 2001 wird aufgehoben."
    assert proposed(text, text)["supersedes"] == ["Dienstanweisung vom 15. Mai 2012", "Richtlinie vom 2. Mai 2001"]


def test_a_proposal_names_the_place_that_it_was_read_from() -> None:
    sections = [Section("Erster Teil."), Section("Der Rest.\nDiese Satzung tritt am 1. Januar 2025 in Kraft.")]
    found = next(each for each in propose_metadata(sections) if each.field == "valid_from")
    assert found.quote == "tritt am 1. Januar 2025 in Kraft"
    assert join_sections(sections)[found.start : found.end] == found.quote


def test_what_is_read_from_a_heading_has_no_place_in_the_text() -> None:
    assert propose_metadata([Section("Text.", ("Merkblatt Umzug",))]) == [Proposal("title", "Merkblatt Umzug", "Merkblatt Umzug")]


def test_a_document_without_headings_proposes_its_first_line_as_title() -> None:
    assert proposed("Hinweise zum Umzug\nBitte lesen.", title="")["title"] == ["Hinweise zum Umzug"]


def test_a_day_that_the_calendar_does_not_have_is_none() -> None:
    assert read_day("31.02.2024") is None
    assert proposed("Gültig ab 45.13.2024").get("valid_from") is None


def test_an_empty_document_proposes_nothing() -> None:
    assert propose_metadata([]) == []
