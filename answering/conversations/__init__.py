"""Stored conversations: messages, answers, attachments, visitors and live events."""
