"""The reference names everything there is: a setting, command, route, event or code cannot be added in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from fastapi.testclient import TestClient

from answering.conversations.live_events import LiveEvent
from api import errors as problems
from api.app import create_app
from api.keys import Scope
from api.staff import Role
from api.wiring import build
from cli.main import main
from core import errors
from core.model import Decision, Reason
from core.settings import Settings

TEXT = (Path(__file__).parents[2] / "docs" / "reference.md").read_text(encoding="utf-8")


def kinds(kind: type[errors.AppError]) -> Iterator[type[errors.AppError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from kinds(child)


def commands(command: click.Command, words: tuple[str, ...] = ("askwell",)) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield " ".join(words), command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found is not None
        yield from commands(found, (*words, name))


def test_every_setting_is_there_and_no_other() -> None:
    settings = {f"ASKWELL_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"^\| `(ASKWELL_\w+)`", TEXT, re.MULTILINE)) == settings


@pytest.mark.parametrize(("name", "command"), list(commands(main)))
def test_every_command_is_there_and_explains_itself(name: str, command: click.Command) -> None:
    assert f"`{name}" in TEXT
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts}"


def test_every_option_is_there() -> None:
    for name, command in commands(main):
        if name.startswith("askwell eval"):
            continue  # told by `askwell eval run --help`
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert any(option in TEXT for option in parameter.opts), f"{name} {parameter.opts}"


def test_every_route_is_there(settings: Settings) -> None:
    parts = build(settings)
    paths = TestClient(create_app(services=parts)).get("/openapi.json").json()["paths"]
    parts.close()
    for path, operations in paths.items():
        for method in operations:
            if path.startswith("/v1/escalations/{escalation_id}/"):
                assert f"/{path.rsplit('/', 1)[1]}`" in TEXT, path
            else:
                assert f"`{method.upper()} {path}`" in TEXT, path


def test_every_code_is_there_with_its_status() -> None:
    own = {kind.code: problems.status_of(kind()) for kind in kinds(errors.AppError) if kind is not errors.AppError}
    framework = {code: status for status, code in problems.FRAMEWORK_CODES.items()}
    for code, status in (own | framework | {problems.INTERNAL: 500, problems.ORIGIN_NOT_ALLOWED: 403}).items():
        row = next((line for line in TEXT.splitlines() if line.startswith("|") and f"`{code}`" in line), "")
        assert str(status) in row, code


@pytest.mark.parametrize("name", sorted({*Decision, *Reason, *Scope, *Role, *LiveEvent}))
def test_every_word_of_the_interface_is_there(name: str) -> None:
    assert f"`{name}`" in TEXT
