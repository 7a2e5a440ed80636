"""Ids of documents and jobs: random, so that they cannot be guessed."""

import uuid


def new_identity() -> str:
    """32 hexadecimal digits."""
    return uuid.uuid4().hex
