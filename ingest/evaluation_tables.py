"""The schema of what evaluators and editors write about answers: draft gold questions and blind ratings.

Knows no meaning of what is stored; `assistant/drafts.py` and `assistant/ratings.py` do. Raters have pseudonyms only.
"""

from sqlalchemy import JSON, Column, DateTime, ForeignKey, Integer, String, Table, Text

from ingest.tables import metadata

gold_drafts = Table(
    "gold_drafts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("created", DateTime, nullable=False),
    Column("origin", String, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("sources", JSON, nullable=False),
    Column("answerable", String, nullable=False),
    Column("category", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("changed", DateTime, nullable=False),
    comment="Questions from the running system that may become gold; `asked` is how often; answerable is yes, no or unknown",
)

rating_pairs = Table(
    "rating_pairs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("created", DateTime, nullable=False),
    Column("comparison", String, nullable=False, index=True),
    Column("question_id", String, nullable=False),
    Column("question", Text, nullable=False),
    Column("left", JSON, nullable=False),
    Column("right", JSON, nullable=False),
    Column("left_run", String, nullable=False),
    Column("right_run", String, nullable=False),
    comment="Two answers to one question, side by side; raters do not learn which run is which",
)

ratings = Table(
    "ratings",
    metadata,
    Column("pair_id", ForeignKey("rating_pairs.id", ondelete="CASCADE"), primary_key=True),
    Column("rater", String, primary_key=True),
    Column("better", String, nullable=False),
    Column("left_faults", JSON, nullable=False),
    Column("right_faults", JSON, nullable=False),
    Column("comment", Text, nullable=False),
    Column("created", DateTime, nullable=False),
    comment="`better` is left, right or equal",
)
