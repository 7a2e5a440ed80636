"""What every embedder promises: vectors that can be compared, and an honest count of what it reads."""

import numpy as np
import pytest

from ingest.documents import Document, Metadata, Section
from ingest.embedding import Embedder, embed_widened, load_embedder
from ingest.errors import SettingsError
from ingest.preparing import limits_of, prepare
from ingest.settings import Settings
from ingest.splitting import embedded_headings, embedded_text

TEXTS = [
    "Dienstreisen sind vor ihrem Antritt schriftlich zu genehmigen.",
    "Der Erholungsurlaub beträgt dreißig Arbeitstage.",
    "Passwörter dürfen nicht weitergegeben werden.",
]


@pytest.fixture(params=["static", "sentence-transformers"])
def embedder(request: pytest.FixtureRequest, settings: Settings) -> Embedder:
    if request.param == "static":
        return load_embedder(settings)
    folder = request.getfixturevalue("embedding_model")
    return load_embedder(settings.model_copy(update={"embedder": str(folder)}))


def test_each_text_has_a_vector_of_length_one(embedder: Embedder) -> None:
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.shape == (3, embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_a_question_has_a_vector_of_length_one(embedder: Embedder) -> None:
    vector = embedder.embed_question("Wie viel Urlaub habe ich?")
    assert vector.shape == (embedder.dimension,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)


def test_official_words_say_as_much_as_the_question_however_many_they_are(embedder: Embedder) -> None:
    question, official = "Wie viel Kilometergeld bekomme ich?", "Wegstreckenentschädigung Reisekosten Auslagen Kraftfahrzeug " * 9
    vector = embed_widened(embedder, question, official)
    to_question, to_official = (float(vector @ embedder.embed_question(text)) for text in (question, official))
    assert to_question == pytest.approx(to_official, abs=5e-3)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)


def test_a_question_without_official_words_keeps_its_vector(embedder: Embedder) -> None:
    question = "Wie viel Urlaub habe ich?"
    np.testing.assert_allclose(embed_widened(embedder, question, ""), embedder.embed_question(question), atol=1e-3)


def test_the_same_text_has_the_same_vector_alone_and_among_others(embedder: Embedder) -> None:
    among = embedder.embed_passages(TEXTS)
    for text, vector in zip(TEXTS, among, strict=True):
        assert float(embedder.embed_passages([text])[0] @ vector) > 0.99


def test_different_texts_have_different_vectors(embedder: Embedder) -> None:
    first, second, third = embedder.embed_passages(TEXTS)
    assert max(first @ second, first @ third, second @ third) < 0.999


def test_no_texts_have_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)


@pytest.mark.parametrize("text", ["", " ", "\u2603", "\x00"])
def test_a_text_without_words_has_a_finite_vector(embedder: Embedder, text: str) -> None:
    assert np.isfinite(embedder.embed_question(text)).all()
    assert np.isfinite(embedder.embed_passages([text])).all()


def test_more_text_is_more_tokens(embedder: Embedder) -> None:
    counts = [embedder.count_tokens(" ".join(TEXTS[:number])) for number in range(4)]
    assert counts == sorted(set(counts))


def test_nothing_is_read_beyond_the_longest_text_and_everything_before(embedder: Embedder) -> None:
    if embedder.longest is None:
        pytest.skip("reads texts of any length")
    words = ["Urlaub"]
    while embedder.count_tokens(" ".join([*words, "Reise"])) <= embedder.longest:
        words.append("Reise")
    full = " ".join(words)
    assert embedder.count_tokens(full) <= embedder.longest
    whole, beyond, shorter = embedder.embed_passages([full, full + " Passwort" * 20, " ".join(words[:-1])])
    assert float(whole @ beyond) > 0.999
    assert float(whole @ shorter) < float(whole @ beyond)


def test_passages_are_never_longer_than_the_embedder_reads(embedder: Embedder) -> None:
    headings = ("Dienstanweisung über die Reisekosten der Beschäftigten " * 3, "§ 5 Genehmigung")
    sections = [Section(" ".join(TEXTS * 5), headings), Section(" ".join(["Wegstreckenentschädigung"] * 80))]
    limits = limits_of(embedder, 40)
    prepared = prepare(Document("a", "a.md", "0", 1, Metadata()), sections, embedder, 40)
    for piece in prepared.pieces:
        read = embedded_text(embedded_headings(piece.section.headings, limits), piece.text)
        assert len(piece.text.split()) <= 40
        assert embedder.longest is None or embedder.count_tokens(read) <= embedder.longest


def test_the_embedder_that_ships_puts_a_question_nearest_to_its_passage(settings: Settings) -> None:
    embedder = load_embedder(settings)
    passages = embedder.embed_passages(TEXTS)
    questions = ["Wer genehmigt meine Dienstreise?", "Wie viele Urlaubstage habe ich?", "Darf ich mein Passwort weitergeben?"]
    for number, question in enumerate(questions):
        assert int((passages @ embedder.embed_question(question)).argmax()) == number


@pytest.fixture
def prompting(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    from tests.tiny_models import make_embedding_model

    folder = make_embedding_model(tmp_path_factory.mktemp("prompts"), {"query": "query: ", "passage": "passage: "})
    return settings.model_copy(update={"embedder": str(folder)})


def test_the_model_s_prompts_are_put_before_questions_and_passages(prompting: Settings) -> None:
    own = load_embedder(prompting)
    bare = load_embedder(prompting.model_copy(update={"query_prompt": "", "passage_prompt": ""}))
    text = TEXTS[0]
    np.testing.assert_allclose(own.embed_question(text), bare.embed_question(f"query: {text}"), atol=1e-3)
    np.testing.assert_allclose(own.embed_passages([text]), bare.embed_passages([f"passage: {text}"]), atol=1e-3)
    assert float(own.embed_question(text) @ own.embed_passages([text])[0]) < 0.999
    assert own.count_tokens(text) > bare.count_tokens(text)


def test_an_operator_s_prompts_replace_the_model_s(prompting: Settings) -> None:
    changed = load_embedder(prompting.model_copy(update={"query_prompt": "Frage: "}))
    bare = load_embedder(prompting.model_copy(update={"query_prompt": ""}))
    np.testing.assert_allclose(changed.embed_question("Urlaub"), bare.embed_question("Frage: Urlaub"), atol=1e-3)


def test_a_model_that_is_not_there_is_an_error_that_names_the_setting(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="AKTENLOTSE_EMBEDDER"):
        load_embedder(settings.model_copy(update={"embedder": "/nowhere/model"}))
