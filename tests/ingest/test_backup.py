"""A backup holds everything as it was at one moment, however busy the library is and whatever is killed."""

import fcntl
import hashlib
import json
import sqlite3
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert

from ingest import records, tables
from ingest.backup import back_up, check, restore
from ingest.documents import EVERYTHING, Document, Metadata, Section
from ingest.errors import BrokenBackup, Busy, NotEmpty, SettingsError
from ingest.jobs import add_jobs, read_jobs
from ingest.library import Library, open_library
from ingest.pipeline import original_file, remove_document
from ingest.settings import Settings
from ingest.tables import transaction
from ingest.upkeep import remove_orphans, verify
from tests.commands import kill, run, running
from tests.shelf import Shelf

REISE = "# Reisen\n\nDienstreisen sind vor Antritt zu genehmigen.\n"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "backups" / "monday"


def hits(library: Library, question: str) -> list[tuple[str, float]]:
    found = library.search_vectors(question, EVERYTHING, 10)
    passages = library.passages([identity for identity, _ in found], EVERYTHING)
    return [(passages[identity].text, round(score, 5)) for identity, score in found]


def restored(source: Path, tmp_path: Path) -> Library:
    settings = Settings(home=tmp_path / "restored")
    restore(source, settings)
    return open_library(settings)


def test_a_restored_library_answers_as_the_first_one_did(shelf: Shelf, settings: Settings, target: Path, tmp_path: Path) -> None:
    shelf.add_all({"reisen.md": REISE, "urlaub.md": "# Urlaub\n\nDer Urlaub beträgt dreißig Tage.\n"})
    (settings.home / "thesaurus.tsv").write_text("Ferien\tUrlaub\n")
    (settings.home / "secret.key").write_bytes(b"x" * 32)
    made = back_up(settings, target, 30)
    assert (made.documents, check(target)) == (2, [])
    again = restored(target, tmp_path)
    assert hits(again, "Wer genehmigt Dienstreisen?") == hits(shelf.library, "Wer genehmigt Dienstreisen?")
    assert verify(again) == []
    assert (again.home / "thesaurus.tsv").read_text() == "Ferien\tUrlaub\n"
    assert (again.home / "secret.key").read_bytes() == b"x" * 32
    again.engine.dispose()


def test_a_restored_library_finds_with_the_very_scores_of_before(
    shelf: Shelf, settings: Settings, target: Path, tmp_path: Path
) -> None:
    for days in range(20, 40):
        shelf.add("urlaub.md", f"# Urlaub\n\nDer Urlaub beträgt {days} Tage.\n")  # what is replaced leaves traces in an index
    shelf.add("reisen.md", REISE)
    back_up(settings, target, 30)
    again = restored(target, tmp_path)
    asked = {"urlaub": 1.0, "reis": 1.0}
    assert again.search_words("words", asked, EVERYTHING, 5) == shelf.library.search_words("words", asked, EVERYTHING, 5) != []
    again.engine.dispose()


def test_a_backup_is_on_record_before_it_copies_anything(shelf: Shelf, settings: Settings, target: Path) -> None:
    shelf.add("reisen.md", REISE)
    back_up(settings, target, 30)
    noted = "SELECT count(*) FROM backups"
    with closing(sqlite3.connect(target / "library.sqlite3")) as copied:  # what is removed while it is made may be in it
        assert copied.execute(noted).fetchone() == (1,)


def test_a_backup_does_not_wait_for_the_worker(shelf: Shelf, settings: Settings, target: Path) -> None:
    shelf.add("reisen.md", REISE)
    with shelf.library.writing():  # as a worker does for as long as it lives
        back_up(settings, target, 30)
    assert list(target.glob("derived/generation-1/words/*.idx"))
    assert not list(settings.home.glob("derived/.*"))


def test_indexes_that_are_older_than_the_database_follow_it(shelf: Shelf, settings: Settings, target: Path, tmp_path: Path) -> None:
    shelf.add("urlaub.md", "# Urlaub\n\nDer Urlaub beträgt dreißig Tage.\n")
    shelf.library.remove(shelf.add("reisen.md", REISE).document_id or "")  # the indexes have not heard of it yet
    back_up(settings, target, 30)
    again = restored(target, tmp_path)
    assert verify(again) == []
    assert [text for text, _ in hits(again, "Wer genehmigt Dienstreisen?")] == ["Der Urlaub beträgt dreißig Tage."]
    again.engine.dispose()


def test_what_changes_after_the_backup_is_not_in_it(shelf: Shelf, settings: Settings, target: Path, tmp_path: Path) -> None:
    document = shelf.add("reisen.md", REISE).document_id
    back_up(settings, target, 30)
    shelf.add("reisen.md", "# Reisen\n\nDienstreisen sind nur noch anzuzeigen.\n")
    remove_document(shelf.library, document)
    again = restored(target, tmp_path)
    assert "genehmigen" in hits(again, "Dienstreisen")[0][0]
    assert verify(again) == []
    again.engine.dispose()


def test_uploads_that_wait_are_in_the_backup_and_wait_again(shelf: Shelf, settings: Settings, target: Path, tmp_path: Path) -> None:
    uploads = settings.home / "uploads"
    uploads.mkdir()
    job = shelf.job("reisen.md", REISE)
    Path(job.path).rename(uploads / "u1")
    add_jobs(shelf.library.engine, [replace(job, path=str(uploads / "u1"))])
    back_up(settings, target, 30)
    again = restored(target, tmp_path)
    [waiting] = read_jobs(again.engine, active=True)
    assert Path(waiting.path).read_text() == REISE
    assert Path(waiting.path).is_relative_to((tmp_path / "restored").resolve())
    again.engine.dispose()


