"""What the content board's reports read, as `sources` for the desk's: sources in the sense of `frames`."""

# ruff: noqa: S608 - fixed texts
from __future__ import annotations

from insights.gaps.facts import NOT_FOR_CONTENT
from insights.gaps.model import GapState

_NOT_ASKED = ", ".join(f"'{reason}'" for reason in sorted(NOT_FOR_CONTENT))
_DONE = f"('{GapState.CLOSED}', '{GapState.DISMISSED}')"
_LANG = "coalesce(g.lang, 'und')"
# What a gap was merged into is counted; the gap itself is not one any more.
_GAPS = "g.merged_into IS NULL"
_TURNED = f"FROM gap_turns t JOIN gaps g ON g.id = t.gap_id WHERE {_GAPS}"

QUESTIONS = f"""SELECT q.created_at AS at, coalesce(q.lang, 'und') AS lang, NULL AS agent,
    q.decision || ' ' || q.outcome AS kind FROM questions q WHERE coalesce(q.reason, '') NOT IN ({_NOT_ASKED})"""

OPENED = f"SELECT g.created_at AS at, {_LANG} AS lang, NULL AS agent, 'opened' AS kind FROM gaps g WHERE {_GAPS}"
TURNS = f"""SELECT t.at AS at, {_LANG} AS lang, NULL AS agent, CASE
    WHEN t.after IN {_DONE} THEN t.after WHEN t.before = '{GapState.CLOSED}' THEN 'reopened'
    WHEN t.after = '{GapState.FAILING}' THEN t.after ELSE 'other' END AS kind {_TURNED}"""
# A gap that was reopened has been to do since then.
CLOSINGS = f"""SELECT t.at AS at, {_LANG} AS lang, NULL AS agent, coalesce((SELECT max(b.at) FROM gap_turns b
        WHERE b.gap_id = t.gap_id AND b.id < t.id AND b.before IN {_DONE} AND b.after NOT IN {_DONE}),
    g.created_at) AS start {_TURNED} AND t.after = '{GapState.CLOSED}'"""
STEPS = f"""SELECT g.created_at AS at, {_LANG} AS lang, 1 AS step FROM gaps g WHERE {_GAPS}
    UNION ALL SELECT t.at, {_LANG}, CASE WHEN t.after IN {_DONE} THEN -1 ELSE 1 END
    {_TURNED} AND (t.before IN {_DONE}) <> (t.after IN {_DONE})"""
