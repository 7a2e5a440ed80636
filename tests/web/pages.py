"""The pages as a person uses them, by roles and names. Knows no server and no answer."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page


@dataclass(frozen=True, slots=True)
class ChatPage:
    """The page where people ask."""

    page: Page

    def open(self, address: str) -> None:
        """Open the page and wait until a question can be asked."""
        self.page.goto(address)
        self.page.get_by_role("textbox", name="Ihre Frage").wait_for()

    def ask(self, question: str) -> Locator:
        """The finished answer to a question."""
        self.page.get_by_role("textbox", name="Ihre Frage").fill(question)
        self.page.keyboard.press("Enter")
        answer = self.page.locator("aktenlotse-answer[aria-busy=false]").get_by_role("article", name=question)
        answer.last.wait_for()
        return answer.last

    def stop(self) -> None:
        """Stop the answer that is being written."""
        self.page.get_by_role("button", name="Antwort anhalten").click()

    def open_citation(self, number: int) -> Locator:
        """The panel with the source of a citation of the last answer."""
        self.page.locator(".citation", has_text=str(number)).last.click()
        panel = self.source()
        panel.wait_for()
        return panel

    def open_conversations(self) -> Locator:
        """The list of conversations that this browser keeps."""
        self.page.get_by_role("button", name="Gespräche", exact=True).click()
        return self.page.get_by_role("dialog", name="Ihre Gespräche")

    def source(self) -> Locator:
        """The panel with a source, open or not."""
        return self.page.locator("aktenlotse-source dialog")

    def announced(self) -> str:
        """What a screen reader was told last."""
        return self.page.locator("aktenlotse-talk .frame > [role=log]").inner_text()


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """The page where editors look after documents."""

    page: Page

    def open(self, address: str) -> None:
        """Open the page."""
        self.page.goto(f"{address.rstrip('/')}/redaktion")

    def upload(self, *files: Path) -> None:
        """Choose files for the library."""
        self.page.locator("aktenlotse-upload #files").set_input_files(list(files))

    def upload_state(self, file_name: str) -> Locator:
        """The line that says what became of a file: „Fertig“, „Fehlgeschlagen“ with its message."""
        return self.page.locator("aktenlotse-upload li", has_text=file_name)

    def search(self, text: str) -> None:
        """Narrow the list."""
        self.page.get_by_role("searchbox", name="Suchen").fill(text)

    def titles(self) -> Locator:
        """The titles in the list, in their order."""
        return self.page.locator("a.title")

    def open_document(self, title: str) -> Locator:
        """The page of a document in the list."""
        self.page.get_by_role("link", name=title, exact=True).first.click()
        self.page.get_by_role("heading", name=title).wait_for()
        return self.page.locator("aktenlotse-document")

    def open_tab(self, name: str) -> None:
        """Another page for editors."""
        self.page.get_by_role("navigation", name="Bereiche der Redaktion").get_by_role("link", name=name).click()
        self.page.get_by_role("heading", level=2).wait_for()

    def delete(self) -> None:
        """Delete the document whose page is open."""
        self.page.get_by_role("button", name="Dokument löschen").click()
        self.page.get_by_text("das lässt sich nicht rückgängig machen").wait_for()
        self.page.get_by_role("button", name="Endgültig löschen").click()
