"""The editor token: whoever has it may change the library. Made at the first start and shown once; only its digest is kept."""

import hashlib
import hmac
import secrets

from sqlalchemy import Engine

from ingest import records
from ingest.tables import transaction

_FACT = "editor_token"


def first_token(engine: Engine) -> str | None:
    """A token if there is none yet."""
    with engine.connect() as connection:
        known = records.read_fact(connection, _FACT)
    return None if known else new_token(engine)


def new_token(engine: Engine) -> str:
    """A token that takes the place of any former one."""
    token = secrets.token_urlsafe(24)
    with transaction(engine) as connection:
        records.write_fact(connection, _FACT, _digest(token))
    return token


def is_valid(engine: Engine, token: str) -> bool:
    """Whether `token` is the editor token."""
    with engine.connect() as connection:
        known = records.read_fact(connection, _FACT) or ""
    return hmac.compare_digest(known, _digest(token))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
