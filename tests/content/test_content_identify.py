"""The code of the articles on signed-in visitors does what they say: what it signs, the server believes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from api.wiring import build
from core.settings import Settings

HELP = Path(__file__).resolve().parents[2] / "api" / "help"
SECRET = "a secret as long as the article asks for, of 32 bytes or more"
USER = {"id": 42, "email": "ana@example.com", "name": "Ana"}
LANGUAGES = ("en", "es", "fr", "zh")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server with that secret."""
    data = tmp_path_factory.mktemp("identify")
    parts = build(
        Settings(_env_file=None, data=data, embedder="hashing", rate_limit="off", identity_secret=SecretStr(SECRET))
    )
    yield TestClient(create_app(services=parts))
    parts.close()


def blocks(lang: str, kind: str) -> str:
    text = (HELP / lang / "identify-visitors.md").read_text("utf-8")
    return "\n".join(re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL))


def begun(client: TestClient, **body: Any) -> dict[str, Any]:
    made = client.post("/v1/sessions", json=body)
    assert made.status_code == 200, made.text
    assert made.json()["identified"] is True
    return dict(made.json())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_content_python_code_identifies_a_visitor(client: TestClient, lang: str) -> None:
    names: dict[str, Any] = {}
    exec(blocks(lang, "python"), names)  # noqa: S102 - our own articles
    by_token = begun(client, identity=names["identity_token"](USER, SECRET))
    by_hash = begun(client, user={"id": "42", "hash": names["user_hash"](42, SECRET)})
    assert by_token["visitor_id"] == by_hash["visitor_id"]
    assert by_token["expires_in"] == 3_600
    assert client.post("/v1/sessions", json={"identity": names["identity_token"](USER, SECRET[1:])}).status_code == 401


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")
def test_content_node_code_identifies_a_visitor(client: TestClient) -> None:
    """The code is the same in every article, which another test sees to."""
    said = f"console.log(JSON.stringify([identityToken({json.dumps(USER)}, secret), userHash(42, secret)]))"
    code = f"{blocks('en', 'js')}\nconst secret = {json.dumps(SECRET)};\n{said}"
    ran = subprocess.run(["node", "-e", code], capture_output=True, text=True, timeout=30, check=True)
    token, digest = json.loads(ran.stdout)
    by_token, by_hash = begun(client, identity=token), begun(client, user={"id": 42, "hash": digest})
    assert by_token["visitor_id"] == by_hash["visitor_id"]


def test_content_the_code_is_the_same_in_every_language() -> None:
    for kind in ("python", "js", "php", "ruby"):
        assert len({blocks(lang, kind) for lang in LANGUAGES}) == 1, kind


def test_content_python_code_signs_for_an_hour() -> None:
    names: dict[str, Any] = {}
    exec(blocks("en", "python"), names)  # noqa: S102 - our own articles
    claims = names["jwt"].decode(names["identity_token"](USER, SECRET), SECRET, ["HS256"], audience="askwell")
    assert claims["sub"] == "42"
    assert abs(claims["exp"] - time.time() - 3_600) < 60
