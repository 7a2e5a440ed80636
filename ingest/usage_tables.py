"""Tables beside the library: what documents said before, and what was asked of them. Knows no meaning of what is stored.

Nothing here names a person: a question has a day and no time, an id that tells no order, and no conversation.
"""

from sqlalchemy import JSON, Column, Date, DateTime, Float, Integer, String, Table, Text

from ingest.tables import metadata

versions = Table(
    "versions",
    metadata,
    Column("document_id", String(32), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("file_name", String, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("added", DateTime, nullable=False),
    Column("replaced", DateTime, nullable=False),
    comment="What was read from former versions of documents that are still there",
)

questions = Table(
    "questions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("outcome", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("documents", JSON, nullable=False),
    sqlite_with_rowid=False,
    comment="Questions as they were understood, kept for some days, in the order of random ids; documents are the cited ones",
)
