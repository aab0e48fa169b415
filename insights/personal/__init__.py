"""Patterns of personal data that take more than a line to describe."""
