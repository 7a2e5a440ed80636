"""What a ranking or an answer is worth: one question's share in each figure. Knows no file and nobody to ask."""

import re
from collections.abc import Callable, Sequence

from assistant.checking import judge
from assistant.conversation import Answer, Citation
from eval.gold import GoldQuestion
from eval.metrics import citations, rankings, refusals, texts
from ingest.documents import Hit, Passage

Values = dict[str, float | None]
"""By figure; None for what the set or the answer cannot tell."""

_MARK = re.compile(r"\s*\[\d{1,2}(?:\s*,\s*\d{1,2})*\]")


def value_ranking(question: GoldQuestion, hits: Sequence[Hit]) -> Values:
    """What the search found, as a ranking of documents."""
    ranking = rankings.best_passages_first(hit.passage.document.id for hit in hits)
    return {**rankings.measure_ranking(question.relevant, ranking, question.irrelevant)}


def value_answer(question: GoldQuestion, answer: Answer | None, count_tokens: Callable[[str], int]) -> Values:
    """All figures of an answer; None where nobody answered. A refusal states no fact, whatever titles it names."""
    answered = answer if answer is not None and not answer.refused else None
    text = _MARK.sub("", answered.text) if answered else ""
    return {
        **_value_text(question, text, _shown(answered)),
        **_value_places(question, answered),
        **_value_refusal(question, answer),
        **_value_citations(answered),
        "words": float(texts.count_words(text)) if answered else None,
        "words_beside": float(texts.count_words(f"{text} {_shown(answered)}")) if answered else None,
        "tokens": float(count_tokens(answered.text)) if answered else None,
        "tokens_read": float(count_tokens("\n\n".join(hit.passage.text for hit in answered.hits))) if answered else None,
    }


def _shown(answered: Answer | None) -> str:
    """The further places that are shown beside the answer."""
    return " ".join(citation.quote for citation in (answered.further if answered else ()))


def _value_text(question: GoldQuestion, text: str, beside: str) -> Values:
    facts = (question.facts or ()) if question.answerable else ()
    extras = question.extras if question.answerable else ()
    golds = [gold for gold in (*(span.text for span in question.spans), question.reference) if gold]
    nuggets = texts.nugget_recall(facts, extras, text)
    told = bool(golds) and question.answerable
    return {
        "all_facts": float(texts.fact_recall(facts, text) == 1) if facts else None,
        "fact_recall": texts.fact_recall(facts, text) if facts else None,
        "facts_beside": float(texts.fact_recall(facts, f"{text} {beside}") == 1) if facts else None,
        "nugget_vital": nuggets.vital,
        "nugget_all": nuggets.every,
        "nugget_strict": nuggets.strict,
        "token_f1": texts.token_f1(text, golds) if told else None,
        "exact_match": texts.exact_match(text, golds) if told else None,
    }


def _value_places(question: GoldQuestion, answered: Answer | None) -> Values:
    quoted = [(each.passage.document.id, each.start, each.end) for each in (answered.citations if answered else ())]
    marked = [(span.document, span.start, span.end) for span in question.spans] if question.answerable else []
    judged = question.answerable and bool(question.relevant)
    return {
        "span_overlap": float(texts.overlap(quoted, marked)) if marked else None,
        "span_f1": texts.span_f1(quoted, marked) if marked else None,
        "gold_cited": float(citations.gold_cited((each[0] for each in quoted), question.relevant)) if judged else None,
    }


def _value_refusal(question: GoldQuestion, answer: Answer | None) -> Values:
    refused = float(answer.refused) if answer is not None else None
    return {
        "answerable_refused": refused if question.answerable else None,
        "unanswerable_answered": None if question.answerable or refused is None else 1 - refused,
        "refusal_accuracy": refusals.refusal_accuracy(question.answerable, answer.refused) if answer is not None else None,
    }


def _value_citations(answered: Answer | None) -> Values:
    if answered is None:
        names = ("citation_recall", "citation_precision", "citation_faithfulness", "quote_alignment", "grounded", "checked")
        return dict.fromkeys(names)
    claims = [citations.Claim(sentence.text, sentence.citations) for sentence in answered.sentences]
    entails = _entailment(answered.citations)
    borne_out = {claim.text for claim in claims if claim.citations and entails(claim.text, claim.citations)}
    return {
        "citation_recall": citations.citation_recall(claims, entails),
        "citation_precision": citations.citation_precision(claims, entails),
        "citation_faithfulness": citations.citation_faithfulness(answered.text, entails),
        "quote_alignment": citations.quote_alignment(answered.text, (each.passage.text for each in answered.citations)),
        "grounded": citations.groundedness(
            [claim.text for claim in claims], lambda said: said in borne_out or _found_to_say(said, answered.hits)
        ),
        "checked": citations.checked_share([sentence.verdict for sentence in answered.sentences]),
    }


def _entailment(cited: Sequence[Citation]) -> citations.Entails:
    """The product's checker over the cited passages; asked the same twice, it is asked once."""
    passages = {citation.number: citation.passage for citation in cited}
    known: dict[tuple[str, tuple[int, ...]], bool] = {}

    def entails(sentence: str, numbers: Sequence[int]) -> bool:
        asked = (sentence, tuple(numbers))
        if asked not in known:
            known[asked] = _bears_out([passages[number] for number in numbers if number in passages], sentence)
        return known[asked]

    return entails


def _found_to_say(sentence: str, hits: Sequence[Hit]) -> bool:
    return any(_bears_out([hit.passage], sentence) for hit in hits) or _bears_out([hit.passage for hit in hits], sentence)


def _bears_out(passages: Sequence[Passage], sentence: str) -> bool:
    """Whether the checker calls `sentence` borne out by `passages` together."""
    if not passages:
        return False
    about = "\n".join(
        part for passage in passages for part in (passage.document.metadata.title, *passage.headings, passage.anchor or "")
    )
    return judge(sentence, [passage.text for passage in passages], about)[0] == "supported"
