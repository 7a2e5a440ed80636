"""Judges: what counts as a judgement, what as a failure, and how far to trust them."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.chat_models import Task
from assistant.prompting import read_prompt
from eval import judging
from eval.judging import Judgement, read_label
from eval.runs import FaultyRun
from ingest.errors import ModelUnavailable
from tests.eval.made_up import answered, run_of, unanswerable

VALUES = {"question": "Wie hoch?", "answer": "28 Euro [1]", "reference": "28 Euro"}


class Judge:
    """Says what it was told to say, one reply a time; None means that it cannot be reached."""

    name = "judge"
    reads_messages = True

    def __init__(self, *replies: str | None) -> None:
        self.replies = list(replies)
        self.asked: list[Task] = []

    def count_tokens(self, text: str) -> int:
        return len(text)

    def stream(self, task: Task) -> Generator[str]:
        self.asked.append(task)
        reply = self.replies.pop(0)
        if reply is None:
            raise ModelUnavailable(model="judge", reason="gone")
        yield from reply


def judgements(labels: Sequence[str | None], judge: str = "correctness") -> list[Judgement]:
    return [Judgement(f"q{number}", judge, label, "", 1) for number, label in enumerate(labels)]


@pytest.mark.parametrize("reply", ["RICHTIG", "richtig.", "**RICHTIG**", " Richtig – sagt alles\n", '"RICHTIG"'])
def test_one_of_the_words_is_a_judgement(reply: str) -> None:
    assert read_label("correctness", reply) == "RICHTIG"


@pytest.mark.parametrize("reply", ["", "Ja", "RICHTIG oder TEILWEISE", "nicht RICHTIG", "UNRICHTIG", "5", "BELEGT"])
def test_anything_else_is_none(reply: str) -> None:
    assert read_label("correctness", reply) is None


def test_unsupported_is_not_taken_for_supported() -> None:
    assert read_label("faithfulness", "UNBELEGT") == "UNBELEGT"
    assert read_label("faithfulness", "BELEGT") == "BELEGT"


def test_a_judge_that_says_something_else_is_asked_again_and_reminded() -> None:
    judge = Judge("Das ist schwierig.", "TEILWEISE")
    found = judging.judge_answer("q", "correctness", VALUES, judge)
    assert (found.label, found.tries) == ("TEILWEISE", 2)
    assert "RICHTIG, TEILWEISE, FALSCH" in judge.asked[1].messages[-1].text
    assert "28 Euro" in judge.asked[0].messages[1].text


def test_what_a_model_thinks_aloud_is_no_judgement() -> None:
    assert judging.judge_answer("q", "correctness", VALUES, Judge("<think>FALSCH?</think>\nRICHTIG")).label == "RICHTIG"


def test_three_wrong_replies_and_an_unreachable_model_are_failures() -> None:
    tired = judging.judge_answer("q", "correctness", VALUES, Judge("a", "b", "c", "RICHTIG"))
    assert (tired.label, tired.said, tired.tries) == (None, "c", 3)
    gone = judging.judge_answer("q", "correctness", VALUES, Judge(None))
    assert (gone.label, gone.said) == (None, "model_unavailable")


def test_failures_stand_beside_the_mean_and_not_in_it() -> None:
    opinion = judging.sum_up("correctness", judgements(["RICHTIG", "TEILWEISE", None, "FALSCH", "RICHTIG"]))
    assert (opinion.mean, opinion.failed) == (0.625, 1)
    assert opinion.labels == {"RICHTIG": 2, "TEILWEISE": 1, "FALSCH": 1}
    alone = judging.sum_up("correctness", judgements([None, None]))
    assert (alone.mean, alone.failed) == (None, 2)


def test_only_answers_are_judged_and_only_with_what_the_judge_needs() -> None:
    right = answered("a", 1.0)
    told = replace(right, question=replace(right.question, id="b", reference="42"))
    refused = answered("c", 0.0, outcome="touched")
    run = run_of(right, told, refused, unanswerable("d", "nothing"))
    found = list(judging.judge_run(run, "correctness", Judge("RICHTIG")))
    assert [each.question for each in found] == ["b"]
    assert len(list(judging.judge_run(run, "helpfulness", Judge("NUTZLOS", "HILFREICH")))) == 2


def test_agreement_is_over_what_both_judged(tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    rows = "".join(f"q{number};correctness;{label}\n" for number, label in enumerate(("richtig", "FALSCH", "RICHTIG", "FALSCH")))
    labels.write_text(f"question;judge;label\n{rows}", encoding="utf-8")
    said = judgements(["RICHTIG", "FALSCH", "FALSCH", None])
    (found,) = judging.compare_with_people(said, judging.read_labels(labels))
    assert (found.both, found.missing) == (3, 1)
    assert found.alike == pytest.approx(2 / 3)
    assert found.kappa == pytest.approx((2 / 3 - 4 / 9) / (1 - 4 / 9))


def test_a_label_that_is_none_is_named_with_its_row(tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("question;judge;label\nq1;correctness;GUT\n", encoding="utf-8")
    with pytest.raises(FaultyRun, match="row 2.*GUT"):
        judging.read_labels(labels)


def test_judgements_of_one_judge_replace_only_its_own(tmp_path: Path) -> None:
    judging.write_judgements(tmp_path, judgements(["RICHTIG", "FALSCH"]))
    judging.write_judgements(tmp_path, judgements(["NUTZLOS"], "helpfulness"))
    judging.write_judgements(tmp_path, judgements(["TEILWEISE"]))
    assert [(each.judge, each.label) for each in judging.read_judgements(tmp_path)] == [
        ("helpfulness", "NUTZLOS"),
        ("correctness", "TEILWEISE"),
    ]


@pytest.mark.parametrize("judge", judging.judges())
def test_the_prompt_of_a_judge_names_its_words(judge: str) -> None:
    prompt = read_prompt(f"judge_{judge}")
    assert all(f"\n{label} – " in prompt.system for label in judging.sum_up(judge, []).labels)
