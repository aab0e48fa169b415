"""The operator's own golden set: asked of a copy of their content, or written down as a file of questions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.clock import Clock, system_clock
from core.db import Database
from core.errors import InvalidInput
from core.language import UNKNOWN
from eval.asking import Place
from eval.dataset import DataSet, Query, QueryFile
from eval.outcome import Outcome, Variant
from eval.rig import Rig, copied
from eval.runner import Runner, SetRun
from insights.golden import GoldenQuestion, GoldenSet
from insights.log.store import QuestionLog

NAME = "golden"


@dataclass(frozen=True, slots=True)
class Golden:
    """What can be asked."""

    queries: tuple[Query, ...]
    gone: tuple[str, ...]
    """Questions whose documents have all left the content, so that nothing can be said about them."""
    fingerprint: str
    """First 16 hex digits of a SHA-256 over the questions and the versions of all documents."""

    @property
    def data(self) -> DataSet:
        """The questions as a set; its documents are the operator's own."""
        return DataSet(NAME, (), (QueryFile(NAME, self.queries),), self.fingerprint)


def read_golden(database: Database, clock: Clock = system_clock) -> Golden:
    """The approved questions; raises InvalidInput when there are none."""
    with database.read() as session:
        found = GoldenSet(QuestionLog(clock), clock).all(session)
        rows = session.execute("SELECT id, version FROM documents WHERE removed_at IS NULL ORDER BY id").fetchall()
    if not found:
        raise InvalidInput("The golden set is empty. Approve questions on the content board, at /content/golden.")
    there = {str(row["id"]) for row in rows}
    gone = [golden for golden in found if golden.documents and there.isdisjoint(golden.documents)]
    queries = tuple(_query(golden, there) for golden in sorted(found, key=_time) if golden not in gone)
    lines = [_line(query) for query in queries] + [f"{row['id']} {row['version']}" for row in rows]
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
    return Golden(queries, tuple(golden.text for golden in gone), digest)


def export(golden: Golden) -> str:
    """The questions as the lines of `queries.jsonl`."""
    return "".join(f"{_line(query)}\n" for query in golden.queries)


def ask_golden(runner: Runner, database: Database, golden: Golden) -> SetRun:
    """Ask every question of a copy of the content, which stays as it is; each again with its documents withheld."""
    sampled = golden.data.sampled(runner.options.limit, runner.options.seed)
    with copied(database, runner.settings, runner.embedder, runner.reranking) as rig:
        outcomes = tuple(_ask(runner, rig, sampled.files[0].queries))
    return runner.judged(SetRun(sampled, (rig.ingest,), outcomes, runner.model()))


def _ask(runner: Runner, rig: Rig, queries: Sequence[Query]) -> Iterable[Outcome]:
    step = runner.step(f"{NAME}: asking")
    place = Place(NAME, NAME, None)
    for done, query in enumerate(queries, start=1):
        yield rig.asker.ask(query, place)
        if runner.options.withhold and query.answerable:
            yield rig.asker.ask(query, place, Variant.WITHHELD)
        step(done, len(queries))


def _time(golden: GoldenQuestion) -> tuple[str, str]:
    return golden.created_at, golden.message_id


def _query(golden: GoldenQuestion, there: set[str]) -> Query:
    relevant = there.intersection(golden.documents)
    return Query(
        id=golden.message_id,
        text=golden.text,
        lang=golden.lang or UNKNOWN,
        answerable=bool(relevant),
        answers=(),
        relevant=frozenset(relevant),
        kind="unanswerable" if not relevant else "corrected" if golden.corrected else "approved",
        audiences=golden.audiences,
    )


def _line(query: Query) -> str:
    record = {
        "id": query.id,
        "text": query.text,
        "lang": query.lang,
        "answerable": query.answerable,
        "answers": [],
        "relevant": sorted(query.relevant),
        "kind": query.kind,
    }
    return json.dumps(record, ensure_ascii=False)
