"""What `askwell doctor` says of the language model: it is asked a word, as answers would be, and its record is told."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

from answering.model.chat import ChatMessage, FailureKind, ModelFailure
from answering.model.failures import Unfinished
from answering.model.openai_chat import model_id
from answering.model.record import ModelRecords
from api.checks import Check, State
from api.model_wiring import make_chat
from core.db import Database
from core.settings import Settings

NAME = "language model"
JUDGED = 20.0
"""Right finds that a model must have judged before its record is told."""
OFTEN = 0.4
"""Share of them that it declares to hold no answer, from which another model would be better."""
LISTED = 8
"""Models of the server that are named, where the one in the settings is refused."""
_ASKED = (ChatMessage("user", "Reply with the one word: ready"),)
_MOST_TOKENS = 400
"""Enough for models that think first."""
_SHARE_OF_TIME = 0.5
"""Share of ASKWELL_LLM_TIMEOUT from which the first word comes late."""
_MEND: Mapping[FailureKind, str] = {
    "down": "Start its server, or correct ASKWELL_LLM_BASE_URL, which ends in /v1 at most servers",
    "slow": "Raise ASKWELL_LLM_TIMEOUT, or use a smaller model; the first request may have to load it: try again",
    "refused": "Correct ASKWELL_LLM_MODEL, ASKWELL_LLM_API_KEY or ASKWELL_LLM_BASE_URL, which ends in /v1 mostly",
    "rate_limited": "Wait, or raise the limits of your account there",
    "malformed": "See whether ASKWELL_LLM_BASE_URL is that of an OpenAI-compatible server; it ends in /v1 mostly",
    "cut_off": "See the log of the model's server",
    "empty": "See whether its chat template fits the model, and whether it thinks without an end",
}


def model_checks(settings: Settings, database: Database) -> Iterator[Check]:
    """Whether the model answers, and its record; nothing where none is set up. Nothing is spent where none is used."""
    if settings.llm_model is None:
        if settings.llm_base_url is not None:
            detail = "ASKWELL_LLM_BASE_URL is set, but no model is named: none is used."
            yield Check(NAME, State.NOTE, detail, "Set ASKWELL_LLM_MODEL, or unset ASKWELL_LLM_BASE_URL")
    elif settings.llm_uses:
        yield _asked(settings, settings.llm_model)
        yield from _judged(database, model_id(settings.llm_model))


def _asked(settings: Settings, name: str) -> Check:
    model = make_chat(settings, name)
    model.warm_up(wait=True)
    begun = time.monotonic()
    try:
        for _ in model.stream(_ASKED, seconds=settings.llm_timeout, max_tokens=_MOST_TOKENS):
            break
    except Unfinished:
        pass  # it is not asked how well it obeys
    except ModelFailure as failure:
        offered = _offered(settings, name) if failure.kind == "refused" else ""
        return Check(NAME, State.PROBLEM, failure.message + offered, _MEND.get(failure.kind, "Try again"))
    finally:
        model.close()
    return _answered(settings, model.id, time.monotonic() - begun)


def _judged(database: Database, model: str) -> Iterator[Check]:
    """How often it declares that the right text holds no answer, once enough is known."""
    record = ModelRecords(database).of(model)
    if record.found < JUDGED:
        return
    share, worth = record.share, record.worth(declares=True)
    detail = (
        f"of about {record.found:.0f} right texts {model} said that {share:.0%} hold no answer; "
        f"when it says so, the confidence loses {abs(worth):.1f} in log-odds"
    )
    if share < OFTEN:
        yield Check("model's record", State.OK, detail)
    else:
        yield Check("model's record", State.NOTE, detail, "Try a larger model: those answers are quoted, not written")


def _answered(settings: Settings, model: str, seconds: float) -> Check:
    detail = f"{model} answers, first word after {seconds:.1f} s; used for {', '.join(settings.llm_uses)}"
    if seconds < _SHARE_OF_TIME * settings.llm_timeout:
        return Check(NAME, State.OK, detail)
    return Check(NAME, State.NOTE, detail, "Raise ASKWELL_LLM_TIMEOUT, or use a smaller model or a faster machine")


def _offered(settings: Settings, name: str) -> str:
    """Which models the server has, if that is where the name is missing."""
    import openai

    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else "unset"
    try:
        with openai.OpenAI(base_url=settings.llm_base_url, api_key=key, max_retries=0, timeout=5.0) as client:
            names = sorted(str(model.id) for model in client.models.list())
    except (openai.OpenAIError, ValueError, TypeError, AttributeError):
        return ""
    if not names or name in names:
        return ""
    return f" It has no model {name!r}; it has {', '.join(names[:LISTED])}{' and more' * (len(names) > LISTED)}."
