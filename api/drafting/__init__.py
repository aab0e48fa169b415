"""Use cases around drafts: what needs the assistant's search, the content writer or the outbox."""
