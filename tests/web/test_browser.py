"""The chat in a real browser against the real server with the sample library, by keyboard where it matters."""

from io import BytesIO
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Download, Locator, Page, expect

from tests.web.browsing import needs_browser, pressed_focus
from tests.web.pages import ChatPage
from tests.web.starting import Started

KILOMETER = "Wie viel bekomme ich pro Kilometer mit dem eigenen Auto?"
GOETHE = "Wann wurde Goethe geboren?"
PASSWORD = "Wie lang muss mein Passwort sein?"
RULE = "Dienstanweisung Reisekosten"

pytestmark = needs_browser


@pytest.fixture
def chat(page: Page, server: Started) -> ChatPage:
    opened = ChatPage(page)
    opened.open(server.address)
    return opened


def test_a_question_is_answered_with_a_citation(chat: ChatPage) -> None:
    answer = chat.ask(KILOMETER)
    expect(answer).to_contain_text("Cent")
    expect(answer.locator(".citation").first).to_be_visible()


def test_an_example_is_asked_by_a_click(chat: ChatPage) -> None:
    chat.page.evaluate("document.querySelector('aktenlotse-chat').examples = ['Wie lange muss ich Pause machen?']")
    chat.page.get_by_role("button", name="Wie lange muss ich Pause machen?").click()
    expect(chat.page.get_by_role("article", name="Wie lange muss ich Pause machen?")).to_contain_text("Minuten")


def test_a_citation_is_opened_and_closed_by_keyboard(chat: ChatPage) -> None:
    citation = chat.ask(KILOMETER).locator(".citation").first
    citation.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.source()).to_be_visible()
    mark = chat.source().locator("mark").first
    expect(mark).to_contain_text("Cent")
    chat.page.keyboard.press("Escape")
    expect(chat.source()).to_be_hidden()
    expect(citation).to_be_focused()


def open_rule(chat: ChatPage) -> Locator:
    """The panel with the rule on travel expenses, a PDF."""
    chat.ask(KILOMETER).get_by_role("button", name=RULE).last.click()
    return chat.source()


def test_a_source_names_its_place_and_standing(chat: ChatPage) -> None:
    source = open_rule(chat)
    expect(source.get_by_role("heading", name=RULE)).to_be_focused()
    expect(source).to_contain_text("§ 5 · Seite 2")
    expect(source).to_contain_text("Stand: gültig ab 01.01.2026 · Fassung 1")


def test_the_original_opens_at_its_page_with_the_quote_marked(chat: ChatPage) -> None:
    source = open_rule(chat)
    source.get_by_role("button", name="Seite im Original zeigen").click()
    expect(source.get_by_role("status")).to_have_text("Seite 2 von 4")
    marks = source.locator("aktenlotse-original mark")
    expect(marks.first).to_be_attached()
    assert "15 Cent je Kilometer" in "".join(marks.all_inner_texts())
    source.get_by_role("button", name="Nächste Seite").click()
    expect(source.get_by_role("status")).to_have_text("Seite 3 von 4")


def test_a_follow_up_says_how_it_was_understood(chat: ChatPage) -> None:
    chat.ask(KILOMETER)
    expect(chat.ask("Und mit dem Motorrad?").locator(".understood")).to_contain_text("pro Kilometer")


def test_a_refusal_leads_to_the_nearest_places(chat: ChatPage) -> None:
    places = chat.ask(PASSWORD).get_by_role("list", name="Nächstliegende Stellen").get_by_role("button")
    places.first.click()
    expect(chat.source()).to_contain_text("Fundstelle")


def test_what_has_nothing_to_do_with_the_documents_leads_nowhere(chat: ChatPage) -> None:
    answer = chat.ask(GOETHE)
    expect(answer).to_contain_text("Dazu steht nichts in den Dokumenten")
    expect(answer.get_by_role("list", name="Nächstliegende Stellen")).to_have_count(0)


def test_a_bad_answer_is_reported_with_its_reason(chat: ChatPage) -> None:
    answer = chat.ask(KILOMETER)
    answer.get_by_role("button", name="Nicht hilfreich").click()
    expect(answer.get_by_role("radio", name="Die Antwort ist falsch")).to_be_focused()
    answer.get_by_role("radio", name="Es fehlt etwas Wichtiges").check()
    answer.get_by_label("Anmerkung").fill("Die Pauschale fehlt.")
    answer.get_by_role("button", name="Rückmeldung senden").click()
    expect(answer.get_by_text("Danke für Ihre Rückmeldung.")).to_be_visible()


