"""Gaps: questions without a good answer, grouped by what they ask."""
