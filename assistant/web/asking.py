"""A question on behalf of a person: what it may find, which model may see that, and the conversation that keeps its answer.

Knows no route and no search.
"""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace

from assistant.access import conversations
from assistant.access.gate import Asker, Gate
from assistant.access.protection import may_see, protection_of
from assistant.access.refusals import UnknownConversation
from assistant.conversation import Answer, Event, Exchange, Question
from assistant.web.identity import now
from assistant.web.shapes import LONGEST_HISTORY, ChatRequest, answer_json
from ingest.identities import new_identity


def on_behalf(question: Question, asker: Asker, gate: Gate) -> Question:
    """The same question, which finds what the person may read now."""
    return replace(question, readable=asker.rights.readable, model_may_see=sight_of_model(gate))


def sight_of_model(gate: Gate) -> Callable[[frozenset[str]], bool] | None:
    """Whether the configured model may see documents with these ids; None if it may see all."""
    if gate.model_sees == "confidential":
        return None

    def may(identities: frozenset[str]) -> bool:
        with gate.journal.engine.connect() as connection:
            return may_see(gate.model_sees, identities, protection_of(connection, sorted(identities)))

    return may


def read_question(asked: ChatRequest, asker: Asker, gate: Gate) -> Question:
    """The question; one that continues a conversation is understood by what is kept of that. Raises UnknownConversation."""
    question = on_behalf(asked.as_question(), asker, gate)
    return replace(question, history=_history(asker, gate, asked.conversation)) if asked.conversation else question


def keep_answer(events: Generator[Event], asked: ChatRequest, asker: Asker, gate: Gate) -> Generator[Event]:
    """The same events; the answer is kept before it is shown, if that is wanted, and says where."""
    with closing(events):
        for event in events:
            yield _kept(event, asked, asker, gate) if isinstance(event, Answer) and (asked.keep or asked.conversation) else event


def _history(asker: Asker, gate: Gate, conversation_id: str) -> tuple[Exchange, ...]:
    with gate.journal.engine.connect() as connection:
        shown = conversations.read_turns(connection, asker.person, conversation_id, asker.rights)
    return conversations.as_history(shown)[-LONGEST_HISTORY:]


def _kept(answer: Answer, asked: ChatRequest, asker: Asker, gate: Gate) -> Answer:
    """The answer with the id of its conversation; as it was if that was deleted meanwhile.

    Of what was found only that is kept which decides whether the answer may be shown again.
    """
    documents = conversations.rests_on(answer)
    try:
        with gate.journal.change(asker.person.id) as change:
            begun = asked.conversation or conversations.begin(change.connection, asker.person, asked.question, now())
            answer = replace(answer, conversation=begun)
            shown = answer_json(_only(answer, documents))
            turn = conversations.Turn(new_identity(), now(), asked.question, shown)
            conversations.add_turn(change.connection, asker.person, begun, turn, documents)
    except UnknownConversation:
        return replace(answer, conversation=None)
    return answer


def _only(answer: Answer, documents: frozenset[str]) -> Answer:
    """The answer without what was found in other documents."""
    hits = tuple(hit for hit in answer.hits if hit.passage.document.id in documents)
    further = tuple(each for each in answer.further if each.passage.document.id in documents)
    return replace(answer, hits=hits, further=further)
