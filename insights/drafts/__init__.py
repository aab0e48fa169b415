"""Drafts of content: from agents' replies or from scratch to a text that a person has approved."""
