"""Replays an answer as it was and as it would be today, and says what changed."""
