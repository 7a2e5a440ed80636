"""The list of documents stays quick with ten thousand of them."""

import time
from datetime import date, datetime, timedelta

from sqlalchemy import insert

from ingest import tables
from ingest.catalogue import Filters, count_standings, find_matching, read_entries
from ingest.library import Library
from ingest.tables import transaction

TODAY = date(2026, 6, 1)
MANY = 10_000
PATIENCE = 1.0
"""Seconds; on an idle machine it takes a tenth of that."""


def fill(library: Library) -> None:
    rows = [
        {
            "id": f"{number:032}",
            "file_name": f"{number}.pdf",
            "digest": f"{number:064}",
            "version": 1,
            "title": f"Übergangsregelung {number}",
            "collection": f"Sammlung {number % 10}",
            "valid_to": TODAY + timedelta(days=number % 1000 - 100),
            "text": "Für die Benutzung gelten folgende Bestimmungen. " * 20,
            "added": datetime(2026, 1, 1),
        }
        for number in range(MANY)
    ]
    with transaction(library.engine) as connection:
        connection.execute(insert(tables.documents), rows)


def test_ten_thousand_documents_are_searched_filtered_and_sorted_in_a_moment(library: Library) -> None:
    fill(library)
    with library.engine.connect() as connection:
        find_matching(connection, Filters(), TODAY)
        started = time.perf_counter()
        found = find_matching(connection, Filters("uberGANG 12", "Sammlung 7", "soon"), TODAY, "-valid_to")
        entries = read_entries(connection, found[:25], TODAY)
        standings = count_standings(connection, TODAY)
        seconds = time.perf_counter() - started
    assert {(entry.standing, entry.document.metadata.collection) for entry in entries} == {("soon", "Sammlung 7")}
    assert [entry.document.metadata.valid_to for entry in entries] == sorted(
        (entry.document.metadata.valid_to for entry in entries), reverse=True, key=str
    )
    assert standings == {"expired": 1000, "soon": 600, "in_force": 8400}
    assert seconds < PATIENCE
