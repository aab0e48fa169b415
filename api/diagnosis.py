"""What `askwell doctor` looks at: settings with where they come from, and checks with how to mend what is wrong."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import SecretStr

from answering.confidence import Calibration
from api.checks import Check, State
from api.delivery_checks import delivery_checks, settings_checks
from api.identity.checks import identity_checks, sign_on_checks
from api.limits import VisitorLimits
from api.mail_checks import mail_checks
from api.model_checks import model_checks
from api.model_wiring import make_embedder, make_reranking
from api.secret_key import FILE_NAME
from core.db import Database
from core.errors import AppError
from core.files import open_to_others
from core.settings import Settings
from retrieval.embedder import Embedder, RunByEngines
from retrieval.meta import read_state

LITTLE_DISK = 500_000_000
"""Bytes free below which there is a problem."""


@dataclass(frozen=True, slots=True)
class SettingLine:
    """A setting with its present value and where that comes from."""

    name: str
    value: str
    source: str
    description: str


def describe_settings(settings: Settings) -> list[SettingLine]:
    """Every setting; secrets show only whether they are set."""
    from_file = {name.upper() for name in dotenv_values(".env")} if Path(".env").is_file() else set()
    from_environment = {name.upper() for name in os.environ}
    lines = []
    for field, info in Settings.model_fields.items():
        name = f"ASKWELL_{field.upper()}"
        source = "environment" if name in from_environment else ".env" if name in from_file else "default"
        lines.append(SettingLine(name, _shown(getattr(settings, field)), source, info.description or ""))
    return lines


def diagnose(settings: Settings) -> list[Check]:
    """All checks, in the order in which a person would look."""
    checks = [*_settings_checks(settings), *mail_checks(settings), *_folder_checks(settings)]
    if not settings.database_path.is_file():
        return checks
    try:
        database = Database(settings.database_path)
    except AppError as error:
        return [*checks, Check("database", State.PROBLEM, error.message, "Restore a backup: askwell restore FILE")]
    try:
        checks += [*_database_checks(database), *_embedder_checks(settings, database), *_work_checks(database)]
        checks += delivery_checks(settings, database)
        checks += [*_reranker_checks(settings), *model_checks(settings, database)]
    finally:
        database.close()
    return checks


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return "(set, hidden)"
    if value is None:
        return "(not set)"
    return (",".join(map(str, value)) or "(none)") if isinstance(value, tuple) else str(value)


def _settings_checks(settings: Settings) -> Iterator[Check]:
    try:
        VisitorLimits(settings.rate_limit)
    except AppError as error:
        yield Check("rate limit", State.PROBLEM, error.message, "Set ASKWELL_RATE_LIMIT, for example to 30/minute")
    for origin in settings.allowed_origins:
        parts = urlsplit(origin)
        if origin.lower() == "null":
            mend = "Leave it out: pages without an origin of their own cannot be told apart, and are always refused"
            yield Check("allowed origins", State.PROBLEM, "`null` is not an origin.", mend)
        elif origin != "*" and (not parts.scheme or not parts.netloc or parts.path not in {"", "/"}):
            mend = "Write scheme, host and port only: https://www.example.com"
            yield Check("allowed origins", State.PROBLEM, f"{origin!r} is not an origin.", mend)
    yield from identity_checks(settings)
    yield from sign_on_checks(settings)
    yield from settings_checks(settings)


def _folder_checks(settings: Settings) -> Iterator[Check]:
    folder = settings.data
    if not settings.database_path.is_file():
        mend = "Set ASKWELL_DATA to the right folder, or run `askwell ingest` to begin anew"
        yield Check("data folder", State.PROBLEM, f"There is no database in {folder}.", mend)
        return
    if not os.access(folder, os.W_OK):
        yield Check("data folder", State.PROBLEM, f"{folder} cannot be written to.", "Give this user write permission")
    else:
        yield Check("data folder", State.OK, str(folder))
    free = shutil.disk_usage(folder).free
    enough = free >= LITTLE_DISK
    advice = None if enough else "Free some space: answers cannot be stored on a full disk"
    yield Check("free disk", State.OK if enough else State.PROBLEM, f"{free / 1e9:.1f} GB", advice)
    key, database = folder / FILE_NAME, settings.database_path
    if key.is_file() and open_to_others(key):
        yield Check("key file", State.PROBLEM, f"{key} can be read by other users.", f"chmod 600 {key}")
    if open_to_others(database) and open_to_others(folder):
        yield Check("database file", State.NOTE, f"{database} can be read by other users.", f"chmod 700 {folder}")


def _database_checks(database: Database) -> Iterator[Check]:
    try:
        with database.read() as session:
            found = session.execute("PRAGMA integrity_check(1)").fetchone()[0]
            broken = session.execute("PRAGMA foreign_key_check").fetchone() is not None
            passages, vectors, texts = (
                session.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - fixed names
                for table in ("passages", "passage_vectors", "passages_fts")
            )
    except sqlite3.DatabaseError as error:
        found, broken, passages, vectors, texts = str(error), False, 0, 0, 0
    if found != "ok" or broken:
        detail = found if found != "ok" else "some rows refer to rows that are not there"
        yield Check("database", State.PROBLEM, detail, "Restore a backup: askwell restore FILE")
        return
    yield Check("database", State.OK, "sound")
    if not passages == vectors == texts:
        detail = f"{passages} passages, {vectors} vectors, {texts} texts: these should be equal."
        yield Check("index", State.PROBLEM, detail, "askwell ingest --reembed")


def _embedder_checks(settings: Settings, database: Database) -> Iterator[Check]:
    try:
        embedder = make_embedder(settings)
        embedder.embed_queries(["ready?"])
    except AppError as error:
        yield Check("embedder", State.PROBLEM, error.message, "Correct ASKWELL_EMBEDDER")
        return
    yield Check("embedder", State.OK, embedder.id + _engines(embedder))
    yield _confidence_check(settings, embedder)
    try:
        with database.read() as session:
            read_state(session).require(embedder.id)
    except AppError as error:
        yield Check("index", State.PROBLEM, error.message, "askwell ingest --reembed")


def _confidence_check(settings: Settings, embedder: Embedder) -> Check:
    try:
        fitted = Calibration.load(settings.calibration)
    except AppError as error:
        return Check("confidence", State.PROBLEM, error.message, "Correct or unset ASKWELL_CALIBRATION")
    kind = "to this embedder" if fitted.embedder == embedder.id else "without regard to the embedder, so more careful"
    return Check("confidence", State.OK, f"fitted {kind}, on {fitted.provenance.date}")


def _reranker_checks(settings: Settings) -> Iterator[Check]:
    try:
        reranking = make_reranking(settings)
        if reranking is not None:
            reranking.try_out()
            yield Check("reranker", State.OK, reranking.id)
    except AppError as error:
        yield Check("reranker", State.PROBLEM, error.message, "Correct ASKWELL_RERANKER, or unset it to do without")
        return
    with suppress(AppError):  # told by the check of the confidence
        if _calibration(settings).reranker != (reranking.id if reranking else None):
            detail = "The confidence was fitted with another reranker or none; answers say so (`calibrated` 0)."
            mend = "askwell eval calibrate DATASET_DIR... --output FILE, then ASKWELL_CALIBRATION=FILE"
            yield Check("reranker", State.NOTE, detail, mend)


def _calibration(settings: Settings) -> Calibration:
    return Calibration.load(settings.calibration) if settings.calibration else Calibration.load()


def _engines(embedder: Embedder) -> str:
    if not isinstance(embedder, RunByEngines):
        return ""
    embedder.load_engines()
    return f", run by {embedder.engine}"


def _work_checks(database: Database) -> Iterator[Check]:
    with database.read() as session:
        count = {
            name: session.execute(f"SELECT count(*) FROM {source}").fetchone()[0]  # noqa: S608 - fixed names
            for name, source in (
                ("documents", "documents WHERE removed_at IS NULL"),
                ("passages", "passages"),
                ("conversations", "conversations"),
                ("queued", "escalations WHERE status = 'queued'"),
                ("admins", "staff WHERE role = 'admin' AND disabled_at IS NULL"),
            )
        }
    detail = f"{count['documents']} documents, {count['passages']} passages, {count['conversations']} conversations"
    empty = count["documents"] == 0
    yield Check("content", State.NOTE if empty else State.OK, detail, "askwell ingest FOLDER" if empty else None)
    yield Check("queue", State.OK, f"{count['queued']} waiting for a person")
    if not count["admins"]:
        yield Check("staff", State.NOTE, "Nobody is an administrator.", "askwell staff add EMAIL --role admin")
