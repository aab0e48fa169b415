"""The rows that are counted, as SELECTs for `frames`. Fixed texts; values are passed as parameters."""

# ruff: noqa: S608 - fixed texts
from __future__ import annotations

from core.model import Author
from escalation.policy import NOT_A_QUESTION
from escalation.states import OPEN, Happening, Status
from insights.reports.names import Class


def _listed(names: frozenset[str] | set[str]) -> str:
    return ", ".join(f"'{name}'" for name in sorted(names))


def _conversation_lang(name: str) -> str:
    """The language of the first question, or else the one the conversation was begun in."""
    first = f"SELECT q.lang FROM questions q WHERE q.conversation_id = {name}.id ORDER BY q.created_at LIMIT 1"
    return f"coalesce(({first}), {name}.lang, 'und')"


_CONVERSATION_LANG = _conversation_lang("c")
_ESCALATION_LANG = "coalesce(e.lang, 'und')"
_LAST_AGENT = (
    "(SELECT e.last_agent_id FROM escalations e WHERE e.conversation_id = c.id"
    " AND e.last_agent_id IS NOT NULL ORDER BY e.created_at DESC LIMIT 1)"
)
_FIRST_REPLIER = (
    "(SELECT h.actor FROM escalation_events h WHERE h.escalation_id = e.id"
    f" AND h.type = '{Happening.REPLIED}' ORDER BY h.id LIMIT 1)"
)

CONVERSATIONS = f"""SELECT c.created_at AS at, {_CONVERSATION_LANG} AS lang, NULL AS agent, 'conversations' AS kind
    FROM conversations c"""
QUESTIONS = (
    "SELECT q.created_at AS at, coalesce(q.lang, 'und') AS lang, NULL AS agent, q.decision AS kind FROM questions q"
)
UNSURE = """SELECT q.created_at AS at, coalesce(q.lang, 'und') AS lang, NULL AS agent,
    coalesce(q.reason, 'other') AS kind FROM questions q WHERE q.decision <> 'answer'"""
HANDED_OVER = f"""SELECT e.created_at AS at, {_ESCALATION_LANG} AS lang, e.last_agent_id AS agent, e.reason AS kind
    FROM escalations e"""
REPLIES = f"""SELECT m.created_at AS at, coalesce(m.lang, 'und') AS lang, m.author_id AS agent, 'replies' AS kind
    FROM messages m WHERE m.author = '{Author.AGENT}'"""
REOPENED = f"""SELECT h.created_at AS at, {_ESCALATION_LANG} AS lang, e.last_agent_id AS agent, 'reopened' AS kind
    FROM escalation_events h JOIN escalations e ON e.id = h.escalation_id WHERE h.type = '{Happening.REOPENED}'"""

FIRST_REPLIES = f"""SELECT e.first_reply_at AS at, {_ESCALATION_LANG} AS lang, {_FIRST_REPLIER} AS agent,
    e.created_at AS start FROM escalations e WHERE e.first_reply_at IS NOT NULL"""
UNREPLIED = f"""SELECT e.created_at AS at, {_ESCALATION_LANG} AS lang, e.last_agent_id AS agent, 'unreplied' AS kind
    FROM escalations e WHERE e.first_reply_at IS NULL AND e.status IN ({_listed(OPEN)})"""
RESOLUTIONS = f"""SELECT e.resolved_at AS at, {_ESCALATION_LANG} AS lang, e.last_agent_id AS agent,
    e.created_at AS start FROM escalations e WHERE e.resolved_at IS NOT NULL
    AND e.status IN ('{Status.RESOLVED}', '{Status.RETURNED}')"""

ASKED_FOR_MARK = f"""SELECT c.csat_asked_at AS at, {_CONVERSATION_LANG} AS lang, {_LAST_AGENT} AS agent,
    CASE WHEN c.csat_at IS NULL THEN 'silent' ELSE 'responded' END AS kind
    FROM conversations c WHERE c.csat_asked_at IS NOT NULL"""