def test_a_backup_made_while_documents_come_change_and_go_is_consistent(shelf: Shelf, settings: Settings, target: Path) -> None:
    stopped = threading.Event()

    def write() -> None:
        number = 0
        while not stopped.is_set():
            number += 1
            identity = f"{number % 20:032x}"
            store(shelf.library, identity, number)
            if number % 3 == 0:
                remove_document(shelf.library, identity)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for round_ in range(5):
            time.sleep(0.2)
            assert back_up(settings, target.with_name(f"b{round_}"), 30).documents > 0
    finally:
        stopped.set()
        writer.join()
    assert [check(target.with_name(f"b{round_}")) for round_ in range(5)] == [[]] * 5


def store(library: Library, identity: str, number: int) -> None:
    """A document with its original, as the pipeline does it: the original first, the former one last."""
    with library.engine.connect() as connection:
        version = max((each.version for each in records.read_documents(connection, [identity])), default=0) + 1
    path = original_file(library.home, identity, version)
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"Fassung {number}")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    document = Document(identity, f"{identity}.md", digest, version, Metadata(title="Regel"))
    library.store(library.prepare(document, [Section(f"Die Regel gilt in der Fassung {number}.")]))
    original_file(library.home, identity, version - 1).unlink(missing_ok=True)


DAMAGES = {
    "an original is missing": lambda folder: next((folder / "files").iterdir()).unlink(),
    "an original is another": lambda folder: next((folder / "files").iterdir()).write_text("anders"),
    "the database is cut off": lambda folder: (folder / "library.sqlite3").write_bytes(
        (folder / "library.sqlite3").read_bytes()[:5000]
    ),
    "the database is missing": lambda folder: (folder / "library.sqlite3").unlink(),
    "the manifest is missing": lambda folder: (folder / "manifest.json").unlink(),
    "the manifest is cut off": lambda folder: (folder / "manifest.json").write_text("{"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_is_refused_and_leaves_the_home_as_it_was(
    shelf: Shelf, settings: Settings, target: Path, tmp_path: Path, damage: str
) -> None:
    shelf.add("reisen.md", REISE)
    back_up(settings, target, 30)
    DAMAGES[damage](target)
    assert check(target)
    with pytest.raises(BrokenBackup):
        restore(target, Settings(home=tmp_path / "restored"))
    assert not (tmp_path / "restored").exists()


def test_a_backup_that_hides_its_damage_in_the_manifest_is_refused(shelf: Shelf, settings: Settings, target: Path) -> None:
    shelf.add("reisen.md", REISE)
    back_up(settings, target, 30)
    original = next((target / "files").iterdir())
    original.write_text("anders")
    manifest = json.loads((target / "manifest.json").read_text())
    manifest["files"][f"files/{original.name}"] = hashlib.sha256(b"anders").hexdigest()
    (target / "manifest.json").write_text(json.dumps(manifest))
    assert check(target) == [f"files/{original.name}: not the original"]


def test_nothing_is_overwritten(shelf: Shelf, settings: Settings, target: Path) -> None:
    shelf.add("reisen.md", REISE)
    back_up(settings, target, 30)
    with pytest.raises(NotEmpty):
        back_up(settings, target, 30)
    with pytest.raises(NotEmpty):
        restore(target, settings)
    assert "genehmigen" in shelf.texts("Dienstreisen")


def test_only_one_backup_is_made_at_a_time(shelf: Shelf, settings: Settings, target: Path) -> None:
    with (settings.home / "backup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Busy):
            back_up(settings, target, 30)


def test_another_database_is_left_to_its_own_tools(tmp_path: Path, target: Path) -> None:
    settings = Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'elsewhere' / 'x.sqlite3'}")
    with pytest.raises(SettingsError):
        restore(target, settings)


@pytest.mark.slow
def test_what_a_killed_backup_left_of_the_indexes_goes_but_not_from_under_one_that_runs(shelf: Shelf, settings: Settings) -> None:
    left = settings.home / "derived" / ".linked" / "words" / "1.term"
    left.parent.mkdir(parents=True)
    left.touch()
    with (settings.home / "linking.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        remove_orphans(shelf.library)
        assert left.exists()
    remove_orphans(shelf.library)
    assert not left.parent.parent.exists()


def test_a_backup_that_is_killed_leaves_nothing_that_looks_like_one(tmp_path: Path, shelf: Shelf, settings: Settings) -> None:
    shelf.add_all({f"regel-{number}.md": f"# Regel {number}\n\nSie gilt.\n" for number in range(150)})
    with transaction(shelf.library.engine) as connection:
        connection.execute(insert(tables.facts).values(name="weight", value="x" * 20_000_000))
    for number in range(6):
        target = tmp_path / f"b{number}"
        with running(settings.home, "ingest", "backup", str(target)) as process:
            time.sleep(0.6 + 0.12 * number)
            kill(process)
        assert not target.exists() or check(target) == []
    made = run(settings.home, "ingest", "backup", str(tmp_path / "last"))
    assert made.returncode == 0, made.stderr
    came_back = run(tmp_path / "restored", "ingest", "restore", str(tmp_path / "last"))
    assert (came_back.returncode, came_back.stdout) == (0, ""), came_back
