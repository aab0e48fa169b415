"""The schema up to the questions that content answers: content, people, conversations, escalations."""

from __future__ import annotations

from sqlite_utils import Database

from core.migrations.registry import migrations, run


@migrations()
def m001_content(db: Database) -> None:
    """Sources, documents with their versions, passages, vectors and the full-text index."""
    run(
        db,
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        """CREATE TABLE sources (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, location TEXT NOT NULL,
            created_at TEXT NOT NULL, synced_at TEXT, report TEXT)""",
        # A scope is one combination of language and audiences: what a filter decides before anything is scored.
        """CREATE TABLE scopes (
            id INTEGER PRIMARY KEY, lang TEXT NOT NULL, audiences TEXT NOT NULL, UNIQUE (lang, audiences))""",
        """CREATE TABLE documents (
            id TEXT PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES sources, source_key TEXT NOT NULL,
            version TEXT NOT NULL, scope_id INTEGER NOT NULL REFERENCES scopes, title TEXT NOT NULL, lang TEXT NOT NULL,
            url TEXT, audiences TEXT NOT NULL, tags TEXT NOT NULL, content_hash TEXT NOT NULL, updated_at TEXT,
            as_of TEXT NOT NULL, created_at TEXT NOT NULL, removed_at TEXT, UNIQUE (source_id, source_key))""",
        """CREATE TABLE document_versions (
            document_id TEXT NOT NULL REFERENCES documents, version TEXT NOT NULL, title TEXT NOT NULL,
            lang TEXT NOT NULL, url TEXT, audiences TEXT NOT NULL, text TEXT NOT NULL, blocks TEXT NOT NULL,
            created_at TEXT NOT NULL, PRIMARY KEY (document_id, version))""",
        # AUTOINCREMENT: an id is never used again, so a stale vector can never point at other text.
        """CREATE TABLE passages (
            id INTEGER PRIMARY KEY AUTOINCREMENT, document_id TEXT NOT NULL REFERENCES documents,
            ordinal INTEGER NOT NULL, scope_id INTEGER NOT NULL REFERENCES scopes, heading TEXT NOT NULL,
            start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, blocks TEXT NOT NULL,
            tokens INTEGER NOT NULL, embed_hash TEXT NOT NULL, UNIQUE (document_id, ordinal))""",
        "CREATE INDEX passages_by_scope ON passages (scope_id)",
        """CREATE TABLE passage_vectors (
            passage_id INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE, scope_id INTEGER NOT NULL,
            generation INTEGER NOT NULL, vector BLOB NOT NULL)""",
        "CREATE INDEX passage_vectors_by_generation ON passage_vectors (generation)",
        # Vectors of another embedder while they are being made; they replace all others in one transaction.
        """CREATE TABLE passage_vectors_next (
            passage_id INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE, embedder TEXT NOT NULL,
            embed_hash TEXT NOT NULL, vector BLOB NOT NULL)""",
        """CREATE TABLE passage_removals (
            passage_id INTEGER PRIMARY KEY, generation INTEGER NOT NULL)""",
        "CREATE INDEX passage_removals_by_generation ON passage_removals (generation)",
        # Text arrives analysed (folded, stemmed, Chinese cut into n-grams): terms that the ASCII tokenizer keeps whole.
        # `scope` holds one token naming the passage's scope, so that the filter is part of the match itself.
        """CREATE VIRTUAL TABLE passages_fts USING fts5 (
            scope, title, heading, body, tokenize = "ascii")""",
        "CREATE VIRTUAL TABLE passages_terms USING fts5vocab ('passages_fts', 'row')",
    )


@migrations()
def m002_people(db: Database) -> None:
    """Staff with their sign-ins, API keys, and visitors."""
    run(
        db,
        """CREATE TABLE staff (
            id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE COLLATE NOCASE, name TEXT NOT NULL, role TEXT NOT NULL,
            created_at TEXT NOT NULL, disabled_at TEXT)""",
        """CREATE TABLE sign_in_links (
            token_hash TEXT PRIMARY KEY, staff_id TEXT NOT NULL REFERENCES staff, expires_at TEXT NOT NULL,
            used_at TEXT)""",
        """CREATE TABLE staff_sessions (
            token_hash TEXT PRIMARY KEY, staff_id TEXT NOT NULL REFERENCES staff, created_at TEXT NOT NULL,
            expires_at TEXT NOT NULL)""",
        """CREATE TABLE api_keys (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, secret_hash TEXT NOT NULL UNIQUE, scopes TEXT NOT NULL,
            audiences TEXT NOT NULL, created_at TEXT NOT NULL, last_used_at TEXT, revoked_at TEXT)""",
        """CREATE TABLE visitors (
            id TEXT PRIMARY KEY, external_id TEXT UNIQUE, email TEXT COLLATE NOCASE, name TEXT,
            created_at TEXT NOT NULL)""",
        "CREATE INDEX visitors_by_email ON visitors (email)",
    )


