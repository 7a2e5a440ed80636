"""The words of Rich Text Format: groups, control words and text, with every character decoded.

Knows the code pages of fonts, but not what the control words mean.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n\0]+|([^\\{}\r\n\0]+)", re.DOTALL
)
_FONT = re.compile(r"\\f(\d{1,6})\b[^{};]*?\\fcharset(\d{1,3})")
_CODE_PAGE = re.compile(r"\\ansicpg(\d{2,5})")
_OF_CHARSET = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A word: `kind` is "{", "}", "text" or "word"; `value` a control word's number; `starred` if "\\*" stands before it."""

    kind: str
    text: str = ""
    value: int | None = None
    starred: bool = False


class Fonts:
    """Which code page the bytes of each font are in."""

    def __init__(self, source: str) -> None:
        head = source[:200_000]
        named = _CODE_PAGE.search(head)
        self._usual = _known(f"cp{named[1]}" if named else "mac_roman" if "\\mac" in head[:100] else "cp1252")
        self._of_font = {int(number): _OF_CHARSET.get(int(charset)) for number, charset in _FONT.findall(head)}

    def code(self, font: int | None) -> str:
        """The code page of `font`."""
        return self._of_font.get(font if font is not None else -1) or self._usual


def _known(code: str) -> str:
    if code == "cp65001":
        return "utf-8"
    try:
        "".encode(code)
    except LookupError:
        return "cp1252"
    return code


def tokens(source: str, code: Callable[[], str], skipped: Callable[[], int]) -> Iterator[Token]:
    """The words of `source` (bytes as Latin-1); `code` and `skipped` say what counts at the moment: the code page, and how
    many characters after a Unicode one are there for programs that know none."""
    gathered = _Gathered(code, skipped)
    position, starred = 0, False
    while found := _TOKEN.match(source, position):
        position = found.end()
        word, number, byte, sign, brace, text = found.groups()
        if byte or text:
            yield from gathered.take(bytes([int(byte, 16)]) if byte else text.encode("latin-1"))
        elif word == "u" and number:
            yield from gathered.take_unicode(int(number) % 0x10000)
        elif word or sign or brace:
            yield from gathered.end()
            yield from _named(word, number, starred) if word else _sign(sign) if sign else iter([Token(brace)])
            position += max(int(number), 0) if word == "bin" and number else 0
            starred = sign == "*"
    yield from gathered.end()


class _Gathered:
    """Characters on their way to become text: bytes of a code page, or code units of UTF-16."""

    def __init__(self, code: Callable[[], str], skipped: Callable[[], int]) -> None:
        self._code = code
        self._skipped = skipped
        self._raw = bytearray()
        self._wide = bytearray()
        self._skip = 0

    def take(self, characters: bytes) -> Iterator[Token]:
        dropped = min(self._skip, len(characters))
        self._skip -= dropped
        if characters[dropped:]:
            yield from self._written(self._wide, "utf-16-le")
            self._raw += characters[dropped:]

    def take_unicode(self, unit: int) -> Iterator[Token]:
        yield from self._written(self._raw, self._code())
        self._wide += unit.to_bytes(2, "little")
        self._skip = self._skipped()

    def end(self) -> Iterator[Token]:
        yield from self._written(self._wide, "utf-16-le")
        yield from self._written(self._raw, self._code())
        self._skip = 0

    def _written(self, gathered: bytearray, code: str) -> Iterator[Token]:
        if gathered:
            text = gathered.decode(code, errors="replace")
            gathered.clear()
            yield Token("text", text)


def _named(word: str, number: str | None, starred: bool) -> Iterator[Token]:
    yield Token("word", word, int(number) if number else None, starred)


def _sign(sign: str) -> Iterator[Token]:
    if sign in "{}\\":
        yield Token("text", sign)
    elif sign in "~_":
        yield Token("word", sign)
    elif sign in "\r\n":
        yield Token("word", "par")
