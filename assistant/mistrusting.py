"""Does a document give orders to an assistant? Its texts are read for people; one that speaks to the machine is not.

Orders are looked for as a model would read them: without invisible signs, letters of other scripts as the ones they look
like, spaced-out letters joined, base64 decoded. Some wordings are orders in themselves; others are hints, of which several must
stand together: who is spoken to, what other texts are worth, what is to be answered. Both stand in `orders.toml`. Knows no
library and no question.
"""

import base64
import binascii
import html
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from assistant.literals import GuardedPattern, lower_of
from ingest.documents import Passage
from ingest.german import find_sentences

_PATTERNS = Path(__file__).parent / "orders.toml"
_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u04bb\u0501\u0432\u043a\u043c\u043d\u0442\u0433"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0405\u0408"
    "\u03b1\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u0391\u0392\u0395\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a7\u0261\u0131",
    "aeopcyxisjhdbkmhtrABEKMHOPCTYXISJaeiknoptuxABEHIKMNOPTXgi",
)
_TAGS = {0xE0000 + code: chr(code) for code in range(0x20, 0x7F)}
"""Invisible letters (Unicode "tags") that models read and people do not see."""
_SPACED = re.compile(r"(?:\b\w[ .\u00b7_*-]){5,}\w\b")
_BETWEEN = re.compile(r"[ .\u00b7_*-](?=\w(?:[ .\u00b7_*-]|\b))")
_ENCODED = re.compile(r"(?:[A-Za-z0-9+/]{4}){6,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_DIGITS_AS_LETTERS = re.compile(r"\b(?=\w*[a-z]\w*\d|\d[a-z])\w{4,}\b", re.IGNORECASE)
_BESIDE_DIGIT = re.compile(r"[^\W\d]\d|\d[a-z]", re.IGNORECASE)
_LEET = str.maketrans("013457", "oieast")
_BLANKS = re.compile(r"[^\S\n]+|\n(?=\s*\n)")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\uffff\U000e0000-\U000e0fff\ue000-\uf8ff]"
)
"""Signs that have no width, combine with others, or turn the direction of writing."""
_DISGUISED = re.compile("&#?\\w+;|[\U000e0020-\U000e007e]")
_FOREIGN = re.compile("[\u0131\u0261\u0370-\u052f]")
_LATIN = re.compile("[a-zA-Z]")
_EMPHASIS = re.compile(r"[*_`~]+")


def is_mistrusted(passage: Passage) -> bool:
    """Whether a passage, or what names its place, gives orders to whoever reads it; what stands beside that is not trusted."""
    document = passage.document
    return any(map(gives_orders, (passage.text, "\n".join(passage.headings), document.metadata.title, document.file_name)))


@lru_cache(maxsize=20_000)
def gives_orders(text: str) -> bool:
    """Whether `text` tells an assistant what to say, to be or to forget."""
    return any(_is_order(view) for view in _views(text))


def _is_order(view: str) -> bool:
    lower = lower_of(view)
    if any(pattern.is_in(view, lower) for pattern in _patterns()):
        return True
    if not _speak_together(view):
        return False
    sentences = [view[start:end] for start, end in find_sentences(view)]
    return any(_speak_together(" ".join(pair)) for pair in zip(sentences, [*sentences[1:], ""], strict=True))


def _speak_together(text: str) -> bool:
    """Whether hints that are harmless alone stand together in `text`."""
    lower = lower_of(text)
    shown = cache(lambda name: _hints()[name].is_in(text, lower))
    return any(all(map(shown, together)) for together in _together())


def _views(text: str) -> Iterator[str]:
    """`text` as it is meant, and what else it may be meant to say."""
    plain = unmask(text)
    flat = _BLANKS.sub(" ", _EMPHASIS.sub("", plain))
    yield flat
    joined = _SPACED.sub(lambda found: _BETWEEN.sub("", found[0]), flat)
    if joined != flat:
        yield joined
    if _BESIDE_DIGIT.search(flat) and _DIGITS_AS_LETTERS.search(flat):
        yield _DIGITS_AS_LETTERS.sub(lambda found: found[0].translate(_LEET), flat)
    yield from map(unmask, _decoded(plain))


def without_unseen(text: str) -> str:
    """`text` without signs that people do not see."""
    return _UNSEEN.sub("", text)


def unmask(text: str) -> str:
    """`text` without what people do not see, its letters those that they look like."""
    shown = unicodedata.normalize("NFKC", html.unescape(text).translate(_TAGS) if _DISGUISED.search(text) else text)
    visible = _UNSEEN.sub("", shown)
    return "".join(map(_as_latin, re.split(r"(\W+)", visible))) if _FOREIGN.search(visible) else visible


def _as_latin(word: str) -> str:
    """A word that mixes scripts is written in the Latin one; one that is foreign altogether is left alone."""
    changed = word.translate(_LOOKALIKES)
    return changed if _LATIN.search(word) or changed.isascii() else word


def _decoded(text: str) -> Iterator[str]:
    """What stands in `text` in base64 or percent signs."""
    for found in _ENCODED.findall(text):
        try:
            yield base64.b64decode(found, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    if text.count("%20") > 1:
        yield unquote(text)


@cache
def _patterns() -> tuple[GuardedPattern, ...]:
    return tuple(GuardedPattern.of(text) for text in _read().values() if isinstance(text, str))


@cache
def _hints() -> dict[str, GuardedPattern]:
    return {name: GuardedPattern.of(text) for name, text in _read()["hints"].items()}


@cache
def _together() -> tuple[tuple[str, ...], ...]:
    """The names of hints, the rarest first."""
    return tuple(tuple(names.split()) for names in _read()["together"]["sets"])


@cache
def _read() -> dict[str, Any]:
    with _PATTERNS.open("rb") as file:
        return tomllib.load(file)
