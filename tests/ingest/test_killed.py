"""Killing any process at any moment loses nothing that was acknowledged, doubles nothing, and needs no repair by hand."""

import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from ingest import tables
from tests.commands import announced_url, children, kill, run, run_json, running

pytestmark = pytest.mark.slow
FILES = 200


def text(number: int, version: int = 1) -> str:
    return f"# Regel {number}\n\nDie Regel {number} gilt in der Fassung {version}. Sie ist zu beachten.\n"


def wait_until(happened: Callable[[], object], within: float = 60) -> None:
    end = time.monotonic() + within
    while not happened():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)


def kill_when(process: "subprocess.Popen[str]", happened: Callable[[], object]) -> None:
    wait_until(happened)
    kill(process)


def stored_texts(home: Path) -> dict[str, list[str]]:
    """The texts of the documents of each name, straight from the database."""
    engine = tables.open_database(f"sqlite:///{home / 'library.sqlite3'}")
    found: dict[str, list[str]] = {}
    with engine.connect() as connection:
        for row in connection.execute(select(tables.documents.c.file_name, tables.documents.c.text)):
            found.setdefault(row.file_name, []).append(row.text)
    engine.dispose()
    return found


def assert_sound(home: Path, expected: dict[str, str]) -> None:
    verified = run(home, "ingest", "verify")
    assert (verified.returncode, verified.stdout) == (0, ""), verified
    assert stored_texts(home) == {name: [content.partition("\n\n")[2].strip()] for name, content in expected.items()}


def has_stored(home: Path, count: int) -> bool:
    return (home / "library.sqlite3").exists() and len(stored_texts(home)) >= count


def test_a_command_line_that_is_killed_again_and_again_still_takes_in_each_file_once(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "files"
    folder.mkdir()
    expected = {f"regel-{number}.md": text(number) for number in range(FILES)}
    for name, content in expected.items():
        (folder / name).write_text(content)
    for count in (10, 80, 140):
        with running(home, "ingest", "add", str(folder)) as process:
            kill_when(process, partial(has_stored, home, count))
        assert len(stored_texts(home)) < FILES
    added = run_json(home, "ingest", "add", str(folder), "--json")["documents"]
    assert {each["status"] for each in added} == {"ready"}
    assert len({each["id"] for each in added}) == FILES
    assert_sound(home, expected)


class Editor:
    """Uploads files until the server is gone, and knows what the server has acknowledged."""

    def __init__(self) -> None:
        self.acknowledged: dict[str, str] = {}
        self.waiting = [(f"regel-{number % 150}.md", text(number % 150, 1 + number // 150)) for number in range(FILES)]

    def has_left(self, count: int) -> bool:
        return len(self.waiting) <= count

    def upload(self, url: str) -> None:
        with httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
            while self.waiting:
                name, content = self.waiting[0]
                client.post("/api/documents", files={"file": (name, content)}).raise_for_status()
                self.acknowledged[name] = content
                self.waiting.pop(0)


def all_jobs_ended(url: str) -> bool:
    return not httpx.get(f"{url}/api/jobs", params={"active": True}, trust_env=False).json()["jobs"]


def test_a_server_that_is_killed_again_and_again_keeps_every_upload_that_it_has_acknowledged(tmp_path: Path) -> None:
    home, editor = tmp_path / "home", Editor()
    run(home, "ingest", "list")
    (home / "aktenlotse.toml").write_text('identity = "demo"')
    for count in (160, 60):
        with running(home, "assistant", "serve", "--port", "0") as server:
            url = announced_url(server)
            with ThreadPoolExecutor() as beside:
                killed = beside.submit(kill_when, server, partial(editor.has_left, count))
                with pytest.raises(httpx.TransportError):
                    editor.upload(url)
                killed.result()
    with running(home, "assistant", "serve", "--port", "0") as server:
        url = announced_url(server)
        wait_until(lambda: children(server, "ingest work"))
        children(server, "ingest work")[0].kill()
        editor.upload(url)
        wait_until(lambda: all_jobs_ended(url))
        server.terminate()
        server.wait(20)
    assert len(editor.acknowledged) == 150
    assert_sound(home, editor.acknowledged)
