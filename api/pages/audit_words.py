"""What the audit log's names mean, for people."""

from __future__ import annotations

from api.audit import COMMAND_LINE, NOBODY, SYSTEM, AuditAction

ACTIONS = {
    AuditAction.SIGNED_IN: "signed in",
    AuditAction.SIGN_IN_FAILED: "sign-in failed",
    AuditAction.SIGN_IN_LOCKED: "locked after wrong passwords",
    AuditAction.LINK_REQUESTED: "asked for a sign-in link",
    AuditAction.SIGNED_OUT: "signed out",
    AuditAction.SESSION_ENDED: "ended a session",
    AuditAction.SESSIONS_ENDED: "ended all other sessions",
    AuditAction.STAFF_ADDED: "added to the staff",
    AuditAction.STAFF_CHANGED: "changed the profile",
    AuditAction.ROLE_CHANGED: "changed the role",
    AuditAction.STAFF_DISABLED: "closed the account",
    AuditAction.STAFF_ENABLED: "opened the account again",
    AuditAction.STAFF_UNLOCKED: "unlocked the account",
    AuditAction.STAFF_LINKED: "linked with single sign-on",
    AuditAction.LINK_CREATED: "made a sign-in link",
    AuditAction.PASSWORD_CHANGED: "set a password",
    AuditAction.KEY_CREATED: "made an API key",
    AuditAction.KEY_REVOKED: "ended an API key",
    AuditAction.PERSON_EXPORTED: "exported a customer's data",
    AuditAction.PERSON_ERASED: "erased a customer's data",
    AuditAction.SETTINGS_CHANGED: "changed settings",
    AuditAction.DOCUMENT_PUBLISHED: "published a document",
    AuditAction.DOCUMENT_REMOVED: "removed a document",
    AuditAction.DOCUMENT_CHECKED: "marked a document as checked",
    AuditAction.PAIR_DISMISSED: "found two documents in order beside each other",
    AuditAction.PAIR_RESTORED: "took that back",
    AuditAction.DRAFT_APPROVED: "approved a draft",
    AuditAction.DELIVERY_RETRIED: "retried deliveries",
    AuditAction.DELIVERY_RESUMED: "had a target tried again",
    AuditAction.DELIVERY_DISCARDED: "discarded deliveries",
    AuditAction.DELIVERY_TESTED: "sent a test event",
    AuditAction.ESCALATION_OVERRIDDEN: "acted on a colleague's conversation",
    AuditAction.MACRO_SAVED: "saved a macro",
    AuditAction.MACRO_DELETED: "deleted a macro",
    AuditAction.AUDIT_EXPORTED: "took the audit log along",
}
PARTIES = {COMMAND_LINE: "Command line", SYSTEM: "Askwell itself", NOBODY: "Somebody not signed in"}
"""Who acts without an account."""
AREAS = {
    "sign_in": "Signing in and out",
    "session": "Sessions",
    "staff": "People",
    "key": "API keys",
    "person": "Customers' data",
    "settings": "Settings",
    "document": "Documents",
    "draft": "Drafts",
    "delivery": "Deliveries",
    "escalation": "Escalations",
    "macro": "Macros",
    "audit": "Audit log",
}
FACTS = {"way": "by", "address": "from", "before": "was", "after": "now", "count": "number"}
