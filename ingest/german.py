"""German as the searches see it: words, stems, parts of compounds, pairs of words, 4-grams, sentences.

Knows no index and no weights. Umlauts and other German letters stand in this file only.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import Stemmer

from ingest.compounds import split_compound

_WORD = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+|[^\W_]+")
_COUPLED = re.compile(r"([^\W\d_]{3,})- (?:und|oder|bzw\.|sowie) ([^\W\d_]{5,})")
_STEMMER = Stemmer.Stemmer("german")
_START = "^"
"""Stands in the 4-gram index before the beginning of a word."""
ANALYSIS = 2
"""Raise it when a text's terms, pairs or 4-grams change: a word index of another analysis is made anew."""

STOP_WORDS = frozenset(
    """
    aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus bei beim bin bis bist
    bitte da dabei dafür damit dann darf das dass daß dazu dein deine dem den denn der des dessen die dies diese diesem diesen
    dieser
    dieses doch dort du durch ein eine einem einen einer eines einig einige er es etwas euch eure für gegen gibt habe haben hat
    hatte
    ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins ist ja jede jedem jeden jeder jedes jetzt kann kein
    keine keinem
    keinen keiner können könnte man mal mein meine meinem meinen meiner mich mir mit muss muß müssen nach nicht noch nun nur ob oder
    ohne sehr sein seine seinem seinen seiner seit selbst sich sie sind so solche soll sollen sollte sondern sonst über um und
    uns unser
    unter viel vom von vor war waren warum was weg weil welche welchem welchen welcher welches wenn wer werde werden wie wieder will
    wir wird wirst wo wollen worden wurde wurden würde zu zum zur zwar zwischen
    """.split()
)
"""Words that carry no subject."""

_ABBREVIATIONS = frozenset(
    """
    abs art nr nrn lit buchst ziff bzw ca ggf vgl evtl inkl exkl usw etc dr prof dipl ing st str tel hrsg jg bd aufl sog gem lt
    max min
    mind abschn anl anm bek bes einschl entspr ff f geänd gez hr fr i ii iii iv v vi z b d h u a o ä m w s n p tsd mio mrd std
    rn rdnr az
    abt ref kap jan feb apr aug sept okt nov dez allg betr bspw grds insb vorl ursprüngl dgl zzgl abzgl kfm öff
    """.split()
)
_SENTENCE_STARTERS = frozenset(
    "der die das ein eine es er sie wir ich im in am an bei für mit nach auf aus wenn wer was dies diese dieser dieses hier "
    "als bis zu zur zum".split()
)
_STOP_MARK = re.compile(r"(?<![.!?:])[.!?:]++[\"“”»)\]]*+(?=\s)|\n+")
_LAST_TOKEN = re.compile(r"(\w+)\W*$")
_NEAR = 80
"""Letters before a full stop among which its word is looked for: sentences without an end must not take for ever."""
_NEXT_TOKEN = re.compile(r"[\s\"„»(\[]*(\S+)")


def find_words(text: str) -> list[str]:
    """The words of `text` in their order, lower case; numbers keep their separators ("1.000", "12-345/26")."""
    return [*_words_of(text)]


@lru_cache(maxsize=4)
def _words_of(text: str) -> tuple[str, ...]:
    """At hand for the next of the searches, which all begin with the words of the same passage or question."""
    return tuple(_WORD.findall(unicodedata.normalize("NFC", text).lower()))


def complete_coupled(text: str) -> str:
    """`text` with the missing halves of coupled compounds behind it: "Reise- und Umzugskosten" adds "Reisekosten"."""
    if "- " not in text:
        return text
    missing = [first + head for first, second in _COUPLED.findall(text) if (head := _head_of(second.lower()))]
    return f"{text} {' '.join(missing)}" if missing else text


def find_stems(text: str) -> list[str]:
    """The stems of the words of `text`, one a word, stop words included."""
    stems: list[str] = _STEMMER.stemWords(find_words(text))
    return stems


@lru_cache(maxsize=200_000)
def analyse_word(word: str) -> tuple[str, ...]:
    """The stem of a lower-case word, then the stems of its parts if it is a compound; nothing for a stop word.

    >>> analyse_word("reisekosten")
    ('reisekost', 'reis', 'kost')
    """
    if word in STOP_WORDS:
        return ()
    stem = _STEMMER.stemWord(word)
    return (stem, *(part for part in map(_STEMMER.stemWord, split_compound(word)) if part != stem))


def find_terms(text: str) -> list[str]:
    """What the word index holds of `text`: stems and parts of compounds, stop words left out."""
    return [term for word in find_words(complete_coupled(text)) for term in analyse_word(word)]


@lru_cache(maxsize=200_000)
def _runs_of(word: str) -> tuple[str, ...]:
    folded = fold(word)
    return tuple(folded[at : at + 4] for at in range(max(1, len(folded) - 3)))


def find_runs(text: str) -> list[str]:
    """All runs of four letters within each folded word, shorter words whole; stop words left out."""
    return [run for word in find_words(text) if word not in STOP_WORDS for run in _runs_of(word)]


@lru_cache(maxsize=200_000)
def _grams_of(word: str) -> tuple[str, ...]:
    runs = _runs_of(word)
    return (_START + runs[0][:3], *runs) if len(runs[0]) > 2 else runs


def find_grams(text: str) -> list[str]:
    """What the 4-gram index holds of `text`: its runs, and the first three letters of each word behind a mark, because the
    beginning of a word says more than what it shares with the midst of others."""
    return [gram for word in find_words(text) if word not in STOP_WORDS for gram in _grams_of(word)]


def find_pairs(text: str) -> list[str]:
    """What the pair index holds of `text`: each two stems that follow each other, stop words left out."""
    stems = [terms[0] for word in find_words(text) if (terms := analyse_word(word))]
    return [f"{first}_{second}" for first, second in pairwise(stems)]


def fold(word: str) -> str:
    """`word` without the difference between "ä", "ae" and "a", or between "ß" and "ss"; lower case."""
    bare = word.lower().replace("ß", "ss").replace("ae", "a").replace("oe", "o").replace("ue", "u")
    if bare.isascii():
        return bare
    return "".join(letter for letter in unicodedata.normalize("NFD", bare) if not unicodedata.combining(letter))


def find_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence in `text`; a line break ends one, abbreviations, ordinals and "§ 5 Abs. 2" do not."""
    start = 0
    for mark in _STOP_MARK.finditer(text):
        if mark[0].isspace() or _ends_sentence(text, start, mark):
            yield from _trimmed(text, start, mark.end())
            start = mark.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _ends_sentence(text: str, start: int, mark: re.Match[str]) -> bool:
    if mark[0][0] == ":":
        return False
    following = _NEXT_TOKEN.match(text, mark.end())
    if following is None or following[1][0].islower():
        return False
    if mark[0][0] != ".":
        return True
    before = _LAST_TOKEN.search(text, max(start, mark.start() - _NEAR), mark.start())
    if before is None:
        return False
    token = before[1].lower()
    if token.isdigit() and len(token) <= 3:
        return before.start() > start and following[1].lower() in _SENTENCE_STARTERS
    return token not in _ABBREVIATIONS and (len(token) > 1 or before.start() > start + 1 and token.isdigit())


def _head_of(compound: str) -> str:
    parts = split_compound(compound)
    return parts[-1] if parts else ""
