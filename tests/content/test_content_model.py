"""The settings in the article on language models do what it says: with them, the model is asked."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from dotenv import dotenv_values
from prometheus_client import CollectorRegistry

from answering.model.chat import USES, ChatMessage
from api.model_metrics import ModelMetrics
from api.model_wiring import make_models
from core.clock import system_clock
from core.db import Database
from core.settings import Settings
from tests.model_server import ModelServer

HELP = Path(__file__).resolve().parents[2] / "api" / "help"
LANGUAGES = ("en", "es", "fr", "zh")
ADDRESSES = {None, "http://localhost:11434/v1", "http://localhost:8001/v1", "http://localhost:8080/v1"}
"""OpenAI's, and where Ollama, vLLM (as it is started there) and llama.cpp listen."""


def text_of(lang: str) -> str:
    return (HELP / lang / "connect-a-model.md").read_text("utf-8")


def blocks(lang: str) -> list[str]:
    return re.findall(r"```\n(.*?)```", text_of(lang), re.DOTALL)


def settings_of(block: str, folder: Path, **more: Any) -> Settings:
    (folder / "made.env").write_text(block, encoding="utf-8")
    return Settings(_env_file=folder / "made.env", data=folder, embedder="hashing", **more)  # type: ignore[call-arg]


def is_settings(block: str) -> bool:
    return all(line.startswith("ASKWELL_") for line in block.splitlines())


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BASE_URL", "MODEL", "API_KEY"):
        monkeypatch.delenv(f"ASKWELL_LLM_{name}", raising=False)


def test_content_the_settings_are_the_same_in_every_language() -> None:
    assert len({tuple(blocks(lang)) for lang in LANGUAGES}) == 1


def test_content_each_use_is_told_in_every_language() -> None:
    for lang in LANGUAGES:
        assert re.findall(r"^\| `(\w+)` \|", text_of(lang), re.MULTILINE) == list(USES)


def test_content_with_each_server_s_settings_its_model_is_asked(
    database: Database, tmp_path: Path, model_server: ModelServer
) -> None:
    addresses = set()
    for block in blocks("en"):
        if not (is_settings(block) and "LLM_MODEL" in block):
            continue
        settings = settings_of(block, tmp_path)
        addresses.add(settings.llm_base_url)
        path = urlsplit(settings.llm_base_url or "https://api.openai.com/v1").path
        here = settings.model_copy(update={"llm_base_url": model_server.url.removesuffix("/v1") + path})
        models = make_models(here, database, b"k" * 32, system_clock, ModelMetrics(CollectorRegistry()))
        model = models.for_use("answer")
        assert model is not None
        assert model.complete([ChatMessage("user", "Say hello")], seconds=30, max_tokens=10) == "Hello."
        models.close()
        named = dotenv_values(tmp_path / "made.env")
        turn = model_server.asked[-1]
        assert turn.body["model"] == named["ASKWELL_LLM_MODEL"]
        assert turn.authorization == f"Bearer {named.get('ASKWELL_LLM_API_KEY', 'unset')}"
    assert addresses == ADDRESSES


def test_content_the_other_settings_are_understood(tmp_path: Path) -> None:
    others = [block for block in blocks("en") if is_settings(block) and "LLM_MODEL" not in block]
    uses, limits = (settings_of(block, tmp_path) for block in others)
    assert uses.llm_uses == ("draft", "translate")
    assert (limits.llm_tokens_day, limits.llm_tokens_visitor) == (2_000_000, 50_000)


def test_content_commands_serve_what_the_settings_name() -> None:
    """The port, the key and the name of the model agree with the settings that follow."""
    found = blocks("en")
    for command, named in pairwise(found):
        if is_settings(command) or not is_settings(named):
            continue
        wanted = dict(line.split("=", 1) for line in named.splitlines())
        assert wanted["ASKWELL_LLM_MODEL"] in command
        port = urlsplit(wanted["ASKWELL_LLM_BASE_URL"]).port
        assert port == 11_434 or f"--port {port}" in command
        assert wanted.get("ASKWELL_LLM_API_KEY", "") in command
        assert ("--parallel" in command) == ("ASKWELL_LLM_CONCURRENCY" in wanted)
