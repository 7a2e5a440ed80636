"""The operator's commands, as processes of their own."""

import json
import subprocess
import sys
from pathlib import Path

from sqlalchemy import create_engine

from assistant.access.protection import CollectionRule, set_rule
from ingest.journal import OPERATOR, Journal
from ingest.secret import open_secret
from ingest.settings import Settings
from tests.commands import environment, run

PASSWORD = "Deichschau im Februar"


def say(home: Path, *arguments: str, said: str = "") -> "subprocess.CompletedProcess[str]":
    """`python -m assistant ARGUMENTS` with something on its standard input."""
    command = [sys.executable, "-m", "assistant", *arguments]
    return subprocess.run(
        command,
        input=said,
        env=environment(home),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_first_administrator_is_made_by_command_line(tmp_path: Path) -> None:
    made = say(tmp_path, "people", "add", "anna", "--role", "administrator", "--role", "editor", said=f"{PASSWORD}\n")
    assert made.returncode == 0, made.stderr
    assert "anna" in say(tmp_path, "people", "list").stdout
    listed = say(tmp_path, "rights", "list").stdout
    assert all(word in listed for word in ("anna", "administer", "edit", "*"))
    assert PASSWORD not in made.stdout + made.stderr


def test_a_weak_password_makes_no_account(tmp_path: Path) -> None:
    refused = say(tmp_path, "people", "add", "anna", said="kurz\n")
    assert refused.returncode == 1
    assert "12 Zeichen" in refused.stderr
    assert "anna" not in say(tmp_path, "people", "list").stdout


def test_rights_are_given_and_taken(tmp_path: Path) -> None:
    for arguments in (("everyone", "read", "allgemein"), ("group:leitung", "edit", "*")):
        assert say(tmp_path, "rights", "grant", *arguments).returncode == 0
    assert say(tmp_path, "rights", "revoke", "everyone", "read", "allgemein").returncode == 0
    listed = say(tmp_path, "rights", "list").stdout
    assert "group:leitung" in listed
    assert "everyone" not in listed


def test_a_right_that_cannot_be_is_refused(tmp_path: Path) -> None:
    for arguments in (("everyone", "read"), ("everyone", "administer", "x"), ("everyone", "fly", "x"), ("nobody", "read", "x")):
        assert say(tmp_path, "rights", "grant", *arguments).returncode != 0
    assert "everyone" not in say(tmp_path, "rights", "list").stdout


def test_the_audit_is_exported_line_by_line_and_a_change_of_it_is_found(tmp_path: Path) -> None:
    for name in ("anna", "berta"):
        say(tmp_path, "people", "add", name, said=f"{PASSWORD}\n")
    lines = [json.loads(line) for line in say(tmp_path, "audit", "export").stdout.splitlines()]
    assert [line["number"] for line in lines] == list(range(1, len(lines) + 1))
    assert {"person.add", "person.password", "audit.export"} == {line["action"] for line in lines}
    head = say(tmp_path, "audit", "head").stdout.strip()
    assert say(tmp_path, "audit", "verify", "--head", head).returncode == 0
    engine = create_engine(Settings(home=tmp_path).database)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_refuses_update")
        connection.exec_driver_sql("UPDATE audit SET actor = 'nobody' WHERE number = 2")
    engine.dispose()
    verified = say(tmp_path, "audit", "verify")
    assert (verified.returncode, verified.stdout) == (1, "entry 2 was changed\n")


def test_a_document_is_erased_with_a_record(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "reisen.md"
    file.write_text("# Reisen\n\nDie Dienstreisen der Leitung sind vor Antritt schriftlich bei der Zentrale anzuzeigen.\n")
    added = json.loads(run(home, "ingest", "add", str(file), "--json").stdout)
    erased = say(home, "erase", added["documents"][0]["id"])
    assert erased.returncode == 0, erased
    signed = json.loads(erased.stdout)
    record = json.loads(signed["record"])
    assert record["document"]["file_name"] == "reisen.md"
    assert "Dienstreisen" not in run(home, "ingest", "list").stdout
    assert record["certificate"][:6] in say(home, "erasures", "list").stdout
    assert say(home, "erasures", "show", record["certificate"]).stdout == erased.stdout
    kept = tmp_path / "record.json"
    for content, holds in ((erased.stdout, 0), (erased.stdout.replace("reisen", "essen"), 1), ("{}", 2)):
        kept.write_text(content)
        assert say(home, "erasures", "check", str(kept)).returncode == holds


def test_a_document_is_recalled_in_an_emergency(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "konto.md"
    file.write_text("# Konto\n\nÜberweisen Sie auf DE89 3704 0044 0532 0130 00.\n")
    identity = json.loads(run(home, "ingest", "add", str(file), "--json").stdout)["documents"][0]["id"]
    with Journal(create_engine(Settings(home=home).database), open_secret(home)).change(OPERATOR) as change:
        set_rule(change, "allgemein", CollectionRule(release=True))
    assert "new" in say(home, "releases", "list").stdout
    assert say(home, "releases", "findings", identity).stdout.startswith("iban\t")
    assert say(home, "releases", "recall", identity, "Falsches Konto").returncode == 0
    assert "recalled" in say(home, "releases", "list").stdout


def test_the_job_that_deletes_says_what_it_deleted(tmp_path: Path) -> None:
    swept = say(tmp_path, "sweep")
    assert swept.returncode == 0
    assert "0 conversations" in swept.stderr
    head = swept.stderr.split()[-1]
    assert say(tmp_path, "audit", "head").stdout.strip() == head
    assert say(tmp_path, "audit", "verify", "--head", head).returncode == 0


def test_what_is_done_to_documents_on_the_machine_itself_stands_in_the_audit(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "reisen.md"
    file.write_text("# Reisen\n\nDienstreisen sind anzuzeigen.\n")
    identity = json.loads(run(home, "ingest", "add", str(file), "--json").stdout)["documents"][0]["id"]
    run(home, "ingest", "backup", str(tmp_path / "copy"))
    run(home, "ingest", "remove", identity)
    lines = [json.loads(line) for line in say(home, "audit", "export").stdout.splitlines()]
    done = [(line["actor"], line["action"]) for line in lines]
    expected = ("document.upload", "library.backup", "document.remove", "audit.export")
    assert done == [("operator", action) for action in expected]
    assert lines[2]["object"] == identity
