"""Makes a `System` of a `Form`: one index a language, which is the fairest use of libraries that know one language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from benchmarks.peers.protocol import DEPTH, Chunk, Document, Form, Found, Search, Verdict


class ByLanguage:
    """A question is asked of the index of its language, or of the largest one when there is none."""

    def __init__(self, form: Form) -> None:
        """Use `form` for every language."""
        self._form = form
        self._chunks: dict[str, list[Chunk]] = {}
        self._searches: dict[str, Search] = {}
        self._without: tuple[str, AbstractSet[str]] | None = None
        self._rest: Search | None = None

    def index(self, documents: Sequence[Document]) -> int:
        """Split and index each language by itself."""
        shelves: defaultdict[str, list[Document]] = defaultdict(list)
        for document in documents:
            shelves[document.lang].append(document)
        self._chunks = {lang: self._form.split(shelf) for lang, shelf in shelves.items()}
        self._searches = {lang: self._form.index(chunks, lang) for lang, chunks in self._chunks.items()}
        return sum(map(len, self._chunks.values()))

    def search(self, question: str, lang: str, k: int) -> Sequence[Found]:
        """As the form finds."""
        return self._searches[self._shelf(lang)](question, k)

    def judge(self, question: str, lang: str, without: AbstractSet[str]) -> Verdict:
        """The first result and its score, from an index made anew without those documents."""
        shelf = self._shelf(lang)
        search = self._rebuilt(shelf, without) if without else self._searches[shelf]
        found = search(question, DEPTH)
        return Verdict(found[0].document_id, found[0].score) if found else Verdict(None, None)

    def _shelf(self, lang: str) -> str:
        return lang if lang in self._chunks else max(self._chunks, key=lambda name: len(self._chunks[name]))

    def _rebuilt(self, shelf: str, without: AbstractSet[str]) -> Search:
        """Kept for the next question: several in a row often miss the same documents."""
        if self._rest is None or self._without != (shelf, without):
            kept = [chunk for chunk in self._chunks[shelf] if chunk.document_id not in without]
            self._rest, self._without = self._form.index(kept, shelf), (shelf, without)
        return self._rest
