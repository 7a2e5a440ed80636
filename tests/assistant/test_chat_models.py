"""What every chat model promises: text in pieces, an end on request, tokens counted, failures named."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from transformers import PreTrainedTokenizerFast

from assistant.chat_models import ChatModel, Message, Task, load_chat_model
from ingest.errors import ContextOverflow, ModelUnavailable, SettingsError
from ingest.settings import Settings
from tests.assistant.making import TASK_MESSAGES, make_task
from tests.assistant.model_server import WORDS, ScriptedServer, scripted_server
from tests.assistant.running import free_port
from tests.assistant.tiny_llama import build_tiny_llama

KINDS = ("quoting", "transformers", "openai")


class Forwards:
    """Counts the tokens that a Llama in this process makes, and keeps what it was given first."""

    def __init__(self) -> None:
        self.count = 0
        self.prompt: list[int] = []

    def __call__(self, module: torch.nn.Module, inputs: object, named: dict[str, torch.Tensor], output: object) -> None:
        if type(module).__name__ == "LlamaForCausalLM":
            self.prompt = named["input_ids"][0].tolist() if self.count == 0 else self.prompt
            self.count += 1


@pytest.fixture
def forwards() -> Iterator[Forwards]:
    counted = Forwards()
    hook = torch.nn.modules.module.register_module_forward_hook(counted, with_kwargs=True)
    yield counted
    hook.remove()


def local_settings(settings: Settings, folder: Path, answer_tokens: int = 30) -> Settings:
    return settings.model_copy(update={"chat_model": "transformers", "model": str(folder), "answer_tokens": answer_tokens})


def server_settings(settings: Settings, base_url: str, model: str, **more: object) -> Settings:
    usual: dict[str, object] = {
        "chat_model": "openai",
        "base_url": base_url,
        "model": model,
        "model_retries": 0,
        "answer_tokens": 30,
    }
    return settings.model_copy(update=usual | more)


@pytest.fixture(params=KINDS)
def model(request: pytest.FixtureRequest, settings: Settings) -> ChatModel:
    if request.param == "quoting":
        return load_chat_model(settings)
    folder = request.getfixturevalue("tiny_llama")
    if request.param == "transformers":
        return load_chat_model(local_settings(settings, folder))
    return load_chat_model(server_settings(settings, request.getfixturevalue("llama_server"), str(folder)))


def read(model: ChatModel, task: Task) -> list[str]:
    return list(model.stream(task))


def test_an_answer_comes_in_pieces_and_is_the_same_each_time(model: ChatModel) -> None:
    task = make_task("Wie viel Cent je Kilometer, und wie viele Tage Urlaub?")
    pieces = read(model, task)
    assert len(pieces) > 1
    assert all(pieces)
    assert "".join(pieces) == "".join(read(model, task))


def test_a_model_that_was_stopped_answers_the_next_question_whole(model: ChatModel) -> None:
    whole = "".join(read(model, make_task()))
    stopped = model.stream(make_task())
    first = next(stopped)
    stopped.close()
    assert whole.startswith(first)
    assert "".join(read(model, make_task())) == whole


def test_a_longer_text_has_more_tokens(model: ChatModel) -> None:
    one, two = model.count_tokens("die Dienstreise ist"), model.count_tokens("die Dienstreise ist vor ihrem Antritt zu beantragen")
    assert 0 < one < two


def test_the_local_and_the_served_model_write_the_same(settings: Settings, tiny_llama: Path, llama_server: str) -> None:
    local = read(load_chat_model(local_settings(settings, tiny_llama)), make_task())
    served = read(load_chat_model(server_settings(settings, llama_server, str(tiny_llama))), make_task())
    assert "".join(local).split() == "".join(served).split()


def test_the_quoting_reader_loads_no_heavy_library() -> None:
    program = (
        "import sys; from assistant.chat_models import load_chat_model; from ingest.settings import Settings\n"
        "load_chat_model(Settings())\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules} & {'torch', 'transformers', 'langchain_core', 'openai'}))"
    )
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == ""


# the local model


def test_closing_stops_the_local_model_within_a_token(settings: Settings, tiny_llama: Path, forwards: Forwards) -> None:
    model = load_chat_model(local_settings(settings, tiny_llama, answer_tokens=2000))
    stream = model.stream(make_task())
    next(stream)
    stream.close()
    made = forwards.count
    time.sleep(0.3)
    assert forwards.count <= made + 1
    assert forwards.count < 200


def test_an_answer_has_no_more_tokens_than_allowed(settings: Settings, tiny_llama: Path, forwards: Forwards) -> None:
    text = "".join(read(load_chat_model(local_settings(settings, tiny_llama, answer_tokens=20)), make_task()))
    assert forwards.count == len(text.split()) == 20


def test_the_model_gets_its_own_template_with_one_beginning(settings: Settings, tiny_llama: Path, forwards: Forwards) -> None:
    model = load_chat_model(local_settings(settings, tiny_llama, answer_tokens=16))
    read(model, make_task())
    filled = "system : Sie Regeln user : Frage Urlaub ? assistant :"
    assert len(forwards.prompt) == 1 + model.count_tokens(filled)
    assert forwards.prompt[0] == 1 not in forwards.prompt[1:]


def test_two_questions_to_the_local_model_do_not_mix(settings: Settings, tiny_llama: Path) -> None:
    model = load_chat_model(local_settings(settings, tiny_llama))
    alone = "".join(read(model, make_task()))
    abandoned = model.stream(Task("", (), (Message("user", "Antrag"),)))
    next(abandoned)
    abandoned.close()
    assert "".join(read(model, make_task())) == alone


def test_a_local_model_that_fails_is_unavailable_at_once(settings: Settings, tmp_path: Path) -> None:
    folder = build_tiny_llama(tmp_path)
    words = PreTrainedTokenizerFast.from_pretrained(folder)
    words.add_tokens(["Unbekanntes"])  # the model has no row for it
    words.save_pretrained(folder)
    with pytest.raises(ModelUnavailable):
        read(load_chat_model(local_settings(settings, folder)), Task("", (), (Message("user", "Unbekanntes"),)))


def test_a_template_that_refuses_the_prompt_is_named(settings: Settings, tmp_path: Path) -> None:
    folder = build_tiny_llama(tmp_path)
    (folder / "chat_template.jinja").write_text("{{ raise_exception('no system role') }}")
    with pytest.raises(ModelUnavailable, match="no system role"):
        read(load_chat_model(local_settings(settings, folder)), make_task())


def test_a_model_that_is_no_chat_model_or_not_there_is_refused(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="AKTENLOTSE_MODEL"):
        load_chat_model(local_settings(settings, tmp_path / "nowhere"))
    folder = build_tiny_llama(tmp_path)
    (folder / "chat_template.jinja").unlink()
    with pytest.raises(SettingsError, match="template"):
        load_chat_model(local_settings(settings, folder))


# the server


def test_closing_stops_the_server_within_a_token(settings: Settings, scripted: ScriptedServer) -> None:
    stream = load_chat_model(server_settings(settings, scripted.base_url, "slow")).stream(make_task())
    next(stream)
    stream.close()
    time.sleep(0.2)
    assert scripted.written < 5


def test_the_server_is_told_the_messages_and_the_limits(settings: Settings, scripted: ScriptedServer) -> None:
    assert read(load_chat_model(server_settings(settings, scripted.base_url, "any")), make_task()) == WORDS
    told = scripted.requests[-1]
    assert [(turn["role"], turn["content"]) for turn in told["messages"]] == [(turn.role, turn.text) for turn in TASK_MESSAGES]
    assert (told["max_completion_tokens"], told["temperature"], told["stream"]) == (30, 0, True)


def test_a_server_that_nobody_runs_is_unavailable(settings: Settings) -> None:
    with pytest.raises(ModelUnavailable, match="antwortet nicht"):
        read(load_chat_model(server_settings(settings, f"http://127.0.0.1:{free_port()}/v1", "any")), make_task())


def test_a_failing_server_is_tried_again_only_as_often_as_allowed(settings: Settings, scripted: ScriptedServer) -> None:
    before = len(scripted.requests)
    with pytest.raises(ModelUnavailable):
        read(load_chat_model(server_settings(settings, scripted.base_url, "failing", model_retries=1)), make_task())
    assert len(scripted.requests) - before == 2


UNFIT = {"breaking": ["Zwei ", "Worte "]} | dict.fromkeys(("silent", "garbled", "foreign", "listing", "endless"), ["Ein "])


@pytest.mark.parametrize(("behaviour", "said"), UNFIT.items())
def test_a_server_that_breaks_off_falls_silent_or_does_not_keep_to_the_protocol_is_noticed(
    settings: Settings, scripted: ScriptedServer, behaviour: str, said: list[str]
) -> None:
    model = load_chat_model(server_settings(settings, scripted.base_url, behaviour, model_timeout=0.5))
    heard = []
    with pytest.raises(ModelUnavailable):
        for piece in model.stream(make_task()):
            heard.append(piece)
    assert heard == said


def test_a_server_is_trusted_by_the_certificates_that_are_named(settings: Settings, tmp_path: Path) -> None:
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    subprocess.run([*make.split(), "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    with scripted_server(certificate, key) as server:
        trusting = load_chat_model(server_settings(settings, server.base_url, "any", ca_bundle=certificate))
        assert read(trusting, make_task()) == WORDS
        with pytest.raises(ModelUnavailable):
            read(load_chat_model(server_settings(settings, server.base_url, "any")), make_task())


def test_certificates_that_are_none_are_refused(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("nothing")
    for name in ("empty.pem", "nowhere.pem"):
        with pytest.raises(SettingsError, match="AKTENLOTSE_CA_BUNDLE"):
            load_chat_model(server_settings(settings, "https://127.0.0.1:1/v1", "any", ca_bundle=tmp_path / name))


def test_a_server_without_address_is_refused(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="AKTENLOTSE_BASE_URL"):
        load_chat_model(server_settings(settings, "", "any"))


def test_a_text_counts_at_least_the_tokens_that_common_vocabularies_give_it(settings: Settings) -> None:
    model = load_chat_model(server_settings(settings, "http://127.0.0.1:1/v1", "any"))
    text = "Die Reisekostenvergütung ist innerhalb einer Ausschlussfrist von sechs Monaten schriftlich zu beantragen."
    assert model.count_tokens(text) >= len(text) / 3


def test_tokens_are_those_of_the_server_where_it_counts_them(settings: Settings, scripted: ScriptedServer) -> None:
    counting = load_chat_model(server_settings(settings, scripted.base_url, "counting"))
    assert counting.count_tokens("Vier Wörter sind es.") == 4
    other = load_chat_model(server_settings(settings, scripted.base_url, "usual"))
    assert other.count_tokens("Vier Wörter sind es.") > 4


def test_a_server_that_can_not_read_that_much_says_so_by_name(settings: Settings, scripted: ScriptedServer) -> None:
    narrow = load_chat_model(server_settings(settings, scripted.base_url, "narrow"))
    with pytest.raises(ContextOverflow):
        read(narrow, Task("Frage", (), [Message("user", "Frage " * 3000)]))
