"""Citations against values worked out by hand, after the examples in the definition of ALCE."""

from collections.abc import Sequence

import pytest

from eval.metrics.citations import (
    Claim,
    checked_share,
    citation_faithfulness,
    citation_precision,
    citation_recall,
    gold_cited,
    groundedness,
    quote_alignment,
    split_claims,
)

SUPPORT = {"alone": [{1}], "both": [{1, 2}], "either": [{1}, {2}], "never": []}
"""The sets of passages that are needed for each sentence."""


def entails(sentence: str, numbers: Sequence[int]) -> bool:
    return any(needed <= set(numbers) for needed in SUPPORT.get(sentence, []))


def test_recall_is_the_share_of_sentences_that_all_their_passages_bear_out() -> None:
    claims = [Claim("alone", (1,)), Claim("both", (1, 2)), Claim("both", (1,)), Claim("never", (1, 2))]
    assert citation_recall(claims, entails) == 0.5


def test_a_sentence_without_citation_is_not_borne_out() -> None:
    assert citation_recall([Claim("alone", ()), Claim("alone", (1,))], entails) == 0.5
    assert citation_precision([Claim("alone", ()), Claim("alone", (1,))], entails) == 1.0


def test_a_citation_that_its_sentence_does_not_need_is_not_precise() -> None:
    assert citation_precision([Claim("alone", (1, 3))], entails) == 0.5
    assert citation_precision([Claim("both", (1, 2))], entails) == 1.0
    assert citation_precision([Claim("either", (1, 2))], entails) == 1.0
    assert citation_precision([Claim("both", (1, 2, 3))], entails) == pytest.approx(2 / 3)


def test_no_citation_of_a_sentence_that_is_not_borne_out_is_precise() -> None:
    assert citation_precision([Claim("never", (1, 2))], entails) == 0.0
    assert citation_precision([Claim("both", (1,))], entails) == 0.0


def test_where_nothing_is_said_or_cited_there_is_no_figure() -> None:
    assert citation_recall([], entails) is None
    assert citation_precision([Claim("alone", ())], entails) is None
    assert citation_faithfulness("", entails) is None
    assert citation_faithfulness("alone", entails) is None
    assert quote_alignment("nichts angeführt", ["nichts"]) is None
    assert groundedness([], lambda sentence: True) is None
    assert checked_share([]) is None


def test_each_mark_belongs_to_the_words_before_it() -> None:
    claims = split_claims(
        "Es sind 20 Euro [1], höchstens 60 Euro [2][3]. Anträge stellt das Referat. [4]\nMit Frist. Bis Mai [1, 5]."
    )
    assert claims == [
        Claim("Es sind 20 Euro", (1,)),
        Claim("höchstens 60 Euro", (2, 3)),
        Claim("Anträge stellt das Referat", (4,)),
        Claim("Bis Mai", (1, 5)),
    ]


def test_a_mark_is_faithful_if_its_passage_alone_bears_its_words_out() -> None:
    assert citation_faithfulness("alone [1]. alone [2].", entails) == 0.5
    assert citation_faithfulness("both [1][2].", entails) == 0.0
    assert citation_faithfulness("either [1], either [2].", entails) == 1.0


@pytest.mark.parametrize(
    "quoted", ["„zwei volle Tage“", "»zwei volle Tage«", "“zwei volle Tage”", '"zwei volle Tage"', "„zwei  volle Tage.“"]
)
def test_a_quotation_stands_in_a_passage_letter_for_letter(quoted: str) -> None:
    assert quote_alignment(f"Es gelten {quoted} [1].", ["Es gibt zwei volle  Tage Urlaub."]) == 1.0
    assert quote_alignment(f"Es gelten {quoted} [1].", ["Es gibt zwei ganze Tage Urlaub."]) == 0.0


def test_a_single_word_between_marks_is_no_quotation() -> None:
    assert quote_alignment("Das „Tagegeld“ ist gemeint.", ["nichts"]) is None


def test_a_right_document_is_cited_or_not() -> None:
    assert gold_cited(["a", "b"], {"b": 1})
    assert not gold_cited([], {"b": 1})
    assert not gold_cited(["a"], {})


def test_groundedness_does_not_ask_what_is_cited() -> None:
    assert groundedness(["a", "b"], lambda sentence: sentence == "a") == 0.5


def test_what_was_not_checked_is_counted() -> None:
    assert checked_share(["supported", "unchecked", "partly", "unsupported"]) == 0.75
