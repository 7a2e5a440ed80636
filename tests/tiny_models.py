"""Real models small enough to be made in a second: random weights, vocabularies trained on a few sentences.

Knows nothing of the product but that it reads German.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transformers import PreTrainedModel

SENTENCES = (
    "Dienstreisen sind vor ihrem Antritt schriftlich zu genehmigen.",
    "Der Erholungsurlaub beträgt dreißig Arbeitstage im Kalenderjahr.",
    "Wie viele Tage Urlaub habe ich? Sie haben dreißig Tage [1].",
    "Passwörter dürfen nicht weitergegeben werden. Frage: Antwort: Quellen: § 1 Abs. 2 Nr. 3",
)
_CHAT_TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
READS_AT_MOST = 48
"""Tokens that the embedding model reads."""


def make_causal_model(folder: Path) -> Path:
    """A Llama of two layers with its tokenizer and chat template, saved in `folder`; it writes nonsense."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    pieces = Tokenizer(models.BPE())
    pieces.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    pieces.decoder = decoders.ByteLevel()
    marks = ["<s>", "</s>", "<|system|>", "<|user|>", "<|assistant|>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=300, special_tokens=marks, initial_alphabet=alphabet, show_progress=False)
    pieces.train_from_iterator(SENTENCES, trainer)
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=pieces, bos_token="<s>", eos_token="</s>", pad_token="</s>"
    )
    tokenizer.chat_template = _CHAT_TEMPLATE
    tokenizer.save_pretrained(folder)
    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=8192,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder


def make_reranker(folder: Path) -> Path:
    """A cross-encoder over a BERT of two layers, saved in `folder`; its scores mean little."""
    from sentence_transformers import CrossEncoder
    from transformers import BertForSequenceClassification

    base = _make_bert(folder / "base", BertForSequenceClassification, num_labels=1)
    model = CrossEncoder(str(base), device="cpu", num_labels=1, local_files_only=True)
    model.save_pretrained(str(folder / "model"), create_model_card=False)
    return folder / "model"


def make_embedding_model(folder: Path, prompts: dict[str, str] | None = None) -> Path:
    """A sentence-transformers model over a BERT of two layers, saved in `folder`; its vectors mean little."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertModel

    words = Transformer(str(_make_bert(folder / "base", BertModel)), max_seq_length=READS_AT_MOST)
    model = SentenceTransformer(modules=[words, Pooling(32, "mean")], device="cpu")
    model.prompts.update(prompts or {})
    model.save(str(folder / "model"), create_model_card=False)
    return folder / "model"


def _make_bert(folder: Path, kind: "type[PreTrainedModel]", **options: Any) -> Path:
    """A BERT of two layers with its tokenizer, saved in `folder`."""
    import torch
    from tokenizers import BertWordPieceTokenizer
    from transformers import BertConfig, BertTokenizer

    pieces = BertWordPieceTokenizer()
    pieces.train_from_iterator([*SENTENCES, "query: passage:"], vocab_size=300, min_frequency=1, show_progress=False)
    tokenizer = BertTokenizer(tokenizer_object=pieces._tokenizer, model_max_length=512)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(2)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=512,
        **options,
    )
    kind(config).save_pretrained(folder)
    return folder
