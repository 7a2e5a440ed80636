"""Rich Text Format (RTF 1.9.1): headings by style or outline level, numbers as shown, tables, footnotes, in any code page.

Reads the text itself; pictures, embedded objects, headers and footers, deleted and hidden text are left out. Knows no
field, no macro and nothing that lies outside the file. `rtfwords` cuts the file into words of its language.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.errors import BrokenFile
from ingest.parsers.lines import clean
from ingest.parsers.rtftables import Table
from ingest.parsers.rtfwords import Fonts, Token, tokens
from ingest.parsers.structure import Block, ParsedDocument, parsed
from ingest.parsers.styles import named_level

_LEFT_OUT = frozenset(
    "fonttbl colortbl filetbl listtable listoverridetable rsidtbl generator pict objdata header headerl headerr headerf footer "
    "footerl footerr footerf xmlnstbl themedata colorschememapping latentstyles datastore fldinst sp sn sv pn revtbl annotation "
    "atnid atnauthor bkmkstart bkmkend nonshppict mmathPr userprops docvar tc xe ftnsep ftnsepc aftnsep aftnsepc template".split()
)
_NUMBERS = frozenset({"listtext", "pntext"})
_STARRED_BUT_READ = _NUMBERS | {"shpinst", "shptxt", "*", "footnote", "cs", "fldrslt"}
_SIGNS = {
    "tab": " ", "line": "\n", "emdash": "\u2014", "endash": "\u2013", "lquote": "\u2018", "rquote": "\u2019", "bullet": "\u2022",
    "ldblquote": "\u201c", "rdblquote": "\u201d", "emspace": " ", "enspace": " ", "qmspace": " ", "~": "\u00a0", "_": "-",
    "nestcell": " ", "nestrow": " ",
}  # fmt: skip
_PARAGRAPH_ENDS = frozenset({"par", "sect", "page", "column"})
_MOST_GROUPS = 100_000


@dataclass(frozen=True, slots=True)
class _State:
    """What counts until its group ends. `into` is where words go: "text", "note", "style", "title" or "" for nowhere.

    `is_number` says that it is the number of an item as shown, whose look is not that of the paragraph.
    """

    into: str = "text"
    bold: bool = False
    unseen: bool = False
    is_number: bool = False
    font: int | None = None
    skipped_after_unicode: int = 1


@dataclass(slots=True)
class _Paragraph:
    words: list[str] = field(default_factory=list)
    bold: bool = True
    style: int = 0
    level: int = 0
    in_table: bool = False

    def text(self) -> str:
        return clean("".join(self.words))


def parse(path: Path) -> ParsedDocument:
    """The sections of a file in Rich Text Format; the title in its properties counts where the text has none.

    Raises:
        BrokenFile: no Rich Text.
    """
    source = path.read_bytes().decode("latin-1")
    if not source.lstrip().startswith("{\\rtf"):
        raise BrokenFile(file=path.name, reason="kein RTF")
    reading = _Reading(Fonts(source))
    blocks = list(reading.blocks(source, path.name))
    return parsed(blocks, reading.title)


class _Reading:
    """A walk over the words of a file."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._state = _State()
        self._above: list[_State] = []
        self._paragraph = _Paragraph()
        self._table = Table()
        self._note: list[str] = []
        self._notes: list[str] = []
        self._styles: dict[int, int] = {}
        self._style: tuple[int, int, list[str]] = (0, 0, [])
        self._title: list[str] = []

    @property
    def title(self) -> str:
        """The title in the file's properties."""
        return clean("".join(self._title))

    def blocks(self, source: str, file: str) -> Iterator[Block]:
        """The blocks of the file."""
        for token in tokens(source, lambda: self._fonts.code(self._state.font), lambda: self._state.skipped_after_unicode):
            if token.kind == "{":
                self._above.append(self._state)
                if len(self._above) > _MOST_GROUPS:
                    raise BrokenFile(file=file, reason="zu tief verschachtelt")
            elif token.kind == "}":
                self._end_group()
            elif token.kind == "text":
                self._say(token.text)
            else:
                yield from self._word(token)
        yield from self._end_paragraph()
        yield from self._end_table()

    def _end_group(self) -> None:
        ended, self._state = self._state, self._above.pop() if self._above else _State()
        if ended.into == "note" and self._state.into != "note":
            self._notes.append(clean("".join(self._note)).replace("\n", " "))
            self._note = []
        if ended.into == "style":
            number, level, name = self._style
            self._styles[number] = level or named_level("".join(name).strip("; "))
            self._style = (0, 0, [])

    def _say(self, text: str) -> None:
        into = self._state.into
        if self._state.unseen or not into:
            return
        if into == "text":
            self._paragraph.words.append(text)
            self._paragraph.bold = self._paragraph.bold and (self._state.bold or self._state.is_number or not text.strip())
        else:
            {"note": self._note, "style": self._style[2], "title": self._title}[into].append(text)

    def _word(self, token: Token) -> Iterator[Block]:
        word, value = token.text, token.value
        if self._opens(token):
            return
        if word in _SIGNS:
            self._say(_SIGNS[word])
        elif self._state.into == "text" and word in _PARAGRAPH_ENDS:
            yield from self._end_paragraph()
        elif word == "par":
            self._say("\n")
        elif self._state.into == "text" and word in ("cell", "row"):
            self._cell_or_row(word)
        elif self._state.into == "text" and self._table.define(word, token.value):
            return
        elif word in ("b", "v", "deleted", "plain", "f", "uc"):
            self._change(word, value)
        else:
            self._change_paragraph(word, value)

    def _opens(self, token: Token) -> bool:
        """Whether the word says what the group is that it opens."""
        word, into = token.text, self._state.into
        if word in _LEFT_OUT or (token.starred and word not in _STARRED_BUT_READ):
            self._state = replace(self._state, into="")
        elif word in ("footnote", "title") and into:
            self._state = replace(self._state, into="note" if word == "footnote" else "title")
        elif word in ("stylesheet", "info"):
            self._state = replace(self._state, into="style" if word == "stylesheet" else "nowhere")
        elif word in _NUMBERS:
            self._state = replace(self._state, is_number=True)
        elif into == "nowhere":
            self._state = replace(self._state, into="")
        else:
            return False
        return True

    def _change(self, word: str, value: int | None) -> None:
        on = value != 0
        if word == "f":
            self._state = replace(self._state, font=value)
        elif word == "uc":
            self._state = replace(self._state, skipped_after_unicode=max(value or 0, 0))
        elif word == "b":
            self._state = replace(self._state, bold=on)
        elif word == "plain":
            self._state = replace(self._state, bold=False, unseen=False)
        else:
            self._state = replace(self._state, unseen=on)

    def _change_paragraph(self, word: str, value: int | None) -> None:
        if self._state.into == "style":
            number, level, name = self._style
            level = value + 2 if word == "outlinelevel" and value is not None and 0 <= value < 9 else level
            self._style = (value if word == "s" and value is not None else number, level, name)
        elif self._state.is_number:
            return
        elif word == "pard":
            self._paragraph.level, self._paragraph.style, self._paragraph.in_table = 0, 0, False
        elif word == "s" and value is not None:
            self._paragraph.style = value
        elif word == "outlinelevel" and value is not None:
            self._paragraph.level = value + 2 if 0 <= value < 9 else 0
        elif word == "intbl":
            self._paragraph.in_table = True

    def _cell_or_row(self, word: str) -> None:
        if word == "cell":
            self._table.end_cell(" ".join(filter(None, [self._paragraph.text(), *self._taken_notes()])))
            self._paragraph.words = []
        else:
            self._table.end_row()

    def _taken_notes(self) -> list[str]:
        taken, self._notes = self._notes, []
        return taken

    def _end_paragraph(self) -> Iterator[Block]:
        paragraph = self._paragraph
        if paragraph.in_table:
            paragraph.words.append("\n")
            return
        self._table.end_row()
        text = paragraph.text()
        if text or self._table:
            yield from self._end_table()
        level = paragraph.level or self._styles.get(paragraph.style, 0)
        if text:
            yield Block(text, level if len(text) < 300 else 0, bold=paragraph.bold and not level)
        yield from (Block(note) for note in self._taken_notes() if note)
        self._paragraph = _Paragraph(style=paragraph.style, level=paragraph.level)

    def _end_table(self) -> Iterator[Block]:
        table, self._table = self._table, Table()
        yield from map(Block, table.lines())
