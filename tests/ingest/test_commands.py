"""`python -m ingest`, run as a process: what it prints, and with which exit code it ends."""

from pathlib import Path

import httpx
import pytest

from tests.commands import announced_url, run, run_json, running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = tmp_path / "files"
    (files / "tief").mkdir(parents=True)
    (files / "reisen.md").write_text("# Reisen\n\nDienstreisen genehmigt die Amtsleitung.\n")
    (files / "tief" / "urlaub.md").write_text("# Urlaub\n\nDer Urlaub beträgt dreißig Tage.\n")
    (files / ".versteckt.md").write_text("# Versteckt\n\nNicht zu sehen.\n")
    return files


def test_a_library_s_life_on_the_command_line(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    added = run_json(home, "ingest", "add", str(folder), "--collection", "personal", "--json")
    assert added.keys() == {"documents", "seconds"}
    assert [(each["file"], each["status"], each["error"], each["passages"]) for each in added["documents"]] == [
        ("reisen.md", "ready", None, 1),
        ("tief/urlaub.md", "ready", None, 1),
    ]
    listed = run_json(home, "ingest", "list", "--json")["documents"]
    assert {each["id"] for each in listed} == {each["id"] for each in added["documents"]}
    assert {each["metadata"]["collection"] for each in listed} == {"personal"}
    assert [each["file_name"] for each in run_json(home, "ingest", "list", "urlaub", "--json")["documents"]] == ["tief/urlaub.md"]
    assert "Urlaub" in run(home, "ingest", "list").stdout

    assert run(home, "ingest", "verify").returncode == 0
    removed = run(home, "ingest", "remove", added["documents"][0]["id"])
    assert (removed.returncode, removed.stdout) == (0, "")
    assert len(run_json(home, "ingest", "list", "--json")["documents"]) == 1

    lost = next((home / "files").iterdir())
    lost.unlink()
    sick = run(home, "ingest", "verify")
    assert sick.returncode == 1
    assert "tief/urlaub.md" in sick.stdout


def test_files_that_fail_are_named_and_the_exit_code_says_so(folder: Path, tmp_path: Path) -> None:
    (folder / "leer.md").write_bytes(b"")
    ended = run(tmp_path / "home", "ingest", "add", str(folder))
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "leer.md" in ended.stderr
    assert "2 of 3 documents" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_beside_a_running_server_files_are_taken_in_by_its_worker(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running(home, "assistant", "serve", "--port", "0", AKTENLOTSE_IDENTITY="demo") as server:
        url = announced_url(server)
        added = run_json(home, "ingest", "add", str(folder), "--json")["documents"]
        assert [each["status"] for each in added] == ["ready", "ready"]
        listed = httpx.get(f"{url}/api/documents", trust_env=False).json()["documents"]
        assert {each["id"] for each in listed} == {each["id"] for each in added}
        server.terminate()
        assert server.wait(20) == 0
    assert run(home, "ingest", "verify").returncode == 0


def test_an_unknown_document_is_one_sentence_and_no_traceback(tmp_path: Path) -> None:
    ended = run(tmp_path / "home", "ingest", "remove", "0815")
    assert ended.returncode == 1
    assert ended.stderr.strip() == "Es gibt kein Dokument mit der Kennung „0815“."


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"AKTENLOTSE_PASSAGES": "viele"}, "AKTENLOTSE_PASSAGES"),
        ({"AKTENLOTSE_EMBEDDER": "/nowhere/model"}, "AKTENLOTSE_EMBEDDER"),
    ],
)
def test_a_faulty_setting_is_named(tmp_path: Path, settings: dict[str, str], named: str) -> None:
    ended = run(tmp_path / "home", "ingest", "verify", **settings)
    assert ended.returncode == 1
    assert named in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("command", ["", "add", "list", "remove", "reindex", "verify", "work"])
def test_help_says_what_a_command_does(tmp_path: Path, command: str) -> None:
    ended = run(tmp_path / "home", "ingest", *command.split(), "--help")
    assert ended.returncode == 0
    assert "Usage: python -m ingest" in ended.stdout
    assert max(map(len, ended.stdout.splitlines())) <= 100
    assert not (tmp_path / "home").exists()
