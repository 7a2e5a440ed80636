"""An answer as text for elsewhere: Markdown with its doubts, remarks and sources. Knows no screen and no route."""

from assistant.citing import cut
from assistant.conversation import Answer, Citation, Sentence
from assistant.replying import describe_place, describe_stand, replies

_MARKUP = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}<>#|!~"})


def answer_as_markdown(answer: Answer) -> str:
    """The question, the answer with its doubts, the remarks and the sources."""
    words = replies()
    lines = [f"## {_plain(answer.question)}", "", marked_text(answer), ""]
    lines += [line for remark in answer.remarks for line in (f"> {_plain(remark)}", "")]
    if answer.citations:
        lines += [f"### {words['sources_heading']}", "", *map(_source, answer.citations), ""]
    return "\n".join((*lines, f"*{words['written_by'].format(model=answer.model)}*" if answer.model else "")).rstrip() + "\n"


def marked_text(answer: Answer) -> str:
    """The answer's text; behind each sentence that its sources do not fully bear out stands that."""
    pieces = [piece.written for piece in cut(answer.text)]
    if len(pieces) != len(answer.sentences):
        pieces = [f"{sentence.text} {''.join(f'[{number}]' for number in sentence.citations)}\n" for sentence in answer.sentences]
    doubts = map(doubt_about, answer.sentences)
    return "".join(piece + doubt for piece, doubt in zip(pieces, doubts, strict=True)).strip() or answer.text


def doubt_about(sentence: Sentence) -> str:
    """What is put behind a sentence that its sources do not fully bear out; nothing behind others."""
    return f" ({replies()[name]})" if (name := f"verdict_{sentence.verdict}") in replies() else ""


def _source(citation: Citation) -> str:
    passage = citation.passage
    page = f", S. {passage.page}" if passage.page else ""
    quote = _plain(" ".join(citation.quote.split()))
    return f"- [{citation.number}] {_plain(describe_place(passage))}{page} ({describe_stand(passage)}): \u201e{quote}\u201c"


def _plain(text: str) -> str:
    """`text` that Markdown shows as it is."""
    return text.translate(_MARKUP)
