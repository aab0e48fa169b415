"""Turns found passages into an answer: intents, follow-ups, evidence, generator, confidence and decision."""
