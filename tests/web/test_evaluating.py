"""The evaluators' pages in a real browser against the real server: runs, blind rating by keyboard, approval of drafts."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import insert

from assistant import drafts, ratings
from assistant.quoting import QuotingReader
from ingest.tables import feedback, transaction
from tests.web.browsing import barriers, needs_browser, pressed_focus, watched_page
from tests.web.office import Office
from tests.web.runs import COMPARISON, lay_pairs, lay_two_runs
from tests.web.serving_office import serving

pytestmark = needs_browser
PAGES = (
    "",
    "/lauf?lauf=neu",
    "/frage?lauf=neu&frage=erklärt",
    "/frage?lauf=alt&neben=neu&frage=erklärt",
    "/vergleich?vorher=alt&nachher=neu",
    "/bewerten",
    "/goldfragen",
    "/irgendwo",
)


@pytest.fixture
def address(stocked: Office) -> Iterator[str]:
    """The evaluators' pages of an office with two runs, three pairs, and a question that was not served well."""
    library = stocked.shelf.library
    lay_two_runs(library.home)
    lay_pairs(library, 3)
    rated = {"created": drafts.Draft("", "", "helpful").created, "question": "Wer vergibt Parkplätze?", "answer": "Niemand."}
    with transaction(library.engine) as connection:
        connection.execute(insert(feedback).values(**rated, helpful=False, comment="stimmt nicht"))
    with serving(stocked.shelf, QuotingReader()) as served:
        yield f"{served.rstrip('/')}/auswertung"


def test_two_runs_are_chosen_compared_and_followed_down_to_a_question(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("checkbox", name="neu zum Vergleich auswählen").check()
    page.get_by_role("checkbox", name="alt zum Vergleich auswählen").check()
    page.get_by_role("button", name="Nebeneinander zeigen").click()
    row = page.get_by_role("table", name="Unterschiede").get_by_role("row", name="Alle geforderten Angaben")
    expect(row).to_contain_text("deutlich besser")
    page.get_by_role("link", name="Frage erklärt?").click()
    expect(page.get_by_role("heading", name="Frage erklärt?")).to_be_visible()
    answer = page.get_by_role("region", name="Nachher").filter(has=page.get_by_role("heading", name="Antwort", exact=True))
    answer.get_by_text("Sätze und Urteile").click()
    expect(answer).to_contain_text("Die Frist steht so nicht in der Quelle.")
    page.go_back()
    expect(page.get_by_role("heading", name="Zwei Messläufe nebeneinander")).to_be_visible()


def test_the_questions_of_a_run_are_narrowed_by_what_became_of_them(page: Page, address: str) -> None:
    page.goto(f"{address}/lauf?lauf=neu")
    page.get_by_label("Ergebnis", exact=True).select_option("wrongly_answered")
    expect(page.get_by_role("status")).to_have_text("1 von 22 Fragen")
    expect(page.get_by_role("link", name="Frage offen?")).to_be_visible()
    page.get_by_role("searchbox", name="Suchen").fill("gibt es nicht")
    expect(page.get_by_role("status")).to_have_text("0 von 22 Fragen")


def test_pairs_are_rated_by_keyboard_alone_and_the_last_one_can_be_changed(page: Page, address: str, stocked: Office) -> None:
    page.goto(f"{address}/bewerten")
    page.get_by_label("Ihr Deckname").focus()
    page.keyboard.type("Amsel")
    page.keyboard.press("Enter")
    for key in "12":
        expect(page.get_by_role("heading", level=3)).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert").filter(has_text="Bitte wählen Sie")).to_be_visible()
        page.keyboard.press(key)
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"{key} von 3 Paaren bewertet")).to_be_visible()
    page.get_by_role("button", name="Voriges Paar ändern").press("Enter")
    expect(page.get_by_role("radio", name="Gleich gut")).to_be_checked()
    page.keyboard.press("3")
    page.get_by_role("group", name="Was links nicht stimmt").get_by_role("checkbox", name="veraltet").press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 von 3 Paaren bewertet")).to_be_visible()
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sie haben alle Paare bewertet.")).to_be_focused()
    given = [rating for _, rating in ratings.read_ratings(stocked.shelf.library.engine, COMPARISON)]
    assert sorted(rating.better for rating in given) == ["equal", "left", "right"]
    assert [rating.left_faults for rating in given if rating.better == "right"] == [("outdated",)]


