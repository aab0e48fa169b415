"""What is known of the customer of a conversation: what the site says of them, and where to write to them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from core.db import Session

Attributes = Mapping[str, str | int | float | bool]
MAX_ATTRIBUTES = 20


def attributes_of(session: Session, conversation_id: str) -> dict[str, str | int | float | bool]:
    """What the site says of the customer or the page; empty for an unknown conversation."""
    row = session.execute("SELECT attributes FROM conversations WHERE id = ?", (conversation_id,)).fetchone()
    return json.loads(row["attributes"]) if row else {}


def set_attributes(session: Session, conversation_id: str, page: Attributes, signed: Attributes) -> None:
    """Take over what the page says now and what the site's server has signed, which wins over the page.

    What an earlier page said and this one does not is kept, as far as there is room; the latest wins.
    """
    if not page and not signed:
        return
    latest = {**page, **signed}
    kept = {**latest, **{name: value for name, value in attributes_of(session, conversation_id).items()
                         if name not in latest}}  # fmt: skip
    text = json.dumps(dict(list(kept.items())[:MAX_ATTRIBUTES]), ensure_ascii=False)
    session.execute("UPDATE conversations SET attributes = ? WHERE id = ?", (text, conversation_id))


def set_contact(session: Session, conversation_id: str, email: str | None) -> None:
    """Keep the address that the customer gave, or forget it. Giving one allows letters again that had been stopped."""
    session.execute("UPDATE conversations SET contact_email = ? WHERE id = ?", (email, conversation_id))
    if email is not None:
        session.execute("UPDATE conversations SET mail_stopped_at = NULL WHERE id = ?", (conversation_id,))


def set_notify(session: Session, conversation_id: str, at: str | None) -> None:
    """Keep since when the customer wants to be told once what they asked is answered; None: they do not."""
    session.execute("UPDATE conversations SET notify_at = ? WHERE id = ?", (at, conversation_id))


def contact_of(session: Session, conversation_id: str) -> str | None:
    """The address that the customer gave in this conversation."""
    row = session.execute("SELECT contact_email FROM conversations WHERE id = ?", (conversation_id,)).fetchone()
    return row["contact_email"] if row else None


def address_of(session: Session, conversation_id: str) -> str | None:
    """Where to write to the customer: the address they gave, else the one that the site vouches for."""
    row = session.execute(
        "SELECT coalesce(c.contact_email, v.email) AS address FROM conversations c"
        " LEFT JOIN visitors v ON v.id = c.visitor_id WHERE c.id = ?",
        (conversation_id,),
    ).fetchone()
    return row["address"] if row else None


def masked(address: str) -> str:
    """The address as its owner recognises it and nobody else learns it: `a…@example.com`."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}…@{domain}"
