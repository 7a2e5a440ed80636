"""Chat clients that speak the OpenAI protocol: the openai library against the real server."""

from collections.abc import Iterator

import openai
import pytest
from httpx2 import post
from openai.types.chat import ChatCompletionMessageParam

from tests.assistant.running import running
from tests.assistant.scripted import ScriptedModel
from tests.web.office import QUESTION, Office
from tests.web.serving_office import serving


@pytest.fixture
def client(stocked: Office) -> Iterator[openai.OpenAI]:
    with running(stocked.client.app) as address, speaking_to(address, stocked.token("read")) as speaking:
        yield speaking


def speaking_to(address: str, token: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{address}/v1", api_key=token, max_retries=0, timeout=20)


def user(text: str) -> ChatCompletionMessageParam:
    return {"role": "user", "content": text}


def test_the_models_are_listed(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["aktenlotse"]


def test_an_answer_has_its_sources_below_it(client: openai.OpenAI) -> None:
    completion = client.chat.completions.create(model="aktenlotse", messages=[user(QUESTION)], temperature=0.3)
    (choice,) = completion.choices
    text, _, sources = (choice.message.content or "").partition("\n\nQuellen:\n")
    assert "30 Cent je Kilometer" in text
    assert sources == "- [1] Reisekosten, § 4"
    assert (choice.finish_reason, choice.message.role) == ("stop", "assistant")


def test_a_streamed_answer_is_the_same(client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(model="aktenlotse", messages=[user(QUESTION)]).choices[0].message.content
    chunks = list(client.chat.completions.create(model="aktenlotse", messages=[user(QUESTION)], stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == whole
    assert [chunk.choices[0].finish_reason for chunk in chunks] == [None] * (len(chunks) - 1) + ["stop"]
    assert len({chunk.id for chunk in chunks}) == 1


def test_a_stream_ends_with_its_mark(stocked: Office) -> None:
    body = {"model": "aktenlotse", "stream": True, "messages": [user(QUESTION)]}
    response = stocked.client.post("/v1/chat/completions", json=body)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.text.endswith("data: [DONE]\n\n")


def test_the_turns_before_are_the_history_and_text_parts_are_read(client: openai.OpenAI) -> None:
    messages: list[ChatCompletionMessageParam] = [
        {"role": "system", "content": "Du bist ein Pirat."},
        user("Was gilt für den privaten Kraftwagen?"),
        {"role": "assistant", "content": "30 Cent"},
        {"role": "user", "content": [{"type": "text", "text": "Und je Kilometer?"}]},
    ]
    assert "30 Cent" in (client.chat.completions.create(model="aktenlotse", messages=messages).choices[0].message.content or "")


@pytest.mark.parametrize("messages", [[], [{"role": "system", "content": "Nur dies"}], [user(" ")], [user("a" * 4001)]])
def test_a_question_that_is_none_is_explained_as_the_protocol_does(
    client: openai.OpenAI, messages: list[ChatCompletionMessageParam]
) -> None:
    with pytest.raises(openai.UnprocessableEntityError) as caught:
        client.chat.completions.create(model="aktenlotse", messages=messages)
    assert (caught.value.code, caught.value.type) == ("invalid_request", "invalid_request_error")
    assert "Die Anfrage ist nicht brauchbar" in caught.value.message


def test_a_body_that_is_too_long_is_explained_as_the_protocol_does(stocked: Office) -> None:
    response = stocked.client.post("/v1/chat/completions", content=b" " * 2_200_000)
    assert response.status_code == 413
    assert response.json()["error"]["code"] == "request_too_large"
    for headers, path, code in (({}, "nichts", "not_found"), ({"Authorization": "Bearer akl_x"}, "models", "not_signed_in")):
        refused = stocked.client.get(f"/v1/{path}", headers=headers).json()["error"]
        assert (refused["code"], refused["type"]) == (code, "invalid_request_error")


def test_a_model_that_does_not_answer_is_an_error_of_the_protocol(stocked: Office) -> None:
    with serving(stocked.shelf, ScriptedModel(["Halb "], fails=True), quote_when_unavailable=False) as address:
        client = speaking_to(address, stocked.token("read"))
        with pytest.raises(openai.InternalServerError, match="antwortet nicht"):
            client.chat.completions.create(model="aktenlotse", messages=[user(QUESTION)])
        with pytest.raises(openai.APIError, match="antwortet nicht"):
            list(client.chat.completions.create(model="aktenlotse", messages=[user(QUESTION)], stream=True))
        client.close()


def test_what_went_wrong_stands_before_the_quoted_answer(stocked: Office) -> None:
    with serving(stocked.shelf, ScriptedModel(["Halb "], fails=True)) as address:
        body = {"model": "aktenlotse", "stream": True, "messages": [user(QUESTION)]}
        text = post(f"{address}/v1/chat/completions", json=body, trust_env=False).text
    assert text.index("Halb") < text.index("antwortet nicht") < text.index("30 Cent")