def test_keys_typed_into_the_comment_are_text(page: Page, address: str) -> None:
    page.goto(f"{address}/bewerten")
    page.get_by_label("Ihr Deckname").fill("Amsel")
    page.get_by_role("button", name="Bewerten").click()
    page.get_by_label("Anmerkung").press_sequentially("Satz 1\n")
    expect(page.get_by_label("Anmerkung")).to_have_value("Satz 1\n")
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)


def test_a_question_becomes_gold_when_it_says_what_is_right(page: Page, address: str, stocked: Office) -> None:
    page.goto(f"{address}/goldfragen")
    page.get_by_role("button", name="Neue Fragen sammeln").click()
    expect(page.get_by_text("1 neue Frage gefunden.")).to_be_visible()
    page.get_by_text("Wer vergibt Parkplätze?").first.click()
    page.get_by_role("button", name="Freigeben", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="Es fehlen noch")).to_be_visible()
    expect(page.get_by_label("Richtige Antwort")).to_be_focused()
    page.get_by_label("Richtige Antwort").fill("Die Zentrale.")
    page.get_by_label("Titel des Dokuments").press_sequentially("Reise")
    expect(page.locator("aktenlotse-draft option")).to_have_attribute("value", "Reisekosten")
    page.get_by_label("Titel des Dokuments").fill("Reisekosten")
    page.get_by_role("button", name="Freigeben", exact=True).click()
    expect(page.get_by_text("Es ist keine Frage zu prüfen.")).to_be_focused()
    with page.expect_download() as download:
        page.get_by_role("button", name="Freigegebene Fragen als Tabelle").click()
    assert "Die Zentrale." in download.value.path().read_text("utf-8-sig")
    page.get_by_role("button", name="Freigegeben (1)").click()
    page.get_by_text("Wer vergibt Parkplätze?").first.click()
    page.get_by_role("button", name="Wieder zu prüfen").click()
    expect(page.get_by_role("button", name="Zu prüfen (1)")).to_be_visible()
    (draft,) = drafts.list_drafts(stocked.shelf.library.engine)
    assert (draft.answer, draft.sources[0].document) == ("Die Zentrale.", "Reisekosten")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 320)])
def test_no_page_has_a_barrier_or_is_cut_off(browser: Browser, address: str, scheme: Literal["light", "dark"], width: int) -> None:
    with watched_page(browser, width=width, scheme=scheme) as page:
        for each in PAGES:
            page.goto(f"{address}{each}")
            page.wait_for_load_state("networkidle")
            expect(page.get_by_role("heading", level=2)).to_be_visible()
            for summary in page.locator("summary").all():
                summary.click()
            assert (each, barriers(page)) == (each, [])
            assert page.evaluate("document.documentElement.scrollWidth") <= width, each


def test_the_pages_speak_english_and_lead_on_by_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Runs", level=2)).to_be_visible()
    page.keyboard.press("Home")
    page.get_by_role("link", name="Gold questions").press("Enter")
    expect(page.get_by_role("heading", name="Gold questions", level=2)).to_be_visible()
    assert pressed_focus(page) == "MAIN"


def test_without_runs_pairs_and_drafts_the_pages_say_what_to_do(page: Page, stocked: Office) -> None:
    with serving(stocked.shelf, QuotingReader()) as served:
        page.goto(f"{served.rstrip('/')}/auswertung")
        expect(page.get_by_text(f"{stocked.shelf.library.home}/runs")).to_be_visible()
        page.get_by_role("link", name="Blindvergleich").click()
        expect(page.get_by_text("python -m eval pairs")).to_be_visible()
        assert barriers(page) == []