MARKS = f"""SELECT c.csat_at AS at, {_CONVERSATION_LANG} AS lang, {_LAST_AGENT} AS agent,
    'mark_' || c.csat_score AS kind FROM conversations c WHERE c.csat_at IS NOT NULL"""

# A deadline is settled when it is met, or when time is up, whichever comes first. `:now` is the moment of the report.
FIRST_REPLY_SLA = f"""SELECT min(coalesce(e.first_reply_at, e.first_reply_due), e.first_reply_due) AS at,
    {_ESCALATION_LANG} AS lang, coalesce({_FIRST_REPLIER}, e.last_agent_id) AS agent,
    CASE WHEN e.first_reply_at < e.first_reply_due THEN 'kept' ELSE 'missed' END AS kind FROM escalations e
    WHERE e.first_reply_due >= :start AND (e.first_reply_at IS NOT NULL OR e.first_reply_due <= :now)"""
RESOLUTION_SLA = f"""SELECT min(coalesce(e.resolved_at, e.resolution_due), e.resolution_due) AS at,
    {_ESCALATION_LANG} AS lang, e.last_agent_id AS agent,
    CASE WHEN e.resolved_at < e.resolution_due THEN 'kept' ELSE 'missed' END AS kind FROM escalations e
    WHERE e.resolution_due >= :start AND (e.resolved_at IS NOT NULL OR e.resolution_due <= :now)"""
# The deadline of a later reply is gone from the escalation once it is over; the entry of what ended it has it.
NEXT_REPLY_SLA = f"""SELECT min(h.created_at, json_extract(h.data, '$.next_reply_due')) AS at,
    {_ESCALATION_LANG} AS lang, h.actor AS agent,
    CASE WHEN h.created_at < json_extract(h.data, '$.next_reply_due') THEN 'kept' ELSE 'missed' END AS kind
    FROM escalation_events h JOIN escalations e ON e.id = h.escalation_id
    WHERE h.type IN ('{Happening.REPLIED}', '{Happening.RESOLVED}', '{Happening.HANDED_BACK}')
    AND h.created_at >= :start
    AND json_extract(h.data, '$.next_reply_due') IS NOT NULL
    UNION ALL
    SELECT e.next_reply_due, {_ESCALATION_LANG}, e.last_agent_id, 'missed' FROM escalations e
    WHERE e.next_reply_due <= :now AND e.waiting_since IS NOT NULL AND e.status IN ({_listed(OPEN)})"""

# `:returned`: ids of conversations after which the customer came back. `:fresh`: who wrote later may still write.
CLASSES = f"""SELECT t.at AS at, {_conversation_lang("t")} AS lang, NULL AS agent, CASE
    WHEN t.person THEN '{Class.HANDED_OVER}'
    WHEN t.last_at IS NULL THEN '{Class.NOTHING_ASKED}'
    WHEN t.id IN (SELECT value FROM json_each(:returned)) THEN '{Class.RETURNED}'
    WHEN t.yes AND NOT t.no THEN '{Class.CONFIRMED}'
    WHEN t.last_at > :fresh THEN '{Class.UNDECIDED}'
    WHEN t.no OR t.decision <> 'answer' THEN '{Class.ABANDONED}'
    ELSE '{Class.ASSUMED}' END AS kind
    FROM (SELECT c.id AS id, c.created_at AS at, c.lang AS lang, max(q.created_at) AS last_at,
        q.decision AS decision, coalesce(sum(q.helpful = 1), 0) AS yes, coalesce(sum(q.helpful = 0), 0) AS no,
        EXISTS (SELECT 1 FROM escalations e WHERE e.conversation_id = c.id) AS person
        FROM conversations c LEFT JOIN questions q ON q.conversation_id = c.id
            AND coalesce(q.reason, '') NOT IN ({_listed(set(NOT_A_QUESTION))})
        WHERE c.created_at >= :start AND c.created_at < :end GROUP BY c.created_at, c.rowid) t"""
