"""Value types shared by every room, named after the glossary in the design notes. All are frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Decision(StrEnum):
    """What Askwell does with a question."""

    ANSWER = "answer"
    CAVEAT = "caveat"
    CLARIFY = "clarify"
    ESCALATE = "escalate"


class Reason(StrEnum):
    """Why a decision is not a plain answer."""

    LOW_CONFIDENCE = "low_confidence"
    NO_CONTENT = "no_content"
    AMBIGUOUS = "ambiguous"
    ASKED_FOR_PERSON = "asked_for_person"
    REPEATED_FAILURE = "repeated_failure"
    NEGATIVE_FEEDBACK = "negative_feedback"
    SENSITIVE_TOPIC = "sensitive_topic"
    COMPLAINT = "complaint"
    ACCOUNT_ACTION = "account_action"
    INTERNAL_FAILURE = "internal_failure"
    PERSON_IN_CHARGE = "person_in_charge"
    SMALL_TALK = "small_talk"
    GIBBERISH = "gibberish"
    INSTRUCTION_PROBE = "instruction_probe"


class FeedbackReason(StrEnum):
    """Why an answer did not help, as the customer says."""

    WRONG = "wrong"
    INCOMPLETE = "incomplete"
    UNCLEAR = "unclear"
    OUTDATED = "outdated"
    NOT_MY_QUESTION = "not_my_question"


class BlockKind(StrEnum):
    """What a stretch of normalised text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    STEPS = "steps"
    TABLE = "table"
    CODE = "code"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch `[start, end)` of a document version's text, in Unicode code points. Blocks do not overlap."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    """Heading depth, 1 to 6; 0 for other kinds."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a document leads, or a picture it shows."""

    target: str
    """As its author wrote it."""
    text: str
    """What the reader sees; of a picture its description."""
    is_image: bool = False


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """One document as a reader hands it on: normalised text with its blocks, in reading order."""

    id: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    lang: str
    url: str | None = None
    audiences: frozenset[str] = frozenset()
    """Who may see it; empty means everyone."""
    tags: tuple[str, ...] = ()
    updated_at: str | None = None
    content_hash: str = ""
    """Hash of the bytes at the source together with the options that shape the result."""
    questions: tuple[str, ...] = ()
    """Questions that it says it answers, and other names of its subject; found by, never shown."""
    links: tuple[Link, ...] | None = None
    """None: the format has none that are read."""
    anchors: tuple[str, ...] = ()
    """Names of its places that links may lead to."""


@dataclass(frozen=True, slots=True)
class Document:
    """A stored document as it is now."""

    id: str
    source: str
    version: str
    title: str
    lang: str
    url: str | None
    audiences: frozenset[str]
    tags: tuple[str, ...]
    as_of: str
    """When this version was read from its source."""


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """A stored version: what citations point into."""

    document_id: str
    version: str
    title: str
    lang: str
    url: str | None
    text: str
    blocks: tuple[Block, ...]
    as_of: str


@dataclass(frozen=True, slots=True)
class PassageContent:
    """A chunk of a document before it is stored. `text` equals the document's `text[start:end]`."""

    ordinal: int
    start: int
    end: int
    text: str
    heading: tuple[str, ...]
    blocks: tuple[Block, ...]
    """The blocks it holds, offsets in the document; a block too long for one passage appears whole in each part."""
    tokens: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stored passage of the current version of a document."""

    id: int
    document_id: str
    version: str
    ordinal: int
    title: str
    url: str | None
    lang: str
    heading: tuple[str, ...]
    start: int
    end: int
    text: str
    blocks: tuple[Block, ...]
    as_of: str
    tags: tuple[str, ...] = ()

    def heading_at(self, place: int) -> tuple[str, ...]:
        """The headings that a place of the document is under; a passage of several small sections holds some itself."""
        inside: list[Block] = []
        for block in self.blocks:
            if block.kind is BlockKind.HEADING and self.start <= block.start < place:
                inside = [*(one for one in inside if one.level < block.level), block]
        signs = (block.start - self.start + block.level + 1 for block in inside)
        return self.heading + tuple(self.text[at : one.end - self.start] for at, one in zip(signs, inside, strict=True))


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote: `quote` equals `text[start:end]` of that document version."""

    id: int
    document_id: str
    document_version: str
    title: str
    url: str | None
    heading: tuple[str, ...]
    quote: str
    start: int
    end: int
    lang: str
    as_of: str


@dataclass(frozen=True, slots=True)
class RelatedDocument:
    """A document worth reading next."""

    document_id: str
    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What Askwell has to say to one question, before it is stored."""

    decision: Decision
    confidence: float
    """Probability that the best answer found is right, also when it is not shown."""
    lang: str
    text: str
    citations: tuple[Citation, ...] = ()
    related: tuple[RelatedDocument, ...] = ()
    choices: tuple[str, ...] = ()
    reason: Reason | None = None
    generator: str = "extractive"
    signals: dict[str, float] = field(default_factory=dict)
    """The signals behind `confidence`, by name."""
    timings: dict[str, float] = field(default_factory=dict)
    """Milliseconds by stage."""


class Author(StrEnum):
    """Who wrote a message."""

    VISITOR = "visitor"
    ASSISTANT = "assistant"
    AGENT = "agent"
    SYSTEM = "system"


class Owner(StrEnum):
    """Who is in charge of a conversation; exactly one at any time."""

    ASSISTANT = "assistant"
    QUEUE = "queue"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside a line."""

    id: str
    name: str
    media_type: str
    """As its bytes tell."""
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Message:
    """One line of a conversation."""

    id: str
    conversation_id: str
    author: Author
    author_name: str | None
    text: str
    lang: str | None
    created_at: str
    seq: int = 0
    """Grows with every message stored, over all conversations."""
    citations: tuple[Citation, ...] = ()
    """What a line of an agent quotes: `[n]` in its text stands for the one with that id."""
    attachments: tuple[Attachment, ...] = ()
    """Files sent with it; known where a line was just written and in transcripts."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A thread between a visitor, the assistant and at most one agent at a time."""

    id: str
    visitor_id: str
    owner: Owner
    agent_id: str | None
    lang: str | None
    page_url: str | None
    page_title: str | None
    audiences: frozenset[str]
    created_at: str
    updated_at: str
    handed_back_seq: int = 0
    """`seq` of the last message at the latest hand-back by a person; what lies before no longer counts for hand-off."""
    csat_score: int | None = None
    """How satisfied the customer is, 1 to 5."""
    csat_comment: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One line of a conversation as a follow-up question sees it."""

    author: Author
    text: str
    choices: tuple[str, ...] = ()
    """Of a clarifying question: what it offered."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A customer: anonymous until the site's own server vouches for an `external_id`."""

    id: str
    external_id: str | None
    email: str | None
    name: str | None
    created_at: str
