"""Judges: any configured chat model as a second opinion on finished runs.

A judge says one of a few words, which count 1, 1/2 or 0. What it says else is no judgement: it is asked again, and if that
does not help the question counts as failed; failures are shown beside the mean, never taken for a value. How far to trust
a judge is what its agreement with people's labels says. The words stand in `judging.toml`, the prompts in `prompts/`.
"""

import csv
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.chat_models import ChatModel, Message, Task
from assistant.kappa import cohen_kappa
from assistant.prompting import read_prompt
from eval.results import Asked, Given
from eval.runs import FaultyRun, Run
from ingest.errors import ModelUnavailable

_TRIES = 3
_FILE = "judgements.jsonl"
_END_OF_THOUGHT = "</think>"
"""What models that think aloud put before their answer."""
_SIGNS = " .:;,!*_`'\"()[]\n"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge said of a question: a label, or None if it failed; `said` is its last reply or the model's error."""

    question: str
    judge: str
    label: str | None
    said: str
    tries: int


@dataclass(frozen=True, slots=True)
class Opinion:
    """A judge's judgements of a run in figures; `mean` is over those that did not fail."""

    judge: str
    mean: float | None
    labels: dict[str, int]
    failed: int


def judges() -> tuple[str, ...]:
    """The judges that there are."""
    return tuple(_words()["labels"])


def judge_run(run: Run, judge: str, model: ChatModel) -> Iterator[Judgement]:
    """A judgement for each question of `run` that was answered and that this judge can judge."""
    for asked in run.asked:
        given = asked.given
        if given is not None and given.outcome == "answered" and (values := _values(judge, asked, given)):
            yield judge_answer(asked.question.id, judge, values, model)


def judge_answer(question: str, judge: str, values: Mapping[str, str], model: ChatModel) -> Judgement:
    """One judgement; asked again up to three times if the reply is none of the judge's words."""
    messages = read_prompt(f"judge_{judge}").fill(**values)
    reply = ""
    for tried in range(1, _TRIES + 1):
        try:
            with closing(model.stream(Task(values["question"], (), messages))) as stream:
                reply = "".join(stream).rpartition(_END_OF_THOUGHT)[2].strip()
        except ModelUnavailable as error:
            return Judgement(question, judge, None, error.code, tried)
        label = read_label(judge, reply)
        if label is not None:
            return Judgement(question, judge, label, reply, tried)
        messages = [*messages, Message("assistant", reply or "-"), Message("user", _reminder(judge))]
    return Judgement(question, judge, None, reply, _TRIES)


def read_label(judge: str, reply: str) -> str | None:
    """The judge's word that `reply` is, signs and case aside; None if it is none or more than one word of them."""
    words = {word.strip(_SIGNS).upper() for word in reply.split()}
    named = [label for label in _labels(judge) if label in words]
    return named[0] if len(named) == 1 and reply.strip(_SIGNS).upper().startswith(named[0]) else None


def sum_up(judge: str, judgements: Sequence[Judgement]) -> Opinion:
    """Mean value of a judge's labels (1, 1/2, 0), how often each was given, and how often none was.

    Source of the procedure: Zheng et al. 2023, "Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena"; of the three
    questions: RAGAS (Es et al. 2024) for faithfulness and answer correctness. A judge's mean is worth what its agreement
    with people is worth (see below); judges of different models or prompts cannot be compared.

    Figures: `faithfulness`, `correctness` (where the set has a reference answer), `helpfulness`, each with `failed`.
    """
    values = _labels(judge)
    given = [each.label for each in judgements if each.judge == judge]
    known = [values[label] for label in given if label is not None]
    counts = {label: given.count(label) for label in values}
    return Opinion(judge, round(sum(known) / len(known), 4) if known else None, counts, given.count(None))


@dataclass(frozen=True, slots=True)
class JudgeAgreement:
    """A judge against people's labels, over the questions that both judged; `missing` has those that only people judged."""

    judge: str
    both: int
    missing: int
    alike: float | None
    kappa: float | None


def compare_with_people(judgements: Sequence[Judgement], labels: Mapping[tuple[str, str], str]) -> list[JudgeAgreement]:
    """Share of equal labels and Cohen's kappa for each judge that `labels` (by question and judge) speak of."""
    said = {(each.question, each.judge): each.label for each in judgements if each.label is not None}
    found: list[JudgeAgreement] = []
    for judge in dict.fromkeys(judge for _, judge in labels):
        wanted = [key for key in labels if key[1] == judge]
        pairs = [(labels[key], said[key]) for key in wanted if key in said]
        people, model = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        alike = sum(one == other for one, other in pairs) / len(pairs) if pairs else None
        found.append(JudgeAgreement(judge, len(pairs), len(wanted) - len(pairs), alike, cohen_kappa(people, model)))
    return found


_JUDGEMENTS = TypeAdapter(Judgement)


def write_judgements(folder: Path, judgements: Sequence[Judgement]) -> None:
    """Leave them in the run's folder, in place of former ones of the same judges."""
    new = {each.judge for each in judgements}
    path = folder / _FILE
    kept = [each for each in (read_judgements(folder) if path.exists() else []) if each.judge not in new]
    lines = (json.dumps(asdict(each), ensure_ascii=False) for each in (*kept, *judgements))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def read_opinions(folder: Path) -> list[Opinion]:
    """What the judges of a run say; nothing if none was asked. Raises FaultyRun."""
    judgements = read_judgements(folder) if (folder / _FILE).exists() else []
    return [sum_up(judge, judgements) for judge in dict.fromkeys(each.judge for each in judgements)]


def read_judgements(folder: Path) -> list[Judgement]:
    """The judgements of a run. Raises FaultyRun."""
    try:
        lines = (folder / _FILE).read_bytes().splitlines()
        return [_JUDGEMENTS.validate_json(line) for line in lines]
    except (OSError, ValidationError) as error:
        raise FaultyRun(f"{folder} has no readable {_FILE}; run `python -m eval judge` first.") from error


def read_labels(path: Path) -> dict[tuple[str, str], str]:
    """People's labels: a CSV file (`;`) with the columns question, judge, label. Raises FaultyRun that names the row."""
    labels: dict[tuple[str, str], str] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter=";")
        for row in rows:
            judge, label = (row.get("judge") or "").strip(), (row.get("label") or "").strip().upper()
            if judge not in judges() or label not in _labels(judge):
                raise FaultyRun(f"{path.name}, row {rows.line_num}: {label!r} is no label of a judge {judge!r}.")
            labels[(row.get("question") or "").strip(), judge] = label
    return labels


def _values(judge: str, asked: Asked, given: Given) -> dict[str, str] | None:
    """What the judge's prompt is filled with; None if the run does not have it."""
    passages = "\n\n".join(f"[{number}] {hit.text}" for number, hit in enumerate(asked.found, 1) if hit.text)
    known = {
        "faithfulness": {"passages": passages},
        "correctness": {"reference": asked.question.reference or ""},
        "helpfulness": {},
    }[judge]
    return {"question": given.understood, "answer": given.text, **known} if all(known.values()) else None


def _labels(judge: str) -> dict[str, float]:
    return {str(label): float(value) for label, value in _words()["labels"][judge].items()}


def _reminder(judge: str) -> str:
    return str(_words()["reminder"]["text"]).format(labels=", ".join(_labels(judge)))


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("judging.toml").read_text(encoding="utf-8"))
