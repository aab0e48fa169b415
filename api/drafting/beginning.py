"""How drafts begin: from replies, for a gap, as a change of a document, or from scratch; and in another language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from api.drafting.replies import Replies, chosen_replies, replies_in_gap
from core.db import Database, Session
from core.errors import Conflict, InvalidInput
from core.language import primary
from insights.drafts.assembling import AgentReply, assembled
from insights.drafts.bases import Bases, Found
from insights.drafts.desk import DraftDesk, NewDraft
from insights.drafts.model import LONGEST_TITLE, DraftState, DraftText, Origin, OriginKind, Sentence, Wording
from insights.drafts.store import DraftStore
from insights.drafts.texts import FirstText
from insights.drafts.writer import Brief, ContentWriter, Source, checked_sentences
from insights.gaps.board import GapBoard
from insights.gaps.model import GapState
from retrieval.retriever import RetrievalQuery, Retriever

QUESTIONS = 12
"""Questions of a gap that a model is told."""
PASSAGES = 4
_TAKEN_UP = frozenset({GapState.OPEN, GapState.IN_PROGRESS, GapState.REOPENED, GapState.FAILING})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to begin with."""

    replies: tuple[str, ...] = ()
    """Message ids of agents' lines."""
    gap_id: str | None = None
    document_id: str | None = None
    lang: str | None = None
    title: str = ""
    text: str = ""
    """Put in the place of what would be assembled: somebody has looked at it."""
    audiences: frozenset[str] | None = None
    """None: of the document, or of those the replies were written to."""
    by_model: bool = False


