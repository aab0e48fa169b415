"""Targets from settings and from the file that ASKWELL_TARGETS names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.target_file import holds_secrets, read_targets
from api.targets import make_targets
from core.clock import system_clock
from core.errors import Misconfigured
from core.settings import Settings
from escalation.delivery.targets import TargetKind

SECRET = "whsec_b25seSBmb3IgdGhlc2UgdGVzdHM="
CRM = f'[crm]\nkind = "webhook"\nurl = "https://crm.example.com/in"\nsecret = "{SECRET}"\n'
TEAM = '[team]\nkind = "slack"\nurl = "https://hooks.example.com/services/T0/s3cret"\n'

Write = Callable[[str], Settings]


@pytest.fixture
def with_file(tmp_path: Path) -> Write:
    """Writes the file and makes settings that name it."""

    def write(text: str, **values: Any) -> Settings:
        path = tmp_path / "targets.toml"
        path.write_text(text, "utf-8")
        return Settings(_env_file=None, data=tmp_path / "data", targets=path, **values)

    return write


def test_without_settings_events_go_to_the_log(settings: Settings) -> None:
    (target,) = make_targets(settings, system_clock)
    assert (target.kind, target.name.name) == (TargetKind.LOG, "log")


def test_the_webhook_of_the_settings_comes_first_and_the_file_adds_to_it(with_file: Write) -> None:
    settings = with_file(CRM + TEAM, webhook_url="https://first.example.com:8443/hook", webhook_secret=SECRET)
    targets = make_targets(settings, system_clock)
    assert [(target.name.name, target.kind, target.address) for target in targets] == [
        ("webhook", "webhook", "first.example.com:8443"),
        ("crm", "webhook", "crm.example.com"),
        ("team", "slack", "hooks.example.com"),
    ]


def test_a_chat_hears_when_somebody_has_to_act_unless_it_asks_for_more(with_file: Write) -> None:
    more = TEAM.replace("team", "more") + 'topics = ["conversation.*"]\n'
    team, more_told = make_targets(with_file(TEAM + more), system_clock)
    assert team.name.wants("escalation.requested")
    assert not team.name.wants("conversation.opened")
    assert more_told.name.wants("conversation.opened")
    assert not more_told.name.wants("escalation.requested")


def test_values_come_from_the_environment(with_file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_HOST", "crm.example.org")
    settings = with_file(CRM.replace("crm.example.com", "${CRM_HOST}"))
    (target,) = make_targets(settings, system_clock)
    assert target.address == "crm.example.org"


def test_values_come_from_the_file_of_settings_too(
    with_file: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(f"CRM_SECRET={SECRET}\n")
    monkeypatch.chdir(tmp_path)
    settings = with_file(CRM.replace(SECRET, "${CRM_SECRET}"))
    found = read_targets(settings.targets or Path())["crm"]
    assert found.secret.get_secret_value() == SECRET  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[crm", "is no TOML"),
        ("crm = 3", "write \\[crm\\]"),
        (CRM.replace("webhook", "pigeon"), "\\[crm\\].*kind"),
        (CRM.replace("secret", "sekret"), "\\[crm\\]"),
        (CRM.replace(SECRET, "whsec_!!"), "\\[crm\\].*base64"),
        (CRM.replace("https://", ""), "\\[crm\\].*https://"),
        (CRM + 'topics = ["conversation.begun"]', "conversation.begun"),
        (CRM + "topics = []", "topics"),
        (CRM.replace(SECRET, "${NOT_SET_ANYWHERE}"), "NOT_SET_ANYWHERE is set neither"),
        (CRM.replace("[crm]", "[mail]"), "none of log, mail, webhook"),
        (CRM.replace("[crm]", '["C R M"]'), "a name is of a-z"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_no_secret(with_file: Write, text: str, words: str) -> None:
    with pytest.raises(Misconfigured, match=words) as refused:
        make_targets(with_file(text), system_clock)
    assert "ASKWELL_TARGETS" in refused.value.message
    assert "targets.toml" in refused.value.message
    assert "\n" not in refused.value.message
    assert SECRET[6:] not in refused.value.message


def test_a_file_that_is_not_there_is_named(settings: Settings, tmp_path: Path) -> None:
    missing = settings.model_copy(update={"targets": tmp_path / "none.toml"})
    with pytest.raises(Misconfigured, match="cannot be read"):
        make_targets(missing, system_clock)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (CRM, True),
        (TEAM, True),
        (CRM.replace(SECRET, "${CRM_SECRET}"), False),
        (TEAM.replace("https://hooks.example.com/services/T0/s3cret", "${TEAM_URL}"), False),
    ],
)
def test_a_secret_in_the_file_itself_is_noticed(with_file: Write, text: str, secret: bool) -> None:
    assert holds_secrets(with_file(text).targets or Path()) is secret
