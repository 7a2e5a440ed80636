"""Files on their way into the library, and out of it again."""
from tests.shelf import Shelf
from pathlib import Path
import socket, pytest
def test_a(shelf: Shelf) -> None:
    job = shelf.add("a.md", "# Reisen\n\nDienstreisen sind zu genehmigen.")
    assert job.status == "ready"
    assert "genehmigen" in shelf.texts("Dienstreise genehmigen")
def test_m(causal_model: Path, embedding_model: Path) -> None:
    print(causal_model, embedding_model)
def test_use(causal_model: Path, embedding_model: Path, tmp_path: Path) -> None:
    from ingest.settings import Settings
    from ingest.embedding import load_embedder
    e = load_embedder(Settings(home=tmp_path, embedder=str(embedding_model)))
    print(e.longest, e.dimension, e.count_tokens("Dienstreisen sind"), e.embed_question("hallo")[:4])
    from transformers import AutoModelForCausalLM, AutoTokenizer
    t = AutoTokenizer.from_pretrained(causal_model); m = AutoModelForCausalLM.from_pretrained(causal_model)
    ids = t.apply_chat_template([{"role":"user","content":"Grüße § 1?"}], add_generation_prompt=True, return_tensors="pt", return_dict=True)
    print(t.decode(ids["input_ids"][0]), "->", t.decode(m.generate(**ids, max_new_tokens=10)[0]))
def test_net() -> None:
    with pytest.raises(BaseException, match="connect"):
        socket.create_connection(("93.184.216.34", 80), 2)
