"""The schema of people, rights, conversations, audit and release: part of the one truth, beside the library's own tables.

Knows no meaning of what is stored; `assistant/access/` does. A holder is "everyone", "group:NAME" or "person:ID". Rows name
documents without a foreign key, because a new version of a document replaces its row.
"""

from sqlalchemy import JSON, Boolean, Column, DateTime, ForeignKey, Integer, LargeBinary, String, Table, Text

from ingest.tables import metadata

people = Table(
    "people",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("shown", String, nullable=False),
    Column("subject", String, unique=True),
    Column("password", String),
    Column("active", Boolean, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", DateTime),
    Column("created", DateTime, nullable=False),
    comment="`subject` is who an identity provider says it is; `password` is an argon2id hash of a local account",
)

memberships = Table(
    "memberships",
    metadata,
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String, primary_key=True),
    comment="Groups of a person",
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created", DateTime, nullable=False),
    Column("seen", DateTime, nullable=False),
    comment="Signed-in browsers; only the digest of a session's id is kept",
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("abilities", JSON, nullable=False),
    Column("created", DateTime, nullable=False),
    Column("expires", DateTime, nullable=False),
    comment="Programs that act for a person; only the digest of a token is kept",
)

logins = Table(
    "logins",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("created", DateTime, nullable=False),
    comment="Sign-ins at an identity provider that have come to their end, by the digest of their state: none does twice",
)

grants = Table(
    "grants",
    metadata,
    Column("holder", String, primary_key=True),
    Column("ability", String, primary_key=True),
    Column("collection", String, primary_key=True),
    comment="Who may read or edit a collection (* for all), evaluate, administer (collection is empty)",
)

document_rules = Table(
    "document_rules",
    metadata,
    Column("document_id", String(32), primary_key=True),
    Column("holder", String, primary_key=True),
    Column("allowed", Boolean, nullable=False),
    comment="Who may read a document although its collection is closed to them, or may not although it is open",
)

protections = Table(
    "protections",
    metadata,
    Column("document_id", String(32), primary_key=True),
    Column("protection", String, nullable=False),
    comment="The protection class of documents that have another one than their collection",
)

collection_rules = Table(
    "collection_rules",
    metadata,
    Column("collection", String, primary_key=True),
    Column("protection", String, nullable=False),
    Column("release", Boolean, nullable=False),
    comment="The protection class of a collection, and whether its documents must be released before they are found",
)

releases = Table(
    "releases",
    metadata,
    Column("document_id", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("proposed_by", String(32)),
    Column("decided_by", String(32)),
    Column("decided", DateTime),
    Column("review", DateTime),
    Column("reason", String),
    comment="How far the release of a document's version has come; another version than this one is not released",
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("title", String, nullable=False),
    Column("protection", String, nullable=False),
    Column("created", DateTime, nullable=False),
    Column("changed", DateTime, nullable=False, index=True),
)

turns = Table(
    "turns",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("asked", DateTime, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", JSON, nullable=False),
    comment="A question with its answer as it was shown; without the text, if a document it rested on was removed",
)

turn_documents = Table(
    "turn_documents",
    metadata,
    Column("turn_id", ForeignKey("turns.id", ondelete="CASCADE"), primary_key=True),
    Column("document_id", String(32), primary_key=True, index=True),
    comment="The documents that an answer rests on",
)

sweeps = Table(
    "sweeps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False, index=True),
    Column("removed", JSON, nullable=False),
    comment="Each run of the job that deletes what is kept no longer, and how much it deleted",
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("object", String, nullable=False),
    Column("about", Text, nullable=False),
    Column("seal", String(64), nullable=False),
    comment="Who did what to which object when; each seal covers its entry and the one before; the database refuses to change it",
)

erasures = Table(
    "erasures",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("document_id", String(32), nullable=False, index=True),
    Column("begun", DateTime, nullable=False),
    Column("traces", JSON),
    Column("certificate", Text),
    Column("signature", LargeBinary),
    comment="Removals of documents: what is still looked for while they are under way, then the signed certificate",
)

backups = Table(
    "backups",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("place", String, nullable=False),
    Column("until", DateTime, nullable=False),
    comment="Backups that were made, and until when they are kept",
)
