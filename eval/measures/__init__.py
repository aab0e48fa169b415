"""Measures as pure functions: ranking, answers, doubt, time, and the intervals around them."""
