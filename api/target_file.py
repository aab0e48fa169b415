"""The file that `ASKWELL_TARGETS` names: further targets of announcements, in TOML.

A value written as `${NAME}` is taken from the environment or `.env`, so that the file need not hold secrets.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, TypeAdapter, ValidationError, field_validator

from core.errors import Misconfigured
from escalation.delivery.targets import EVENTS, TargetName
from escalation.topics import Topic

RESERVED = frozenset({"webhook", "mail", "log"})
"""Names of the targets that settings of their own describe."""
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_CALLS = (Topic.ESCALATION_REQUESTED, Topic.ESCALATION_BREACHED, Topic.CONVERSATION_REOPENED)
"""What a chat is told if nothing else is said: when somebody has to act."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    url: SecretStr
    topics: tuple[str, ...] = Field(EVENTS, min_length=1)
    allow_private: bool = False

    @field_validator("topics")
    @classmethod
    def _known(cls, topics: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in topics:
            if not any(TargetName("", (pattern,)).wants(topic) for topic in Topic):
                raise ValueError(f"{pattern!r} stands for no topic. There are: {', '.join(Topic)}")
        return topics


class WebhookEntry(_Entry):
    """A webhook of Standard Webhooks."""

    kind: Literal["webhook"]
    secret: SecretStr
    old_secret: SecretStr | None = None


class SlackEntry(_Entry):
    """An incoming webhook as Slack has it."""

    kind: Literal["slack"]
    topics: tuple[str, ...] = Field(_CALLS, min_length=1)


Entry = Annotated[WebhookEntry | SlackEntry, Field(discriminator="kind")]
_ENTRY: TypeAdapter[WebhookEntry | SlackEntry] = TypeAdapter(Entry)


def read_targets(path: Path) -> dict[str, WebhookEntry | SlackEntry]:
    """The targets of the file by name; raises Misconfigured with one line that says where, and repeats no secret."""
    variables = {**(dotenv_values(".env") if Path(".env").is_file() else {}), **os.environ}
    return {name: _entry(path, name, values, variables) for name, values in _tables(path).items()}


def holds_secrets(path: Path) -> bool:
    """Whether a secret, or the address of a chat channel, stands in the file itself; raises as `read_targets` does."""
    return any(
        name in {"secret", "old_secret"} or (name == "url" and entry.get("kind") == "slack")
        for entry in _tables(path).values()
        if isinstance(entry, dict)
        for name, value in entry.items()
        if not (isinstance(value, str) and _VARIABLE.search(value))
    )


def _tables(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"ASKWELL_TARGETS: {path} cannot be read: {error}.") from error
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(f"ASKWELL_TARGETS: {path} is no TOML: {error}.") from error


def _entry(path: Path, name: str, values: Any, variables: Mapping[str, str | None]) -> WebhookEntry | SlackEntry:
    where = f"ASKWELL_TARGETS: {path}, [{name}]"
    if not _NAME.fullmatch(name) or name in RESERVED:
        taken = ", ".join(sorted(RESERVED))
        raise Misconfigured(f"{where}: a name is of a-z, 0-9, _ and -, at most 40, and none of {taken}.")
    if not isinstance(values, dict):
        raise Misconfigured(f"{where}: a target is a table: write [{name}] and its values below.")
    try:
        return _ENTRY.validate_python({key: _filled(where, value, variables) for key, value in values.items()})
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"] if part not in {"webhook", "slack"})
        raise Misconfigured(f"{where}{f' {field}' if field else ''}: {first['msg']}.") from error


def _filled(where: str, value: Any, variables: Mapping[str, str | None]) -> Any:
    """The value with `${NAME}` replaced."""
    if not isinstance(value, str):
        return value

    def look_up(found: re.Match[str]) -> str:
        text = variables.get(found[1])
        if not text:
            raise Misconfigured(f"{where}: {found[1]} is set neither in the environment nor in .env.")
        return text

    return _VARIABLE.sub(look_up, value)
