"""SQuAD's JSON, versions 1 and 2: articles with paragraphs, and questions whose answers are marked in them.

A paragraph is a document of the corpus. Where paragraphs have no text (`context`), the questions are for the running
library, and the article's title names the document. A question marked `is_impossible` counts as unanswerable from the
whole corpus, though its authors saw one paragraph only.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from eval.gold import Entry, Fault, GoldQuestion, GoldSet, Source, Span


class _Part(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)


class _Marked(_Part):
    text: str
    start: int = Field(validation_alias=AliasChoices("answer_start", "start"), ge=0)


class _Asked(_Part):
    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    answers: list[_Marked] = []
    is_impossible: bool = False
    category: str | None = None
    difficulty: str | None = None


_Loose = dict[str, object]
_QUESTION = TypeAdapter(_Asked)


class _Paragraph(_Part):
    context: str = ""
    qas: list[_Loose] = []


class _Article(_Part):
    title: str | None = None
    paragraphs: list[_Paragraph]


class _File(_Part):
    data: list[_Article]


def read_squad(path: Path, complain: Callable[[Fault], None]) -> GoldSet:
    """The set in the file `path`; questions with fatal faults are complained of and left out."""
    try:
        articles = _File.model_validate_json(path.read_bytes()).data
    except ValidationError as error:
        first = error.errors()[0]
        complain(Fault(path.name, ".".join(map(str, first["loc"])), "", f"{first['msg']}; the file must have SQuAD's layout"))
        articles = []
    entries: list[Entry] = []
    questions: list[GoldQuestion] = []
    for where, title, paragraph in _paragraphs(articles):
        identity = f"{title or path.stem}#{len(entries) + 1}"
        if paragraph.context:
            entries.append(Entry(identity, title, paragraph.context))
        asked = _questions(path.name, where, paragraph.qas, complain)
        questions += (_question(at, each, identity, title, paragraph.context) for at, each in asked)
    for question in questions:
        _check_marks(path.name, question, entries, complain)
    return GoldSet(path.stem, True, tuple(entries), tuple(questions))


def _paragraphs(articles: list[_Article]) -> Iterator[tuple[str, str, _Paragraph]]:
    for number, article in enumerate(articles):
        for place, paragraph in enumerate(article.paragraphs):
            yield f"data.{number}.paragraphs.{place}", (article.title or "").replace("_", " "), paragraph


def _questions(file: str, above: str, rows: list[_Loose], complain: Callable[[Fault], None]) -> Iterator[tuple[str, _Asked]]:
    for number, row in enumerate(rows):
        where = f"{above}.qas.{number}"
        try:
            yield where, _QUESTION.validate_python(row)
        except ValidationError as error:
            for each in error.errors():
                complain(Fault(file, where, ".".join(map(str, each["loc"])), f"{each['msg']}; mend or remove the question"))


def _question(where: str, asked: _Asked, document: str, title: str, context: str) -> GoldQuestion:
    answerable = not asked.is_impossible
    marked = asked.answers if answerable else []
    spans = dict.fromkeys(Span(document, each.start, each.start + len(each.text), each.text) for each in marked)
    question = GoldQuestion(
        id=asked.id,
        text=asked.question,
        standalone=asked.question,
        history=(),
        as_of=None,
        category=asked.category,
        relevant={document: 1} if answerable and context else {},
        spans=tuple(spans) if context else (),
        facts=None,
        reference=marked[0].text if marked else None,
        answerable=answerable,
        difficulty=asked.difficulty,
        where=where,
    )
    return question if context or not answerable else replace(question, sources=(Source(title),))


def _check_marks(file: str, question: GoldQuestion, entries: list[Entry], complain: Callable[[Fault], None]) -> None:
    texts = {entry.id: entry.text for entry in entries}
    if question.answerable and not question.reference:
        complain(Fault(file, question.where, "answers", "is empty: mark an answer, or set is_impossible to true"))
    for span in question.spans:
        if texts[span.document][span.start : span.end] != span.text:
            complain(Fault(file, question.where, "answer_start", f'"{span.text}" does not stand there: correct the number'))
