"""The outbox, and the targets that events of the desk are delivered to."""
