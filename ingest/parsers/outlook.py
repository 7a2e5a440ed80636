"""Mails as Outlook saves them (MSG): subject, sender, recipients, date, text and attachments.

Follows [MS-OXMSG] and, for texts that exist as Rich Text only, [MS-OXRTFCP]. Nothing that a mail refers to is loaded.
"""

import struct
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import olefile

from ingest.errors import BrokenFile
from ingest.parsers import rtf
from ingest.parsers.inside import Inside, inside
from ingest.parsers.letter import Letter, document
from ingest.parsers.structure import ParsedDocument
from ingest.parsers.text import decode

_SUBJECT, _SENDER, _ADDRESS, _TO, _COPIES, _TEXT = "0037", "0C1A", "5D01", "0E04", "0E03", "1000"
_MARKUP, _RICH_TEXT, _ATTACHED, _LONG_NAME, _NAME, _HIDDEN = "1013", "1009", "3701", "3707", "3704", "7FFE"
_SENT, _ARRIVED = 0x00390040, 0x0E060040
_LARGEST_TEXT = 16 * 1024 * 1024
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans Serif"
    b"SymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def parse(path: Path) -> ParsedDocument:
    """A mail and what is attached to it. Raises BrokenFile, FileTooLarge."""
    try:
        with olefile.OleFileIO(path) as file, inside(path.name) as attached:
            return _document(_Message(file, ()), attached)
    except (OSError, IndexError, struct.error) as error:
        raise BrokenFile(file=path.name, reason="keine lesbare Outlook-Nachricht") from error


class _Message:
    """A message in the file, or one inside of it: `above` are the storages that it lies in."""

    def __init__(self, file: olefile.OleFileIO, above: tuple[str, ...]) -> None:
        self._file = file
        self._above = above

    def content(self, *names: str) -> bytes:
        """The content of a stream; nothing if there is none."""
        place = [*self._above, *names]
        return bytes(self._file.openstream(place).read()) if self._file.exists(place) and self._is_stream(place) else b""

    def _is_stream(self, place: list[str]) -> bool:
        return bool(self._file.get_type(place) == olefile.STGTY_STREAM)

    def words(self, tag: str, *below: str) -> str:
        """A property that is text."""
        wide = self.content(*below, f"__substg1.0_{tag}001F")
        if wide:
            return wide.decode("utf-16-le", errors="replace").rstrip("\0")
        narrow = self.content(*below, f"__substg1.0_{tag}001E")
        return decode(narrow.rstrip(b"\0"), "") if narrow else ""

    def moment(self) -> datetime | None:
        """When it was sent, else when it arrived."""
        raw = self.content("__properties_version1.0")
        entries = [raw[start : start + 16] for start in range(24 if self._above else 32, len(raw) - 15, 16)]
        ticks = {struct.unpack("<I", entry[:4])[0]: struct.unpack("<Q", entry[8:])[0] for entry in entries}
        found = ticks.get(_SENT) or ticks.get(_ARRIVED)
        return datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=found // 10) if found and found < 2**60 else None

    def attachments(self) -> list[str]:
        """The storages of what is attached."""
        depth = len(self._above)
        places = [place for place in self._file.listdir() if tuple(place[:depth]) == self._above and len(place) > depth]
        return sorted({place[depth] for place in places if place[depth].startswith("__attach_version1.0")})

    def inner(self, storage: str) -> "_Message | None":
        """The message that is attached as such."""
        place = (*self._above, storage, f"__substg1.0_{_ATTACHED}000D")
        return _Message(self._file, place) if self._file.exists([*place, "__properties_version1.0"]) else None


def _document(message: _Message, attached: Inside) -> ParsedDocument:
    for storage in message.attachments():
        name = message.words(_LONG_NAME, storage) or message.words(_NAME, storage) or message.words("3001", storage) or "?"
        inner = message.inner(storage)
        if inner:
            _read_inner(inner, attached)
        elif not message.words("3712", storage):  # what has a content id decorates the text
            content = message.content(storage, f"__substg1.0_{_ATTACHED}0102")
            attached.expect(len(content))
            attached.read(content, name)
    return document(_letter(message, attached), attached)


def _read_inner(message: _Message, attached: Inside) -> None:
    attached.expect(0)
    with inside(attached.file) as below:
        read = _document(message, below)
    attached.sections += read.sections
    attached.notes += read.notes


def _letter(message: _Message, attached: Inside) -> Letter:
    raw = message.content(f"__substg1.0_{_MARKUP}0102")
    markup = decode(raw, "") if raw else message.words(_MARKUP)
    text = message.words(_TEXT)
    if not markup.strip() and not text.strip():
        text = _rich_text(message.content(f"__substg1.0_{_RICH_TEXT}0102"), attached.file)
    sender = " ".join(filter(None, (message.words(_SENDER), _in_brackets(message.words(_ADDRESS)))))
    return Letter(message.words(_SUBJECT), sender, message.words(_TO), message.words(_COPIES), message.moment(), text, markup)


def _in_brackets(address: str) -> str:
    return f"<{address}>" if address else ""


def _rich_text(packed: bytes, file: str) -> str:
    """The text of a body that exists as Rich Text only."""
    raw = unpacked(packed)
    if not raw.startswith(b"{\\rtf"):
        return ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file
        path.write_bytes(raw)
        return "\n\n".join(section.text for section in rtf.parse(path).sections)


def unpacked(packed: bytes) -> bytes:
    """Rich Text from its compressed form ([MS-OXRTFCP] 2.2.1 and 3.1)."""
    if len(packed) < 16:
        return b""
    size, kind = struct.unpack("<4xI4s", packed[:12])
    if kind != b"LZFu":
        return packed[16 : 16 + size] if kind == b"MELA" else b""
    end = min(size, _LARGEST_TEXT) + len(_DICTIONARY)
    written = bytearray(_DICTIONARY)
    for token in _tokens(packed):
        if len(token) == 2:
            offset, length = token[0] << 4 | token[1] >> 4, (token[1] & 15) + 2
            _repeat(written, offset, length)
        else:
            written += token
        if len(written) >= end:
            break
    return bytes(written[len(_DICTIONARY) : end])


def _tokens(packed: bytes) -> Iterator[bytes]:
    """Single bytes, and pairs that refer back: each bit of a control byte says which of the two comes next."""
    position = 16
    while position < len(packed):
        control, position = packed[position], position + 1
        for bit in range(8):
            length = 1 + (control >> bit & 1)
            yield packed[position : position + length]
            position += length


def _repeat(written: bytearray, offset: int, length: int) -> None:
    """Write again what stands at `offset` of the ring of 4096 bytes that was written last."""
    start = len(written) - ((len(written) - offset - 1) % 4096 + 1)
    for step in range(length if start >= 0 else 0):
        written.append(written[start + step])
