"""Routes for the records of removed documents: what is under way, and the signed proof of what is gone.

For editors of the collection that the document was in. Knows no text: the records name a document, they do not quote it.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from assistant.access import proving
from assistant.access.gate import Asker
from assistant.access.proving import Erasure
from assistant.web.context import UnknownPage
from assistant.web.identity import AtGate, Editor

router = APIRouter(prefix="/api/erasures", tags=["erasures"])


@router.get("")
def list_erasures(
    asker: Editor,
    gate: AtGate,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> dict[str, Any]:
    """What was removed from one's collections, the latest first."""
    with gate.journal.engine.connect() as connection:
        found = [each for each in proving.read_erasures(connection) if _is_seen(each, asker)]
    return {"erasures": [_erasure_json(each) for each in found[offset : offset + limit]], "total": len(found)}


@router.get("/{erasure_id}")
def show_erasure(erasure_id: Annotated[str, Path(max_length=32)], asker: Editor, gate: AtGate) -> dict[str, Any]:
    """The signed record, as soon as it is proved that nothing is left; anybody can check it with the public key."""
    with gate.journal.engine.connect() as connection:
        found = next((each for each in proving.read_erasures(connection, erasure_id) if _is_seen(each, asker)), None)
    if found is None:
        raise UnknownPage
    certificate, key = found.certificate, gate.journal.secret.public_key.hex()
    signed = {"record": certificate.text, "signature": certificate.signature.hex(), "public_key": key} if certificate else {}
    return _erasure_json(found) | signed


def _is_seen(erasure: Erasure, asker: Asker) -> bool:
    return asker.rights.may_edit(erasure.document)


def _erasure_json(erasure: Erasure) -> dict[str, Any]:
    document = erasure.document
    return {
        "id": erasure.id,
        "document_id": document.id,
        "title": document.metadata.title,
        "file_name": document.file_name,
        "collection": document.metadata.collection,
        "removed": f"{erasure.begun.isoformat(timespec='seconds')}Z",
        "proved": erasure.certificate is not None,
    }