@migrations()
def m003_conversations(db: Database) -> None:
    """Conversations, messages, answers with their evidence, live events, and the log of questions."""
    run(
        db,
        """CREATE TABLE conversations (
            id TEXT PRIMARY KEY, visitor_id TEXT NOT NULL REFERENCES visitors, owner TEXT NOT NULL, agent_id TEXT,
            lang TEXT, page_url TEXT, page_title TEXT, audiences TEXT NOT NULL, created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL, handed_back_seq INTEGER NOT NULL DEFAULT 0, csat_score INTEGER,
            csat_comment TEXT, csat_at TEXT)""",
        "CREATE INDEX conversations_by_visitor ON conversations (visitor_id, updated_at)",
        "CREATE INDEX conversations_by_time ON conversations (updated_at, id)",
        # `pending`: the assistant owes this message an answer, also after a restart.
        """CREATE TABLE messages (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
            conversation_id TEXT NOT NULL REFERENCES conversations, author TEXT NOT NULL, author_id TEXT,
            author_name TEXT, text TEXT NOT NULL, lang TEXT, pending INTEGER NOT NULL DEFAULT 0,
            created_at TEXT NOT NULL)""",
        "CREATE INDEX messages_by_conversation ON messages (conversation_id, seq)",
        "CREATE INDEX messages_pending ON messages (conversation_id) WHERE pending",
        # `answer` is the whole answer object of the contract; `evidence` the passages it was chosen from.
        """CREATE TABLE answers (
            message_id TEXT PRIMARY KEY REFERENCES messages (id), question_id TEXT NOT NULL REFERENCES messages (id),
            decision TEXT NOT NULL, confidence REAL NOT NULL, reason TEXT, generator TEXT NOT NULL,
            answer TEXT NOT NULL, evidence TEXT NOT NULL, trace TEXT NOT NULL, created_at TEXT NOT NULL)""",
        "CREATE UNIQUE INDEX answers_by_question ON answers (question_id)",
        """CREATE TABLE feedback (
            message_id TEXT PRIMARY KEY REFERENCES messages (id), helpful INTEGER NOT NULL, comment TEXT,
            created_at TEXT NOT NULL)""",
        """CREATE TABLE events (
            id INTEGER PRIMARY KEY AUTOINCREMENT, conversation_id TEXT NOT NULL REFERENCES conversations,
            type TEXT NOT NULL, data TEXT NOT NULL, created_at TEXT NOT NULL)""",
        "CREATE INDEX events_by_conversation ON events (conversation_id, id)",
        # What the content team sees: personal data is masked before a row is written.
        """CREATE TABLE questions (
            message_id TEXT PRIMARY KEY REFERENCES messages (id), conversation_id TEXT NOT NULL,
            visitor_id TEXT NOT NULL, text TEXT NOT NULL, lang TEXT, decision TEXT NOT NULL, confidence REAL NOT NULL,
            reason TEXT, documents TEXT NOT NULL, page_url TEXT, helpful INTEGER, created_at TEXT NOT NULL)""",
        "CREATE INDEX questions_by_time ON questions (created_at)",
        """CREATE TABLE idempotency (
            caller TEXT NOT NULL, key TEXT NOT NULL, request_hash TEXT NOT NULL, status INTEGER, response TEXT,
            created_at TEXT NOT NULL, PRIMARY KEY (caller, key)) WITHOUT ROWID""",
    )


