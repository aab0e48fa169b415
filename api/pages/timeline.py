"""A conversation as agents see it: what was said and what was done, in one order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup

from api.pages.definitions import HAPPENINGS, deadline
from api.pages.normalised import render_text
from api.pages.typed import agents_line, as_typed
from core.model import Author
from escalation.tickets import Actor, Happening

Translate = Callable[[str, str | None], tuple[str, str] | None]
"""Gives a text in another language, empty while there is none, and that language's code; None where there is nothing to
translate."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A citation of an answer, with the address that opens it in its document."""

    number: int
    title: str
    heading: str
    lang: str
    html: Markup
    address: str


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of the screen."""

    id: str
    kind: str
    """`visitor`, `assistant`, `agent`, `system`, `note` or `event`."""
    name: str
    at: str
    html: Markup
    answer: Mapping[str, Any] | None = None
    quotes: tuple[Quote, ...] = ()
    helpful: bool | None = None
    comment: str = ""
    """What the customer wrote beside the vote."""
    amiss: str = ""
    """What the customer missed, as chosen beside the vote."""
    lang: str | None = None
    translation: tuple[Markup, str] | None = None
    """The line in a language that the agent reads, empty while it is not there, and that language; the original is
    always shown too."""
    attachments: tuple[Mapping[str, Any], ...] = ()


def timeline(
    detail: Mapping[str, Any],
    names: Mapping[str, str],
    comments: Mapping[str, str],
    translate: Translate | None = None,
) -> tuple[TimelineEntry, ...]:
    """Messages, internal notes and events of an escalation's detail, oldest first."""
    said = [
        _message(message, comments.get(message["id"], ""), translate) for message in detail["conversation"]["messages"]
    ]
    done = [found for entry in detail["history"] if (found := _happening(entry, names)) is not None]
    return tuple(sorted([*said, *done], key=lambda entry: entry.at))


def document_address(document_id: str, version: str, start: int, end: int) -> str:
    """Where a stretch of a document version is shown, marked."""
    return f"/documents/{quote(document_id)}?{urlencode({'version': version, 'start': start, 'end': end})}#quote"


def comparison_address(document_id: str, before: str, after: str) -> str:
    """Where it is shown what changed from one version of a document to another."""
    return f"/documents/{quote(document_id)}?{urlencode({'version': after, 'since': before})}"


def quotes_of(answer: Mapping[str, Any]) -> tuple[Quote, ...]:
    """The citations of an answer object, or of an agent's line."""
    return tuple(
        Quote(
            number=citation["id"],
            title=citation["title"],
            heading=" › ".join(part for part in citation["heading"] if part != citation["title"]),
            lang=citation["lang"],
            html=render_text(citation["quote"]),
            address=document_address(
                citation["document_id"], citation["document_version"], citation["start"], citation["end"]
            ),
        )
        for citation in answer["citations"]
    )


def answer_html(answer: Mapping[str, Any]) -> Markup:
    """The text of an answer; its numbers lead to the quotes."""
    addresses = {found.number: found.address for found in quotes_of(answer)}
    return render_text(answer["text"], cite=addresses.get)


def piece(found: Mapping[str, Any]) -> dict[str, Any]:
    """A passage that was found, with its address, its place among the headings, and its text as HTML."""
    address = document_address(found["document_id"], found["document_version"], found["start"], found["end"])
    where = " › ".join(part for part in found["heading"] if part != found["title"])
    return {**found, "address": address, "where": where, "html": render_text(found["text"])}


def line_html(text: str, citations: Mapping[str, Any]) -> Markup:
    """An agent's line as it is shown; its numbers lead to the quotes of `citations["citations"]`."""
    addresses = {found.number: found.address for found in quotes_of(citations)}
    return agents_line(text, cite=addresses.get)


def _message(message: Mapping[str, Any], comment: str, translate: Translate | None) -> TimelineEntry:
    author, answer = Author(message["author"]), message["answer"]
    names = {Author.VISITOR: "Customer", Author.ASSISTANT: "Assistant", Author.SYSTEM: "Askwell"}
    return TimelineEntry(
        id=message["id"],
        kind=author.value,
        name=message["author_name"] or names.get(author, "Agent"),
        at=message["created_at"],
        html=_html(author, message, answer),
        answer=answer,
        quotes=quotes_of(answer or message),
        helpful=message["helpful"],
        comment=comment,
        amiss=message["feedback_reason"] or "",
        lang=message["lang"],
        translation=_translated(message, translate) if author is Author.VISITOR else None,
        attachments=tuple(message["attachments"]),
    )


def _html(author: Author, message: Mapping[str, Any], answer: Mapping[str, Any] | None) -> Markup:
    if answer:
        return answer_html(answer)
    return line_html(message["text"], message) if author is Author.AGENT else as_typed(message["text"])


def _translated(message: Mapping[str, Any], translate: Translate | None) -> tuple[Markup, str] | None:
    made = translate(message["text"], message["lang"]) if translate else None
    return (as_typed(made[0]), made[1]) if made else None


def _happening(entry: Mapping[str, Any], names: Mapping[str, str]) -> TimelineEntry | None:
    happening, actor = Happening(entry["happening"]), str(entry["actor"])
    roles = {Actor.CUSTOMER.value: "The customer", Actor.ASSISTANT.value: "The assistant", Actor.TIMER.value: "Askwell"}
    name = roles.get(actor) or names.get(actor, "Somebody who has left")
    identifier = f"h{entry['id']}"
    if happening is Happening.NOTED:
        return TimelineEntry(identifier, "note", name, entry["created_at"], agents_line(entry["data"]["text"]))
    if happening not in HAPPENINGS:
        return None
    html = Markup("<b>{}</b> {}").format(name, _told(happening, entry["data"], names))
    return TimelineEntry(identifier, "event", name, entry["created_at"], html)


def _told(happening: Happening, data: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The sentence after the name of who did it."""
    if happening is Happening.CONTENT_WANTED and not data["wanted"]:
        return "took the mark for the content team back"
    words = HAPPENINGS[happening]
    if happening is Happening.ASSIGNED:
        return f"{words} {names.get(str(data.get('agent_id')), 'a colleague')}"
    return words + deadline(data) if happening is Happening.DEADLINE else words