class Beginning:
    """Begins drafts; what may take a moment is done before anything is written."""

    def __init__(
        self,
        database: Database,
        store: DraftStore,
        desk: DraftDesk,
        bases: Bases,
        gaps: GapBoard,
        retriever: Retriever,
        languages: Sequence[str],
        writer: ContentWriter | None,
    ) -> None:
        self._database = database
        self._store = store
        self._desk = desk
        self._bases = bases
        self._gaps = gaps
        self._retriever = retriever
        self._languages = tuple(languages)
        self._writer = writer

    def look(self, wanted: Wanted) -> NewDraft:
        """The draft as it would begin, for somebody to look at; raises NotFound and InvalidInput."""
        found = self._bases.find(wanted.document_id) if wanted.document_id else None
        with self._database.read() as session:
            gap_id = self._gaps.store.get(session, wanted.gap_id).id if wanted.gap_id else None
            replies = self._replies(session, wanted, gap_id)
            names = dict(self._gaps.store.names(session, gap_id)) if gap_id else {}
        private = bool(replies.lines)
        audiences = wanted.audiences
        if audiences is None:
            audiences = found.document.audiences if found else replies.audiences
        return NewDraft(
            self._texts(wanted, found, replies, names),
            gap_id,
            audiences,
            _origin(replies, found) if private or found else None,
            found.document.tags if found else (),
            tuple(line.message_id for line in replies.lines),
            facts={"document": wanted.document_id, "replies": len(replies.lines)},
        )

    def begin(self, session: Session, new: NewDraft, by: str) -> str:
        """Write it down; its gap is drafted from then on."""
        made = self._desk.begin(session, new, by)
        if new.gap_id and new.state is not DraftState.PROPOSED:
            self.take_up(session, new.gap_id, by)
        return made

    def take_up(self, session: Session, gap_id: str, by: str) -> None:
        """A gap that somebody writes a draft for is drafted."""
        if self._gaps.store.get(session, gap_id).state in _TAKEN_UP:
            self._gaps.hands.set_state(session, gap_id, GapState.DRAFTED, by)

    def let_go(self, session: Session, gap_id: str | None, by: str) -> None:
        """A gap whose last draft was discarded waits for another one."""
        if gap_id is None or self._store.of_gap(session, gap_id):
            return
        if self._gaps.store.get(session, gap_id).state is GapState.DRAFTED:
            self._gaps.hands.set_state(session, gap_id, GapState.IN_PROGRESS, by)

    def translated(self, text: DraftText, lang: str) -> FirstText:
        """A text in another language: the translation that there is, else by the model, else empty.

        Raises Unavailable where the model cannot be had.
        """
        if primary(lang) == primary(text.lang):
            raise Conflict("This is the same language.")
        there = self._bases.translation_of(text.document_id, lang) if text.document_id else None
        if there is not None:
            wording = Wording(there.document.title, there.body, there.document.url)
            return FirstText(there.document.lang, wording, there.base)
        if self._writer is None:
            return FirstText(lang, Wording("", ""))
        title, made = self._writer.translate(text.title, text.text, text.lang, lang)
        return FirstText(lang, Wording(title[:300], made))

    @property
    def has_model(self) -> bool:
        """Whether a model can write and translate."""
        return self._writer is not None

    def _replies(self, session: Session, wanted: Wanted, gap_id: str | None) -> Replies:
        if wanted.replies:
            return chosen_replies(session, wanted.replies, self._languages)
        if gap_id:
            return replies_in_gap(session, gap_id, self._languages)
        return Replies((), frozenset(), "")

    def _texts(
        self, wanted: Wanted, found: Found | None, replies: Replies, names: Mapping[str, str]
    ) -> tuple[FirstText, ...]:
        if found is not None:
            return (self._changed(wanted, found, replies),)
        lang = wanted.lang or (replies.lines[0].lang if replies.lines else None) or next(iter(names), None)
        lang = lang or self._languages[0]
        if wanted.text:
            wording = Wording(wanted.title or names.get(lang) or replies.question, wanted.text)
            return (FirstText(lang, wording, None, _made_of(wanted.text, replies, lang)),)
        by_lang: dict[str, list[AgentReply]] = {lang: []}
        for line in replies.lines:
            if line.lang and (wanted.lang is None or line.lang == primary(lang)):
                by_lang.setdefault(line.lang, []).append(line)
        texts = []
        for code, lines in by_lang.items():
            title = (
                (wanted.title if code == lang else "") or names.get(code) or (replies.question if code == lang else "")
            )
            texts.append(self._first(code, title, lines, tuple(names.values()), wanted.by_model))
        return tuple(text for text in texts if text.lang == lang or text.wording.text)

    def _changed(self, wanted: Wanted, found: Found, replies: Replies) -> FirstText:
        """A document with what the replies in its language add to it at its end."""
        lang, body = found.document.lang, found.body
        lines = [line for line in replies.lines if line.lang == primary(lang)]
        made = assembled(lines, lang)
        added = wanted.text or made.text
        text = f"{body.rstrip()}\n\n{added}" if added else body
        wording = Wording(wanted.title or found.document.title, text, found.document.url)
        return FirstText(lang, wording, found.base, _made_of(added, replies, lang))

    def _first(
        self, lang: str, title: str, lines: Sequence[AgentReply], questions: tuple[str, ...], by_model: bool
    ) -> FirstText:
        if by_model:
            return self._written(lang, title, lines, questions)
        made = assembled(lines, lang)
        return FirstText(lang, Wording(title[:300], made.text), None, made.sentences)

    def _written(self, lang: str, title: str, lines: Sequence[AgentReply], questions: tuple[str, ...]) -> FirstText:
        if self._writer is None:
            raise InvalidInput("No model is set up (ASKWELL_LLM_MODEL). Begin without one.")
        brief = Brief(lang, questions[:QUESTIONS] or (title,), self._sources(lang, title, lines))
        made = self._writer.write(brief)
        text = "\n".join(line.text for line in made.lines)
        sentences = checked_sentences(made.lines, brief)
        return FirstText(lang, Wording((made.title or title)[:300], f"{text}\n"), None, sentences)

    def _sources(self, lang: str, title: str, lines: Sequence[AgentReply]) -> tuple[Source, ...]:
        """Replies without what is personal, and passages that everybody may see."""
        replies = [
            Source(f"R{n}", Origin(OriginKind.REPLY, line.message_id), text)
            for n, line in enumerate(lines, 1)
            if (text := assembled([line], lang).text)
        ]
        hits = self._retriever.retrieve(RetrievalQuery(title, lang, frozenset(), k=PASSAGES)).hits if title else ()
        passages = [
            Source(f"P{n}", Origin(OriginKind.PASSAGE, hit.passage.document_id, hit.passage.title), hit.passage.text)
            for n, hit in enumerate(hits, 1)
        ]
        return (*replies, *passages)


def proposed(new: NewDraft) -> NewDraft:
    """The same as a proposal, for the content team to take up."""
    return replace(new, state=DraftState.PROPOSED)


def _made_of(text: str, replies: Replies, lang: str) -> tuple[Sentence, ...]:
    """What a text that somebody has gone over was made of: without replies nothing."""
    if not replies.lines:
        return ()
    origins = tuple(Origin(OriginKind.REPLY, line.message_id) for line in replies.lines)
    return assembled(replies.lines, lang).sentences or (Sentence(text.strip()[:LONGEST_TITLE], origins),)


def _origin(replies: Replies, found: Found | None) -> frozenset[str] | None:
    """Who could see what goes in: the narrower one where a document is changed by replies."""
    limits = [names for names in (replies.audiences, found.document.audiences if found else frozenset()) if names]
    if not limits:
        return frozenset() if replies.lines else None
    common = frozenset.intersection(*limits)
    if not common:
        raise InvalidInput("These replies were written to customers who may not see this document.")
    return common