@migrations()
def m004_escalations(db: Database) -> None:
    """Escalations with their history, and the outbox that announces them."""
    run(
        db,
        """CREATE TABLE escalations (
            id TEXT PRIMARY KEY, conversation_id TEXT NOT NULL REFERENCES conversations, status TEXT NOT NULL,
            reason TEXT NOT NULL, question TEXT NOT NULL, question_id TEXT REFERENCES messages (id), lang TEXT,
            confidence REAL, evidence TEXT NOT NULL, agent_id TEXT REFERENCES staff,
            last_agent_id TEXT REFERENCES staff, created_at TEXT NOT NULL, waiting_since TEXT, claimed_at TEXT,
            first_reply_at TEXT, resolved_at TEXT, updated_at TEXT NOT NULL)""",
        "CREATE INDEX escalations_by_urgency ON escalations (waiting_since, created_at, id)",
        "CREATE INDEX escalations_by_conversation ON escalations (conversation_id, created_at)",
        # One live escalation a conversation: two triggers at once cannot queue it twice. A resolved one counts, because
        # the customer's next message reopens it; only one given back to the assistant is over.
        """CREATE UNIQUE INDEX escalations_live ON escalations (conversation_id)
            WHERE status <> 'returned'""",
        """CREATE TABLE escalation_events (
            id INTEGER PRIMARY KEY AUTOINCREMENT, escalation_id TEXT NOT NULL REFERENCES escalations,
            type TEXT NOT NULL, actor TEXT NOT NULL, data TEXT NOT NULL, created_at TEXT NOT NULL)""",
        "CREATE INDEX escalation_events_by_escalation ON escalation_events (escalation_id, id)",
        """CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, topic TEXT NOT NULL, payload TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0, next_attempt_at TEXT NOT NULL, locked_until TEXT,
            delivered_at TEXT, failed_at TEXT, last_error TEXT, created_at TEXT NOT NULL)""",
        "CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE delivered_at IS NULL AND failed_at IS NULL",
    )


@migrations()
def m005_golden_questions(db: Database) -> None:
    """Questions that staff have approved with the documents that answer them; by them answers are measured."""
    run(
        db,
        # `text` is masked, as in the log. No documents: nothing in the content answers it.
        """CREATE TABLE golden_questions (
            message_id TEXT PRIMARY KEY REFERENCES messages (id), conversation_id TEXT NOT NULL, text TEXT NOT NULL,
            lang TEXT, audiences TEXT NOT NULL, documents TEXT NOT NULL, corrected INTEGER NOT NULL,
            staff_id TEXT NOT NULL REFERENCES staff, created_at TEXT NOT NULL)""",
    )


@migrations()
def m006_document_relations(db: Database) -> None:
    """What is known of documents beside their passages; made from them, so losing it loses nothing."""
    run(
        db,
        # A row counts while the document still has that title and the embedder is in use.
        """CREATE TABLE title_vectors (
            document_id TEXT PRIMARY KEY REFERENCES documents, title TEXT NOT NULL, embedder TEXT NOT NULL,
            vector BLOB NOT NULL)""",
        """CREATE TABLE translations (
            document_id TEXT NOT NULL REFERENCES documents, translation_id TEXT NOT NULL REFERENCES documents,
            PRIMARY KEY (document_id, translation_id)) WITHOUT ROWID""",
    )


@migrations()
def m007_words(db: Database) -> None:
    """The words of the content as they are written, and a full-text column for the questions it answers.

    Rows keep their analysed text; what a newer analysis gives is put in afterwards (`retrieval.reindexing`).
    """
    run(
        db,
        "ALTER TABLE documents ADD COLUMN questions TEXT NOT NULL DEFAULT '[]'",
        # Words are only ever added: what no passage holds any more is found out when one is to be searched for.
        """CREATE TABLE words (
            id INTEGER PRIMARY KEY, word TEXT NOT NULL, scope_id INTEGER NOT NULL, UNIQUE (word, scope_id))""",
        "DROP TABLE passages_terms",
        "ALTER TABLE passages_fts RENAME TO passages_fts_before",
        """CREATE VIRTUAL TABLE passages_fts USING fts5 (
            scope, title, heading, body, questions, tokenize = "ascii")""",
        """INSERT INTO passages_fts (rowid, scope, title, heading, body, questions)
            SELECT rowid, scope, title, heading, body, '' FROM passages_fts_before""",
        "DROP TABLE passages_fts_before",
        "INSERT INTO meta (key, value) SELECT 'analysis', '1' WHERE EXISTS (SELECT 1 FROM passages)",
        "CREATE VIRTUAL TABLE passages_terms USING fts5vocab ('passages_fts', 'row')",
    )
