"""Mails as files (EML, RFC 5322 and MIME): subject, sender, recipients, date, text and attachments.

Nothing that a mail refers to is loaded, and pictures that only decorate its text are passed over. Knows no signature.
"""

import email
import email.header
import email.utils
from email.message import Message
from pathlib import Path

from ingest.errors import BrokenFile, EncryptedFile, UnreadableFile
from ingest.parsers.inside import Inside, inside
from ingest.parsers.letter import Letter, document
from ingest.parsers.structure import ParsedDocument
from ingest.parsers.text import decode

_HEADERS = ("Subject", "From", "To", "Date", "Received", "Message-ID")
_FAULTS = (ValueError, LookupError, AttributeError, TypeError)
_SEALS = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")


def parse(path: Path) -> ParsedDocument:
    """A mail and what is attached to it.

    Raises:
        BrokenFile: no mail.
        EncryptedFile: its text is encrypted.
    """
    message = email.message_from_bytes(path.read_bytes())
    if not any(message.get(name) for name in _HEADERS):
        raise BrokenFile(file=path.name, reason="keine E-Mail")
    if _is_encrypted(message):
        raise EncryptedFile(file=path.name)
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    with inside(path.name) as attached:
        _read(message, texts, attached)
        return document(_letter(message, texts), attached)


def _is_encrypted(message: "Message[str, str]") -> bool:
    kind = message.get_content_type()
    is_sealed = kind in ("application/pkcs7-mime", "application/x-pkcs7-mime")
    return kind == "multipart/encrypted" or is_sealed and message.get_param("smime-type") != "signed-data"


def _letter(message: "Message[str, str]", texts: dict[str, list[str]]) -> Letter:
    names = ("Subject", "From", "To", "Cc")
    subject, sender, recipients, copies = (_header(message, name) for name in names)
    try:
        sent = email.utils.parsedate_to_datetime(str(message["Date"])) if message["Date"] else None
    except _FAULTS:
        sent = None
    return Letter(subject, sender, recipients, copies, sent, "\n\n".join(texts["text/plain"]), "".join(texts["text/html"]))


def _header(message: "Message[str, str]", name: str) -> str:
    return _decoded(str(message.get(name) or ""))


def _decoded(value: str) -> str:
    """A header's words with "=?utf-8?q?Gr=C3=BC=C3=9Fe?=" decoded."""
    try:
        return str(email.header.make_header(email.header.decode_header(value)))
    except _FAULTS:
        return value


def _read(part: "Message[str, str]", texts: dict[str, list[str]], attached: Inside) -> None:
    kind, name = part.get_content_type(), _decoded(part.get_filename() or "")
    payload = part.get_payload()
    below = [inner for inner in payload if isinstance(inner, Message)] if isinstance(payload, list) else []
    if kind == "message/rfc822" and below:
        subject = _header(below[0], "Subject") or name.removesuffix(".eml") or "E-Mail"
        _attach(below[0].as_bytes(), f"{subject}.eml", attached)
    elif part.is_multipart():
        for inner in below:
            _read(inner, texts, attached)
    elif kind in texts and part.get_content_disposition() != "attachment":
        texts[kind] += _words(part)
    elif kind not in _SEALS and not (kind.startswith("image/") and part["Content-ID"]):
        _attach(_content(part), name or kind, attached)


def _attach(content: bytes, name: str, attached: Inside) -> None:
    attached.expect(len(content))
    attached.read(content, name)


def _content(part: "Message[str, str]") -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _words(part: "Message[str, str]") -> list[str]:
    try:
        return [decode(_content(part), "", part.get_content_charset())]
    except UnreadableFile:
        return []