def read(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def test_an_answer_is_saved_as_a_vermerk_with_its_sources(chat: ChatPage) -> None:
    answer = chat.ask(KILOMETER)
    with chat.page.expect_download() as saved:
        answer.get_by_role("button", name="Vermerk (DOCX)").click()
    memo = docx.Document(BytesIO(read(saved.value)))
    assert f"Frage: {KILOMETER}" in [paragraph.text for paragraph in memo.paragraphs]
    assert RULE in "\n".join(cell.text for row in memo.tables[0].rows for cell in row.cells)


def test_conversations_are_kept_renamed_saved_and_deleted(chat: ChatPage) -> None:
    chat.ask(KILOMETER)
    chat.page.reload()
    kept = chat.open_conversations()
    kept.get_by_role("button", name=f"„{KILOMETER}“ umbenennen").click()
    kept.get_by_label("Neuer Name").fill("Auto")
    chat.page.keyboard.press("Enter")
    with chat.page.expect_download() as saved:
        kept.get_by_role("button", name="„Auto“ als Markdown speichern").click()
    assert read(saved.value).decode().startswith("# Auto\n\n> ")
    assert f"## {KILOMETER}" in read(saved.value).decode()
    kept.get_by_role("button", name="Auto", exact=False).first.click()
    expect(chat.page.get_by_role("article", name=KILOMETER)).to_contain_text("Cent")
    chat.open_conversations().get_by_role("button", name="„Auto“ löschen").click()
    expect(kept.get_by_text("Noch keine Gespräche.")).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(chat.page.get_by_role("heading", name="Guten Tag!")).to_be_visible()


def test_a_question_may_ask_for_another_day(chat: ChatPage) -> None:
    chat.page.get_by_role("button", name="Suche eingrenzen").click()
    chat.page.get_by_label("Stand am").fill("2022-06-01")
    answer = chat.ask(KILOMETER)
    expect(answer).to_contain_text("Stand am 01.06.2022")
    expect(answer).to_contain_text("20 Cent je Kilometer")
    expect(answer).to_contain_text("gültig bis")


def test_a_question_may_be_limited_to_collections(chat: ChatPage) -> None:
    chat.page.get_by_role("button", name="Suche eingrenzen").click()
    chat.page.get_by_role("checkbox", name="personal").check()
    expect(chat.ask(KILOMETER)).to_contain_text("Nur in: personal")


def test_the_pages_speak_english_and_answers_stay_german(chat: ChatPage) -> None:
    chat.page.get_by_role("button", name="English").click()
    expect(chat.page.get_by_role("textbox", name="Your question")).to_be_visible()
    assert chat.page.evaluate("document.documentElement.lang") == "en"
    chat.page.reload()
    expect(chat.page.get_by_role("button", name="Deutsch")).to_be_visible()


def test_everything_can_be_done_by_keyboard(chat: ChatPage) -> None:
    keys = chat.page.keyboard
    keys.type(KILOMETER)
    keys.press("Enter")
    chat.page.locator("aktenlotse-answer[aria-busy=false]").wait_for()
    go_to(chat.page, f"Quelle 2: {RULE}", back=True)
    keys.press("Enter")
    expect(chat.source().get_by_role("heading", name=RULE)).to_be_focused()
    go_to(chat.page, "Seite im Original zeigen")
    keys.press("Enter")
    expect(chat.source().get_by_role("status")).to_have_text("Seite 2 von 4")
    go_to(chat.page, "Nächste Seite")
    keys.press("Escape")
    assert pressed_focus(chat.page).startswith("Quelle 2")
    go_to(chat.page, "Gespräche", back=True)
    keys.press("Enter")
    go_to(chat.page, f"„{KILOMETER}“ löschen")
    keys.press("Enter")
    expect(chat.page.get_by_text("Noch keine Gespräche.")).to_be_visible()
    keys.press("Escape")
    go_to(chat.page, "Suche eingrenzen")


def go_to(page: Page, name: str, back: bool = False) -> None:
    """Press Tab until what is named has the focus."""
    for _ in range(60):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if pressed_focus(page).startswith(name):
            return
    raise AssertionError(f"the Tab key does not reach {name}")


def test_a_slow_network_delays_but_does_not_break(chat: ChatPage) -> None:
    slow = {"offline": False, "latency": 300, "downloadThroughput": 40_000, "uploadThroughput": 20_000}
    chat.page.context.new_cdp_session(chat.page).send("Network.emulateNetworkConditions", slow)
    expect(chat.ask(KILOMETER)).to_contain_text("Cent")
    expect(open_rule(chat).locator("mark").first).to_contain_text("Cent")


def test_without_a_connection_the_question_can_be_asked_again(chat: ChatPage) -> None:
    chat.page.route("**/api/chat", lambda route: route.abort())
    chat.page.get_by_role("textbox", name="Ihre Frage").fill(KILOMETER)
    chat.page.keyboard.press("Enter")
    expect(chat.page.get_by_role("alert")).to_contain_text("Der Server ist nicht erreichbar.")
    chat.page.unroute("**/api/chat")
    chat.page.get_by_role("button", name="Noch einmal versuchen").click()
    expect(chat.page.locator("aktenlotse-answer[aria-busy=false] .citation").first).to_be_visible()
